package app.paloma.store;

import app.paloma.model.*;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Mailbox rows, as other transactions need them.
final class Mailboxes {
  static final String SELECT =
      """
      SELECT id, account, name, delimiter, role, selectable, subscribed, read_only, messages,
        unread - %s,
        uid_validity, uid_next, highest_mod_seq, server_messages, complete, holder, rights,
        object_id FROM mailbox
      """
          .formatted(Attention.UNREAD_OUT_OF_SIGHT.strip());

  private Mailboxes() {}

  static Mailbox mailbox(ResultSet row) throws SQLException {
    String delimiter = row.getString(4);
    return new Mailbox(
        new MailboxId(row.getLong(1)),
        new AccountId(row.getLong(2)),
        row.getString(3),
        delimiter.isEmpty() ? 0 : delimiter.charAt(0),
        MailboxRole.valueOf(row.getString(5)),
        row.getInt(6) != 0,
        row.getInt(7) != 0,
        row.getInt(8) != 0,
        row.getInt(9),
        row.getInt(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14),
        row.getInt(15) != 0,
        MailboxHolder.valueOf(row.getString(16)),
        new MailboxRights(row.getString(17)),
        row.getString(18));
  }

  static long add(Database.Tx tx, long account, String name, char delimiter, MailboxRole role)
      throws SQLException {
    tx.sql("INSERT INTO mailbox (account, name, delimiter, role) VALUES (?, ?, ?, ?)")
        .set(account)
        .set(name)
        .set(delimiter == 0 ? "" : String.valueOf(delimiter))
        .set(role.name())
        .update();
    long id = tx.session().number("SELECT last_insert_rowid()");
    tx.changes().mailbox(id);
    return id;
  }

  /// @throws StoreException NOT_FOUND
  static Mailbox get(Database.Tx tx, long id) throws SQLException {
    return tx.sql(SELECT + " WHERE id = ?")
        .set(id)
        .first(Mailboxes::mailbox)
        .orElseThrow(() ->
            new StoreException(StoreException.Reason.NOT_FOUND, "there is no mailbox " + id, null));
  }

  static Optional<Mailbox> byRole(Session session, long account, MailboxRole role)
      throws SQLException {
    return session
        .sql(SELECT + " WHERE account = ? AND role = ? ORDER BY selectable DESC, id LIMIT 1")
        .set(account)
        .set(role.name())
        .first(Mailboxes::mailbox);
  }

  /// POP3 mail is only here: nothing is pushed.
  static boolean isLocal(Database.Tx tx, long account) throws SQLException {
    return tx.sql("SELECT pop3 FROM account WHERE id = ?").set(account).number(0) != 0;
  }

  static void saveState(Database.Tx tx, long id, MailboxStore.SyncState state) throws SQLException {
    tx.sql(
            """
            UPDATE mailbox SET uid_validity = ?, uid_next = ?, highest_mod_seq = ?,
              server_messages = ?, read_only = ?, complete = ? WHERE id = ?
            """)
        .set(state.uidValidity())
        .set(state.uidNext())
        .set(state.highestModSeq())
        .set(state.serverMessages())
        .set(state.readOnly())
        .set(state.complete())
        .set(id)
        .update();
    tx.changes().mailbox(id);
  }

  static String canonical(String name) {
    return name.equalsIgnoreCase("INBOX") ? "INBOX" : name;
  }

  /// What the server still calls it: renamings that it does not know yet taken back, the latest
  /// first, those of the mailboxes above it too.
  static String onServer(Session session, Mailbox mailbox) throws SQLException {
    record Rename(String from, String to) {}
    String name = mailbox.name();
    for (Rename rename :
        session
            .sql(
                """
                SELECT name, new_name FROM pending WHERE account = ? AND kind = 'RENAME'
                ORDER BY id DESC
                """)
            .set(mailbox.account().value())
            .list(row -> new Rename(row.getString(1), row.getString(2)))) {
      boolean below =
          mailbox.delimiter() != 0 && name.startsWith(rename.to() + mailbox.delimiter());
      if (below || name.equals(rename.to())) {
        name = rename.from() + name.substring(rename.to().length());
      }
    }
    return name;
  }

  static void rename(Database.Tx tx, Mailbox mailbox, String newName) throws SQLException {
    tx.sql("UPDATE mailbox SET name = ? WHERE id = ?")
        .set(newName)
        .set(mailbox.id().value())
        .update();
    tx.changes().mailbox(mailbox.id().value());
    if (mailbox.delimiter() == 0) {
      return;
    }
    String below = mailbox.name() + mailbox.delimiter();
    for (Mailbox child :
        tx.sql(SELECT + " WHERE account = ? AND substr(name, 1, ?) = ?")
            .set(mailbox.account().value())
            .set(below.codePointCount(0, below.length()))
            .set(below)
            .list(Mailboxes::mailbox)) {
      tx.sql("UPDATE mailbox SET name = ? WHERE id = ?")
          .set(newName + child.name().substring(mailbox.name().length()))
          .set(child.id().value())
          .update();
      tx.changes().mailbox(child.id().value());
    }
  }

  /// Removes a mailbox that the server has no more. Perhaps it has another name now: its messages
  /// wait a while to be found there, with what was changed here and is not pushed.
  static void vanished(Database.Tx tx, long mailbox) throws SQLException {
    String waiting =
        """
         WHERE mailbox = ? AND body_state = 2 AND id_hash <> 0 AND NOT EXISTS
          (SELECT 1 FROM pending WHERE pending.message = message.id
            AND kind IN ('APPEND', 'MOVE', 'COPY', 'DELETE'))
        """;
    tx.sql(
            "UPDATE pending SET mailbox = NULL, uid = 0, uid_validity = 0 WHERE kind = 'FLAGS'"
                + " AND message IN (SELECT id FROM message"
                + waiting
                + ")")
        .set(mailbox)
        .update();
    tx.sql(
            "UPDATE message SET origin = mailbox, mailbox = NULL, uid = NULL, vanished = "
                + tx.clock().millis()
                + waiting)
        .set(mailbox)
        .update();
    delete(tx, mailbox);
  }

  /// Removes a mailbox and all its messages from this computer.
  static void delete(Database.Tx tx, long mailbox) throws SQLException {
    MessageRows rows = new MessageRows(tx);
    for (long id : tx.sql("SELECT id FROM message WHERE mailbox = ?").set(mailbox).numbers()) {
      tx.sql("DELETE FROM pending WHERE message = ?").set(id).update();
      rows.delete(id);
    }
    tx.sql("DELETE FROM pending WHERE mailbox = ? OR target = ?")
        .set(mailbox)
        .set(mailbox)
        .update();
    tx.sql("DELETE FROM mailbox WHERE id = ?").set(mailbox).update();
    tx.changes().mailbox(mailbox);
  }
}
