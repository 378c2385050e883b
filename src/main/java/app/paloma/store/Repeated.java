package app.paloma.store;

import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Uploads, copies and moves (which are copies where a server knows no MOVE) that were sent again,
/// and what came of their first sending after all.
public final class Repeated {
  /// No line holds anything for longer.
  private static final Duration HELD_AT_MOST = Duration.ofDays(1);

  private final Database database;

  Repeated(Database database) {
    this.database = database;
  }

  /// A message that came into a mailbox and may be what was sent there first.
  ///
  /// @param kept the same message, as the second sending put it there
  public record Candidate(MessageId kept, MessageId late) {}

  /// To be called before `begun_at` of the change becomes that of the next try.
  static void note(Database.Tx tx, long change) throws SQLException {
    long now = tx.clock().millis();
    tx.sql("DELETE FROM repeated WHERE at < ?").set(now - HELD_AT_MOST.toMillis()).update();
    tx.sql(
            """
            INSERT OR IGNORE INTO repeated (message, mailbox, first_uid, at)
            SELECT message, target, begun_at, ? FROM pending
            WHERE id = ? AND begun = 1 AND begun_at > 0 AND kind IN ('APPEND', 'COPY', 'MOVE')
            """)
        .set(now)
        .set(change)
        .update();
  }

  /// APPEND was given the message's date, and COPY keeps INTERNALDATE (RFC 9051 §6.4.7): what has
  /// another one was put there by somebody else. Both messages are here as a whole, and their
  /// octets are still to be compared.
  public List<Candidate> candidates(MailboxId mailbox) {
    return database.read(session ->
        session
            .sql(
                """
                SELECT kept.id, late.id FROM repeated AS r
                JOIN message AS kept ON kept.id = r.message
                JOIN message AS late ON late.mailbox = r.mailbox AND late.uid >= r.first_uid
                WHERE r.mailbox = ? AND late.id <> kept.id AND kept.uid IS NOT NULL
                  AND kept.account = late.account AND kept.size = late.size
                  AND kept.message_id = late.message_id
                  AND kept.body_state = 2 AND late.body_state = 2
                  AND late.internal_date / 1000 IN (kept.internal_date / 1000, kept.date / 1000)
                """)
            .set(mailbox.value())
            .list(row ->
                new Candidate(new MessageId(row.getLong(1)), new MessageId(row.getLong(2)))));
  }

  /// Takes it away here and, with the next changes, on the server. It is nothing that a user did,
  /// so there is nothing to undo.
  public void remove(MessageId late) {
    database.write(tx -> {
      Action action = new Action(tx, Undo.none(tx));
      Optional<Action.Subject> subject = action.subject(late.value());
      if (subject.isPresent()) {
        action.deleteForGood(subject.get());
      }
      action.finish();
      return null;
    });
  }
}
