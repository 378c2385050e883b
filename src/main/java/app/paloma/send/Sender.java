package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.KeptFailure;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.protocol.smtp.EhloKeywords;
import app.paloma.protocol.smtp.MailTransaction;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.protocol.smtp.TransactionListener;
import app.paloma.protocol.smtp.TransactionResult;
import app.paloma.protocol.smtp.TransactionResult.RecipientReply;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Delivers one message over an open connection, committing each edge before the octets leave that
/// make it true.
final class Sender {
  private final Store store;
  private final SentFiling filing;
  private final RetrySchedule schedule;
  private final Clock clock;

  Sender(Store store, SentFiling filing, RetrySchedule schedule, Clock clock) {
    this.store = store;
    this.filing = filing;
    this.schedule = schedule;
    this.clock = clock;
  }

  /// Makes a claimed message ready for this server.
  ///
  /// @return empty where it cannot go by it, which is then decided and recorded
  Optional<Prepared> prepare(Account account, Entry entry, EhloKeywords keywords) {
    Recipients recipients = new Recipients(entry.recipients()).opened();
    if (!recipients.all().equals(entry.recipients())) {
      store.outbox().recipients(entry.id(), recipients.all());
    }
    return prepareRest(account, entry, recipients, keywords);
  }

  /// The same for those alone who are still open; what was put off in this attempt stays so.
  Optional<Prepared> prepareRest(
      Account account, Entry entry, Recipients recipients, EhloKeywords keywords) {
    Instant now = clock.instant();
    Instant held = entry.wishes().heldUntil();
    if (held.isAfter(now) && Duration.between(now, held).toSeconds() > keywords.maxHoldSeconds()) {
      store.outbox().putOff(entry.id(), held);
      return Optional.empty();
    }
    try {
      return Optional.of(
          Prepared.of(entry, recipients, OutboundContent.of(store, entry, keywords), now));
    } catch (OutboundContent.Refused e) {
      Recipients refused = recipients.answered(e.reply());
      store.outbox().recipients(entry.id(), refused.all());
      decide(account, entry, refused);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param following what may leave right behind it
  /// @param meanwhile done while the server is at work; must not fail
  /// @return the recipients where all of them have it now, which is for the caller to record and to
  ///   file, or where some are for the next connection; else empty, and all is recorded
  /// @throws MailException the connection failed; the entry is UNCERTAIN when that was after the
  ///   final dot, else it is as claimed
  Optional<Recipients> send(
      SmtpClient client,
      Account account,
      Prepared message,
      Optional<Prepared> following,
      Runnable meanwhile)
      throws MailException {
    Entry entry = message.entry();
    Recipients recipients;
    try {
      recipients = transact(client, message, following, meanwhile);
    } catch (IOException e) {
      store
          .outbox()
          .retryAt(
              entry.id(),
              schedule.next(entry.attempts(), clock.instant()),
              KeptFailure.saying(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    boolean goesOn = !client.canSendMore() && !recipients.open().isEmpty();
    if (goesOn || recipients.areAll(RecipientStatus.ACCEPTED)) {
      return Optional.of(recipients);
    }
    decide(account, entry, recipients);
    return Optional.empty();
  }

  /// As many transactions as the server's limits ask for, on this connection.
  ///
  /// @return what became of the recipients; recorded unless all have it; those are still open for
  ///   whom the connection was too full
  /// @throws IOException the message cannot be read here
  Recipients transact(
      SmtpClient client, Prepared message, Optional<Prepared> following, Runnable meanwhile)
      throws MailException, IOException {
    Entry entry = message.entry();
    OutboxStore outbox = store.outbox();
    Recipients recipients = message.recipients();
    List<String> open = recipients.open();
    MailTransaction transaction = message.transaction();
    while (!open.isEmpty() && client.canSendMore()) {
      Edges edges = new Edges(outbox, entry, recipients, following, meanwhile);
      TransactionResult result;
      try {
        result = client.send(transaction, message.content(), edges);
      } catch (MailException e) {
        if (edges.dotSent) {
          outbox.fail(entry.id(), State.UNCERTAIN, KeptFailure.of(e));
        }
        throw e;
      }
      recipients = recipients.after(result);
      if (recipients.areAll(RecipientStatus.ACCEPTED)) {
        return recipients;
      }
      List<String> rest = recipients.open();
      if (rest.isEmpty() || rest.size() == open.size()) {
        outbox.recipients(entry.id(), recipients.all());
        break;
      }
      outbox.answered(entry.id(), recipients.all());
      open = rest;
      transaction = message.rest(rest);
    }
    return recipients;
  }

  void decide(Account account, Entry entry, Recipients told) {
    OutboxStore outbox = store.outbox();
    Recipients recipients = told;
    Instant now = clock.instant();
    boolean waiting =
        recipients.any(RecipientStatus.DEFERRED) || recipients.any(RecipientStatus.PENDING);
    if (waiting && isOver(entry, Optional.empty())) {
      recipients = recipients.expired();
      outbox.recipients(entry.id(), recipients.all());
      waiting = recipients.any(RecipientStatus.PENDING);
    }
    if (recipients.any(RecipientStatus.ACCEPTED)) {
      outbox.advance(entry.id(), State.ACCEPTED);
      filing.file(account, entry, recipients);
    }
    if (waiting) {
      Instant next =
          recipients.any(RecipientStatus.DEFERRED) ? schedule.next(entry.attempts(), now) : now;
      outbox.retryAt(entry.id(), next, KeptFailure.saying(recipients.reason()));
    } else if (!recipients.any(RecipientStatus.ACCEPTED)) {
      outbox.fail(entry.id(), State.REJECTED, KeptFailure.saying(recipients.reason()));
    }
  }

  /// Whether it has been tried for long enough. The first answer to a message that waited for days,
  /// because this computer was off or off-line, is not the last: from then on it is tried for as
  /// long as any other.
  ///
  /// @param now what it fails of now, if not of a reply
  boolean isOver(Entry entry, Optional<MailException> now) {
    Instant time = clock.instant();
    if (!schedule.isExpired(since(entry), time)) {
      return false;
    }
    boolean asBefore =
        entry.attempts() > 1
            && !entry.reason().isBlank()
            && kind(entry.why().failure()).equals(kind(now));
    if (!asBefore) {
      store.outbox().triedSince(entry.id(), time);
    }
    return asBefore;
  }

  private static String kind(Optional<MailException> failure) {
    return failure
        .map(e -> e instanceof ConnectFailed c ? c.reason().name() : e.getClass().getSimpleName())
        .orElse("");
  }

  /// Not delivered to those who do not have it.
  void giveUp(Account account, Entry entry, Recipients recipients, KeptFailure why) {
    OutboxStore outbox = store.outbox();
    outbox.recipients(entry.id(), recipients.all());
    if (recipients.any(RecipientStatus.ACCEPTED)) {
      outbox.advance(entry.id(), State.ACCEPTED);
      filing.file(account, entry, recipients);
    } else {
      outbox.fail(entry.id(), State.REJECTED, why);
    }
  }

  static Instant since(Entry entry) {
    return entry.notBefore().isAfter(entry.queuedAt()) ? entry.notBefore() : entry.queuedAt();
  }

  /// The store's edges at the content's.
  private static final class Edges implements TransactionListener {
    private final OutboxStore outbox;
    private final Entry entry;
    private final Optional<Prepared> following;
    private final Runnable meanwhile;
    private Recipients told;
    private boolean dotSent;

    Edges(
        OutboxStore outbox,
        Entry entry,
        Recipients recipients,
        Optional<Prepared> following,
        Runnable meanwhile) {
      this.outbox = outbox;
      this.entry = entry;
      this.told = recipients;
      this.following = following;
      this.meanwhile = meanwhile;
    }

    /// Should the answer to the content be lost, these are not among those who may have it.
    @Override
    public void refused(List<RecipientReply> replies) {
      told = told.after(replies);
      outbox.recipients(entry.id(), told.all());
    }

    @Override
    public void beforeData() {
      outbox.advance(entry.id(), State.DATA);
    }

    @Override
    public Optional<MailTransaction> following() {
      return following.map(Prepared::transaction);
    }

    @Override
    public void beforeFinalDot() {
      outbox.leaving(entry.id());
      dotSent = true;
    }

    @Override
    public void heldBack() {
      outbox.answered(entry.id(), told.all());
      dotSent = false;
    }

    @Override
    public void waiting() {
      meanwhile.run();
    }
  }
}
