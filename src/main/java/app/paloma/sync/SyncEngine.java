package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.*;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.security.CredentialStore;
import app.paloma.store.Store;
import app.paloma.store.StoreChange;
import app.paloma.store.StoreException;
import app.paloma.sync.ImapMailboxSync.Depth;
import app.paloma.sync.OnDemandConnection.Errand;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

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
    ///
    /// @param failure a `MailException` of the server, a `StoreException` of this computer's disk
    record Failed(AccountId account, Exception failure, long retryAt) implements Status {}

    /// The server wants this to be seen; what goes on is as it was.
    record Alert(AccountId account, String text) implements Status {}
  }

  private final Store store;
  private final ImapConnector connector;
  private final Maildrops maildrops;
  private final EngineParts parts;
  private final OnDemandFetch fetch;
  private final Map<MailboxId, Lock> locks = new ConcurrentHashMap<>();
  private final Map<AccountId, BackgroundAccount> background = new ConcurrentHashMap<>();
  private final Map<AccountId, Integer> cancellations = new ConcurrentHashMap<>();
  private final List<Consumer<Status>> listeners = new CopyOnWriteArrayList<>();
  private final Gate accountsChanged = new Gate();
  private volatile boolean online = true;
  private volatile boolean closed;
  private AutoCloseable subscription;
  private NetworkWatch network;
  private Thread keeper;

  /// @param random for the jitter of back-off
  /// @param threads makes the threads that wait for servers, parse and wait for the store
  public SyncEngine(
      ConnectionFactory connections,
      CredentialStore credentials,
      Store store,
      MessageReader reader,
      Clock clock,
      RandomGenerator random,
      ThreadFactory threads) {
    this(connections, credentials, store, reader, clock, random, threads, Pace.USUAL);
  }

  SyncEngine(
      ConnectionFactory connections,
      CredentialStore credentials,
      Store store,
      MessageReader reader,
      Clock clock,
      RandomGenerator random,
      ThreadFactory threads,
      Pace pace) {
    this.store = store;
    this.connector =
        new ImapConnector(
            connections, credentials, pace.silence(), new ServerAlerts(clock, this::tell));
    this.maildrops = new Maildrops(connections, connector::password, store, reader, clock);
    this.parts =
        new EngineParts(
            connector,
            store,
            reader,
            clock,
            random,
            threads,
            id -> locks.computeIfAbsent(id, i -> new ReentrantLock()),
            this::tell,
            pace);
    this.fetch = new OnDemandFetch(parts, maildrops, this::onDemand, this::syncSoon, () -> closed);
  }

  /// One synchronization; blocks; reports each mailbox as it is done. Never throws for a server's
  /// failure: it is in the report.
  public Report syncNow(AccountId account, Options options, Consumer<MailboxReport> progress) {
    return pass(account, options, new Depth(options.headersOnly(), true, false), progress);
  }

  /// Compares all UIDs and flags with the server, trusting no stored number, and mends what
  /// differs: the reports tell what that was.
  public Report verify(AccountId account, Options options, Consumer<MailboxReport> progress) {
    return pass(account, options, new Depth(options.headersOnly(), true, true), progress);
  }

  private Report pass(
      AccountId id, Options options, Depth depth, Consumer<MailboxReport> progress) {
    Account account =
        store
            .accounts()
            .get(id)
            .orElseThrow(() ->
                new StoreException(StoreException.Reason.NOT_FOUND, "no account " + id, null));
    int turn = cancellations.getOrDefault(id, 0);
    BooleanSupplier cancelled = () -> closed || cancellations.getOrDefault(id, 0) != turn;
    StatusLine status = new StatusLine(id, this::tell);
    status.connecting();
    status.begin();
    Reopening reopening = new Reopening(parts.pace(), parts.random(), cancelled);
    try {
      if (account.incoming().protocol() == MailProtocol.POP3) {
        return maildrops.lookAt(
            account, options.headersOnly(), cancelled, status, progress, reopening::again);
      }
      SyncContext context = parts.context(account, status::working, cancelled);
      return new AccountPass(context, new Suspects(), depth, progress)
          .run(
              connector,
              options,
              reopening,
              failure -> {
                status.failed(failure, parts.clock().millis());
                status.connecting();
              });
    } finally {
      status.end();
    }
  }

  /// Background work for all accounts: first sync, IDLE, pushing changes, POP3 polling, back-off.
  /// New and removed accounts are noticed.
  public synchronized void start() {
    if (keeper != null || closed) {
      return;
    }
    subscription = store.subscribe(this::heard);
    network = new NetworkWatch(parts.clock(), parts.threads(), this::networkChanged);
    keeper = parts.threads().newThread(this::keep);
    accountsChanged.signal();
    keeper.start();
  }

  /// On the store's writer thread: only hands over.
  private void heard(StoreChange change) {
    switch (change) {
      case StoreChange.PendingChanges pending -> {
        BackgroundAccount account = background.get(pending.account());
        if (account != null) {
          account.pushSoon();
        }
      }
      case StoreChange.Accounts a -> accountsChanged.signal();
      case StoreChange.External e -> {
        accountsChanged.signal();
        background.values().forEach(BackgroundAccount::pushSoon);
      }
      case StoreChange.Mailboxes m -> {}
      case StoreChange.Messages m -> {}
      case StoreChange.Content c -> {}
      case StoreChange.Outbox o -> {}
      case StoreChange.Drafts d -> {}
      case StoreChange.Preferences p -> {}
    }
  }

  private void keep() {
    try {
      while (!closed) {
        accountsChanged.await(Duration.ofDays(1));
        Map<AccountId, Account> now = new HashMap<>();
        store.accounts().list().forEach(a -> now.put(a.id(), a));
        for (BackgroundAccount each : List.copyOf(background.values())) {
          Account after = now.get(each.account().id());
          if (!sameServer(each.account(), after)) {
            background.remove(each.account().id());
            each.close();
          }
        }
        for (Account account : now.values()) {
          if (!closed && !background.containsKey(account.id())) {
            BackgroundAccount added = background(account);
            background.put(account.id(), added);
            added.start();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean sameServer(Account before, Account after) {
    return after != null
        && before.incoming().equals(after.incoming())
        && before.caPem().equals(after.caPem())
        && before.leaveOnServer().equals(after.leaveOnServer());
  }

  private BackgroundAccount background(Account account) {
    if (account.incoming().protocol() == MailProtocol.POP3) {
      return new Pop3Polling(
          account,
          parts,
          online,
          (a, cancelled, status) ->
              maildrops.lookAt(a, false, cancelled, status, r -> {}, failure -> false));
    }
    return new AccountSync(account, parts, online);
  }

  public void syncSoon(AccountId account) {
    BackgroundAccount running = background.get(account);
    if (running != null) {
      running.syncSoon();
    }
  }

  /// All accounts, and the back-off is forgotten.
  public void syncAll() {
    background.values().forEach(BackgroundAccount::syncSoon);
  }

  private void networkChanged() {
    background.values().forEach(BackgroundAccount::networkChanged);
  }

  public void setOnline(boolean online) {
    this.online = online;
    background.values().forEach(a -> a.setOnline(online));
  }

  public boolean isOnline() {
    return online;
  }

  public void cancel(AccountId account) {
    cancellations.merge(account, 1, Integer::sum);
    BackgroundAccount running = background.get(account);
    if (running != null) {
      running.cancel();
    }
  }

  /// Brings the rest of a message, ahead of everything else. Blocks.
  public void fetchBody(MessageId id) throws MailException {
    fetch.body(id);
  }

  /// Brings what is to be read of a message, its files only where they are small: see
  /// [app.paloma.store.ContentStore#partial]. Blocks.
  public void fetchText(MessageId id) throws MailException {
    fetch.text(id);
  }

  /// Brings one part of a message that is not all here, as it was sent. Blocks.
  ///
  /// @param section its number (RFC 9051 §6.4.5)
  /// @param from octets of it that are in `to` already
  /// @param octets as many as are expected; 0 where that is not known
  /// @throws java.io.UncheckedIOException when `to` does not take them
  public void fetchPart(
      MessageId id, String section, long from, long octets, OutputStream to, FetchProgress progress)
      throws MailException {
    fetch.part(id, section, from, octets, to, progress);
  }

  /// What a server found.
  ///
  /// @param refused mailboxes that could not be searched
  public record ServerHits(List<MessageId> messages, int refused) {}

  /// Lets the account's server search; what is not here yet comes with its header. Blocks. A POP3
  /// server cannot search.
  public ServerHits searchServer(AccountId id, SearchQuery query, int limit) throws MailException {
    Account account = store.accounts().get(id).orElse(null);
    if (account == null || account.incoming().protocol() == MailProtocol.POP3) {
      return new ServerHits(List.of(), 0);
    }
    SyncContext context = parts.context(account, SyncContext.Progress.NONE, () -> closed);
    List<MessageId> found = new ArrayList<>();
    int[] refused = {0};
    onDemand(
        account,
        client -> {
          ServerSearch search = new ServerSearch(context, client);
          found.clear();
          found.addAll(search.search(query, limit));
          refused[0] = search.refused();
        });
    return new ServerHits(List.copyOf(found), refused[0]);
  }

  private void onDemand(Account account, Errand errand) throws MailException {
    if (background.get(account.id()) instanceof AccountSync running) {
      running.onDemand(errand);
    } else {
      try (OnDemandConnection own = new OnDemandConnection(connector, account)) {
        own.run(errand);
      }
    }
  }

  /// Checks settings and credentials of an account that is not stored yet (incoming server).
  /// Blocks.
  public void check(Account account, Secret<String> password) throws MailException {
    if (account.incoming().protocol() == MailProtocol.POP3) {
      maildrops.check(account, password);
      return;
    }
    try (ImapClient client = connector.open(account, password, ImapListener.NONE)) {
      client.list(false);
      client.logout();
    }
  }

  public AutoCloseable subscribe(Consumer<Status> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(Status status) {
    listeners.forEach(l -> l.accept(status));
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (subscription != null) {
        subscription.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      if (network != null) {
        network.close();
      }
      if (keeper != null) {
        keeper.interrupt();
      }
      background.values().forEach(BackgroundAccount::close);
      background.clear();
    }
  }
}
