package app.paloma.store;

import app.paloma.model.Address;
import java.sql.SQLException;
import java.util.Locale;

/// Known addresses, written inside of other transactions.
final class Contacts {
  private Contacts() {}

  static void heardOf(Database.Tx tx, String key, Address address, long now) throws SQLException {
    upsert(tx, key, address, 0, 1, now);
  }

  static void wroteTo(Database.Tx tx, Address address, int times, long now) throws SQLException {
    if (address.email().indexOf('@') > 0) {
      upsert(tx, address.email().toLowerCase(Locale.ROOT), address, times, 0, now);
    }
  }

  private static void upsert(
      Database.Tx tx, String key, Address address, int wrote, int heard, long now)
      throws SQLException {
    int known =
        tx.sql("UPDATE contact SET wrote = wrote + ?, heard = heard + ?, last = ? WHERE key = ?")
            .set(wrote)
            .set(heard)
            .set(now)
            .set(key)
            .update();
    if (known == 0) {
      tx.sql(
              """
              INSERT INTO contact (key, email, name, words, wrote, heard, last)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              """)
          .set(key)
          .set(address.email())
          .set(address.name())
          .set(words(address))
          .set(wrote)
          .set(heard)
          .set(now)
          .update();
    } else if (wrote > 0 && !address.name().isBlank()) {
      tx.sql("UPDATE contact SET name = ?, words = ? WHERE key = ?")
          .set(address.name())
          .set(words(address))
          .set(key)
          .update();
    }
  }

  /// Every word with a space before it, so that a search for ` pre` finds beginnings of words; the
  /// address as it is written, too.
  static String words(Address address) {
    return " "
        + String.join(" ", SearchText.tokens(address.name() + " " + address.email()))
        + " "
        + address.email().toLowerCase(Locale.ROOT);
  }
}
