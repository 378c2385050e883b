package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.ImapClient;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// The connection for what the user waits for: it does not queue behind downloads. It is opened
/// when needed and kept for a while.
final class OnDemandConnection implements AutoCloseable {
  /// Something to do with a connection.
  @FunctionalInterface
  interface Errand {
    void run(ImapClient client) throws MailException;
  }

  private static final Duration KEPT = Duration.ofMinutes(3);

  private final ImapConnector connector;
  private final Account account;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile ImapClient client;
  private long lastUsed;

  OnDemandConnection(ImapConnector connector, Account account) {
    this.connector = connector;
    this.account = account;
  }

  /// Runs the errand; one that fails because the kept connection died meanwhile is run again on a
  /// new one, so errands must bear that.
  void run(Errand errand) throws MailException {
    lock.lock();
    try {
      boolean kept = client != null;
      try {
        once(errand);
      } catch (CommandRejected e) {
        throw e;
      } catch (MailException e) {
        if (!kept || FailurePolicy.of(e) == FailurePolicy.STOPPED) {
          throw e;
        }
        once(errand);
      }
    } finally {
      lastUsed = System.nanoTime();
      lock.unlock();
    }
  }

  private void once(Errand errand) throws MailException {
    boolean good = false;
    try {
      if (client == null) {
        client = connector.open(account);
      }
      errand.run(client);
      good = true;
    } catch (CommandRejected e) {
      good = true;
      throw e;
    } finally {
      if (!good) {
        close();
      }
    }
  }

  /// Says goodbye when it was not needed for a while.
  void tidy() {
    if (lock.tryLock()) {
      try {
        ImapClient idle = client;
        if (idle != null && System.nanoTime() - lastUsed > KEPT.toNanos()) {
          client = null;
          idle.logout();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /// Closes it at once, whoever uses it; the next errand opens a new one.
  @Override
  public void close() {
    ImapClient open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }
}
