package app.paloma.store;

import app.paloma.model.*;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages on their way out: a durable state machine, committed (with fsync) at each edge.
public final class OutboxStore {
  private final Database database;

  OutboxStore(Database database) {
    this.database = database;
  }

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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  public List<Entry> list() {
    throw new UnsupportedOperationException();
  }

  public Optional<Entry> get(OutboxId id) {
    throw new UnsupportedOperationException();
  }

  public InputStream open(OutboxId id) {
    return Pieces.OUTBOX.open(database, id.value());
  }

  public long size(OutboxId id) {
    throw new UnsupportedOperationException();
  }

  /// Takes the oldest entry that is due, for this process alone (a lease that a crash releases).
  /// What a crashed process left before DOT_SENT is due again; what it left at DOT_SENT becomes
  /// UNCERTAIN.
  public Optional<Entry> claim(AccountId account, Instant now) {
    throw new UnsupportedOperationException();
  }

  public void advance(OutboxId id, State state) {
    throw new UnsupportedOperationException();
  }

  public void recipients(OutboxId id, List<Recipient> recipients) {
    throw new UnsupportedOperationException();
  }

  public void retryAt(OutboxId id, Instant when, String reason) {
    throw new UnsupportedOperationException();
  }

  public void fail(OutboxId id, State state, String reason) {
    throw new UnsupportedOperationException();
  }

  /// Sent, and its copy filed: appends to the Sent mailbox (with a pending APPEND for IMAP) unless
  /// `fileCopy` is false, marks the source answered or forwarded, removes the draft, in one
  /// transaction.
  public void saved(OutboxId id, boolean fileCopy, IndexedContent index) {
    throw new UnsupportedOperationException();
  }

  /// Only while nothing went out (QUEUED or failed); the draft stays.
  public boolean cancel(OutboxId id) {
    throw new UnsupportedOperationException();
  }

  public void resolve(OutboxId id, boolean sent) {
    throw new UnsupportedOperationException();
  }
}
