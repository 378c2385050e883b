package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose turn a message in the outbox is: claimed by one process, promised to the disk. Inside of
/// transactions.
final class OutboxClaims {
  /// Of how many octets together one write to the disk may promise the final dots: those promised
  /// are on their way, and cannot be cancelled any more.
  private static final long PROMISED_OCTETS = 512 << 10;

  private OutboxClaims() {}

  /// The oldest that are due.
  static List<Long> due(Session session, AccountId account, Instant now, int most)
      throws SQLException {
    return session
        .sql(
            """
            SELECT id FROM outbox WHERE account = ? AND state = 'QUEUED'
              AND not_before <= ? AND next_attempt <= ? ORDER BY queued_at, id LIMIT ?
            """)
        .set(account.value())
        .set(now.toEpochMilli())
        .set(now.toEpochMilli())
        .set(most)
        .list(row -> row.getLong(1));
  }

  /// The oldest that is due, for this process.
  static Optional<Entry> claim(Database.Tx tx, AccountId account, Instant now, State claimed)
      throws SQLException {
    List<Long> due = due(tx.session(), account, now, 1);
    return due.isEmpty() ? Optional.empty() : Optional.of(claim(tx, due.getFirst(), claimed));
  }

  /// A few of the oldest that are due, with a promise.
  static List<Entry> claimNext(
      Database.Tx tx, AccountId account, Instant now, int most, Departures departures)
      throws SQLException {
    ArrayList<OutboxId> claimed = new ArrayList<>();
    long octets = 0;
    for (long id : due(tx.session(), account, now, most)) {
      octets += tx.sql("SELECT size FROM outbox WHERE id = ?").set(id).number(0);
      if (octets > PROMISED_OCTETS && !claimed.isEmpty()) {
        break;
      }
      mark(tx, id, State.ENVELOPE, departures.name() + " " + Lease.own());
      claimed.add(new OutboxId(id));
    }
    Map<OutboxId, Entry> entries = new HashMap<>();
    for (Entry entry : OutboxRows.among(tx.session(), OutboxRows.json(claimed))) {
      entries.put(entry.id(), entry);
    }
    return claimed.stream().map(entries::get).toList();
  }

  private static Entry claim(Database.Tx tx, long id, State claimed) throws SQLException {
    mark(tx, id, claimed, null);
    return OutboxRows.entries(tx.session(), "id = ?", List.of(id)).getFirst();
  }

  private static void mark(Database.Tx tx, long id, State claimed, String promise)
      throws SQLException {
    tx.sql(
            """
            UPDATE outbox SET state = ?, lease = ?, attempts = attempts + 1, promised = ?
            WHERE id = ?
            """)
        .set(claimed.name())
        .set(Lease.own())
        .set(promise)
        .set(id)
        .update();
    tx.changes().outbox();
  }

  /// @return of whose messages
  static List<Long> takeBackPromises(Database.Tx tx, AccountId account) throws SQLException {
    List<Long> waiting =
        tx.sql(
                """
                SELECT id FROM outbox WHERE account = ? AND state = 'QUEUED'
                  AND promised LIKE '% ' || ?
                """)
            .set(account.value())
            .set(Lease.own())
            .list(row -> row.getLong(1));
    for (long one : waiting) {
      tx.sql("UPDATE outbox SET promised = NULL WHERE id = ?").set(one).update();
    }
    return waiting;
  }
}
