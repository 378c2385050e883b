package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.PendingRows.Kind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user does to one message, inside a transaction: the local row and the pending change.
///
/// A message has at most one change of a kind that was not given to the pusher yet: a later action
/// alters it, so that moving on and flagging back cost the server nothing.
final class Action {
  record Subject(
      long id,
      long account,
      long mailbox,
      long uid,
      Flags flags,
      Flags serverFlags,
      boolean whole,
      String messageId,
      long uidValidity) {}

  private record Waiting(long id, long mailbox, long uid, long uidValidity) {}

  private final Database.Tx tx;
  private final MessageRows rows;
  private final Undo undo;
  private final Map<Long, Boolean> local = new HashMap<>();

  Action(Database.Tx tx, Undo undo) {
    this.tx = tx;
    this.rows = new MessageRows(tx);
    this.undo = undo;
  }

  void finish() throws SQLException {
    rows.finish();
  }

  Optional<Subject> subject(long id) throws SQLException {
    return tx.sql(
            """
            SELECT m.id, m.account, m.mailbox, m.uid, m.flags, m.keywords, m.server_flags,
              m.server_keywords, m.body_state, m.message_id, b.uid_validity
            FROM message m JOIN mailbox b ON b.id = m.mailbox WHERE m.id = ?
            """)
        .set(id)
        .first(row ->
            new Subject(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                Rows.flags(row.getInt(5), row.getString(6)),
                Rows.flags(row.getInt(7), row.getString(8)),
                row.getInt(9) == 2,
                row.getString(10),
                row.getLong(11)));
  }

  private boolean isLocal(long account) throws SQLException {
    Boolean known = local.get(account);
    if (known == null) {
      known = Mailboxes.isLocal(tx, account);
      local.put(account, known);
    }
    return known;
  }

  /// The change of that kind that nobody has begun to send.
  private Optional<Waiting> waiting(long message, Kind kind) throws SQLException {
    return tx.sql(
            """
            SELECT id, mailbox, uid, uid_validity FROM pending
            WHERE message = ? AND kind = ? AND given = 0 AND begun = 0 ORDER BY id DESC LIMIT 1
            """)
        .set(message)
        .set(kind.name())
        .first(row -> new Waiting(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  /// The latest change of that kind, on its way or not.
  private long any(long message, Kind kind) throws SQLException {
    return tx.sql("SELECT max(id) FROM pending WHERE message = ? AND kind = ?")
        .set(message)
        .set(kind.name())
        .number(0);
  }

  // --- flags ---

  void flags(Subject subject, Flags add, Flags remove) throws SQLException {
    Flags next = subject.flags().plus(add).minus(remove);
    Flags added = next.minus(subject.flags());
    Flags removed = subject.flags().minus(next);
    if (added.isEmpty() && removed.isEmpty()) {
      return;
    }
    rows.flags(subject.id(), subject.mailbox(), next);
    undo.flags(subject.id(), added, removed);
    if (isLocal(subject.account())) {
      return;
    }
    if (waiting(subject.id(), Kind.APPEND).isPresent()) {
      // The upload takes the flags along.
      return;
    }
    tx.changes().pending(subject.account());
    Optional<Waiting> waiting = waiting(subject.id(), Kind.FLAGS);
    if (waiting.isPresent()) {
      merge(subject, waiting.get().id(), added, removed);
    } else {
      tx.sql(
              """
              INSERT INTO pending (account, kind, message, mailbox, uid, uid_validity, add_bits,
                add_keywords, remove_bits, remove_keywords, undo_group)
              VALUES (?, 'FLAGS', ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """)
          .set(subject.account())
          .set(subject.id())
          .set(subject.mailbox())
          .set(subject.uid())
          .set(subject.uidValidity())
          .set(added.bits())
          .set(Rows.keywords(added))
          .set(removed.bits())
          .set(Rows.keywords(removed))
          .setId(undo.group())
          .update();
    }
  }

  private void merge(Subject subject, long change, Flags added, Flags removed) throws SQLException {
    PendingRows.Delta before =
        tx.sql(
                """
                SELECT add_bits, add_keywords, remove_bits, remove_keywords FROM pending
                WHERE id = ?
                """)
            .set(change)
            .first(row ->
                new PendingRows.Delta(
                    Rows.flags(row.getInt(1), row.getString(2)),
                    Rows.flags(row.getInt(3), row.getString(4))))
            .orElseThrow();
    Flags add = before.add().plus(added).minus(removed);
    Flags remove = before.remove().plus(removed).minus(added);
    boolean only =
        tx.sql("SELECT count(*) FROM pending WHERE message = ? AND kind = 'FLAGS'")
                .set(subject.id())
                .number(0)
            == 1;
    if (only) {
      // Nothing else is on its way: what the server has already need not be said.
      Flags server = subject.serverFlags();
      add = add.minus(server);
      remove = remove.minus(remove.minus(server));
    }
    if (add.isEmpty() && remove.isEmpty()) {
      tx.sql("DELETE FROM pending WHERE id = ?").set(change).update();
    } else {
      tx.sql(
              """
              UPDATE pending SET add_bits = ?, add_keywords = ?, remove_bits = ?,
                remove_keywords = ? WHERE id = ?
              """)
          .set(add.bits())
          .set(Rows.keywords(add))
          .set(remove.bits())
          .set(Rows.keywords(remove))
          .set(change)
          .update();
    }
  }

  // --- move ---

  void move(Subject subject, Mailbox target) throws SQLException {
    long to = target.id().value();
    if (to == subject.mailbox()) {
      return;
    }
    undo.moved(subject.id(), subject.mailbox());
    if (target.account().value() != subject.account()) {
      moveAcross(subject, target);
      return;
    }
    if (!isLocal(subject.account()) && moveOnServer(subject, to)) {
      return;
    }
    place(subject, target.account().value(), to);
  }

  private void place(Subject subject, long account, long mailbox) throws SQLException {
    tx.sql("UPDATE message SET account = ?, mailbox = ?, uid = NULL, mod_seq = 0 WHERE id = ?")
        .set(account)
        .set(mailbox)
        .set(subject.id())
        .update();
    tx.sql("UPDATE pending SET mailbox = ? WHERE message = ? AND kind = 'FLAGS' AND uid = 0")
        .set(mailbox)
        .set(subject.id())
        .update();
    tx.changes().removed(subject.mailbox(), subject.id());
    tx.changes().added(mailbox, subject.id());
  }

  /// @return whether the message is in its place already
  private boolean moveOnServer(Subject subject, long to) throws SQLException {
    tx.changes().pending(subject.account());
    for (Kind kind : List.of(Kind.APPEND, Kind.COPY)) {
      Optional<Waiting> waiting = waiting(subject.id(), kind);
      if (waiting.isPresent()) {
        retarget(waiting.get().id(), to);
        return false;
      }
    }
    Optional<Waiting> move = waiting(subject.id(), Kind.MOVE);
    if (move.isPresent()) {
      if (move.get().mailbox() == to && move.get().uid() != 0) {
        Coalescing.home(tx, move.get().id());
        return true;
      }
      retarget(move.get().id(), to);
      return false;
    }
    tx.sql(
            """
            INSERT INTO pending (account, kind, message, mailbox, uid, uid_validity, target,
              undo_group) VALUES (?, 'MOVE', ?, ?, ?, ?, ?, ?)
            """)
        .set(subject.account())
        .set(subject.id())
        .set(subject.mailbox())
        .set(subject.uid())
        .set(subject.uidValidity())
        .set(to)
        .setId(undo.group())
        .update();
    return false;
  }

  private void retarget(long change, long to) throws SQLException {
    tx.sql("UPDATE pending SET target = ? WHERE id = ?").set(to).set(change).update();
  }

  /// To another account: uploaded there from here, and deleted where it was once that is done.
  private void moveAcross(Subject subject, Mailbox target) throws SQLException {
    requireWhole(subject);
    long account = target.account().value();
    long upload = 0;
    if (!isLocal(account)) {
      Linking.upload(tx, account, subject.id(), target.id().value());
      upload = tx.session().number("SELECT last_insert_rowid()");
    }
    if (!isLocal(subject.account())) {
      if (!cameBack(subject, target)) {
        takeOut(subject, upload);
      }
    }
    PendingRows.drop(tx, subject.id(), List.of(Kind.FLAGS));
    if (tx.sql("SELECT 1 FROM message WHERE id = ? AND mailbox = ?")
        .set(subject.id())
        .set(subject.mailbox())
        .exists()) {
      place(subject, account, target.id().value());
    }
  }

  /// A message that was moved to another account and back before anything was sent needs nothing.
  private boolean cameBack(Subject subject, Mailbox target) throws SQLException {
    Optional<Waiting> sent = waiting(subject.id(), Kind.APPEND);
    Optional<Waiting> first =
        tx.sql(
                """
                SELECT id, mailbox, uid, uid_validity FROM pending
                WHERE message = ? AND kind = 'DELETE' AND account = ? AND given = 0 AND after =
                  (SELECT min(id) FROM pending WHERE message = ? AND kind = 'APPEND' AND given = 0)
                """)
            .set(subject.id())
            .set(target.account().value())
            .set(subject.id())
            .first(
                row -> new Waiting(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
    if (sent.isEmpty() || first.isEmpty() || first.get().mailbox() != target.id().value()) {
      return false;
    }
    tx.sql("DELETE FROM pending WHERE message = ? AND kind IN ('APPEND', 'DELETE', 'FLAGS')")
        .set(subject.id())
        .update();
    place(subject, target.account().value(), target.id().value());
    tx.sql("UPDATE message SET uid = ? WHERE id = ?")
        .setId(first.get().uid())
        .set(subject.id())
        .update();
    differ(subject);
    tx.changes().pending(target.account().value());
    return true;
  }

  /// The flags that the user sees and the server does not have, as one change.
  private void differ(Subject subject) throws SQLException {
    Subject now = subject(subject.id()).orElseThrow();
    tx.sql("UPDATE message SET flags = server_flags, keywords = server_keywords WHERE id = ?")
        .set(now.id())
        .update();
    Subject asServer = subject(subject.id()).orElseThrow();
    new Action(tx, Undo.none(tx))
        .flags(
            asServer, now.flags().minus(now.serverFlags()), now.serverFlags().minus(now.flags()));
  }

  private static void requireWhole(Subject subject) {
    if (!subject.whole()) {
      throw new StoreException(
          StoreException.Reason.NOT_FETCHED,
          "message " + subject.id() + " is not here as a whole yet; fetch it first",
          null);
    }
  }

  // --- copy ---

  void copy(Subject subject, Mailbox target) throws SQLException {
    long account = target.account().value();
    boolean same = account == subject.account();
    boolean byServer = same && !isLocal(account) && subject.uid() != 0;
    if (!byServer && !(same && isLocal(account))) {
      requireWhole(subject);
    }
    long id = rows.copy(subject.id(), account, target.id().value());
    undo.copied(id);
    if (isLocal(account)) {
      return;
    }
    tx.changes().pending(account);
    if (!byServer) {
      Linking.upload(tx, account, id, target.id().value());
      return;
    }
    tx.sql(
            """
            INSERT INTO pending (account, kind, message, mailbox, uid, uid_validity, target,
              undo_group) VALUES (?, 'COPY', ?, ?, ?, ?, ?, ?)
            """)
        .set(account)
        .set(id)
        .set(subject.mailbox())
        .set(subject.uid())
        .set(subject.uidValidity())
        .set(target.id().value())
        .setId(undo.group())
        .update();
  }

  // --- deletion for good ---

  void deleteForGood(Subject subject) throws SQLException {
    undo.gone();
    if (!isLocal(subject.account())) {
      takeOut(subject, 0);
    }
    PendingRows.drop(tx, subject.id(), List.of(Kind.FLAGS));
    rows.delete(subject.id());
  }

  /// What the server still has of the message is to be deleted there, after the change `after`.
  private void takeOut(Subject subject, long after) throws SQLException {
    tx.changes().pending(subject.account());
    Optional<Waiting> upload = waitingBefore(subject.id(), Kind.APPEND, after);
    if (upload.isPresent()) {
      // The server never had it here. Where it came from another account, that deletion now waits
      // for the next upload.
      tx.sql("UPDATE pending SET after = ? WHERE after = ?")
          .setId(after)
          .set(upload.get().id())
          .update();
      tx.sql("DELETE FROM pending WHERE id = ?").set(upload.get().id()).update();
      return;
    }
    Optional<Waiting> copy = waiting(subject.id(), Kind.COPY);
    if (copy.isPresent()) {
      tx.sql("DELETE FROM pending WHERE id = ?").set(copy.get().id()).update();
      return;
    }
    Optional<Waiting> move = waiting(subject.id(), Kind.MOVE);
    if (move.isPresent()) {
      tx.sql("DELETE FROM pending WHERE id = ?").set(move.get().id()).update();
      delete(subject, move.get().mailbox(), move.get().uid(), move.get().uidValidity(), after);
      return;
    }
    long first = after;
    if (subject.uid() == 0 && after == 0) {
      for (Kind kind : List.of(Kind.MOVE, Kind.COPY, Kind.APPEND)) {
        first = Math.max(first, any(subject.id(), kind));
      }
    }
    delete(subject, subject.mailbox(), subject.uid(), subject.uidValidity(), first);
  }

  private Optional<Waiting> waitingBefore(long message, Kind kind, long change)
      throws SQLException {
    return tx.sql(
            """
            SELECT id, mailbox, uid, uid_validity FROM pending
            WHERE message = ? AND kind = ? AND given = 0 AND begun = 0 AND id <> ?
            ORDER BY id DESC LIMIT 1
            """)
        .set(message)
        .set(kind.name())
        .set(change)
        .first(row -> new Waiting(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  private void delete(Subject subject, long mailbox, long uid, long uidValidity, long after)
      throws SQLException {
    tx.sql(
            """
            INSERT INTO pending (account, kind, message, mailbox, uid, uid_validity, field, after,
              undo_group) VALUES (?, 'DELETE', ?, ?, ?, ?, ?, ?, ?)
            """)
        .set(subject.account())
        .set(subject.id())
        .set(mailbox)
        .set(uid)
        .set(uidValidity)
        .set(subject.messageId())
        .setId(after)
        .setId(undo.group())
        .update();
  }
}
