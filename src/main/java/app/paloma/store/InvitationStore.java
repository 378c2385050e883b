package app.paloma.store;

import app.paloma.model.AccountId;
import java.time.Instant;
import java.util.Optional;

/// What is known of the events that messages were about: how far their changes went, and what the
/// user answered.
public final class InvitationStore {
  /// Which event, or which occurrence of it.
  ///
  /// @param recurrence empty for the event as a whole
  public record Key(AccountId account, String uid, String recurrence) {}

  /// @param sequence the newest that was seen
  /// @param answer empty where none was given
  /// @param answeredSequence the sequence the answer was for
  public record Known(
      int sequence, boolean cancelled, String answer, int answeredSequence, Instant answeredAt) {
    public boolean isAnswered() {
      return !answer.isEmpty();
    }
  }

  private final Database database;

  InvitationStore(Database database) {
    this.database = database;
  }

  public Optional<Known> get(Key key) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT sequence, cancelled, answer, answered_sequence, answered_at FROM invitation
                WHERE account = ? AND uid = ? AND recurrence = ?
                """)
            .set(key.account().value())
            .set(key.uid())
            .set(key.recurrence())
            .first(row ->
                new Known(
                    row.getInt(1),
                    row.getBoolean(2),
                    row.getString(3),
                    row.getInt(4),
                    Instant.ofEpochMilli(row.getLong(5)))));
  }

  /// A message about the event was shown; an older one takes nothing back.
  public void seen(Key key, int sequence, boolean cancelled) {
    Optional<Known> known = get(key);
    if (known.isPresent()
        && known.get().sequence() >= sequence
        && (known.get().cancelled() || !cancelled)) {
      return;
    }
    database.write(tx -> {
      tx.sql(
              """
              INSERT INTO invitation (account, uid, recurrence, sequence, cancelled)
              VALUES (?1, ?2, ?3, ?4, ?5)
              ON CONFLICT (account, uid, recurrence) DO UPDATE SET
                cancelled = CASE WHEN ?4 > sequence THEN ?5 ELSE max(cancelled, ?5) END,
                sequence = max(sequence, ?4)
              """)
          .set(key.account().value())
          .set(key.uid())
          .set(key.recurrence())
          .set(sequence)
          .set(cancelled)
          .update();
      return null;
    });
  }

  public void answered(Key key, int sequence, String answer) {
    database.write(tx -> {
      tx.sql(
              """
              INSERT INTO invitation (account, uid, recurrence, sequence, cancelled, answer,
                answered_sequence, answered_at) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?4, ?6)
              ON CONFLICT (account, uid, recurrence) DO UPDATE SET
                answer = ?5, answered_sequence = ?4, answered_at = ?6
              """)
          .set(key.account().value())
          .set(key.uid())
          .set(key.recurrence())
          .set(sequence)
          .set(answer)
          .set(tx.clock().millis())
          .update();
      return null;
    });
  }
}
