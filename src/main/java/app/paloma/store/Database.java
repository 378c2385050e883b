package app.paloma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of an open profile: all writes go through one thread, reads through a few
/// connections that never wait for it (WAL).
final class Database {
  /// Work inside a transaction.
  interface Write<T> {
    T run(Tx tx) throws SQLException;
  }

  /// Work on a reader.
  interface Read<T> {
    T run(Session session) throws SQLException;
  }

  /// A running write transaction: its connection, and what it changes.
  record Tx(Session session, Changes changes, Clock clock) {
    Sql sql(String text) throws SQLException {
      return session.sql(text);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int READERS = 3;
  private static final long POLL_MILLIS = 700;

  private final Path profile;
  private final Store.Mode mode;
  private final Clock clock;
  private final ArrayBlockingQueue<Session> readers = new ArrayBlockingQueue<>(READERS);
  private final List<Consumer<StoreChange>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong generation = new AtomicLong();
  private final ScheduledExecutorService writerThread;
  private volatile Thread writing;
  private volatile boolean closed;
  private final Session writer;
  private final Session watched;
  private final Checkpointer checkpointer;
  private final Packs packs;
  private final IndexTidying tidying;
  private long seenVersion;

  Database(Path profile, Store.Mode mode, Clock clock) {
    this.profile = profile;
    this.mode = mode;
    this.clock = clock;
    checkpointer = new Checkpointer(profile.resolve(Connections.FILE));
    packs = new Packs(this);
    tidying = new IndexTidying(clock.instant());
    List<Session> opened = new ArrayList<>();
    try {
      Path file = profile.resolve(Connections.FILE);
      if (mode == Store.Mode.READ_WRITE) {
        Connections.createPrivately(profile);
      } else if (!Files.exists(file)) {
        throw new StoreException(
            StoreException.Reason.NOT_FOUND, "there is no profile in " + profile, null);
      }
      if (mode == Store.Mode.READ_WRITE) {
        writer = Connections.writer(file);
        opened.add(writer);
        Migrations.run(writer);
        retryRefused(writer);
      } else {
        writer = null;
      }
      for (int i = 0; i < READERS; i++) {
        Session reader = Connections.reader(file);
        opened.add(reader);
        if (i == 0) {
          Migrations.check(reader);
        }
        readers.add(reader);
      }
      if (writer == null) {
        watched = Connections.reader(file);
        opened.add(watched);
      } else {
        watched = writer;
      }
      seenVersion = watched.number("PRAGMA data_version");
    } catch (SQLException e) {
      closeAll(opened);
      throw Connections.explain(e);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Reason.READ_ONLY, "cannot make the profile " + profile + ": " + e, e);
    } catch (StoreException e) {
      closeAll(opened);
      throw e;
    }
    writerThread =
        Executors.newSingleThreadScheduledExecutor(work -> {
          Thread thread = new Thread(work, "paloma-store-writer");
          thread.setDaemon(true);
          return thread;
        });
    writerThread.scheduleWithFixedDelay(
        this::lookAround, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookAround() {
    lookForOthers();
    if (writer != null && tidying.isDue(clock.instant())) {
      tidy();
    }
  }

  private void tidy() {
    try {
      commit(
          tx -> {
            tidying.step(tx);
            return null;
          },
          new Changes());
    } catch (SQLException | RuntimeException e) {
      writer.forget();
      LOG.debug("the search index is tidied later: {}", e.getMessage());
      tidying.written(clock.instant());
    }
  }

  /// What a server refused to take is tried once more after a restart; while another process writes
  /// that waits for the next one.
  private static void retryRefused(Session writer) throws SQLException {
    if (writer.number("SELECT count(*) FROM pending WHERE given = 2") == 0) {
      return;
    }
    writer.run("PRAGMA busy_timeout = 0");
    try {
      writer.run("UPDATE pending SET given = 0 WHERE given = 2");
    } catch (SQLException e) {
      if (Connections.explain(e).reason() != StoreException.Reason.BUSY) {
        throw e;
      }
    } finally {
      writer.run("PRAGMA busy_timeout = " + Connections.PATIENCE_MILLIS);
    }
  }

  Path profile() {
    return profile;
  }

  Clock clock() {
    return clock;
  }

  boolean isReadOnly() {
    return mode == Store.Mode.READ_ONLY;
  }

  Packs packs() {
    return packs;
  }

  /// Changes with each commit that may touch a message list, here or in another process (that may
  /// be seen a moment late, as all reads of a snapshot are).
  long generation() {
    return generation.get();
  }

  <T> T write(Write<T> work) {
    return write(work, false);
  }

  /// Is on the disk when this returns, whatever happens then.
  <T> T writeDurably(Write<T> work) {
    return write(work, true);
  }

  private <T> T write(Write<T> work, boolean durable) {
    return onWriter(() -> transact(work, durable));
  }

  /// Runs on the writer's connection outside of a transaction.
  <T> T exclusively(Read<T> work) {
    return onWriter(() -> {
      try {
        return work.run(writer);
      } catch (SQLException e) {
        writer.forget();
        throw Connections.explain(e);
      }
    });
  }

  private <T> T onWriter(Supplier<T> work) {
    if (mode == Store.Mode.READ_ONLY) {
      throw new StoreException(
          StoreException.Reason.READ_ONLY, "this profile was opened for reading only", null);
    }
    if (Thread.currentThread().equals(writing)) {
      throw new IllegalStateException("a store listener must not write on the writer's thread");
    }
    Future<T> result;
    try {
      result = writerThread.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw new StoreException(StoreException.Reason.IO, "the profile is closed", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          // A transaction is short and is not left half-way: its outcome is waited for.
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof StoreException store) {
            throw new StoreException(store.reason(), store.getMessage(), store);
          }
          if (e.getCause() instanceof RuntimeException runtime) {
            throw runtime;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T transact(Write<T> work, boolean durable) {
    writing = Thread.currentThread();
    Changes changes = new Changes();
    T result;
    try {
      if (durable) {
        writer.run("PRAGMA synchronous = FULL");
      }
      result = commit(work, changes);
      tidying.written(clock.instant());
    } catch (SQLException e) {
      writer.forget();
      throw Connections.explain(e);
    } finally {
      if (durable) {
        relax();
      }
    }
    if (changes.touchesMessages()) {
      generation.incrementAndGet();
    }
    changes.all().forEach(this::tell);
    return result;
  }

  private <T> T commit(Write<T> work, Changes changes) throws SQLException {
    writer.begin();
    boolean committed = false;
    try {
      T result = work.run(new Tx(writer, changes, clock));
      writer.commit();
      committed = true;
      checkpointer.committed(writer, changes.octets());
      return result;
    } finally {
      if (!committed) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    try {
      writer.rollBack();
    } catch (SQLException e) {
      // SQLite rolls back by itself after a full disk and the like; then there is nothing to do.
      LOG.debug("nothing to roll back: {}", e.getMessage());
    }
  }

  private void relax() {
    try {
      writer.run("PRAGMA synchronous = NORMAL");
    } catch (SQLException e) {
      LOG.warn("the store stays at synchronous=FULL: {}", e.getMessage());
    }
  }

  <T> T read(Read<T> work) {
    Session session = borrow();
    try {
      return work.run(session);
    } catch (SQLException e) {
      session.forget();
      throw Connections.explain(e);
    } finally {
      readers.add(session);
    }
  }

  /// Several statements on one snapshot.
  <T> T readConsistently(Read<T> work) {
    return read(session -> {
      session.sql("BEGIN").update();
      try {
        return work.run(session);
      } finally {
        session.sql("COMMIT").update();
      }
    });
  }

  private Session borrow() {
    boolean interrupted = false;
    try {
      while (true) {
        if (closed) {
          throw new StoreException(StoreException.Reason.IO, "the profile is closed", null);
        }
        try {
          Session session = readers.poll(1, TimeUnit.SECONDS);
          if (session != null) {
            return session;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  AutoCloseable subscribe(Consumer<StoreChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(StoreChange change) {
    for (Consumer<StoreChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.error("a listener of the store failed", e);
      }
    }
  }

  /// A connection's data_version changes with the commits of all others; nobody in this process but
  /// the writer commits, so what the writer's connection sees was another process.
  private void lookForOthers() {
    try {
      long version = watched.number("PRAGMA data_version");
      if (version != seenVersion) {
        seenVersion = version;
        tidying.written(clock.instant());
        generation.incrementAndGet();
        tell(new StoreChange.External());
      }
    } catch (SQLException e) {
      watched.forget();
      LOG.warn("cannot see whether another process wrote: {}", e.getMessage());
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    writerThread.shutdown();
    try {
      if (writerThread.awaitTermination(30, TimeUnit.SECONDS)) {
        leavePacks();
      } else {
        LOG.warn("the store is closed while a transaction runs; it will be rolled back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkpointer.close();
    List<Session> all = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      try {
        Session reader = readers.poll(2, TimeUnit.SECONDS);
        if (reader != null) {
          all.add(reader);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    all.add(watched);
    closeAll(all);
  }

  private void leavePacks() {
    try {
      packs.leave(watched);
    } catch (SQLException e) {
      // Their owner is gone then, which the next one sees.
      LOG.debug("packs were not given up: {}", e.getMessage());
    }
  }

  private static void closeAll(List<Session> sessions) {
    for (Session session : sessions) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.warn("cannot close a connection of the store: {}", e.getMessage());
      }
    }
  }
}
