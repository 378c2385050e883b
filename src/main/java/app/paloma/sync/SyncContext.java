package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailboxId;
import app.paloma.model.OfflineLimits;
import app.paloma.store.Store;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// What every part of one account's synchronization needs.
///
/// @param locks a mailbox is synchronized by one thread at a time
/// @param cancelled asked between steps
record SyncContext(
    Account account,
    Store store,
    MessageReader reader,
    Clock clock,
    ThreadFactory threads,
    Function<MailboxId, Lock> locks,
    Progress progress,
    BooleanSupplier cancelled) {

  /// Hears how far a mailbox is.
  @FunctionalInterface
  interface Progress {
    void working(String mailbox, int done, int total);

    Progress NONE = (mailbox, done, total) -> {};
  }

  /// What of the account's mail is kept here.
  OfflineLimits limits() {
    return OfflineLimits.parse(store.preferences().get(OfflineLimits.key(account.id())));
  }

  void checkCancelled() throws MailException {
    if (cancelled.getAsBoolean()) {
      throw new ConnectFailed(ConnectFailed.Reason.CANCELLED, "cancelled", null);
    }
  }
}
