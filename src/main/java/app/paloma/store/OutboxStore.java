package app.paloma.store;

import app.paloma.model.*;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Messages on their way out: a durable state machine, committed at each edge. Where a power cut
/// must not take an edge back (queued, the final dot, what became of the message) it is on the disk
/// before the next octet leaves; the others reach the disk with the next of these: taken back, they
/// are only gone through again, or uncertain.
///
/// Where many messages leave one after the other, the final dots of a few are promised to the disk
/// at once, when they are claimed: that each leaves and is taken is then recorded in [Departures],
/// which a killed process does not take back, and comes here when it is saved. After a power cut
/// those promised are uncertain, as nobody knows how far it came.
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
  /// @param sentInstead the same, once a copy was sent there
  /// @param own where no server said it
  public record Recipient(
      String address,
      RecipientStatus status,
      int code,
      String enhanced,
      String text,
      String tryInstead,
      String sentInstead,
      Optional<OwnReply> own) {
    public Recipient(
        String address,
        RecipientStatus status,
        int code,
        String enhanced,
        String text,
        String tryInstead) {
      this(address, status, code, enhanced, text, tryInstead, "", Optional.empty());
    }

    public Recipient with(OwnReply answer) {
      return new Recipient(
          address, status, code, enhanced, text, tryInstead, sentInstead, Optional.of(answer));
    }

    public Recipient in(RecipientStatus other) {
      return new Recipient(address, other, code, enhanced, text, tryInstead, sentInstead, own);
    }
  }

  /// @param notBefore send later / undo send
  /// @param why it still waits or failed; of nobody where that is with its recipients
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
      KeptFailure why,
      Optional<DraftId> draft,
      Optional<MessageId> source,
      Draft.Kind kind,
      DeliveryWishes wishes) {

    /// In the words of whoever gave it.
    public String reason() {
      return why.text();
    }

    /// Whether it has not left and goes on by itself.
    public boolean leavesByItself() {
      return isOnItsWay() && !waitsForUser();
    }

    /// It does not go out by itself, or some were refused while others are tried again: that is to
    /// be known now and not when the last of them has an answer.
    public boolean waitsForUser() {
      return switch (state) {
        case PARTIAL, REJECTED, UNCERTAIN -> true;
        case ACCEPTED, SAVED, CANCELLED -> false;
        case QUEUED, CONNECTING, ENVELOPE, DATA, DOT_SENT ->
            why.failure()
                    .filter(e ->
                        e instanceof MailException.AuthRejected
                            || e instanceof MailException.TlsFailed)
                    .isPresent()
                || recipients.stream()
                    .anyMatch(
                        r -> r.status() == RecipientStatus.REJECTED && r.sentInstead().isEmpty());
      };
    }

    private boolean isOnItsWay() {
      return switch (state) {
        case QUEUED, CONNECTING, ENVELOPE, DATA, DOT_SENT -> true;
        case PARTIAL, REJECTED, UNCERTAIN, ACCEPTED, SAVED, CANCELLED -> false;
      };
    }

    /// The same in another state.
    Entry in(State other) {
      return with(recipients, other);
    }

    public Entry to(List<Recipient> others) {
      return with(others, state);
    }

    private Entry with(List<Recipient> to, State in) {
      return new Entry(
          id,
          account,
          messageId,
          reversePath,
          to,
          subject,
          size,
          in,
          queuedAt,
          notBefore,
          attempts,
          nextAttempt,
          why,
          draft,
          source,
          kind,
          wishes);
    }
  }

  private final Database database;

  /// Promised by this process, and where it is kept that they leave.
  private final Map<Long, Departures> promised = new ConcurrentHashMap<>();

  OutboxStore(Database database) {
    this.database = database;
  }

  public OutboxId enqueue(Submission submission, byte[] raw) {
    return database.writeDurably(
        tx -> OutboxSubmission.queue(tx, OutboxSubmission.insert(tx, submission), raw));
  }

  /// The same for a message too large for memory.
  public OutboxId enqueue(Submission submission, InputStream raw) {
    long id = database.write(tx -> OutboxSubmission.insert(tx, submission));
    return OutboxSubmission.fill(database, id, raw);
  }

  /// A receipt about a message, for the null reverse-path, together with the mark on it: whatever
  /// happens, there are both or neither.
  ///
  /// @return empty where it was answered meanwhile, or is gone
  public Optional<OutboxId> enqueueReceipt(
      MessageId about,
      AccountId account,
      String messageId,
      List<String> recipients,
      String subject,
      byte[] raw) {
    return database.writeDurably(
        tx -> OutboxSubmission.receipt(tx, about, account, messageId, recipients, subject, raw));
  }

  /// The same message once more, for the address that a server named in place of this one, which is
  /// then not offered again: both or neither.
  ///
  /// @param moved a recipient of it
  /// @return empty where it was sent there already
  public Optional<OutboxId> enqueueInstead(OutboxId id, String moved) {
    return database.writeDurably(tx -> OutboxSubmission.instead(tx, id, moved));
  }

  /// What waits, failed or needs a decision, oldest first; what was sent as a whole or cancelled is
  /// not in it.
  public List<Entry> list() {
    return OutboxRecovery.entries(
        database, "state NOT IN ('SAVED', 'CANCELLED') ORDER BY queued_at, id");
  }

  /// Of one account, whose outcome nobody knows.
  public List<Entry> uncertain(AccountId account) {
    return entries("account = ? AND state = 'UNCERTAIN' ORDER BY queued_at, id", account.value());
  }

  /// What waits for another try later than `now`, but not because the user put it off.
  public List<Entry> retriedLater(AccountId account, Instant now) {
    long millis = now.toEpochMilli();
    return entries(
        "account = ? AND state = 'QUEUED' AND not_before <= ? AND next_attempt > ?",
        account.value(),
        millis,
        millis);
  }

  /// Accepted by the server but not saved yet, because a process ended in between or the user said
  /// that an uncertain one went out: to be finished by [#saved].
  public List<Entry> accepted(AccountId account) {
    return OutboxRecovery.accepted(database, account);
  }

  public Optional<Entry> get(OutboxId id) {
    return OutboxRecovery.entry(database, id);
  }

  private List<Entry> entries(String where, Long... values) {
    return database.readConsistently(
        session -> OutboxRows.entries(session, where, List.of(values)));
  }

  /// How many messages with this id have left, each to somebody at least, and were filed.
  public long filed(AccountId account, String messageId) {
    return database.read(session -> OutboxFiling.filed(session, account, messageId));
  }

  /// What was asked of the servers for a message that left, by its Message-ID; held only where a
  /// server keeps it.
  public DeliveryWishes askedFor(AccountId account, String messageId) {
    return database.read(session -> OutboxFiling.askedFor(session, account, messageId));
  }

  /// Message-IDs of the newest that left once and were filed from here.
  public List<String> filedLately(AccountId account) {
    return database.read(session -> OutboxFiling.filedLately(session, account));
  }

  public InputStream open(OutboxId id) {
    return Pieces.OUTBOX.open(database, id.value());
  }

  /// Takes the oldest entry that is due, for this process alone (a lease that a crash releases).
  /// What a crashed process left before DOT_SENT is due again; what it left at DOT_SENT becomes
  /// UNCERTAIN.
  public Optional<Entry> claim(AccountId account, Instant now) {
    if (OutboxRecovery.underWay(database, account)) {
      releaseCrashed();
    }
    if (database.read(session -> OutboxClaims.due(session, account, now, 1)).isEmpty()) {
      return Optional.empty();
    }
    Optional<Entry> claimed =
        database.write(tx -> OutboxClaims.claim(tx, account, now, State.CONNECTING));
    claimed.ifPresent(entry -> decided(entry.id().value()));
    return claimed;
  }

  /// Takes the next that are due, a few small ones at once, with the promise that their ends may
  /// leave: on the disk when this returns. Where the system keeps no [Departures] it is one,
  /// without a promise.
  ///
  /// @param most how many
  public List<Entry> claimNext(AccountId account, Instant now, int most) {
    if (database.read(session -> OutboxClaims.due(session, account, now, 1)).isEmpty()) {
      return List.of();
    }
    Optional<Departures> departures = Departures.begin();
    if (departures.isEmpty()) {
      return database
          .write(tx -> OutboxClaims.claim(tx, account, now, State.ENVELOPE))
          .map(List::of)
          .orElse(List.of());
    }
    List<Entry> claimed =
        database.writeDurably(
            tx -> OutboxClaims.claimNext(tx, account, now, most, departures.get()));
    for (Entry entry : claimed) {
      decided(entry.id().value());
      promised.put(entry.id().value(), departures.get());
    }
    if (claimed.isEmpty()) {
      departures.get().end();
    }
    return claimed;
  }

  /// What crashed processes left, and what this one left of an account for which it does nothing
  /// just now: where the end may have left it becomes UNCERTAIN, where the server is known to have
  /// taken it ACCEPTED, else it is due again.
  public void release(AccountId idle) {
    OutboxRecovery.release(database, idle).forEach(promised::remove);
  }

  /// What crashed processes left alone.
  public void releaseCrashed() {
    OutboxRecovery.release(database, OutboxRecovery.NO_ACCOUNT);
  }

  /// The server has taken the message, for all its recipients. Reaches the disk with the next
  /// change; lost, the message is uncertain.
  public void taken(OutboxId id, List<Recipient> recipients) {
    Departures kept = promised.get(id.value());
    if (kept != null && kept.taken(id.value())) {
      return;
    }
    database.write(tx -> {
      OutboxRows.outcomes(tx, id.value(), recipients);
      return run(tx, set(State.ACCEPTED, id));
    });
  }

  /// Claimed but not begun: it waits as before.
  public void putBack(OutboxId id) {
    database.write(tx -> {
      tx.sql(
              """
              UPDATE outbox SET state = 'QUEUED', lease = NULL, attempts = attempts - 1
              WHERE id = ? AND state IN ('CONNECTING', 'ENVELOPE')
              """)
          .set(id.value())
          .update();
      tx.changes().outbox();
      return null;
    });
  }

  /// The end of the message is about to leave.
  public void leaving(OutboxId id) {
    Departures kept = promised.get(id.value());
    if (kept == null || !kept.left(id.value())) {
      database.writeDurably(tx -> run(tx, set(State.DOT_SENT, id)));
    }
  }

  /// Nothing more is under way: what was promised of messages that wait is taken back.
  public void takeBackPromises(AccountId account) {
    if (!promised.isEmpty()) {
      database
          .writeDurably(tx -> OutboxClaims.takeBackPromises(tx, account))
          .forEach(this::decided);
    }
  }

  /// What became of it is on the disk, or that an earlier promise does not count any more.
  private void decided(long id) {
    Departures departures = promised.remove(id);
    if (departures != null && !promised.containsValue(departures)) {
      departures.end();
    }
  }

  /// On the disk with the next change.
  public void advance(OutboxId id, State state) {
    database.write(tx -> run(tx, set(state, id)));
  }

  private static Change set(State state, OutboxId id) {
    return tx ->
        tx.sql("UPDATE outbox SET state = ? WHERE id = ?").set(state.name()).set(id.value());
  }

  /// On the disk with the next change.
  public void recipients(OutboxId id, List<Recipient> recipients) {
    database.write(tx -> {
      OutboxRows.recipients(tx, id.value(), recipients);
      return null;
    });
  }

  /// The same, before another transaction for those who wait: nothing of that has left.
  public void answered(OutboxId id, List<Recipient> recipients) {
    database.writeDurably(tx -> {
      OutboxRows.recipients(tx, id.value(), recipients);
      tx.sql("UPDATE outbox SET promised = NULL WHERE id = ?").set(id.value()).update();
      return run(tx, set(State.ENVELOPE, id));
    });
    decided(id.value());
  }

  /// The server does not keep it: it waits here.
  public void putOff(OutboxId id, Instant until) {
    change(notBefore(id, until));
    putBack(id);
  }

  /// For how long it has been tried is counted from then on.
  public void triedSince(OutboxId id, Instant when) {
    database.write(tx -> run(tx, notBefore(id, when)));
  }

  private static Change notBefore(OutboxId id, Instant when) {
    return tx ->
        tx.sql("UPDATE outbox SET not_before = ? WHERE id = ?")
            .set(when.toEpochMilli())
            .set(id.value());
  }

  /// For the reason it has waited for.
  public void retryAt(OutboxId id, Instant when) {
    change(
        tx -> tx.sql(OutboxRows.RETRY + " WHERE id = ?").set(when.toEpochMilli()).set(id.value()));
    decided(id.value());
  }

  public void retryAt(OutboxId id, Instant when, KeptFailure why) {
    change(tx ->
        tx.sql(OutboxRows.RETRY + ", reason = ?, failure = ? WHERE id = ?")
            .set(when.toEpochMilli())
            .set(why.text())
            .set(why.kind())
            .set(id.value()));
    decided(id.value());
  }

  public void fail(OutboxId id, State state, KeptFailure why) {
    change(tx ->
        tx.sql(
                """
                UPDATE outbox SET state = ?, reason = ?, failure = ?, lease = NULL, promised = NULL
                WHERE id = ?
                """)
            .set(state.name())
            .set(why.text())
            .set(why.kind())
            .set(id.value()));
    decided(id.value());
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
    tx.changes().outbox();
    return null;
  }

  /// Sent, and its copy filed: appends to the Sent mailbox (with a pending APPEND for IMAP) unless
  /// `fileCopy` is false, marks the source answered or forwarded, removes the draft, in one
  /// transaction. Where recipients are deferred the entry is queued for them again; a later call
  /// files no second copy. Any refused recipient makes it PARTIAL.
  public void saved(OutboxId id, boolean fileCopy, IndexedContent index) {
    saved(List.of(new Saved(id, fileCopy, index, List.of())));
  }

  /// A message that was accepted, for [#saved(List)].
  ///
  /// @param recipients what became of them, where that is not recorded yet
  public record Saved(
      OutboxId id, boolean fileCopy, IndexedContent index, List<Recipient> recipients) {}

  /// Several at once.
  ///
  /// @return what they are now
  public List<Entry> saved(List<Saved> all) {
    List<Entry> now = database.writeDurably(tx -> OutboxFiling.saved(tx, all));
    all.forEach(saved -> decided(saved.id().value()));
    return now;
  }

  /// Only while nothing went out (QUEUED or failed); the draft stays.
  public boolean cancel(OutboxId id) {
    releaseCrashed();
    return database.writeDurably(tx -> OutboxRows.cancel(tx, id.value()));
  }

  /// The user's word on an UNCERTAIN entry: it went out (then ACCEPTED, to be finished by
  /// [#saved]), or it did not (then it is due again).
  public void resolve(OutboxId id, boolean sent) {
    releaseCrashed();
    database.writeDurably(tx -> OutboxRows.resolve(tx, id.value(), sent));
  }
}
