package app.paloma.store;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages on their way out: a durable state machine, committed at each edge. Where a power cut
/// must not take an edge back (queued, the final dot, what was decided) it is on the disk before
/// the next octet leaves; the others reach the disk with the next of these: taken back, they are
/// only gone through again, or uncertain.
public final class OutboxStore {
  public enum State {
    QUEUED,
    CONNECTING,
    ENVELOPE,
    DATA,
    DOT_SENT,
    ACCEPTED,
    SAVED,
    PARTIAL,
    REJECTED,
    UNCERTAIN,
    CANCELLED
  }

  public enum RecipientStatus {
    PENDING,
    ACCEPTED,
    DEFERRED,
    REJECTED
  }

  /// @param tryInstead the address a 251/551 names, or empty
  public record Recipient(
      String address,
      RecipientStatus status,
      int code,
      String enhanced,
      String text,
      String tryInstead) {}

  /// @param notBefore send later / undo send; `reason` why it still waits, in the server's words
  public record Entry(
      OutboxId id,
      AccountId account,
      String messageId,
      String reversePath,
      List<Recipient> recipients,
      String subject,
      long size,
      State state,
      Instant queuedAt,
      Instant notBefore,
      int attempts,
      Instant nextAttempt,
      String reason,
      Optional<DraftId> draft,
      Optional<MessageId> source,
      Draft.Kind kind) {}

  private final Database database;

  OutboxStore(Database database) {
    this.database = database;
  }

  public OutboxId enqueue(
      AccountId account,
      String messageId,
      String reversePath,
      List<String> recipients,
      String subject,
      byte[] raw,
      Instant notBefore,
      Optional<DraftId> draft,
      Optional<MessageId> source,
      Draft.Kind kind) {
    return database.writeDurably(tx -> {
      long id =
          OutboxRows.insert(
              tx,
              account,
              messageId,
              reversePath,
              recipients,
              subject,
              notBefore,
              draft,
              source,
              kind);
      Pieces.OUTBOX.write(tx, id, 0, raw, raw.length);
      OutboxRows.queue(tx, id, raw.length);
      return new OutboxId(id);
    });
  }

  /// The same for a message too large for memory.
  public OutboxId enqueue(
      AccountId account,
      String messageId,
      String reversePath,
      List<String> recipients,
      String subject,
      InputStream raw,
      Instant notBefore,
      Optional<DraftId> draft,
      Optional<MessageId> source,
      Draft.Kind kind) {
    long id =
        database.write(tx ->
            OutboxRows.insert(
                tx,
                account,
                messageId,
                reversePath,
                recipients,
                subject,
                notBefore,
                draft,
                source,
                kind));
    boolean whole = false;
    try {
      long size = Pieces.OUTBOX.fill(database, id, raw);
      database.writeDurably(tx -> {
        OutboxRows.queue(tx, id, size);
        return null;
      });
      whole = true;
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.IO, "cannot read the message to be sent: " + e.getMessage(), e);
    } finally {
      if (!whole) {
        database.write(tx -> {
          OutboxRows.delete(tx, id);
          return null;
        });
      }
    }
    return new OutboxId(id);
  }

  /// What waits, failed or needs a decision, oldest first; what was sent as a whole or cancelled is
  /// not in it.
  public List<Entry> list() {
    return database.readConsistently(session ->
        OutboxRows.entries(
            session, "state NOT IN ('SAVED', 'CANCELLED') ORDER BY queued_at, id", List.of()));
  }

  /// Accepted by the server but not saved yet, because a process ended in between or the user said
  /// that an uncertain one went out: to be finished by [#saved].
  public List<Entry> accepted(AccountId account) {
    return database.readConsistently(session ->
        OutboxRows.entries(
                session, "account = ? AND state = 'ACCEPTED' ORDER BY id", List.of(account.value()))
            .stream()
            .filter(entry -> !Lease.isOthers(OutboxRows.lease(session, entry.id().value())))
            .toList());
  }

  public Optional<Entry> get(OutboxId id) {
    return database.readConsistently(
        session -> OutboxRows.entries(session, "id = ?", List.of(id.value())).stream().findFirst());
  }

  public InputStream open(OutboxId id) {
    return Pieces.OUTBOX.open(database, id.value());
  }

  public long size(OutboxId id) {
    return database.read(
        session -> session.sql("SELECT size FROM outbox WHERE id = ?").set(id.value()).number(0));
  }

  /// Takes the oldest entry that is due, for this process alone (a lease that a crash releases).
  /// What a crashed process left before DOT_SENT is due again; what it left at DOT_SENT becomes
  /// UNCERTAIN.
  public Optional<Entry> claim(AccountId account, Instant now) {
    boolean idle =
        database.read(session ->
            !session
                .sql(
                    """
                    SELECT 1 FROM outbox WHERE account = ?
                      AND state IN ('QUEUED', 'CONNECTING', 'ENVELOPE', 'DATA', 'DOT_SENT')
                    """)
                .set(account.value())
                .exists());
    if (idle) {
      return Optional.empty();
    }
    return database.write(tx -> {
      OutboxRows.releaseCrashed(tx);
      long id =
          tx.sql(
                  """
                  SELECT id FROM outbox WHERE account = ? AND state = 'QUEUED'
                    AND not_before <= ? AND next_attempt <= ? ORDER BY queued_at, id LIMIT 1
                  """)
              .set(account.value())
              .set(now.toEpochMilli())
              .set(now.toEpochMilli())
              .number(0);
      if (id == 0) {
        return Optional.empty();
      }
      tx.sql(
              """
              UPDATE outbox SET state = 'CONNECTING', lease = ?, attempts = attempts + 1
              WHERE id = ?
              """)
          .set(Lease.own())
          .set(id)
          .update();
      tx.changes().other(new StoreChange.Outbox());
      return OutboxRows.entries(tx.session(), "id = ?", List.of(id)).stream().findFirst();
    });
  }

  /// On the disk when it returns for [State#DOT_SENT]; else with the next change.
  public void advance(OutboxId id, State state) {
    Change change =
        tx -> tx.sql("UPDATE outbox SET state = ? WHERE id = ?").set(state.name()).set(id.value());
    if (state == State.DOT_SENT) {
      change(change);
    } else {
      database.write(tx -> run(tx, change));
    }
  }

  /// On the disk with the next change.
  public void recipients(OutboxId id, List<Recipient> recipients) {
    database.write(tx -> {
      OutboxRows.recipients(tx, id.value(), recipients);
      return null;
    });
  }

  public void retryAt(OutboxId id, Instant when, String reason) {
    change(tx ->
        tx.sql(
                """
                UPDATE outbox SET state = 'QUEUED', next_attempt = ?, reason = ?, lease = NULL
                WHERE id = ?
                """)
            .set(when.toEpochMilli())
            .set(reason)
            .set(id.value()));
  }

  public void fail(OutboxId id, State state, String reason) {
    change(tx ->
        tx.sql("UPDATE outbox SET state = ?, reason = ?, lease = NULL WHERE id = ?")
            .set(state.name())
            .set(reason)
            .set(id.value()));
  }

  private interface Change {
    Sql prepare(Database.Tx tx) throws SQLException;
  }

  private void change(Change change) {
    database.writeDurably(tx -> run(tx, change));
  }

  private static Void run(Database.Tx tx, Change change) throws SQLException {
    if (change.prepare(tx).update() == 0) {
      throw new StoreException(
          StoreException.Reason.NOT_FOUND, "there is no such message in the outbox", null);
    }
    tx.changes().other(new StoreChange.Outbox());
    return null;
  }

  /// Sent, and its copy filed: appends to the Sent mailbox (with a pending APPEND for IMAP) unless
  /// `fileCopy` is false, marks the source answered or forwarded, removes the draft, in one
  /// transaction. Where recipients are deferred the entry is queued for them again; a later call
  /// files no second copy. Any refused recipient makes it PARTIAL.
  public void saved(OutboxId id, boolean fileCopy, IndexedContent index) {
    database.writeDurably(tx -> {
      OutboxRows.saved(tx, id.value(), fileCopy, index);
      return null;
    });
  }

  /// Only while nothing went out (QUEUED or failed); the draft stays.
  public boolean cancel(OutboxId id) {
    return database.writeDurably(tx -> {
      OutboxRows.releaseCrashed(tx);
      int cancelled =
          tx.sql(
                  """
                  UPDATE outbox SET state = 'CANCELLED' WHERE id = ? AND filed = 0
                    AND state IN ('QUEUED', 'REJECTED') AND NOT EXISTS
                      (SELECT 1 FROM outbox_recipient
                        WHERE outbox = outbox.id AND status = 'ACCEPTED')
                  """)
              .set(id.value())
              .update();
      if (cancelled == 0) {
        return false;
      }
      Pieces.OUTBOX.delete(tx, id.value());
      tx.changes().other(new StoreChange.Outbox());
      return true;
    });
  }

  /// The user's word on an UNCERTAIN entry: it went out (then ACCEPTED, to be finished by
  /// [#saved]), or it did not (then it is due again).
  public void resolve(OutboxId id, boolean sent) {
    database.writeDurably(tx -> {
      int changed =
          tx.sql(
                  """
                  UPDATE outbox SET state = ?, lease = NULL, next_attempt = 0, reason = ''
                  WHERE id = ? AND state = 'UNCERTAIN'
                  """)
              .set(sent ? "ACCEPTED" : "QUEUED")
              .set(id.value())
              .update();
      if (changed > 0 && sent) {
        tx.sql(
                """
                UPDATE outbox_recipient SET status = 'ACCEPTED'
                WHERE outbox = ? AND status = 'PENDING'
                """)
            .set(id.value())
            .update();
      }
      tx.changes().other(new StoreChange.Outbox());
      return null;
    });
  }
}
