package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.Store;
import app.paloma.store.StoreChange;
import app.paloma.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Delivery while the window is open: one thread looks what is due and starts one thread an account
/// that delivers it.
final class BackgroundDelivery implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Outbox outbox;
  private final Store store;
  private final Clock clock;
  private final Semaphore signal = new Semaphore(0);
  private final Set<AccountId> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean mailArrived;
  private volatile boolean running;
  private AutoCloseable subscription;
  private Thread thread;

  BackgroundDelivery(Outbox outbox, Store store, Clock clock) {
    this.outbox = outbox;
    this.store = store;
    this.clock = clock;
  }

  synchronized void start() {
    if (running) {
      return;
    }
    running = true;
    mailArrived = true;
    subscription = store.subscribe(this::changed);
    thread = Thread.ofVirtual().name("outbox").start(this::loop);
  }

  void wake() {
    signal.release();
  }

  private void changed(StoreChange change) {
    switch (change) {
      case StoreChange.Outbox o -> wake();
      case StoreChange.Accounts a -> wake();
      case StoreChange.External e -> {
        mailArrived = true;
        wake();
      }
      case StoreChange.Messages messages -> {
        if (!messages.added().isEmpty() || messages.many()) {
          mailArrived = true;
          wake();
        }
      }
      case StoreChange.Mailboxes m -> {}
      case StoreChange.Content c -> {}
      case StoreChange.Drafts d -> {}
      case StoreChange.PendingChanges p -> {}
      case StoreChange.Preferences p -> {}
    }
  }

  private void loop() {
    while (running) {
      try {
        Duration wait = look();
        signal.tryAcquire(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
        signal.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (StoreException e) {
        // Busy or full: the store tells the user itself; here time is the only remedy.
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      running = false;
    }
  }

  /// @return how long until the next look
  private Duration look() {
    boolean review = mailArrived;
    mailArrived = false;
    Instant now = clock.instant();
    Instant next = now.plus(LONGEST_WAIT);
    Map<AccountId, Instant> due = new HashMap<>();
    HashSet<AccountId> uncertain = new HashSet<>();
    store.outbox().releaseCrashed();
    for (Entry entry : store.outbox().list()) {
      switch (entry.state()) {
        case QUEUED -> {
          Instant when =
              entry.notBefore().isAfter(entry.nextAttempt())
                  ? entry.notBefore()
                  : entry.nextAttempt();
          due.merge(entry.account(), when, (a, b) -> a.isBefore(b) ? a : b);
        }
        // Left by a crash, or another thread is at it: claiming tells.
        case CONNECTING, ENVELOPE, DATA, DOT_SENT, ACCEPTED ->
            due.put(entry.account(), Instant.MIN);
        case UNCERTAIN -> uncertain.add(entry.account());
        case SAVED, PARTIAL, REJECTED, CANCELLED -> {}
      }
    }
    for (Account account : store.accounts().list()) {
      Instant when = due.get(account.id());
      if (when != null && outbox.isOnline()) {
        AccountQueue queue = outbox.queue(account);
        Instant start = queue.blockedUntil().isAfter(when) ? queue.blockedUntil() : when;
        if (!start.isAfter(now)) {
          deliver(account, queue);
        } else if (start.isBefore(next)) {
          next = start;
        }
      }
      if (review && uncertain.contains(account.id())) {
        outbox.reviewUncertain(account.id());
      }
    }
    return Duration.between(clock.instant(), next);
  }

  private void deliver(Account account, AccountQueue queue) {
    if (!busy.add(account.id())) {
      return;
    }
    Thread.ofVirtual()
        .name("sending for " + account.email())
        .start(() -> {
          boolean more = false;
          try {
            more = queue.deliverDue();
          } catch (StoreException e) {
            pause();
          } finally {
            busy.remove(account.id());
          }
          if (more) {
            // What was queued meanwhile found this thread busy.
            wake();
          }
        });
  }

  @Override
  public synchronized void close() {
    running = false;
    wake();
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      subscription = null;
    }
    if (thread != null) {
      thread.interrupt();
    }
  }
}
