package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.store.StoreException;
import app.paloma.sync.ImapMailboxSync.Depth;
import app.paloma.sync.OnDemandConnection.Errand;
import app.paloma.sync.StatusLine.Part;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps one IMAP account in step in the background, with at most three connections: one works
/// through all mailboxes from time to time, one listens at INBOX, one does what the user waits for.
final class AccountSync implements BackgroundAccount {
  private static final Duration SETTLE = Duration.ofMillis(250);
  private static final Duration TIDY = Duration.ofMinutes(1);
  private static final Duration FOREVER = Duration.ofDays(1);

  /// How long a server that refused a second connection is not asked for one again.
  private static final Duration FEWER_FOR = Duration.ofMinutes(30);

  private static final Duration ROOM_SOON = Duration.ofMillis(50);
  private static final Duration ROOM_LATE = Duration.ofMillis(800);

  private final Account account;
  private final EngineParts parts;
  private final StatusLine status;
  private final Backoff backoff;
  private final Backoff watchBackoff;
  private final Suspects suspects = new Suspects();
  private final OnDemandConnection onDemand;
  private final FullDisk disk;
  private final Gate work = new Gate();
  private final Gate watch = new Gate();
  private final Gate push = new Gate();
  private volatile boolean online;
  private volatile boolean cancelled;
  private volatile boolean closed;
  private volatile boolean waitsForUser;

  /// The server takes no more connections, and somebody waits for one.
  private volatile boolean gaveWay;

  /// Mailboxes whose news were told by NOTIFY and are not fetched yet.
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private volatile int interruptions;
  private volatile long watchAfter = System.nanoTime();

  /// From when on the next round looks at the flags too.
  private volatile long thoroughAfter = System.nanoTime();

  private volatile ImapClient worker;
  private volatile IdleWatcher watcher;
  private List<Thread> threads = List.of();

  AccountSync(Account account, EngineParts parts, boolean online) {
    this.account = account;
    this.parts = parts;
    this.online = online;
    this.status = new StatusLine(account.id(), parts.status());
    this.backoff = new Backoff(parts.random());
    this.watchBackoff = new Backoff(parts.random());
    this.onDemand = new OnDemandConnection(parts.connector(), account);
    this.disk = new FullDisk(parts.store().profile());
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public void start() {
    threads =
        List.of(
            parts.threads().newThread(() -> loop(this::work)),
            parts.threads().newThread(() -> loop(this::watch)),
            parts.threads().newThread(() -> loop(this::push)));
    threads.forEach(Thread::start);
  }

  private interface Turn {
    void take() throws InterruptedException;
  }

  private void loop(Turn turn) {
    try {
      while (!closed) {
        turn.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean stopped() {
    return closed || cancelled || gaveWay || !online;
  }

  private SyncContext context() {
    return parts.context(account, status::working, this::stopped);
  }

  // --- the connection that works ---

  private void work() throws InterruptedException {
    if (!online || cancelled || waitsForUser || gaveWay) {
      work.await(FOREVER);
      return;
    }
    if (!disk.hasRoom()) {
      work.await(FullDisk.LOOK);
      return;
    }
    Duration pause;
    long began = System.nanoTime();
    int before = interruptions;
    ImapClient kept = worker;
    try {
      Depth depth = depth();
      round(kept, depth);
      backoff.reset();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      pause = depth == Depth.QUICK ? parts.pace().after(took) : parts.pace().look();
    } catch (MailException e) {
      boolean stale = kept != null && FailurePolicy.of(e) != FailurePolicy.NEEDS_USER;
      boolean closedHere = before != interruptions;
      closeWorker();
      // A connection that rested for minutes may be dead without anything being wrong.
      pause = stale || closedHere ? Duration.ZERO : failed(e);
    } catch (StoreException e) {
      closeWorker();
      pause = closed ? Duration.ZERO : unstored(Part.ROUND, e, backoff);
    } catch (RuntimeException e) {
      closeWorker();
      pause = closed ? Duration.ZERO : unexpected(e, backoff);
    }
    if (!closed && !pause.isZero()) {
      work.await(pause);
    }
  }

  /// Where nobody listens, and where NOTIFY told of something, flags are looked at each time.
  private Depth depth() {
    boolean thorough = !listening() || !told.isEmpty() || System.nanoTime() - thoroughAfter >= 0;
    return thorough ? Depth.USUAL : Depth.QUICK;
  }

  private void round(ImapClient kept, Depth depth) throws MailException {
    ImapClient client = kept;
    if (client == null) {
      status.connecting();
      client = parts.connector().open(account);
      worker = client;
    } else {
      // Of the mailbox that is selected, STATUS may tell what it was when it was opened (Courier;
      // RFC 9051 §6.3.11).
      client.unselect();
    }
    if (stopped()) {
      throw new ConnectFailed(ConnectFailed.Reason.CANCELLED, "stopped", null);
    }
    status.recovered();
    watch.signal();
    status.begin();
    try {
      AtomicBoolean inbox = new AtomicBoolean();
      Set<String> news = Set.copyOf(told);
      told.removeAll(news);
      new AccountPass(context(), suspects, depth, report -> {})
          .lookInto(news)
          .tellUnheard(mailbox -> wakeWatcher())
          .run(
              client,
              List.of(),
              mailbox -> {
                boolean mine = isForWorker(mailbox);
                inbox.set(inbox.get() || mine && mailbox.role() == MailboxRole.INBOX);
                return mine;
              });
      status.stored(Part.ROUND);
      if (inbox.get()) {
        status.stored(Part.WATCH);
      }
      if (depth == Depth.USUAL) {
        thoroughAfter = System.nanoTime() + parts.pace().thorough().toNanos();
      }
    } finally {
      status.end();
    }
  }

  /// Whether news of INBOX are heard at once.
  private boolean listening() {
    IdleWatcher listening = watcher;
    return listening != null && listening.listening();
  }

  private void heardOf(String mailbox) {
    told.add(mailbox);
    work.signal();
  }

  private boolean isForWorker(Mailbox mailbox) {
    return mailbox.role() != MailboxRole.INBOX || watcher == null;
  }

  private void closeWorker() {
    ImapClient client = worker;
    worker = null;
    if (client != null) {
      client.close();
    }
  }

  private Duration failed(MailException e) {
    switch (FailurePolicy.of(e)) {
      case STOPPED -> {
        if (!online) {
          status.offline();
        }
        return Duration.ZERO;
      }
      case NEEDS_USER -> {
        waitsForUser = true;
        status.failed(e, 0);
        return Duration.ZERO;
      }
      case OFFLINE -> {
        Duration pause = backoff.next();
        status.offline();
        return pause;
      }
      case RETRY, FEWER_CONNECTIONS -> {
        Duration pause = backoff.next();
        status.failed(e, parts.clock().millis() + pause.toMillis());
        return pause;
      }
    }
    return parts.pace().thorough();
  }

  /// The disk is full, or broken: the user has to know, and it is tried again.
  private Duration unstored(Part part, StoreException e, Backoff waits) {
    disk.failed(e);
    Duration pause = disk.hasRoom() ? waits.next() : FullDisk.LOOK;
    status.unstored(part, e, parts.clock().millis() + pause.toMillis());
    return pause;
  }

  /// A fault of this program's own costs this turn, and not all that follow.
  private Duration unexpected(RuntimeException e, Backoff waits) {
    Duration pause = waits.next();
    status.failed(e, parts.clock().millis() + pause.toMillis());
    return pause;
  }

  // --- the connection that listens ---

  private void watch() throws InterruptedException {
    Duration rest = Duration.ofNanos(watchAfter - System.nanoTime());
    if (stopped() || waitsForUser || worker == null || !disk.hasRoom()) {
      // The worker calls when it is connected.
      watch.await(FOREVER);
      return;
    }
    if (rest.isPositive()) {
      watch.await(rest);
      return;
    }
    Duration pause;
    IdleWatcher mine =
        new IdleWatcher(context(), parts.connector(), suspects, status, this::heardOf);
    watcher = mine;
    long began = System.nanoTime();
    try {
      pause = mine.listen() ? Duration.ZERO : FOREVER;
    } catch (MailException e) {
      if (System.nanoTime() - began > TimeUnit.MINUTES.toNanos(1)) {
        watchBackoff.reset();
      }
      pause =
          switch (FailurePolicy.of(e)) {
            case FEWER_CONNECTIONS -> FEWER_FOR;
            case NEEDS_USER -> FOREVER;
            case STOPPED -> Duration.ZERO;
            case RETRY, OFFLINE -> watchBackoff.next();
          };
    } catch (StoreException e) {
      pause = closed ? Duration.ZERO : unstored(Part.WATCH, e, watchBackoff);
    } catch (RuntimeException e) {
      pause = closed ? Duration.ZERO : unexpected(e, watchBackoff);
    } finally {
      watcher = null;
    }
    if (!pause.isZero() && !closed) {
      // The worker looks after INBOX meanwhile.
      watchAfter = System.nanoTime() + pause.toNanos();
      work.signal();
    }
  }

  // --- what the user did ---

  private void push() throws InterruptedException {
    if (!push.await(TIDY)) {
      onDemand.tidy();
      return;
    }
    Gate.pause(SETTLE);
    if (stopped() || waitsForUser || parts.store().pendingChanges().count(account.id()) == 0) {
      return;
    }
    try {
      onDemand.run(client -> {
        PendingChangePusher pusher = new PendingChangePusher(context(), client);
        pusher.push();
        if (pusher.deferred() || !client.canUidExpunge()) {
          work.signal();
        }
      });
    } catch (MailException | RuntimeException e) {
      // The next round of the worker pushes too, and tells the user what is wrong.
      work.signal();
    }
  }

  @Override
  public void pushSoon() {
    push.signal();
  }

  /// Runs an errand that the user waits for. Where the server takes no further connection, the
  /// others make room: what they were at goes on afterwards where it was.
  void onDemand(Errand errand) throws MailException {
    try {
      onDemand.run(errand);
      return;
    } catch (MailException e) {
      if (FailurePolicy.of(e) != FailurePolicy.FEWER_CONNECTIONS) {
        throw e;
      }
    }
    gaveWay = true;
    try {
      watchAfter = System.nanoTime() + FEWER_FOR.toNanos();
      withRoom(errand);
    } finally {
      onDemand.close();
      gaveWay = false;
      work.signal();
    }
  }

  /// One that is just being opened can be closed a little later only, and a server takes a moment
  /// to see that one was closed.
  private void withRoom(Errand errand) throws MailException {
    for (Duration pause = ROOM_SOON; ; pause = pause.multipliedBy(2)) {
      interrupted();
      stopListening();
      closeWorker();
      try {
        onDemand.run(errand);
        return;
      } catch (MailException e) {
        if (FailurePolicy.of(e) != FailurePolicy.FEWER_CONNECTIONS
            || pause.compareTo(ROOM_LATE) > 0) {
          throw e;
        }
        try {
          Gate.pause(pause);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  // --- from outside ---

  @Override
  public void syncSoon() {
    cancelled = false;
    waitsForUser = false;
    disk.tryAnyway();
    backoff.reset();
    watchBackoff.reset();
    watchAfter = System.nanoTime();
    thoroughAfter = System.nanoTime();
    work.signal();
    watch.signal();
    push.signal();
    wakeWatcher();
  }

  private void wakeWatcher() {
    IdleWatcher listening = watcher;
    if (listening != null) {
      listening.wake();
    }
  }

  @Override
  public void networkChanged() {
    // A connection from before leads nowhere now, or soon will; a new one costs little.
    interrupted();
    onDemand.close();
    stopListening();
    ImapClient client = worker;
    if (client != null) {
      worker = null;
      client.close();
    }
    backoff.reset();
    watchBackoff.reset();
    watchAfter = System.nanoTime();
    work.signal();
    watch.signal();
  }

  private synchronized void interrupted() {
    interruptions = interruptions + 1;
  }

  private void stopListening() {
    IdleWatcher listening = watcher;
    if (listening != null) {
      listening.stop();
    }
  }

  @Override
  public void setOnline(boolean now) {
    boolean before = online;
    online = now;
    if (now && !before) {
      syncSoon();
    } else if (!now && before) {
      networkChanged();
      status.offline();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    networkChanged();
  }

  @Override
  public void close() {
    closed = true;
    networkChanged();
    push.signal();
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(2_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
