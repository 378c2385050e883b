package app.paloma.store;

import app.paloma.model.Flags;
import java.sql.SQLException;

/// Notes what an action did to each message, so that it can be taken back, after a restart too.
final class Undo {
  private static final int KEPT = 200;
  private final Database.Tx tx;
  private final long group;
  private int messages;

  private Undo(Database.Tx tx, long group) {
    this.tx = tx;
    this.group = group;
  }

  static Undo begin(Database.Tx tx, MessageActions.Kind kind) throws SQLException {
    tx.sql("INSERT INTO undo (kind, at) VALUES (?, ?)")
        .set(kind.name())
        .set(tx.clock().millis())
        .update();
    long group = tx.session().number("SELECT last_insert_rowid()");
    tx.sql("DELETE FROM undo_item WHERE undo <= ?").set(group - KEPT).update();
    tx.sql("DELETE FROM undo WHERE id <= ?").set(group - KEPT).update();
    return new Undo(tx, group);
  }

  /// An action that is itself the taking back of another is not noted.
  static Undo none(Database.Tx tx) {
    return new Undo(tx, 0);
  }

  long group() {
    return group;
  }

  int messages() {
    return messages;
  }

  void flags(long message, Flags added, Flags removed) throws SQLException {
    note(message, 0, added, removed);
  }

  void moved(long message, long from) throws SQLException {
    note(message, from, Flags.NONE, Flags.NONE);
  }

  void copied(long copy) throws SQLException {
    note(copy, 0, Flags.NONE, Flags.NONE);
  }

  /// Of actions that their kind says all about.
  void noted(long message) throws SQLException {
    note(message, 0, Flags.NONE, Flags.NONE);
  }

  /// Counted, but cannot be taken back.
  void gone() {
    messages++;
  }

  private void note(long message, long mailbox, Flags added, Flags removed) throws SQLException {
    messages++;
    if (group == 0) {
      return;
    }
    tx.sql(
            """
            INSERT OR IGNORE INTO undo_item (undo, message, mailbox, add_bits, add_keywords,
              remove_bits, remove_keywords) VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        .set(group)
        .set(message)
        .setId(mailbox)
        .set(added.bits())
        .set(Rows.keywords(added))
        .set(removed.bits())
        .set(Rows.keywords(removed))
        .update();
  }

  MessageActions.Done done(MessageActions.Kind kind) throws SQLException {
    if (group != 0
        && !tx.sql("SELECT 1 FROM undo_item WHERE undo = ? LIMIT 1").set(group).exists()) {
      if (messages == 0) {
        tx.sql("DELETE FROM undo WHERE id = ?").set(group).update();
      }
      // What cannot be taken back stays: nobody who takes back the last change means one before it.
      return new MessageActions.Done(0, kind, messages);
    }
    return new MessageActions.Done(group, kind, messages);
  }
}
