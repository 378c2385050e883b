package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.Secret;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Report;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The POP3 accounts of the engine. A maildrop is locked by its server while a session lasts (RFC
/// 1939 §4), so there is one session an account at a time.
final class Maildrops {
  /// Finds an account's password, or throws.
  @FunctionalInterface
  interface Passwords {
    Secret<String> of(Account account) throws MailException;
  }

  private final Passwords passwords;
  private final Pop3Sync sync;
  private final Map<AccountId, Lock> sessions = new ConcurrentHashMap<>();

  Maildrops(
      ConnectionFactory connections,
      Passwords passwords,
      Store store,
      MessageReader reader,
      Clock clock) {
    this.passwords = passwords;
    this.sync = new Pop3Sync(connections, store, reader, clock);
  }

  /// Never throws for a server's failure: it is in the report.
  ///
  /// @param again whether another session is tried after that failure; may wait
  Report lookAt(
      Account account,
      boolean headersOnly,
      BooleanSupplier cancelled,
      StatusLine status,
      Consumer<MailboxReport> progress,
      Predicate<MailException> again) {
    long started = System.nanoTime();
    List<MailboxReport> reports = new ArrayList<>();
    Exception failure = null;
    int connections = 0;
    Pop3Sync.Tally tally = new Pop3Sync.Tally();
    Lock session = session(account);
    session.lock();
    try {
      boolean more = true;
      while (more) {
        connections++;
        try {
          MailboxReport report =
              sync.sync(
                  account, passwords.of(account), headersOnly, cancelled, status::working, tally);
          reports.add(report);
          progress.accept(report);
          failure = null;
          more = false;
        } catch (MailException e) {
          failure = e;
          more = again.test(e);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      session.unlock();
    }
    if (reports.isEmpty()) {
      sync.unfinished(account, tally).ifPresent(reports::add);
      reports.forEach(progress);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new Report(account.id(), reports, seconds, connections, 0, Optional.ofNullable(failure));
  }

  /// Brings the rest of a message.
  void complete(Account account, MessageId message) throws MailException {
    Lock session = session(account);
    session.lock();
    try {
      sync.complete(account, passwords.of(account), message);
    } finally {
      session.unlock();
    }
  }

  /// Whether the server takes settings and credentials.
  void check(Account account, Secret<String> password) throws MailException {
    sync.check(account, password);
  }

  private Lock session(Account account) {
    return sessions.computeIfAbsent(account.id(), id -> new ReentrantLock());
  }
}
