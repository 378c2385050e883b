package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.PendingRows.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Gives messages that are here their place on the server, and files those that are not there yet.
final class Linking {
  private Linking() {}

  static void link(Database.Tx tx, long id, long mailbox, long uid, long modSeq, Flags serverFlags)
      throws SQLException {
    Mailbox target = Mailboxes.get(tx, mailbox);
    long from = tx.sql("SELECT mailbox FROM message WHERE id = ?").set(id).number(0);
    if (!tx.sql("SELECT 1 FROM message WHERE id = ?").set(id).exists()) {
      return;
    }
    if (isBeforeItsMove(tx, id, mailbox)) {
      // Where the user put it, it stays; the move now has a UID to name.
      tx.sql("UPDATE pending SET mailbox = ? WHERE message = ? AND kind = 'MOVE'")
          .set(mailbox)
          .set(id)
          .update();
      PendingRows.named(tx, id, mailbox, uid, target.uidValidity());
      PendingRows.serverFlags(tx, id, serverFlags, modSeq, true);
      return;
    }
    tx.sql("UPDATE pending SET mailbox = ? WHERE message = ? AND uid = 0 AND kind = 'FLAGS'")
        .set(mailbox)
        .set(id)
        .update();
    place(tx, id, target, uid);
    PendingRows.arrived(tx, id, mailbox, uid);
    if (from != mailbox) {
      if (from != 0) {
        tx.changes().removed(from, id);
      }
      tx.changes().added(mailbox, id);
    }
    PendingRows.serverFlags(tx, id, serverFlags, modSeq, true);
  }

  /// Whether this is where the message was before the user moved it, under another UID by now.
  private static boolean isBeforeItsMove(Database.Tx tx, long id, long mailbox)
      throws SQLException {
    return tx.sql(
                """
                SELECT count(*) FROM pending WHERE message = ?1 AND kind = 'MOVE' AND uid = 0
                  AND target <> ?2 AND (begun = 0 OR mailbox = ?2)
                """)
            .set(id)
            .set(mailbox)
            .number(0)
        == 1;
  }

  /// The message has this UID. When a synchronization was faster and took the same message in as a
  /// new one, that one goes: ids that the user saw stay.
  static void place(Database.Tx tx, long id, Mailbox target, long uid) throws SQLException {
    long mailbox = target.id().value();
    long twin =
        tx.sql("SELECT id FROM message WHERE mailbox = ? AND uid = ?")
            .set(mailbox)
            .set(uid)
            .number(0);
    if (twin != 0 && twin != id) {
      new MessageRows(tx).delete(twin);
      PendingRows.drop(tx, twin, List.of(Kind.FLAGS, Kind.MOVE));
    }
    tx.sql(
            """
            UPDATE message SET mailbox = ?, account = ?, uid = ?, mod_seq = 0, origin = NULL,
              vanished = NULL WHERE id = ?
            """)
        .set(mailbox)
        .set(target.account().value())
        .set(uid)
        .set(id)
        .update();
    PendingRows.named(tx, id, mailbox, uid, target.uidValidity());
    // What is not all here yet is to be fetched from there.
    tx.sql(
            """
            UPDATE mailbox SET complete = 0 WHERE id = ? AND complete = 1 AND EXISTS
              (SELECT 1 FROM message WHERE message.id = ? AND body_state < 2)
            """)
        .set(mailbox)
        .set(id)
        .update();
  }

  /// Files a message that is only here yet.
  static long file(
      Database.Tx tx,
      MessageRows rows,
      long mailbox,
      Flags flags,
      Instant internalDate,
      IndexedContent index,
      byte[] raw)
      throws SQLException {
    Mailbox target = Mailboxes.get(tx, mailbox);
    long account = target.account().value();
    boolean local = Mailboxes.isLocal(tx, account);
    long id =
        rows.insert(
            new MessageRows.New(
                account,
                mailbox,
                0,
                0,
                flags,
                flags,
                internalDate,
                raw.length,
                index,
                new RawOctets.InMemory(raw),
                MessageSummary.BodyState.COMPLETE,
                null));
    if (!local) {
      upload(tx, account, id, mailbox);
    }
    return id;
  }

  static void upload(Database.Tx tx, long account, long message, long mailbox) throws SQLException {
    tx.sql("INSERT INTO pending (account, kind, message, target) VALUES (?, 'APPEND', ?, ?)")
        .set(account)
        .set(message)
        .set(mailbox)
        .update();
    tx.changes().pending(account);
  }
}
