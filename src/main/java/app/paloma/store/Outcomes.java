package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.PendingRows.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What becomes of pending changes once the server has answered.
final class Outcomes {
  private record Change(
      long id,
      long account,
      Kind kind,
      long message,
      long mailbox,
      long uid,
      long target,
      Flags add,
      Flags remove,
      String name) {}

  private Outcomes() {}

  private static Optional<Change> change(Database.Tx tx, long id) throws SQLException {
    return tx.sql(
            """
            SELECT id, account, kind, message, mailbox, uid, target, add_bits, add_keywords,
              remove_bits, remove_keywords, name FROM pending WHERE id = ?
            """)
        .set(id)
        .first(row ->
            new Change(
                row.getLong(1),
                row.getLong(2),
                Kind.valueOf(row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                Rows.flags(row.getInt(8), row.getString(9)),
                Rows.flags(row.getInt(10), row.getString(11)),
                row.getString(12)));
  }

  /// @return the account whose queue is shorter now
  static List<Long> done(Database.Tx tx, long id) throws SQLException {
    Change change = change(tx, id).orElse(null);
    if (change == null) {
      return List.of();
    }
    tx.sql("DELETE FROM pending WHERE id = ?").set(id).update();
    if (change.kind() == Kind.FLAGS) {
      Flags server = serverFlags(tx, change.message());
      PendingRows.serverFlags(
          tx, change.message(), server.plus(change.add()).minus(change.remove()), 0, true);
    }
    return List.of(change.account());
  }

  private static Flags serverFlags(Database.Tx tx, long message) throws SQLException {
    return tx.sql("SELECT server_flags, server_keywords FROM message WHERE id = ?")
        .set(message)
        .first(row -> Rows.flags(row.getInt(1), row.getString(2)))
        .orElse(Flags.NONE);
  }

  /// The server told the UID of a message that was moved, copied or appended. Meanwhile it may have
  /// been moved on or deleted here: then only what is pending about it learns the UID.
  static void named(Database.Tx tx, PendingChangeStore.NewUid named) throws SQLException {
    long message = named.message().value();
    long mailbox = named.mailbox().value();
    Optional<Mailbox> target =
        tx.sql(Mailboxes.SELECT + " WHERE id = ?").set(mailbox).first(Mailboxes::mailbox);
    if (target.isEmpty() || isOfAnother(target.get(), named.uidValidity())) {
      return;
    }
    boolean stillThere =
        tx.sql("SELECT 1 FROM message WHERE id = ? AND mailbox = ?")
            .set(message)
            .set(mailbox)
            .exists();
    if (stillThere) {
      Linking.place(tx, message, target.get(), named.uid());
      tx.changes().changed(mailbox, message);
    } else {
      PendingRows.named(tx, message, mailbox, named.uid(), target.get().uidValidity());
    }
  }

  private static boolean isOfAnother(Mailbox mailbox, long uidValidity) {
    return uidValidity > 0 && mailbox.uidValidity() > 0 && mailbox.uidValidity() != uidValidity;
  }

  static void refused(Database.Tx tx, long id, String reason) throws SQLException {
    Change change = change(tx, id).orElse(null);
    if (change == null) {
      return;
    }
    tx.sql("INSERT INTO refusal (account, message, at, mailbox, reason) VALUES (?, ?, ?, ?, ?)")
        .set(change.account())
        .setId(change.message())
        .set(tx.clock().millis())
        .set(change.name() == null ? "" : change.name())
        .set(reason)
        .update();
    tx.changes().pending(change.account());
    switch (change.kind()) {
      case FLAGS -> {
        drop(tx, id);
        PendingRows.serverFlags(tx, change.message(), serverFlags(tx, change.message()), 0, true);
      }
      case MOVE -> {
        tx.sql("DELETE FROM pending WHERE message = ? AND kind = 'MOVE' AND id > ?")
            .set(change.message())
            .set(id)
            .update();
        if (tx.sql("SELECT 1 FROM message WHERE id = ?").set(change.message()).exists()) {
          Coalescing.home(tx, id);
        } else {
          drop(tx, id);
          lookAgain(tx, change.mailbox());
        }
      }
      case COPY -> {
        PendingRows.drop(tx, change.message(), List.of(Kind.COPY, Kind.FLAGS, Kind.MOVE));
        new MessageRows(tx).delete(change.message());
      }
      case DELETE -> {
        drop(tx, id);
        lookAgain(tx, change.mailbox());
      }
      case APPEND -> appendRefused(tx, change);
      case CREATE -> createRefused(tx, change);
      case RENAME -> {
        drop(tx, id);
        if (change.mailbox() != 0) {
          Mailboxes.rename(tx, Mailboxes.get(tx, change.mailbox()), change.name());
        }
      }
      case REMOVE -> drop(tx, id);
      case SUBSCRIBE -> {
        drop(tx, id);
        tx.sql("UPDATE mailbox SET subscribed = 1 - subscribed WHERE id = ?")
            .set(change.mailbox())
            .update();
        tx.changes().mailbox(change.mailbox());
      }
    }
  }

  /// Copies that were to be made of messages of a mailbox (into the same one, too) whose UIDs name
  /// nothing any more: what is here as a whole goes up from here, of the rest there is none.
  static void originsLost(Database.Tx tx, long mailbox) throws SQLException {
    PendingRows.uploadCopies(tx, mailbox);
    for (long copy :
        tx.sql("SELECT id FROM pending WHERE mailbox = ? AND kind = 'COPY'")
            .set(mailbox)
            .numbers()) {
      refused(tx, copy, RefusalReason.MESSAGE_GONE.text());
    }
  }

  private static void drop(Database.Tx tx, long id) throws SQLException {
    tx.sql("DELETE FROM pending WHERE id = ?").set(id).update();
  }

  /// The server has messages there that are not here: the next synchronization compares all UIDs.
  private static void lookAgain(Database.Tx tx, long mailbox) throws SQLException {
    tx.sql("UPDATE mailbox SET highest_mod_seq = 0, complete = 0 WHERE id = ?")
        .set(mailbox)
        .update();
    tx.changes().mailbox(mailbox);
  }

  /// A message on its way from another account goes back there; any other stays here, held.
  private static void appendRefused(Database.Tx tx, Change append) throws SQLException {
    record Source(long id, long account, long mailbox, long uid) {}
    Optional<Source> source =
        tx.sql("SELECT id, account, mailbox, uid FROM pending WHERE after = ? AND kind = 'DELETE'")
            .set(append.id())
            .first(
                row -> new Source(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    boolean here = tx.sql("SELECT 1 FROM message WHERE id = ?").set(append.message()).exists();
    if (source.isEmpty() || !here || source.get().account() == append.account()) {
      tx.sql("UPDATE pending SET given = 2, begun = 0, begun_at = 0 WHERE id = ?")
          .set(append.id())
          .update();
      return;
    }
    drop(tx, source.get().id());
    drop(tx, append.id());
    tx.sql("UPDATE message SET account = ?, mailbox = ?, uid = ? WHERE id = ?")
        .set(source.get().account())
        .set(source.get().mailbox())
        .setId(source.get().uid())
        .set(append.message())
        .update();
    tx.changes().removed(append.target(), append.message());
    tx.changes().added(source.get().mailbox(), append.message());
  }

  private static void createRefused(Database.Tx tx, Change create) throws SQLException {
    boolean used =
        tx.sql("SELECT 1 FROM message WHERE mailbox = ?").set(create.mailbox()).exists()
            || tx.sql("SELECT 1 FROM pending WHERE target = ?").set(create.mailbox()).exists();
    if (used) {
      tx.sql("UPDATE pending SET given = 2 WHERE id = ?").set(create.id()).update();
    } else {
      drop(tx, create.id());
      Mailboxes.delete(tx, create.mailbox());
    }
  }
}
