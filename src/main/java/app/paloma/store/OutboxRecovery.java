package app.paloma.store;

import app.paloma.model.AccountId;
import app.paloma.model.OutboxId;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a process left in the outbox that does not run any more: shown at once as what it is, and
/// given free by whoever writes next.
final class OutboxRecovery {
  /// What it does with is left alone, unless its process is dead.
  static final AccountId NO_ACCOUNT = new AccountId(0);

  private OutboxRecovery() {}

  /// A message that a process is about, or promised.
  private record Held(long id, long account, State state, String lease, String promise) {
    String holder() {
      return state == State.QUEUED ? promise.substring(promise.indexOf(' ') + 1) : lease;
    }

    /// A promise is the name of its departures and of the process that made it.
    String departures() {
      return promise.substring(0, Math.max(0, promise.indexOf(' ')));
    }

    boolean isOrphan() {
      return !Lease.isAlive(holder());
    }

    /// What it is without its process.
    State left() {
      Departures.Fate fate =
          state == State.DOT_SENT
              ? Departures.Fate.LEFT
              : promise == null ? Departures.Fate.WAITS : Departures.fate(departures(), id);
      return switch (fate) {
        case WAITS -> State.QUEUED;
        case LEFT -> State.UNCERTAIN;
        case TAKEN -> State.ACCEPTED;
      };
    }
  }

  private static List<Held> held(Session session) throws SQLException {
    return session
        .sql(
            """
            SELECT id, account, state, lease, promised FROM outbox
            WHERE state IN ('CONNECTING', 'ENVELOPE', 'DATA', 'DOT_SENT')
              OR state = 'QUEUED' AND promised IS NOT NULL
            """)
        .list(row ->
            new Held(
                row.getLong(1),
                row.getLong(2),
                State.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5)));
  }

  static Optional<Entry> entry(Database database, OutboxId id) {
    String where = "id = ?";
    List<Entry> read =
        database.readConsistently(
            session -> OutboxRows.entries(session, where, List.of(id.value())));
    boolean isSettled =
        read.stream().allMatch(entry -> entry.state().compareTo(State.DOT_SENT) > 0);
    return (isSettled ? read : entries(database, where, id.value())).stream().findFirst();
  }

  /// Messages as they are once what dead processes left is given free, which a reader cannot do:
  /// the database may be busy, or open for reading only.
  static List<Entry> entries(Database database, String where, Long... values) {
    Map<Held, State> orphans = new HashMap<>();
    for (Held held : database.read(OutboxRecovery::held)) {
      if (held.isOrphan()) {
        orphans.put(held, held.left());
      }
    }
    return database.readConsistently(session -> {
      List<Entry> entries = OutboxRows.entries(session, where, List.of(values));
      if (orphans.isEmpty()) {
        return entries;
      }
      // The process may have come to its own end of it before it was found dead, and another may
      // have given it free: what is still the same is an orphan.
      Map<Long, State> left = new HashMap<>();
      for (Held held : held(session)) {
        if (orphans.containsKey(held)) {
          left.put(held.id(), orphans.get(held));
        }
      }
      return entries.stream()
          .map(entry ->
              left.containsKey(entry.id().value())
                  ? left(entry, left.get(entry.id().value()))
                  : entry)
          .toList();
    });
  }

  private static Entry left(Entry entry, State state) {
    Entry now = entry.in(state);
    return state == State.ACCEPTED
        ? now.to(entry.recipients().stream().map(OutboxRecovery::assumeAccepted).toList())
        : now;
  }

  private static Recipient assumeAccepted(Recipient recipient) {
    return recipient.status() == RecipientStatus.PENDING
        ? recipient.in(RecipientStatus.ACCEPTED)
        : recipient;
  }

  /// Whether anything of the account is claimed or promised, by whomever.
  static boolean underWay(Database database, AccountId account) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT 1 FROM outbox WHERE account = ?
                  AND (state IN ('CONNECTING', 'ENVELOPE', 'DATA', 'DOT_SENT')
                    OR state = 'QUEUED' AND promised IS NOT NULL)
                """)
            .set(account.value())
            .exists());
  }

  /// Taken by the server, and nobody else is about to file it.
  static List<Entry> accepted(Database database, AccountId account) {
    return database.readConsistently(session ->
        OutboxRows.entries(
                session, "account = ? AND state = 'ACCEPTED' ORDER BY id", List.of(account.value()))
            .stream()
            .filter(entry -> !Lease.isOthers(OutboxRows.lease(session, entry.id().value())))
            .toList());
  }

  /// Gives free what dead processes left, and what this one left of an account.
  ///
  /// @param idle an account for which this process does nothing just now
  /// @return whose
  static List<Long> release(Database database, AccountId idle) {
    Predicate<Held> isFree =
        held ->
            held.isOrphan() || held.account() == idle.value() && Lease.own().equals(held.holder());
    if (database.read(OutboxRecovery::held).stream().noneMatch(isFree)) {
      return List.of();
    }
    ArrayList<Long> released = new ArrayList<>();
    HashSet<String> over = new HashSet<>();
    database.write(tx -> {
      for (Held held : held(tx.session())) {
        if (isFree.test(held)) {
          release(tx, held);
          released.add(held.id());
          if (held.promise() != null) {
            over.add(held.departures());
          }
        }
      }
      return null;
    });
    // Not before it is committed: until then they are all that is known.
    over.forEach(Departures::end);
    return released;
  }

  private static void release(Database.Tx tx, Held held) throws SQLException {
    State state = held.left();
    tx.sql("UPDATE outbox SET state = ?, lease = NULL, promised = NULL WHERE id = ?")
        .set(state.name())
        .set(held.id())
        .update();
    if (state == State.ACCEPTED) {
      OutboxRows.assumeAccepted(tx, held.id());
    }
    tx.changes().outbox();
  }
}
