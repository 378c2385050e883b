package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.store.Pop3Ledger;
import app.paloma.store.Store;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Small messages on their way to the store: parsed and committed by a thread of its own, many in
/// one transaction. Bounded: when the store is slower than the line, the line waits.
final class Pop3Batches implements AutoCloseable {
  private static final int BATCH_MESSAGES = 500;
  private static final int BATCH_OCTETS = 8 << 20;
  private static final int BUDGET_KILOBYTES = 24 << 10;

  private record Job(
      String key,
      String sha256,
      byte[] raw,
      long size,
      boolean complete,
      CountDownLatch flush,
      boolean end) {
    int kilobytes() {
      return raw == null ? 0 : 1 + raw.length / 1024;
    }
  }

  private final AccountId account;
  private final Store store;
  private final MessageReader reader;
  private final Clock clock;
  private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(2 * BATCH_MESSAGES);
  private final Semaphore budget = new Semaphore(BUDGET_KILOBYTES);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;

  Pop3Batches(AccountId account, Store store, MessageReader reader, Clock clock) {
    this.account = account;
    this.store = store;
    this.reader = reader;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("pop3 intake").start(this::run);
  }

  /// @param raw not to be changed any more
  void add(String key, String sha256, byte[] raw, long size, boolean complete) {
    Job job = new Job(key, sha256, raw, size, complete, null, false);
    try {
      budget.acquire(job.kilobytes());
      jobs.put(job);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    check();
  }

  /// Returns when all that was added is committed.
  void flush() {
    CountDownLatch latch = new CountDownLatch(1);
    try {
      jobs.put(new Job("", "", null, 0, false, latch, false));
      latch.await();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    check();
  }

  private void check() {
    RuntimeException e = failure.get();
    if (e != null) {
      throw e;
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  private void run() {
    ArrayList<Pop3Ledger.Arrived> batch = new ArrayList<>();
    int octets = 0;
    int kilobytes = 0;
    while (true) {
      Job job = take();
      if (job.raw() != null) {
        kilobytes += job.kilobytes();
        octets += job.raw().length;
        try {
          batch.add(arrived(job));
        } catch (RuntimeException e) {
          failure.compareAndSet(null, e);
        }
      }
      boolean last = job.flush() != null;
      if (last || batch.size() >= BATCH_MESSAGES || octets >= BATCH_OCTETS) {
        commit(batch);
        batch.clear();
        octets = 0;
        budget.release(kilobytes);
        kilobytes = 0;
      }
      if (last) {
        job.flush().countDown();
        if (job.end()) {
          return;
        }
      }
    }
  }

  private Job take() {
    while (true) {
      try {
        return jobs.take();
      } catch (InterruptedException e) {
        // Nobody but this class knows the thread; it ends by close.
        continue;
      }
    }
  }

  private Pop3Ledger.Arrived arrived(Job job) {
    return new Pop3Ledger.Arrived(
        job.key(),
        job.sha256(),
        reader.index(job.raw(), job.complete()),
        job.raw(),
        job.size(),
        job.complete());
  }

  private void commit(List<Pop3Ledger.Arrived> batch) {
    if (batch.isEmpty() || failure.get() != null) {
      return;
    }
    try {
      store.pop3().arrived(account, clock.instant(), batch);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  @Override
  public void close() {
    CountDownLatch latch = new CountDownLatch(1);
    try {
      jobs.put(new Job("", "", null, 0, false, latch, true));
      latch.await();
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
