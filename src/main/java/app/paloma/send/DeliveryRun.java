package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.OutboxId;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// All that is due of one account, over one connection. While a server works on one message the
/// next is made ready, and its envelope leaves behind the content of the one before.
final class DeliveryRun {
  private final AccountQueue queue;
  private final Account account;
  private final OutboxStore outbox;
  private final Sender sender;
  private final RetrySchedule schedule;
  private final Clock clock;
  private final FilingBatch filing;
  private final Consumer<Entry> progress;
  private final ArrayList<Entry> results = new ArrayList<>();
  private final HashSet<OutboxId> tried = new HashSet<>();

  /// Claimed and ready, in the order they leave.
  private final ArrayDeque<Prepared> ahead = new ArrayDeque<>();

  private SmtpClient client;
  private boolean repeats;

  DeliveryRun(
      AccountQueue queue,
      Account account,
      Store store,
      Sender sender,
      SentFiling filing,
      RetrySchedule schedule,
      Clock clock,
      Consumer<Entry> progress) {
    this.queue = queue;
    this.account = account;
    this.outbox = store.outbox();
    this.sender = sender;
    this.schedule = schedule;
    this.clock = clock;
    this.progress = progress;
    this.filing = new FilingBatch(account, filing, this::done);
  }

  List<Entry> run() {
    int lost = 0;
    try {
      while (!queue.isClosed()) {
        Optional<Prepared> ready = Optional.ofNullable(ahead.pollFirst());
        Optional<Entry> entry = ready.map(Prepared::entry).or(() -> untried(claim()));
        if (entry.isEmpty()) {
          break;
        }
        try {
          deliver(entry.get(), ready);
          lost = 0;
        } catch (MailException e) {
          putBackAhead();
          queue.blocked(entry.get(), e);
          done(entry.get().id());
          lost++;
          // One message that a server dies of must not keep the others here.
          if (client == null || lost > 1 || !(e instanceof ConnectFailed)) {
            break;
          }
          client.close();
          client = null;
        }
      }
    } finally {
      putBackAhead();
      filing.finish();
      outbox.takeBackPromises(account.id());
      if (client != null) {
        client.quit();
      }
    }
    return results;
  }

  private Optional<Entry> claim() {
    return outbox.claim(account.id(), clock.instant());
  }

  /// A message that comes up again in the same run ends it.
  private Optional<Entry> untried(Optional<Entry> claimed) {
    Optional<Entry> entry = repeats ? Optional.empty() : claimed;
    if (claimed.isPresent() && (repeats || !tried.add(claimed.get().id()))) {
      repeats = true;
      Entry again = claimed.get();
      outbox.retryAt(again.id(), schedule.next(1, clock.instant()), again.reason());
      return Optional.empty();
    }
    return entry;
  }

  private void deliver(Entry entry, Optional<Prepared> ready) throws MailException {
    boolean usable = client != null && client.canSendMore();
    if (!usable) {
      reconnect();
    }
    Optional<Prepared> message =
        usable && ready.isPresent() ? ready : sender.prepare(account, entry, client.keywords());
    if (message.isEmpty()) {
      decided(entry.id());
      return;
    }
    if (entry.state() == State.CONNECTING) {
      outbox.advance(entry.id(), State.ENVELOPE);
    }
    if (ahead.isEmpty() && client.keywords().has("PIPELINING") && !queue.isClosed()) {
      prepareAhead(claim());
    }
    Optional<Recipients> accepted =
        sender.send(client, account, message.get(), Optional.ofNullable(ahead.peekFirst()));
    if (accepted.isPresent()) {
      List<OutboxStore.Recipient> recipients = accepted.get().all();
      Optional<Entry> claimed = Optional.empty();
      if (queue.isClosed() || repeats) {
        outbox.recipients(entry.id(), recipients);
        outbox.advance(entry.id(), State.ACCEPTED);
      } else {
        claimed = outbox.taken(entry.id(), recipients, account.id(), clock.instant());
      }
      filing.add(entry.to(recipients), message.get().content());
      prepareAhead(claimed);
    } else {
      decided(entry.id());
    }
  }

  private void prepareAhead(Optional<Entry> claimed) {
    untried(claimed).ifPresent(this::makeReady);
  }

  /// What was made ready for the connection before is made ready for this one.
  private void reconnect() throws MailException {
    if (client != null) {
      client.quit();
    }
    client = null;
    client = queue.connect(account);
    List<Prepared> before = List.copyOf(ahead);
    ahead.clear();
    before.forEach(message -> makeReady(message.entry()));
  }

  private void makeReady(Entry entry) {
    sender
        .prepare(account, entry, client.keywords())
        .ifPresentOrElse(ahead::addLast, () -> decided(entry.id()));
  }

  private void putBackAhead() {
    for (Prepared message : ahead) {
      outbox.putBack(message.entry().id());
      tried.remove(message.entry().id());
    }
    ahead.clear();
  }

  private void decided(OutboxId id) {
    filing.finish();
    done(id);
  }

  private void done(OutboxId id) {
    outbox.get(id).ifPresent(this::done);
  }

  private void done(Entry now) {
    results.add(now);
    progress.accept(now);
  }
}
