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

  /// About as much as a segment of the search index takes: many small ones would have to be merged.
  private static final int BATCH_OCTETS = 10 << 20;

  /// So many and so much go to the disk together, before the batch is full: what is on its way for
  /// long is copied by the collector again and again.
  private static final int KEPT_MESSAGES = 100;

  private static final int KEPT_KILOBYTES = 4 << 10;

  /// What may be in memory at once: a batch and a message more.
  private static final int BUDGET_KILOBYTES = 16 << 10;

  private static final byte[] NONE = {};

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
      List<Pop3Ledger.Arrived> messages, PreparedWords words, CountDownLatch flush, boolean end) {}

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
    Gathering gathering = new Gathering();
    while (true) {
      Job job = take(jobs);
      if (job.raw() != null) {
        gathering.add(job);
      }
      if (job.flush() != null || gathering.isFull()) {
        List<Pop3Ledger.Arrived> kept = gathering.all();
        put(new Batch(kept, words(kept), job.flush(), job.end()));
        gathering = new Gathering();
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

  /// Messages that will be committed together. What the writer would write goes to the disk from
  /// here, while the writer is busy.
  private final class Gathering {
    private final List<Pop3Ledger.Arrived> kept = new ArrayList<>();
    private final List<Pop3Ledger.Arrived> parsed = new ArrayList<>();
    private final List<byte[]> raw = new ArrayList<>();
    private int octets;
    private int kilobytes;

    void add(Job job) {
      parsed.add(arrived(job));
      raw.add(job.raw());
      octets += job.raw().length;
      kilobytes += job.kilobytes();
      if (raw.size() >= KEPT_MESSAGES && kilobytes >= KEPT_KILOBYTES) {
        keep();
      }
    }

    boolean isFull() {
      return kept.size() + parsed.size() >= BATCH_MESSAGES || octets >= BATCH_OCTETS;
    }

    List<Pop3Ledger.Arrived> all() {
      keep();
      return kept;
    }

    private void keep() {
      try {
        List<RawOctets> places = store.contents().keep(raw);
        for (int i = 0; i < parsed.size(); i++) {
          kept.add(parsed.get(i).kept(places.get(i)));
        }
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
      }
      parsed.clear();
      raw.clear();
      budget.release(kilobytes);
      kilobytes = 0;
    }
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
