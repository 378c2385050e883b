package app.paloma.store;

import app.paloma.model.*;
import java.util.List;
import java.util.Locale;

public final class ContactStore {
  private final Database database;

  ContactStore(Database database) {
    this.database = database;
  }

  /// Known addresses whose name or address has a word that begins so; those written to come first,
  /// then those heard of, by how often and how lately.
  public List<Address> complete(String prefix, int limit) {
    String words = " " + String.join(" ", SearchText.tokens(prefix));
    String literal = " " + prefix.strip().toLowerCase(Locale.ROOT);
    if (words.isBlank()) {
      return List.of();
    }
    return database.read(session ->
        session
            .sql(
                """
                SELECT name, email FROM contact
                WHERE (wrote > 0 OR heard > 0) AND (instr(words, ?) > 0 OR instr(words, ?) > 0)
                ORDER BY wrote > 0 DESC, wrote DESC, heard DESC, last DESC, key LIMIT ?
                """)
            .set(words)
            .set(literal)
            .set(limit)
            .list(row -> new Address(row.getString(1), row.getString(2))));
  }

  /// They come first from now on: the user wrote to them, or kept them.
  public void wroteTo(List<Address> addresses) {
    database.write(tx -> {
      for (Address address : addresses) {
        Contacts.wroteTo(tx, address, 1, tx.clock().millis());
      }
      return null;
    });
  }

  /// Who had the one address has the other now: it comes with their name and their place in the
  /// completion, the old one is not suggested any more until it is used again.
  public void moved(String from, String to) {
    String old = from.toLowerCase(Locale.ROOT);
    database.write(tx -> {
      long now = tx.clock().millis();
      List<Moved> known =
          tx.sql("SELECT name, wrote FROM contact WHERE key = ?")
              .set(old)
              .list(row -> new Moved(row.getString(1), row.getInt(2)));
      String name = known.isEmpty() ? "" : known.getFirst().name();
      int wrote = known.isEmpty() ? 0 : known.getFirst().wrote();
      Contacts.wroteTo(tx, new Address(name, to), wrote + 1, now);
      tx.sql("UPDATE contact SET wrote = 0, heard = 0 WHERE key = ?").set(old).update();
      return null;
    });
  }

  private record Moved(String name, int wrote) {}

  /// Whether the user allowed remote images of this sender.
  public boolean imagesAllowed(String email) {
    return database.read(session ->
        session
            .sql("SELECT 1 FROM contact WHERE key = ? AND images = 1")
            .set(email.toLowerCase(Locale.ROOT))
            .exists());
  }

  public void allowImages(String email, boolean allowed) {
    database.write(tx -> {
      Address address = Address.of(email);
      tx.sql(
              """
              INSERT INTO contact (key, email, name, words, wrote, heard, last, images)
              VALUES (?, ?, '', ?, 0, 0, ?, ?)
              ON CONFLICT (key) DO UPDATE SET images = excluded.images
              """)
          .set(email.toLowerCase(Locale.ROOT))
          .set(email)
          .set(Contacts.words(address))
          .set(tx.clock().millis())
          .set(allowed)
          .update();
      return null;
    });
  }
}
