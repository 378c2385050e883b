package app.paloma.store;

import app.paloma.model.Flags;
import java.sql.SQLException;
import java.util.List;

/// Pending changes, as other transactions need them.
///
/// The flags a user sees are always the server's flags with the pending differences on top, in
/// their order; both are kept in the row.
final class PendingRows {
  enum Kind {
    FLAGS,
    MOVE,
    COPY,
    DELETE,
    APPEND,
    CREATE,
    RENAME,
    REMOVE,
    SUBSCRIBE
  }

  record Delta(Flags add, Flags remove) {}

  private PendingRows() {}

  static boolean any(Database.Tx tx, long account) throws SQLException {
    return tx.sql("SELECT 1 FROM pending WHERE account = ? LIMIT 1").set(account).exists();
  }

  static Flags effective(Database.Tx tx, long message, Flags server) throws SQLException {
    Flags flags = server;
    for (Delta delta :
        tx.sql(
                """
                SELECT add_bits, add_keywords, remove_bits, remove_keywords FROM pending
                WHERE message = ? AND kind = 'FLAGS' ORDER BY id
                """)
            .set(message)
            .list(row ->
                new Delta(
                    Rows.flags(row.getInt(1), row.getString(2)),
                    Rows.flags(row.getInt(3), row.getString(4))))) {
      flags = flags.plus(delta.add()).minus(delta.remove());
    }
    return flags;
  }

  /// Takes over the server's flags; what the user changed and the server does not know yet stays.
  ///
  /// @return whether anything a user sees is different now
  static boolean serverFlags(
      Database.Tx tx, long message, Flags server, long modSeq, boolean anyPending)
      throws SQLException {
    record Now(long mailbox, Flags server, Flags flags, long modSeq) {}
    Now now =
        tx.sql(
                """
                SELECT mailbox, server_flags, server_keywords, flags, keywords, mod_seq
                FROM message WHERE id = ?
                """)
            .set(message)
            .first(row ->
                new Now(
                    row.getLong(1),
                    Rows.flags(row.getInt(2), row.getString(3)),
                    Rows.flags(row.getInt(4), row.getString(5)),
                    row.getLong(6)))
            .orElse(null);
    if (now == null) {
      return false;
    }
    Flags effective = anyPending ? effective(tx, message, server) : server;
    long newest = Math.max(modSeq, now.modSeq());
    boolean seen = !effective.equals(now.flags());
    if (seen || !server.equals(now.server()) || newest != now.modSeq()) {
      tx.sql("UPDATE message SET server_flags = ?, server_keywords = ?, mod_seq = ? WHERE id = ?")
          .set(server.bits())
          .set(Rows.keywords(server))
          .set(newest)
          .set(message)
          .update();
    }
    if (seen) {
      tx.sql("UPDATE message SET flags = ?, keywords = ? WHERE id = ?")
          .set(effective.bits())
          .set(Rows.keywords(effective))
          .set(message)
          .update();
      if (now.mailbox() != 0) {
        tx.changes().changed(now.mailbox(), message);
      }
    }
    return seen;
  }

  /// Whether a change takes this message out of or into a mailbox and is not on its way yet.
  static boolean hasUnbegun(Database.Tx tx, long message, Kind kind) throws SQLException {
    return tx.sql("SELECT 1 FROM pending WHERE message = ? AND kind = ? AND begun = 0")
        .set(message)
        .set(kind.name())
        .exists();
  }

  static boolean has(Database.Tx tx, long message) throws SQLException {
    return tx.sql("SELECT 1 FROM pending WHERE message = ?").set(message).exists();
  }

  /// The message now has its place on the server: what waited for its UID can go on.
  static void named(Database.Tx tx, long message, long mailbox, long uid, long uidValidity)
      throws SQLException {
    tx.sql(
            """
            UPDATE pending SET uid = ?, uid_validity = ?
            WHERE message = ? AND mailbox = ? AND uid = 0
            """)
        .set(uid)
        .set(uidValidity)
        .set(message)
        .set(mailbox)
        .update();
  }

  /// The message is where a change was to put it. Of a move this is half: where the server knows no
  /// MOVE, or was cut off, the message may still be where it was, and is to go from there.
  static void arrived(Database.Tx tx, long message, long mailbox, long uid) throws SQLException {
    for (long move :
        tx.sql(
                """
                SELECT id FROM pending WHERE message = ?1 AND kind = 'MOVE' AND begun = 1
                  AND uid > 0 AND mailbox <> ?2 AND target = ?2 AND begun_at <= ?3
                """)
            .set(message)
            .set(mailbox)
            .set(uid)
            .numbers()) {
      copied(tx, move);
    }
    drop(tx, message, List.of(Kind.APPEND, Kind.MOVE, Kind.COPY));
  }

  /// Of a move only the removal is left to do: by Message-ID, should the UID mean nothing any more.
  static void copied(Database.Tx tx, long move) throws SQLException {
    tx.sql("UPDATE pending SET after = NULL WHERE after = ?").set(move).update();
    tx.sql(
            """
            UPDATE pending SET kind = 'DELETE', target = NULL, begun = 0, begun_at = 0, field =
              coalesce((SELECT message_id FROM message WHERE message.id = pending.message), '')
            WHERE id = ? AND kind = 'MOVE'
            """)
        .set(move)
        .update();
  }

  /// What was taken out of a mailbox here and cannot be taken from there any more: the messages
  /// that are here as a whole go up from here. A change whose answer was lost stays one of which
  /// the target is asked first.
  ///
  /// @return how many are not here as a whole, and are left as they were
  static long uploadTaken(Database.Tx tx, long mailbox, List<Kind> kinds) throws SQLException {
    long left = 0;
    for (Kind kind : kinds) {
      tx.sql(
              """
              UPDATE pending SET kind = 'APPEND', mailbox = NULL, uid = 0, uid_validity = 0
              WHERE mailbox = ? AND kind = ? AND target <> mailbox AND EXISTS
                (SELECT 1 FROM message WHERE message.id = pending.message AND body_state = 2)
              """)
          .set(mailbox)
          .set(kind.name())
          .update();
      left +=
          tx.sql(
                  """
                  SELECT count(*) FROM pending WHERE mailbox = ? AND kind = ? AND target <> mailbox
                    AND EXISTS
                    (SELECT 1 FROM message WHERE message.id = pending.message)
                  """)
              .set(mailbox)
              .set(kind.name())
              .number(0);
    }
    return left;
  }

  static void uploadCopies(Database.Tx tx, long mailbox) throws SQLException {
    tx.sql(
            """
            UPDATE pending SET kind = 'APPEND', mailbox = NULL, uid = 0, uid_validity = 0
            WHERE mailbox = ? AND kind = 'COPY' AND EXISTS
              (SELECT 1 FROM message WHERE message.id = pending.message AND body_state = 2)
            """)
        .set(mailbox)
        .update();
  }

  /// Deletes changes about a message; changes that waited for them need not wait any more.
  static void drop(Database.Tx tx, long message, List<Kind> kinds) throws SQLException {
    for (Kind kind : kinds) {
      tx.sql(
              """
              UPDATE pending SET after = NULL WHERE after IN
                (SELECT id FROM pending WHERE message = ? AND kind = ?)
              """)
          .set(message)
          .set(kind.name())
          .update();
      tx.sql("DELETE FROM pending WHERE message = ? AND kind = ?")
          .set(message)
          .set(kind.name())
          .update();
    }
  }
}
