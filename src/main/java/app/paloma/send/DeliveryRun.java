package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.OutboxId;
import app.paloma.protocol.smtp.SmtpClient;
import app.paloma.store.OutboxStore;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// All that is due of one account, over one connection. While a server works on one message the
/// next few are claimed and made ready, and the envelope of the next leaves behind the content of
/// the one before: the server need not wait for the disk here.
final class DeliveryRun {
  /// How many are claimed at once, by one write to the disk. What is claimed cannot be cancelled
  /// any more, so they are many only where they leave before anybody could.
  private static final int LEAST = 8;

  private static final int MOST = 32;
  private static final long BEFORE_ANYBODY_COULD = TimeUnit.MILLISECONDS.toNanos(150);

  /// So many recipients of a message at whom the server ended a connection are left for later: it
  /// may be its answer to any.
  static final int GOODBYES = 3;

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

  /// Claimed and ready: the next, whose envelope may leave behind this one, and the one after it.
  private final ArrayDeque<Prepared> ahead = new ArrayDeque<>();

  /// Claimed, to be made ready after that.
  private final ArrayDeque<Entry> claimed = new ArrayDeque<>();

  /// Those after them, while they are being claimed.
  private FutureTask<List<Entry>> coming;

  private int atOnce = LEAST;
  private long claimedAt;
  private SmtpClient client;
  private boolean repeats;

  /// Whether envelopes may leave behind other messages.
  private boolean sendsAhead = true;

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
    int failures = 0;
    try {
      while (!queue.isClosed()) {
        Optional<Prepared> ready = Optional.ofNullable(ahead.pollFirst());
        Optional<Entry> entry = ready.map(Prepared::entry).or(this::next);
        if (entry.isEmpty()) {
          break;
        }
        try {
          deliver(entry.get(), ready);
          lost = 0;
          failures = 0;
        } catch (MailException e) {
          putBackAhead();
          boolean reached = client != null;
          boolean usedUp = isUsedUp(e);
          sendsAhead &= client == null || !client.refusesAhead();
          leave();
          if (usedUp && goesBack(entry.get())) {
            continue;
          }
          Optional<Duration> pause = schedule.again(e, failures + 1);
          if (pause.isPresent() && goesBack(entry.get())) {
            failures++;
            queue.pause(pause.get());
            continue;
          }
          queue.blocked(entry.get(), e, reached);
          decided(entry.get().id());
          lost++;
          // One message that a server dies of, or talks nonsense about, keeps no other here.
          if (!reached || lost > 1) {
            break;
          }
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

  /// Without a word: the connection is broken.
  private void leave() {
    if (client != null) {
      client.close();
    }
    client = null;
  }

  /// The server ends a connection that has carried its share, or is out of step on it; what comes
  /// next gets another.
  private boolean isUsedUp(MailException e) {
    boolean usual = e instanceof ConnectFailed || e instanceof ProtocolBroken;
    return usual && client != null && client.isShared();
  }

  /// @return whether nothing of it had left, so that it waits as before
  private boolean goesBack(Entry entry) {
    outbox.putBack(entry.id());
    boolean waits = outbox.get(entry.id()).map(now -> now.state() == State.QUEUED).orElse(false);
    if (waits) {
      tried.remove(entry.id());
    }
    return waits;
  }

  private Optional<Entry> next() {
    if (claimed.isEmpty()) {
      claimed.addAll(takeComing());
    }
    Optional<Entry> oldest = Optional.ofNullable(claimed.pollFirst());
    return untried(oldest.or(() -> outbox.claim(account.id(), clock.instant())));
  }

  /// A message that comes up again in the same run ends it.
  private Optional<Entry> untried(Optional<Entry> claimed) {
    Optional<Entry> entry = repeats ? Optional.empty() : claimed;
    if (claimed.isPresent() && (repeats || !tried.add(claimed.get().id()))) {
      repeats = true;
      outbox.retryAt(claimed.get().id(), schedule.next(1, clock.instant()));
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
    // What fails in it is no failure of the message that is on its way.
    FutureTask<Void> meanwhile = new FutureTask<>(() -> prepareAhead(2), null);
    if (client.keywords().has("PIPELINING")) {
      prepareAhead(1);
    } else {
      meanwhile.cancel(false);
    }
    Optional<Recipients> accepted =
        sender.send(
            client,
            account,
            message.get(),
            Optional.ofNullable(ahead.peekFirst()).filter(next -> sendsAhead),
            meanwhile);
    int goodbyes = 0;
    while (accepted.isPresent() && !accepted.get().open().isEmpty()) {
      goodbyes += client.isFull() ? 0 : 1;
      if (goodbyes > GOODBYES || queue.isClosed()) {
        sender.decide(account, entry, accepted.get());
        accepted = Optional.empty();
      } else {
        accepted = sendRest(entry, accepted.get());
      }
    }
    if (accepted.isPresent()) {
      List<OutboxStore.Recipient> recipients = accepted.get().all();
      outbox.taken(entry.id(), recipients);
      filing.add(entry.to(recipients), message.get().content());
    } else {
      decided(entry.id());
    }
    if (meanwhile.state() == Future.State.FAILED) {
      Completion.of(meanwhile);
    }
  }

  /// To those for whom the connection before was too full (RFC 9422 §4.1), or was ended.
  private Optional<Recipients> sendRest(Entry entry, Recipients recipients) throws MailException {
    reconnect();
    Optional<Prepared> rest = sender.prepareRest(account, entry, recipients, client.keywords());
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    Runnable nothing = () -> {};
    return sender.send(client, account, rest.get(), Optional.empty(), nothing);
  }

  /// Makes the next few ready, and has those after them claimed in time.
  private void prepareAhead(int few) {
    boolean wantsMore = !queue.isClosed() && !repeats;
    if (ahead.size() < few && claimed.isEmpty() && wantsMore) {
      claimed.addAll(coming == null ? claimNext() : takeComing());
    }
    while (ahead.size() < few && !claimed.isEmpty() && !repeats) {
      untried(Optional.of(claimed.pollFirst())).ifPresent(this::makeReady);
    }
    if (!claimed.isEmpty() && claimed.size() < atOnce / 2 && coming == null && wantsMore) {
      coming = new FutureTask<>(this::claimNext);
      Thread.ofVirtual().name("claiming for " + account.email()).start(coming);
    }
  }

  private List<Entry> claimNext() {
    long now = System.nanoTime();
    boolean quick = now - claimedAt < BEFORE_ANYBODY_COULD;
    atOnce = quick ? Math.min(MOST, atOnce * 2) : LEAST;
    claimedAt = now;
    return outbox.claimNext(account.id(), clock.instant(), atOnce);
  }

  private List<Entry> takeComing() {
    FutureTask<List<Entry>> claiming = coming;
    coming = null;
    return claiming == null ? List.of() : Completion.of(claiming);
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
    claimed.addAll(takeComing());
    claimed.forEach(entry -> outbox.putBack(entry.id()));
    claimed.clear();
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
