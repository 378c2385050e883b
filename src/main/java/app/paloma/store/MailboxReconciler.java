package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.MailboxStore.Listed;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings the mailboxes here in line with a complete LIST. Creations, renames and deletions that
/// were made here and are not pushed yet count as done.
final class MailboxReconciler {
  private final Database.Tx tx;
  private final long account;

  MailboxReconciler(Database.Tx tx, long account) {
    this.tx = tx;
    this.account = account;
  }

  void reconcile(List<Listed> listed, Map<String, MailboxId> newNames) throws SQLException {
    Map<String, Mailbox> here = new HashMap<>();
    for (Mailbox mailbox :
        tx.sql(Mailboxes.SELECT + " WHERE account = ?").set(account).list(Mailboxes::mailbox)) {
      here.put(mailbox.name(), mailbox);
    }
    List<Listed> fresh = new ArrayList<>();
    for (Listed entry : listed) {
      String name = Mailboxes.canonical(entry.name());
      String nameHere = renamedHere(name, entry.delimiter());
      if (isDeletedHere(nameHere)) {
        continue;
      }
      Mailbox known = here.get(nameHere);
      boolean same = known != null && !newNames.containsValue(known.id());
      if (same) {
        here.remove(nameHere);
        update(known, entry);
      } else {
        fresh.add(entry);
      }
    }
    List<Listed> added = new ArrayList<>();
    for (Listed entry : fresh) {
      Mailbox renamed = renamedThere(here, newNames.get(entry.name()));
      if (renamed != null) {
        here.remove(renamed.name());
        tx.sql("UPDATE mailbox SET name = ? WHERE id = ?")
            .set(entry.name())
            .set(renamed.id().value())
            .update();
        update(renamed, entry);
      } else {
        added.add(entry);
      }
    }
    // After them: another mailbox may have the name now that one of them had.
    for (Listed entry : added) {
      add(entry);
    }
    for (Mailbox gone : here.values()) {
      if (!isHeld(gone)) {
        Mailboxes.vanished(tx, gone.id().value());
      }
    }
  }

  private void add(Listed entry) throws SQLException {
    String name = Mailboxes.canonical(entry.name());
    if (tx.sql("SELECT 1 FROM mailbox WHERE account = ? AND name = ?")
        .set(account)
        .set(name)
        .exists()) {
      return;
    }
    long id = Mailboxes.add(tx, account, name, entry.delimiter(), role(name, entry));
    tx.sql(
            """
            UPDATE mailbox SET selectable = ?, subscribed = ?, holder = ?, rights = ? WHERE id = ?
            """)
        .set(entry.selectable())
        .set(entry.subscribed())
        .set(entry.holder().name())
        .set(entry.rights().letters())
        .set(id)
        .update();
  }

  private static MailboxRole role(String name, Listed entry) {
    return name.equals("INBOX") ? MailboxRole.INBOX : entry.role();
  }

  private void update(Mailbox known, Listed entry) throws SQLException {
    // A server without SPECIAL-USE says nothing: then the role that was chosen here stays.
    MailboxRole role = role(known.name(), entry);
    if (role == MailboxRole.NONE) {
      role = known.role();
    }
    boolean subscribed = isPendingSubscription(known) ? known.subscribed() : entry.subscribed();
    if (known.delimiter() == entry.delimiter()
        && known.role() == role
        && known.selectable() == entry.selectable()
        && known.subscribed() == subscribed
        && known.holder() == entry.holder()
        && known.rights().equals(entry.rights())
        && known.name().equals(entry.name())) {
      return;
    }
    tx.sql(
            """
            UPDATE mailbox SET delimiter = ?, role = ?, selectable = ?, subscribed = ?, holder = ?,
              rights = ? WHERE id = ?
            """)
        .set(entry.delimiter() == 0 ? "" : String.valueOf(entry.delimiter()))
        .set(role.name())
        .set(entry.selectable())
        .set(subscribed)
        .set(entry.holder().name())
        .set(entry.rights().letters())
        .set(known.id().value())
        .update();
    tx.changes().mailbox(known.id().value());
  }

  private boolean isPendingSubscription(Mailbox mailbox) throws SQLException {
    return tx.sql("SELECT 1 FROM pending WHERE mailbox = ? AND kind = 'SUBSCRIBE'")
        .set(mailbox.id().value())
        .exists();
  }

  private boolean isDeletedHere(String name) throws SQLException {
    return tx.sql("SELECT 1 FROM pending WHERE account = ? AND kind = 'REMOVE' AND name = ?")
        .set(account)
        .set(name)
        .exists();
  }

  /// The name here of a mailbox that the server still lists under its old name.
  private String renamedHere(String name, char delimiter) throws SQLException {
    record Rename(String from, String to) {}
    String now = name;
    for (Rename rename :
        tx.sql(
                """
                SELECT name, new_name FROM pending WHERE account = ? AND kind = 'RENAME' ORDER BY id
                """)
            .set(account)
            .list(row -> new Rename(row.getString(1), row.getString(2)))) {
      boolean below = delimiter != 0 && now.startsWith(rename.from() + delimiter);
      if (below || now.equals(rename.from())) {
        now = rename.to() + now.substring(rename.from().length());
      }
    }
    return now;
  }

  private static Mailbox renamedThere(Map<String, Mailbox> missing, MailboxId id) {
    return missing.values().stream().filter(m -> m.id().equals(id)).findFirst().orElse(null);
  }

  private boolean isHeld(Mailbox mailbox) throws SQLException {
    return mailbox.role() == MailboxRole.INBOX
        || tx.sql(
                """
                SELECT 1 FROM pending WHERE target = ?1
                  OR mailbox = ?1 AND kind IN ('CREATE', 'RENAME') LIMIT 1
                """)
            .set(mailbox.id().value())
            .exists();
  }
}
