package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.model.IndexedContent;
import app.paloma.store.ArrivalLog;
import app.paloma.store.Pop3Ledger;
import app.paloma.store.PreparedWords;
import app.paloma.store.RawOctets;
import app.paloma.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Small messages on their way to the store: one thread parses, one commits many in one
/// transaction, so that line, parser and store work at once. Bounded: when the store is slower than
/// the line, the line waits.
final class Pop3Batches implements AutoCloseable {
  private static final int BATCH_MESSAGES = 1000;

  /// About as much as one segment of the search index takes. What is on its way costs five times
  /// its octets, with its text and its words; more of it outlives the young, and the collector then
  /// goes through all that lives again and again.
  private static final int BATCH_OCTETS = 4 << 20;

  private static final byte[] NONE = {};
  private static final int BUDGET_KILOBYTES = 16 << 10;

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

  /// @param flush to be counted down when it is committed, or null
  private record Batch(
      List<Pop3Ledger.Arrived> messages,
      PreparedWords words,
      int kilobytes,
      CountDownLatch flush,
      boolean end) {}

  private final AccountId account;
  private final Store store;
  private final MessageReader reader;
  private final Clock clock;
  private final ArrivalLog log;
  private final BlockingQueue<Job> jobs = new ArrayBlockingQueue<>(1000);
  private final Semaphore budget = new Semaphore(BUDGET_KILOBYTES);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final BlockingQueue<Batch> parsed = new ArrayBlockingQueue<>(2);
  private final Thread parser;
  private final Thread committer;

  /// @param log closed with this
  Pop3Batches(AccountId account, Store store, MessageReader reader, Clock clock, ArrivalLog log) {
    this.account = account;
    this.store = store;
    this.reader = reader;
    this.clock = clock;
    this.log = log;
    this.parser = Thread.ofPlatform().daemon().name("pop3 intake").start(this::parse);
    this.committer = Thread.ofPlatform().daemon().name("pop3 store").start(this::commit);
  }

  /// @param sha256 made here where it is empty and the message complete
  /// @param raw not to be changed any more
  /// @param listed its size as LIST told it, to be found again by; or -1
  void add(String key, String sha256, byte[] raw, long size, boolean complete, long listed) {
    Job job = new Job(key, sha256, raw, size, complete, null, false);
    try {
      budget.acquire(job.kilobytes());
      if (listed < 0) {
        log.pass();
      } else {
        log.append(new ArrivalLog.Entry(key, Instant.EPOCH, listed, complete, "", raw));
      }
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

  private void parse() {
    ArrayList<Pop3Ledger.Arrived> batch = new ArrayList<>();
    ArrayList<byte[]> raw = new ArrayList<>();
    int octets = 0;
    int kilobytes = 0;
    while (true) {
      Job job = take(jobs);
      if (job.raw() != null) {
        kilobytes += job.kilobytes();
        octets += job.raw().length;
        batch.add(arrived(job));
        raw.add(job.raw());
      }
      boolean last = job.flush() != null;
      if (last || batch.size() >= BATCH_MESSAGES || octets >= BATCH_OCTETS) {
        List<Pop3Ledger.Arrived> kept = kept(batch, raw);
        put(new Batch(kept, words(kept), kilobytes, job.flush(), job.end()));
        batch.clear();
        raw.clear();
        octets = 0;
        kilobytes = 0;
      }
      if (job.end()) {
        return;
      }
    }
  }

  private void commit() {
    while (true) {
      Batch batch = take(parsed);
      commit(batch);
      budget.release(batch.kilobytes());
      if (batch.flush() != null) {
        batch.flush().countDown();
      }
      if (batch.end()) {
        return;
      }
    }
  }

  // Nobody but this class knows the threads; they end by close.
  private static <T> T take(BlockingQueue<T> queue) {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  private void put(Batch batch) {
    while (true) {
      try {
        parsed.put(batch);
        return;
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  private Pop3Ledger.Arrived arrived(Job job) {
    String hash =
        job.complete() && job.sha256().isEmpty() ? ContentDigest.hash(job.raw()) : job.sha256();
    return new Pop3Ledger.Arrived(job.key(), hash, index(job), NONE, job.size(), job.complete());
  }

  /// What the writer would write goes to the disk from here, while the writer is busy.
  private List<Pop3Ledger.Arrived> kept(List<Pop3Ledger.Arrived> batch, List<byte[]> raw) {
    List<Pop3Ledger.Arrived> kept = new ArrayList<>(batch.size());
    try {
      List<RawOctets> octets = store.contents().keep(raw);
      for (int i = 0; i < batch.size(); i++) {
        kept.add(batch.get(i).kept(octets.get(i)));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    return kept;
  }

  /// Turned round here too.
  private static PreparedWords words(List<Pop3Ledger.Arrived> kept) {
    return PreparedWords.ofContents(kept.stream().map(Pop3Ledger.Arrived::index).toList());
  }

  /// Whatever a message does to the parser, its octets are kept: it is then known by its header
  /// alone, or by nothing.
  private IndexedContent index(Job job) {
    try {
      return reader.index(job.raw(), job.complete());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      try {
        return reader.index(header(job.raw()), false);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError worse) {
        return reader.index(new byte[0], false);
      }
    }
  }

  private static byte[] header(byte[] raw) {
    int end = 0;
    while (end + 1 < raw.length && !(raw[end] == '\n' && raw[end + 1] == '\r')) {
      end++;
    }
    return Arrays.copyOf(raw, end);
  }

  private void commit(Batch batch) {
    if (batch.messages().isEmpty() || failure.get() != null) {
      return;
    }
    try {
      store.pop3().arrived(account, clock.instant(), batch.messages(), batch.words());
      log.committed(batch.messages().size());
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
      parser.join();
      committer.join();
      log.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
