package app.paloma.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what was committed from the write-ahead log into the database while the writer goes on:
/// during a first download the writer would wait for the disk half of its time.
final class Checkpointer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  /// Octets written between two rounds.
  private static final long ROUND = 64L << 20;

  /// What a commit writes beside what is counted, roughly.
  private static final long COMMIT = 64L << 10;

  /// The log starts from its beginning only when all of it is in the database, which never is so
  /// while the writer is fast. From here on the writer waits for that.
  private static final long LARGEST_LOG = 384L << 20;

  private final Path file;
  private final ReentrantLock running = new ReentrantLock();
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread made = new Thread(work, "paloma-store-checkpoint");
            made.setDaemon(true);
            return made;
          });
  private long sinceRound;
  private long inLog;

  Checkpointer(Path file) {
    this.file = file;
  }

  /// Called on the writer's thread after each commit.
  void committed(Session writer, long octets) {
    sinceRound += octets + COMMIT;
    inLog += octets + COMMIT;
    if (inLog >= LARGEST_LOG) {
      running.lock();
      try {
        writer.number("PRAGMA wal_checkpoint(PASSIVE)");
      } catch (SQLException e) {
        warn(e);
      } finally {
        running.unlock();
      }
      inLog = 0;
      sinceRound = 0;
    } else if (sinceRound >= ROUND) {
      sinceRound = 0;
      thread.execute(this::round);
    }
  }

  private void round() {
    running.lock();
    try {
      Session own = Connections.plain(file);
      try {
        own.number("PRAGMA wal_checkpoint(PASSIVE)");
      } finally {
        own.close();
      }
    } catch (SQLException e) {
      warn(e);
    } finally {
      running.unlock();
    }
  }

  private static void warn(SQLException e) {
    LOG.warn("the log of the store was not brought in: {}", e.getMessage());
  }

  @Override
  public void close() {
    thread.close();
  }
}
