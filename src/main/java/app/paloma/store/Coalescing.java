package app.paloma.store;

import java.sql.SQLException;
import java.util.Optional;

/// Takes together what pending changes of one message amount to, as far as none of them was sent.
final class Coalescing {
  private record Pair(long early, long late, long origin, long target, long message) {}

  private Coalescing() {}

  static void fold(Database.Tx tx, long account) throws SQLException {
    tx.sql(
            """
            UPDATE pending SET given = 0 WHERE account = ? AND begun = 0 AND given = 1
              AND kind IN ('MOVE', 'APPEND', 'COPY')
            """)
        .set(account)
        .update();
    dropOrphans(tx, account);
    Optional<Pair> chain = chain(tx, account);
    while (chain.isPresent()) {
      join(tx, chain.get());
      chain = chain(tx, account);
    }
    foldDeletions(tx, account);
  }

  /// Uploads of messages that were deleted here meanwhile.
  private static void dropOrphans(Database.Tx tx, long account) throws SQLException {
    String orphan =
        """
        account = ? AND kind = 'APPEND'
          AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = pending.message)
        """;
    tx.sql(
            """
            DELETE FROM pending WHERE uid = 0 AND kind = 'DELETE' AND after IN
              (SELECT id FROM pending WHERE begun = 0 AND
            """
                + orphan
                + ")")
        .set(account)
        .update();
    tx.sql("DELETE FROM pending WHERE " + orphan).set(account).update();
  }

  /// Two moves of one message of which none was sent.
  private static Optional<Pair> chain(Database.Tx tx, long account) throws SQLException {
    return tx.sql(
            """
            SELECT early.id, late.id, early.mailbox, late.target, late.message
            FROM pending AS late JOIN pending AS early ON early.message = late.message
            WHERE late.account = ? AND late.kind = 'MOVE' AND late.uid = 0
              AND early.kind = 'MOVE' AND early.begun = 0 AND early.id < late.id
            ORDER BY late.id LIMIT 1
            """)
        .set(account)
        .first(row ->
            new Pair(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
  }

  private static void join(Database.Tx tx, Pair pair) throws SQLException {
    tx.sql("DELETE FROM pending WHERE id = ?").set(pair.late()).update();
    if (pair.origin() == pair.target()) {
      home(tx, pair.early());
    } else {
      tx.sql("UPDATE pending SET target = ? WHERE id = ?")
          .set(pair.target())
          .set(pair.early())
          .update();
    }
  }

  /// Takes an unsent move back: the message is where the server has it.
  static void home(Database.Tx tx, long move) throws SQLException {
    record Origin(long message, long mailbox, long uid, long uidValidity, long account) {}
    Origin origin =
        tx.sql("SELECT message, mailbox, uid, uid_validity, account FROM pending WHERE id = ?")
            .set(move)
            .first(row ->
                new Origin(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
            .orElseThrow();
    long from = tx.sql("SELECT mailbox FROM message WHERE id = ?").set(origin.message()).number(0);
    tx.sql("DELETE FROM pending WHERE id = ?").set(move).update();
    tx.sql("UPDATE message SET mailbox = ?, uid = ? WHERE id = ?")
        .set(origin.mailbox())
        .setId(origin.uid())
        .set(origin.message())
        .update();
    tx.sql(
            """
            UPDATE pending SET mailbox = ?, uid = ?, uid_validity = ?
            WHERE message = ? AND uid = 0 AND kind = 'FLAGS'
            """)
        .set(origin.mailbox())
        .set(origin.uid())
        .set(origin.uidValidity())
        .set(origin.message())
        .update();
    if (from != origin.mailbox()) {
      tx.changes().removed(from, origin.message());
      tx.changes().added(origin.mailbox(), origin.message());
    }
    tx.changes().pending(origin.account());
  }

  /// A message moved and then deleted for good, of which nothing was sent, is deleted where it is.
  private static void foldDeletions(Database.Tx tx, long account) throws SQLException {
    tx.sql(
            """
            UPDATE pending AS late SET (mailbox, uid, uid_validity) =
              (SELECT mailbox, uid, uid_validity FROM pending AS early WHERE early.id = late.after)
            WHERE account = ? AND kind = 'DELETE' AND uid = 0 AND after IN
              (SELECT id FROM pending WHERE kind = 'MOVE' AND begun = 0)
            """)
        .set(account)
        .update();
    tx.sql(
            """
            DELETE FROM pending WHERE account = ? AND kind = 'MOVE' AND begun = 0
              AND NOT EXISTS (SELECT 1 FROM message WHERE message.id = pending.message)
            """)
        .set(account)
        .update();
  }
}
