package app.paloma.store;

import app.paloma.model.*;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What a user does to mailboxes, inside a transaction.
final class MailboxActions {
  private MailboxActions() {}

  static Mailbox create(Database.Tx tx, long account, String name, MailboxRole role)
      throws SQLException {
    Optional<Mailbox> known =
        tx.sql(Mailboxes.SELECT + " WHERE account = ? AND name = ?")
            .set(account)
            .set(Mailboxes.canonical(name))
            .first(Mailboxes::mailbox);
    if (known.isPresent()) {
      if (role != MailboxRole.NONE && known.get().role() == MailboxRole.NONE) {
        tx.sql("UPDATE mailbox SET role = ? WHERE id = ?")
            .set(role.name())
            .set(known.get().id().value())
            .update();
        tx.changes().mailbox(known.get().id().value());
      }
      return Mailboxes.get(tx, known.get().id().value());
    }
    String delimiter =
        tx.sql("SELECT delimiter FROM mailbox WHERE account = ? AND delimiter <> '' LIMIT 1")
            .set(account)
            .first(row -> row.getString(1))
            .orElse("");
    long id = Mailboxes.add(tx, account, name, delimiter.isEmpty() ? 0 : delimiter.charAt(0), role);
    if (!Mailboxes.isLocal(tx, account)) {
      tx.sql(
              """
              INSERT INTO pending (account, kind, mailbox, name, field)
              VALUES (?, 'CREATE', ?, ?, ?)
              """)
          .set(account)
          .set(id)
          .set(name)
          .set(role.name())
          .update();
      tx.changes().pending(account);
    }
    return Mailboxes.get(tx, id);
  }

  static void rename(Database.Tx tx, long id, String newName) throws SQLException {
    Mailbox mailbox = Mailboxes.get(tx, id);
    if (mailbox.name().equals(newName)) {
      return;
    }
    long account = mailbox.account().value();
    if (tx.sql("SELECT 1 FROM mailbox WHERE account = ? AND name = ?")
        .set(account)
        .set(newName)
        .exists()) {
      throw new StoreException(
          StoreException.Reason.MAILBOX_EXISTS, "there is a mailbox " + newName + " already", null);
    }
    if (mailbox.delimiter() != 0 && newName.startsWith(mailbox.name() + mailbox.delimiter())) {
      throw new StoreException(
          StoreException.Reason.MAILBOX_IN_ITSELF,
          mailbox.name() + " cannot be moved into itself",
          null);
    }
    Mailboxes.rename(tx, mailbox, newName);
    if (Mailboxes.isLocal(tx, account)) {
      return;
    }
    tx.changes().pending(account);
    int created =
        tx.sql("UPDATE pending SET name = ? WHERE mailbox = ? AND kind = 'CREATE' AND given = 0")
            .set(newName)
            .set(id)
            .update();
    if (created == 0) {
      tx.sql(
              """
              INSERT INTO pending (account, kind, mailbox, name, new_name)
              VALUES (?, 'RENAME', ?, ?, ?)
              """)
          .set(account)
          .set(id)
          .set(mailbox.name())
          .set(newName)
          .update();
    }
  }

  /// Messages that are to be moved into it, and are not yet, stay where their server has them;
  /// those that were moved or copied out of it, and are not yet, are put into their new place from
  /// here.
  ///
  /// @throws StoreException NOT_FETCHED where such a message is not here as a whole: then nothing
  ///   is deleted
  static void delete(Database.Tx tx, long id) throws SQLException {
    Mailbox mailbox = Mailboxes.get(tx, id);
    long account = mailbox.account().value();
    boolean local = Mailboxes.isLocal(tx, account);
    boolean onlyHere =
        tx.sql("SELECT 1 FROM pending WHERE mailbox = ? AND kind = 'CREATE' AND given = 0")
            .set(id)
            .exists();
    for (long move :
        tx.sql(
                "SELECT id FROM pending WHERE target = ? AND kind = 'MOVE' AND given = 0 AND uid >"
                    + " 0")
            .set(id)
            .numbers()) {
      if (tx.sql("SELECT 1 FROM message WHERE id = (SELECT message FROM pending WHERE id = ?)")
          .set(move)
          .exists()) {
        Coalescing.home(tx, move);
      }
    }
    if (!local) {
      long left =
          PendingRows.uploadTaken(tx, id, List.of(PendingRows.Kind.MOVE, PendingRows.Kind.COPY));
      if (left > 0) {
        throw new StoreException(
            StoreException.Reason.NOT_FETCHED,
            mailbox.name()
                + " still has messages on the server that were moved out of it here ("
                + left
                + "); synchronize first",
            null);
      }
      // Its own renaming goes first: what is then deleted has the new name.
      tx.sql("UPDATE pending SET mailbox = NULL WHERE mailbox = ? AND kind = 'RENAME'")
          .set(id)
          .update();
      lookAgainWhatCame(tx, id);
    }
    long uidNext = uidNext(tx, mailbox);
    Mailboxes.delete(tx, id);
    if (!local && !onlyHere) {
      tx.sql(
              """
              INSERT INTO pending (account, kind, name, uid_validity, uid)
              VALUES (?, 'REMOVE', ?, ?, ?)
              """)
          .set(account)
          .set(mailbox.name())
          .set(mailbox.uidValidity())
          .set(uidNext)
          .update();
    }
    tx.changes().pending(account);
  }

  /// Above all messages that are here of it, and those that left it here. What comes from there on
  /// nobody has seen when it is deleted.
  ///
  /// @return 0 where some are on the server under UIDs that are not known
  private static long uidNext(Database.Tx tx, Mailbox mailbox) throws SQLException {
    long id = mailbox.id().value();
    if (mailbox.uidNext() == 0
        || tx.sql("SELECT 1 FROM message WHERE mailbox = ? AND uid = 0").set(id).exists()) {
      return 0;
    }
    long here =
        tx.sql("SELECT coalesce(max(uid), 0) FROM message WHERE mailbox = ?").set(id).number(0);
    return Math.max(mailbox.uidNext(), here + 1);
  }

  /// A move to it may be on its way: whether the messages left their mailboxes is for the server to
  /// say.
  private static void lookAgainWhatCame(Database.Tx tx, long id) throws SQLException {
    tx.sql(
            """
            UPDATE mailbox SET highest_mod_seq = 0, complete = 0 WHERE id IN
              (SELECT mailbox FROM pending WHERE target = ? AND kind = 'MOVE')
            """)
        .set(id)
        .update();
  }

  static void subscribe(Database.Tx tx, long id, boolean subscribed) throws SQLException {
    Mailbox mailbox = Mailboxes.get(tx, id);
    if (mailbox.subscribed() == subscribed) {
      return;
    }
    tx.sql("UPDATE mailbox SET subscribed = ? WHERE id = ?").set(subscribed).set(id).update();
    tx.changes().mailbox(id);
    long account = mailbox.account().value();
    if (!Mailboxes.isLocal(tx, account)) {
      tx.sql(
              """
              INSERT INTO pending (account, kind, mailbox, name, add_bits)
              VALUES (?, 'SUBSCRIBE', ?, ?, ?)
              """)
          .set(account)
          .set(id)
          .set(mailbox.name())
          .set(subscribed)
          .update();
      tx.changes().pending(account);
    }
  }
}
