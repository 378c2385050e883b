package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Whose turn a message in the outbox is: claimed by one process, promised to the disk, and given
/// free again after a crash. Inside of transactions.
final class OutboxClaims {
  /// How many final dots one write to the disk may promise, and of how many octets together: those
  /// promised are on their way, and cannot be cancelled any more.
  private static final int PROMISED = 8;

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
      Database.Tx tx, AccountId account, Instant now, Departures departures) throws SQLException {
    ArrayList<OutboxId> claimed = new ArrayList<>();
    long octets = 0;
    for (long id : due(tx.session(), account, now, PROMISED)) {
      octets += tx.sql("SELECT size FROM outbox WHERE id = ?").set(id).number(0);
      if (octets > PROMISED_OCTETS && !claimed.isEmpty()) {
        break;
      }
      mark(tx, id, State.ENVELOPE, departures.name() + " " + Lease.own());
      claimed.add(new OutboxId(id));
    }
    return OutboxRows.among(tx.session(), OutboxRows.json(claimed)).stream()
        .sorted(Comparator.comparingInt(entry -> claimed.indexOf(entry.id())))
        .toList();
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
    tx.changes().other(new StoreChange.Outbox());
  }

  /// Whether anything of the account is claimed or promised, by whomever.
  static boolean underWay(Session session, AccountId account) throws SQLException {
    return session
        .sql(
            """
            SELECT 1 FROM outbox WHERE account = ?
              AND (state IN ('CONNECTING', 'ENVELOPE', 'DATA', 'DOT_SENT')
                OR state = 'QUEUED' AND promised IS NOT NULL)
            """)
        .set(account.value())
        .exists();
  }

  /// What processes that do not run any more were about.
  static void releaseCrashed(Database.Tx tx) throws SQLException {
    release(tx, new AccountId(0));
  }

  /// @param idle an account for which this process does nothing just now
  /// @return whose
  static List<Long> release(Database.Tx tx, AccountId idle) throws SQLException {
    record Left(long id, long account, String state, String lease, String promise) {
      boolean isHeld(AccountId idle) {
        String holder = state.equals("QUEUED") ? promiser(promise) : lease;
        return Lease.isAlive(holder) && !(account == idle.value() && Lease.own().equals(holder));
      }

      String next() {
        Departures.Fate fate =
            state.equals("DOT_SENT")
                ? Departures.Fate.LEFT
                : promise == null
                    ? Departures.Fate.WAITS
                    : Departures.fate(departures(promise), id);
        return switch (fate) {
          case WAITS -> "QUEUED";
          case LEFT -> "UNCERTAIN";
          case TAKEN -> "ACCEPTED";
        };
      }
    }
    HashSet<String> over = new HashSet<>();
    ArrayList<Long> released = new ArrayList<>();
    for (Left left :
        tx.sql(
                """
                SELECT id, account, state, lease, promised FROM outbox
                WHERE state IN ('CONNECTING', 'ENVELOPE', 'DATA', 'DOT_SENT')
                  OR state = 'QUEUED' AND promised IS NOT NULL
                """)
            .list(row ->
                new Left(
                    row.getLong(1),
                    row.getLong(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5)))) {
      if (left.isHeld(idle)) {
        continue;
      }
      String state = left.next();
      tx.sql("UPDATE outbox SET state = ?, lease = NULL, promised = NULL WHERE id = ?")
          .set(state)
          .set(left.id())
          .update();
      if (state.equals("ACCEPTED")) {
        OutboxRows.assumeAccepted(tx, left.id());
      }
      tx.changes().other(new StoreChange.Outbox());
      released.add(left.id());
      if (left.promise() != null) {
        over.add(departures(left.promise()));
      }
    }
    over.forEach(Departures::end);
    return released;
  }

  /// A promise is the name of its departures and of the process that made it.
  private static String departures(String promise) {
    return promise.substring(0, Math.max(0, promise.indexOf(' ')));
  }

  private static String promiser(String promise) {
    return promise.substring(promise.indexOf(' ') + 1);
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
