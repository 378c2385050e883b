package app.paloma.sync;

import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.store.Store;
import app.paloma.store.StoreException;
import app.paloma.sync.StatusLine.Part;
import app.paloma.sync.SyncEngine.Report;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Looks into a POP3 maildrop from time to time: the protocol has no news of its own.
final class Pop3Polling implements BackgroundAccount {
  /// One look, with a connection of its own.
  @FunctionalInterface
  interface Look {
    Report at(Account account, BooleanSupplier cancelled, StatusLine status);
  }

  private static final Duration POLL = Duration.ofMinutes(5);
  private static final Duration IN_USE = Duration.ofSeconds(30);
  private static final Duration FOREVER = Duration.ofDays(1);

  private final Account account;
  private final EngineParts parts;
  private final Look look;
  private final StatusLine status;
  private final Backoff backoff;
  private final FullDisk disk;
  private final Gate gate = new Gate();
  private volatile boolean online;
  private volatile boolean cancelled;
  private volatile boolean closed;
  private volatile boolean waitsForUser;
  private Thread thread;

  Pop3Polling(Account account, EngineParts parts, boolean online, Look look) {
    this.account = account;
    this.parts = parts;
    this.online = online;
    this.look = look;
    this.status = new StatusLine(account.id(), parts.status());
    this.backoff = new Backoff(parts.random());
    this.disk = new FullDisk(parts.store().profile());
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public void start() {
    thread = parts.threads().newThread(this::poll);
    thread.start();
  }

  private void poll() {
    try {
      while (!closed) {
        if (!online || cancelled || waitsForUser) {
          gate.await(FOREVER);
        } else if (!disk.hasRoom()) {
          gate.await(FullDisk.LOOK);
        } else {
          gate.await(round());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One look.
  ///
  /// @return how long until the next
  Duration round() {
    status.connecting();
    status.begin();
    try {
      Report report = look.at(account, () -> closed || cancelled || !online, status);
      Exception failure = report.failure().orElse(null);
      if (failure instanceof MailException e) {
        return failed(e);
      }
      if (failure != null) {
        return unstored(failure);
      }
      backoff.reset();
      status.stored(Part.ROUND);
      return usual(account, parts.store());
    } catch (StoreException e) {
      return closed ? Duration.ZERO : unstored(e);
    } finally {
      status.end();
    }
  }

  private Duration unstored(Exception e) {
    if (e instanceof StoreException failure) {
      disk.failed(failure);
    }
    Duration pause = disk.hasRoom() ? backoff.next() : FullDisk.LOOK;
    status.unstored(Part.ROUND, e, parts.clock().millis() + pause.toMillis());
    return pause;
  }

  private Duration failed(MailException e) {
    return switch (FailurePolicy.of(e)) {
      case STOPPED -> Duration.ZERO;
      case NEEDS_USER -> {
        waitsForUser = true;
        status.failed(e, 0);
        yield Duration.ZERO;
      }
      case OFFLINE -> {
        status.offline();
        yield backoff.next();
      }
      case RETRY, FEWER_CONNECTIONS -> {
        Duration usual = backoff.next();
        Duration wanted = wanted(e, usual(account, parts.store()));
        Duration pause = usual.compareTo(wanted) < 0 ? wanted : usual;
        status.failed(e, parts.clock().millis() + pause.toMillis());
        yield pause;
      }
    };
  }

  /// Between two looks: no shorter than the server announced (RFC 2449 §6.5).
  private static Duration usual(Account account, Store store) {
    Duration announced =
        store
            .preferences()
            .get(MaildropHabits.loginDelayKey(account))
            .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)))
            .orElse(Duration.ZERO);
    return announced.compareTo(POLL) < 0
        ? POLL
        : announced.compareTo(FOREVER) < 0 ? announced : FOREVER;
  }

  /// How long the server wants to be left alone at least (RFC 2449 §8.1.1).
  static Duration wanted(MailException e, Duration usual) {
    return !(e instanceof CommandRejected refusal)
        ? Duration.ZERO
        : FailurePolicy.has(refusal, "LOGIN-DELAY")
            ? usual
            : FailurePolicy.has(refusal, "IN-USE", MailException.TOO_MANY_CONNECTIONS)
                ? IN_USE
                : Duration.ZERO;
  }

  @Override
  public void syncSoon() {
    cancelled = false;
    waitsForUser = false;
    disk.tryAnyway();
    backoff.reset();
    gate.signal();
  }

  @Override
  public void pushSoon() {
    // Changes of a maildrop are only deletions; the next look carries them out.
  }

  @Override
  public void networkChanged() {
    backoff.reset();
    gate.signal();
  }

  @Override
  public void setOnline(boolean now) {
    boolean before = online;
    online = now;
    if (now && !before) {
      syncSoon();
    } else if (!now && before) {
      status.offline();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {
    closed = true;
    gate.signal();
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(2_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
