package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.Response.Condition;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// IDLE (RFC 2177). The reading thread sleeps in the socket; a watching thread says DONE when told
/// or when it is time to renew, and closes the connection when even that is not answered.
final class Idling {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final ImapSession session;
  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition changed = lock.newCondition();
  private boolean stopRequested;
  private boolean accepted;
  private boolean doneSent;
  private boolean finished;
  private IdleResult result;

  Idling(ImapSession session) {
    this.session = session;
  }

  void stop() {
    lock.lock();
    try {
      stopRequested = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  IdleResult idle(Duration renew) throws MailException {
    if (!begin()) {
      return IdleResult.STOPPED;
    }
    session.connection.setReadTimeout(renew.plus(GRACE).plus(GRACE));
    try {
      int newsBefore = session.news();
      ImapSession.InFlight sent =
          session.send("IDLE", session.writer().raw("IDLE"), ImapSession.Taker.NOTHING);
      Thread watch = session.options.threads().newThread(() -> watch(renew));
      watch.start();
      while (sent.reply == null) {
        session.readOne();
        if (session.hasContinuation()) {
          session.takeContinuation();
          accept();
        }
        if (session.news() > newsBefore) {
          done(IdleResult.ACTIVITY);
        }
      }
      return end(sent);
    } finally {
      finish();
      session.connection.setReadTimeout(session.options.commandTimeout());
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      boolean go = !stopRequested;
      stopRequested = false;
      accepted = false;
      doneSent = false;
      finished = false;
      result = null;
      return go;
    } finally {
      lock.unlock();
    }
  }

  private void accept() throws MailException {
    IdleResult wanted;
    lock.lock();
    try {
      accepted = true;
      wanted = result;
    } finally {
      lock.unlock();
    }
    if (wanted != null) {
      done(wanted);
    }
  }

  /// DONE may only follow the server's `+`; before it, the wish is kept.
  private void done(IdleResult why) throws MailException {
    lock.lock();
    try {
      result = result == null ? why : result;
      if (!accepted || doneSent || finished) {
        return;
      }
      doneSent = true;
      byte[] octets = {'D', 'O', 'N', 'E', '\r', '\n'};
      session.connection.write(octets, 0, octets.length);
      session.connection.flush();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private IdleResult end(ImapSession.InFlight sent) {
    lock.lock();
    try {
      if (sent.reply.condition() != Condition.OK && !accepted) {
        session.noticed(Quirk.IDLE_REFUSED);
        return IdleResult.ENDED_BY_SERVER;
      }
      if (stopRequested && result == IdleResult.STOPPED) {
        stopRequested = false;
      }
      return result == null ? IdleResult.ENDED_BY_SERVER : result;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    lock.lock();
    try {
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void watch(Duration renew) {
    lock.lock();
    try {
      long left = renew.toNanos();
      while (!finished && !stopRequested && result == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (!finished && result == null) {
        done(stopRequested ? IdleResult.STOPPED : IdleResult.RENEW);
      }
      long grace = GRACE.toNanos();
      while (!finished && grace > 0) {
        grace = changed.awaitNanos(grace);
      }
      if (!finished) {
        session.connection.note("IDLE: no answer to DONE, closing");
        session.connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      session.connection.close();
    } catch (MailException e) {
      session.connection.close();
    } finally {
      lock.unlock();
    }
  }
}
