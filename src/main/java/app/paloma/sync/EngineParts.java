package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.MailboxId;
import app.paloma.store.Store;
import app.paloma.sync.SyncContext.Progress;
import app.paloma.sync.SyncEngine.Status;
import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What the engine lends to the synchronization of each account.
record EngineParts(
    ImapConnector connector,
    Store store,
    MessageReader reader,
    Clock clock,
    RandomGenerator random,
    ThreadFactory threads,
    Function<MailboxId, Lock> locks,
    Consumer<Status> status,
    Pace pace) {

  SyncContext context(Account account, Progress progress, BooleanSupplier cancelled) {
    return new SyncContext(account, store, reader, clock, threads, locks, progress, cancelled);
  }
}
