package app.paloma.sync;

import app.paloma.model.*;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps accounts and servers the same: one per process. The window calls `start`, the command line
/// `syncNow` and `watch`.
public final class SyncEngine implements AutoCloseable {
  /// @param mailboxes full names or roles; empty = all subscribed
  public record Options(List<String> mailboxes, boolean headersOnly) {
    public static final Options ALL = new Options(List.of(), false);
  }

  public record MailboxReport(
      AccountId account,
      String mailbox,
      int messages,
      int added,
      int changed,
      int removed,
      int pushed,
      int quarantined,
      long bytes,
      double seconds,
      boolean complete,
      Optional<Exception> failure) {}

  public record Report(
      AccountId account,
      List<MailboxReport> mailboxes,
      double seconds,
      int connections,
      int roundTrips,
      Optional<Exception> failure) {}

  /// What goes on, for a status bar. `done` of `total` messages, total 0 when unknown.
  public sealed interface Status {
    AccountId account();

    record Idle(AccountId account) implements Status {}

    record Connecting(AccountId account) implements Status {}

    record Working(AccountId account, String mailbox, int done, int total, double messagesPerSecond)
        implements Status {}

    record Offline(AccountId account) implements Status {}

    /// Needs the user (credentials, certificate) or waits to try again at `retryAt` (epoch millis,
    /// 0 = waits for the user).
    record Failed(AccountId account, MailException failure, long retryAt) implements Status {}
  }

  /// One synchronization; blocks; reports each mailbox as it is done. Never throws for a server's
  /// failure: it is in the report.
  public Report syncNow(AccountId account, Options options, Consumer<MailboxReport> progress) {
    throw new UnsupportedOperationException();
  }

  /// Background work for all accounts: first sync, IDLE, pushing changes, POP3 polling, back-off.
  /// New and removed accounts are noticed.
  public void start() {
    throw new UnsupportedOperationException();
  }

  public void syncSoon(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// All accounts, and the back-off is forgotten.
  public void syncAll() {
    throw new UnsupportedOperationException();
  }

  public void setOnline(boolean online) {
    throw new UnsupportedOperationException();
  }

  public boolean isOnline() {
    throw new UnsupportedOperationException();
  }

  public void cancel(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Brings the rest of a message, ahead of everything else. Blocks.
  public void fetchBody(MessageId id) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Checks settings and credentials of an account that is not stored yet (incoming server).
  /// Blocks.
  public void check(Account account, Secret<String> password) throws MailException {
    throw new UnsupportedOperationException();
  }

  public AutoCloseable subscribe(Consumer<Status> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
