package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.IndexedContent;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailboxId;
import app.paloma.store.ArrivalLog;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.Quarantined;
import app.paloma.store.MessageStore.SyncStep;
import app.paloma.store.PreparedWords;
import app.paloma.store.RawOctets;
import app.paloma.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Takes messages from the thread that reads the network to the store: one thread parses and
/// indexes, one waits for the store, so that all three work at once. Queues are bounded by octets:
/// when the store is slower than the network, the network waits.
final class MessageIntake implements AutoCloseable {
  /// A message as FETCH told it.
  ///
  /// @param octets null where the server has none to give
  /// @param complete whether these are all its octets
  /// @param preview its first words as the server tells them, where only its header comes
  /// @param logged whether the log of arrivals has it already
  record Fetched(
      long uid,
      long modSeq,
      Flags flags,
      Instant internalDate,
      long size,
      byte[] octets,
      boolean complete,
      String preview,
      String problem,
      boolean logged) {
    private boolean isToBeLogged() {
      return octets != null && !logged;
    }

    private ArrivalLog.Entry entry() {
      return new ArrivalLog.Entry(
          Long.toString(uid), internalDate, size, complete, preview, octets);
    }
  }

  private static final int STEP_MESSAGES = 1000;
  private static final int STEP_OCTETS = 10 << 20;

  /// On a slow line a step is not full for minutes, and what is not in the store is not seen, and
  /// is fetched again after a crash.
  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// What may be on its way at once, and comes again when the program dies.
  private static final int BUDGET_KILOBYTES = 28 << 10;

  private static final int LARGEST_KILOBYTES = 8 << 10;
  private static final byte[] NONE = {};
  private static final Fetched FLUSH = new Fetched(-1, 0, null, null, 0, null, false, "", "", true);
  private static final Fetched END = new Fetched(-2, 0, null, null, 0, null, false, "", "", true);

  private record Batch(
      List<Arrived> arrived, PreparedWords words, List<Quarantined> quarantined, int kilobytes) {
    static final Batch END =
        new Batch(List.of(), PreparedWords.ofArrived(List.of()), List.of(), -1);
  }

  private final SyncContext context;
  private final MailboxId mailbox;
  private final BlockingQueue<Fetched> fetched = new ArrayBlockingQueue<>(4000);
  private final BlockingQueue<Batch> parsed = new ArrayBlockingQueue<>(2);
  private final Semaphore budget = new Semaphore(BUDGET_KILOBYTES);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final AtomicInteger added = new AtomicInteger();
  private final AtomicInteger quarantined = new AtomicInteger();
  private final Runnable applied;
  private final ArrivalLog log;
  private final Thread parser;
  private final Thread applier;
  private volatile boolean committing;
  private boolean closed;

  /// @param log closed with this
  /// @param applied called after each commit
  MessageIntake(SyncContext context, MailboxId mailbox, ArrivalLog log, Runnable applied) {
    this.context = context;
    this.mailbox = mailbox;
    this.log = log;
    this.applied = applied;
    parser = context.threads().newThread(this::parse);
    applier = context.threads().newThread(this::apply);
    parser.start();
    applier.start();
  }

  int added() {
    return added.get();
  }

  int quarantined() {
    return quarantined.get();
  }

  /// Hands a message over; waits while too much is under way.
  void take(Fetched message) throws MailException {
    try {
      int kilobytes = kilobytes(message);
      while (!budget.tryAcquire(kilobytes, 200, TimeUnit.MILLISECONDS)) {
        checkFailure();
        context.checkCancelled();
      }
      if (message.isToBeLogged()) {
        log.append(message.entry());
      } else {
        log.pass();
      }
      put(message);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// What was taken so far is committed soon instead of with the next full step.
  void flush() throws MailException {
    try {
      put(FLUSH);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void put(Fetched message) throws InterruptedException {
    while (!fetched.offer(message, 200, TimeUnit.MILLISECONDS)) {
      checkFailure();
    }
  }

  /// @throws StoreException what stopped it
  private void checkFailure() {
    RuntimeException cause = failure.get();
    if (cause != null) {
      throw cause;
    }
  }

  private static ConnectFailed interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ConnectFailed(ConnectFailed.Reason.CANCELLED, "interrupted", e);
  }

  private static int kilobytes(Fetched message) {
    int octets = message.octets == null ? 0 : message.octets.length;
    return Math.min(LARGEST_KILOBYTES, 1 + octets / 1024);
  }

  private void parse() {
    List<Arrived> arrived = new ArrayList<>();
    List<byte[]> raw = new ArrayList<>();
    List<Quarantined> bad = new ArrayList<>();
    int octets = 0;
    int kilobytes = 0;
    long handedOver = System.nanoTime();
    try {
      while (true) {
        Fetched next = fetched.poll(STEP_NANOS, TimeUnit.NANOSECONDS);
        boolean mark = next == null || next.uid < 0;
        if (!mark) {
          kilobytes += kilobytes(next);
          octets += next.octets == null ? 0 : next.octets.length;
          parse(next, arrived, raw, bad);
        }
        boolean full = arrived.size() + bad.size() >= STEP_MESSAGES || octets >= STEP_OCTETS;
        boolean late = System.nanoTime() - handedOver >= STEP_NANOS && idle();
        if ((mark || full || late) && (!arrived.isEmpty() || !bad.isEmpty())) {
          List<Arrived> kept = kept(arrived, raw);
          PreparedWords words = PreparedWords.ofArrived(kept);
          parsed.put(new Batch(kept, words, List.copyOf(bad), kilobytes));
          raw.clear();
          arrived.clear();
          bad.clear();
          octets = 0;
          kilobytes = 0;
          handedOver = System.nanoTime();
        }
        if (next == END) {
          parsed.put(Batch.END);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// While the store is busy, larger steps cost it less.
  private boolean idle() {
    return parsed.isEmpty() && !committing;
  }

  /// What the writer would write goes to the disk from here, while the writer is busy with the step
  /// before.
  private List<Arrived> kept(List<Arrived> arrived, List<byte[]> raw) {
    List<Arrived> kept = new ArrayList<>(arrived.size());
    try {
      List<RawOctets> octets = context.store().contents().keep(raw);
      for (int i = 0; i < arrived.size(); i++) {
        kept.add(arrived.get(i).kept(octets.get(i)));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
    return kept;
  }

  private void parse(
      Fetched message, List<Arrived> arrived, List<byte[]> raw, List<Quarantined> bad) {
    if (message.octets == null) {
      bad.add(quarantine(message, message.problem));
      return;
    }
    try {
      IndexedContent index = context.reader().index(message.octets, message.complete);
      if (!message.preview.isEmpty()) {
        index = index.withPreview(context.reader().preview(message.preview));
      }
      arrived.add(
          new Arrived(
              message.uid,
              message.modSeq,
              message.flags,
              message.internalDate,
              message.complete ? message.octets.length : message.size,
              index,
              NONE,
              message.complete));
      raw.add(message.octets);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Whatever a message does to the parser, it costs this message and not the mailbox.
      bad.add(quarantine(message, "it cannot be parsed: " + e));
    }
  }

  private static Quarantined quarantine(Fetched message, String reason) {
    return new Quarantined(
        message.uid,
        message.flags,
        message.internalDate,
        message.size,
        reason,
        message.octets == null ? new byte[0] : message.octets);
  }

  private void apply() {
    try {
      while (true) {
        Batch batch = parsed.take();
        if (batch == Batch.END) {
          return;
        }
        committing = true;
        if (failure.get() == null) {
          try {
            commit(batch.arrived, batch.words, batch.quarantined);
            log.committed(batch.arrived.size() + batch.quarantined.size());
            applied.run();
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
          }
        }
        committing = false;
        budget.release(batch.kilobytes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A step that the store cannot take is halved until the one message that spoils it stands alone.
  private void commit(List<Arrived> arrived, PreparedWords words, List<Quarantined> bad) {
    try {
      context
          .store()
          .messages()
          .apply(
              new SyncStep(mailbox, arrived, List.of(), new long[0], bad, Optional.empty()), words);
      added.addAndGet(arrived.size() + bad.size());
      quarantined.addAndGet(bad.size());
    } catch (RuntimeException e) {
      boolean hopeless = e instanceof StoreException s && s.reason() != StoreException.Reason.IO;
      if (hopeless || arrived.isEmpty()) {
        throw e;
      }
      if (arrived.size() > 1) {
        int half = arrived.size() / 2;
        commit(arrived.subList(0, half), words, bad);
        commit(arrived.subList(half, arrived.size()), words, List.of());
        return;
      }
      Arrived one = arrived.getFirst();
      List<Quarantined> worse = new ArrayList<>(bad);
      worse.add(
          new Quarantined(
              one.uid(),
              one.flags(),
              one.internalDate(),
              one.size(),
              "it cannot be stored: " + e.getMessage(),
              new byte[0]));
      commit(List.of(), words, worse);
    }
  }

  /// Commits what was taken and ends.
  ///
  /// @throws StoreException what stopped the store
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        fetched.put(END);
        parser.join();
        applier.join();
        log.close();
        break;
      } catch (InterruptedException e) {
        // What was fetched is committed first; it is not much.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    checkFailure();
  }
}
