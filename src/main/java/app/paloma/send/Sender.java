package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.OutboxId;
import app.paloma.protocol.smtp.MailTransaction;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.protocol.smtp.TransactionListener;
import app.paloma.protocol.smtp.TransactionResult;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

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

  /// @throws MailException the connection failed; the entry is UNCERTAIN when that was after the
  ///   final dot, else it is as claimed
  void send(SmtpClient client, Account account, Entry entry) throws MailException {
    OutboxStore outbox = store.outbox();
    Recipients recipients = new Recipients(entry.recipients()).opened();
    if (!recipients.all().equals(entry.recipients())) {
      outbox.recipients(entry.id(), recipients.all());
    }
    OutboundContent content;
    try {
      content = OutboundContent.of(store, entry, client.keywords());
    } catch (OutboundContent.Refused e) {
      recipients = recipients.refusedHere(e.enhanced(), String.valueOf(e.getMessage()));
      outbox.recipients(entry.id(), recipients.all());
      decide(account, entry, recipients);
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> open = recipients.open();
    while (!open.isEmpty() && client.canSendMore()) {
      outbox.advance(entry.id(), State.ENVELOPE);
      Edges edges = new Edges(outbox, entry.id());
      TransactionResult result;
      try {
        result =
            client.send(
                MailTransaction.of(entry.reversePath(), open, content.size(), content.body()),
                content,
                edges);
      } catch (IOException e) {
        outbox.retryAt(
            entry.id(),
            schedule.next(entry.attempts(), clock.instant()),
            String.valueOf(e.getMessage()));
        return;
      } catch (MailException e) {
        if (edges.dotSent) {
          outbox.fail(entry.id(), State.UNCERTAIN, String.valueOf(e.getMessage()));
        }
        throw e;
      }
      recipients = recipients.after(result);
      outbox.recipients(entry.id(), recipients.all());
      List<String> rest = recipients.open();
      if (rest.size() == open.size()) {
        break;
      }
      open = rest;
    }
    decide(account, entry, recipients);
  }

  private void decide(Account account, Entry entry, Recipients told) {
    OutboxStore outbox = store.outbox();
    Recipients recipients = told;
    Instant now = clock.instant();
    boolean waiting =
        recipients.any(RecipientStatus.DEFERRED) || recipients.any(RecipientStatus.PENDING);
    if (waiting && schedule.isExpired(since(entry), now)) {
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
      outbox.retryAt(entry.id(), next, recipients.reason());
    } else if (!recipients.any(RecipientStatus.ACCEPTED)) {
      outbox.fail(entry.id(), State.REJECTED, recipients.reason());
    }
  }

  private static Instant since(Entry entry) {
    return entry.notBefore().isAfter(entry.queuedAt()) ? entry.notBefore() : entry.queuedAt();
  }

  /// The store's edges at the content's.
  private static final class Edges implements TransactionListener {
    private final OutboxStore outbox;
    private final OutboxId id;
    private boolean dotSent;

    Edges(OutboxStore outbox, OutboxId id) {
      this.outbox = outbox;
      this.id = id;
    }

    @Override
    public void beforeData() {
      outbox.advance(id, State.DATA);
    }

    @Override
    public void beforeFinalDot() {
      outbox.advance(id, State.DOT_SENT);
      dotSent = true;
    }
  }
}
