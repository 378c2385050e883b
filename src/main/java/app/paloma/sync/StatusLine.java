package app.paloma.sync;

import app.paloma.model.AccountId;
import app.paloma.sync.SyncEngine.Status;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/// What one account's status is, made from what its threads do: idle only when all of them are.
final class StatusLine {
  /// Who works for the account.
  enum Part {
    /// Goes through the mailboxes.
    ROUND,
    /// Listens at INBOX.
    WATCH
  }

  private static final long INTERVAL_NANOS = 150_000_000L;

  private final AccountId account;
  private final Consumer<Status> listener;
  private int busy;
  private long lastShown;
  private long since;
  private String mailbox = "";
  private int first;
  private boolean failed;

  /// What this computer's disk did not take is told until the disk takes something again: that a
  /// server answers says nothing about it.
  private final Set<Part> unstored = EnumSet.noneOf(Part.class);

  /// What was under way when the connections were closed has nothing more to tell.
  private boolean offline;

  StatusLine(AccountId account, Consumer<Status> listener) {
    this.account = account;
    this.listener = listener;
  }

  synchronized void connecting() {
    offline = false;
    if (unstored.isEmpty()) {
      failed = false;
      listener.accept(new Status.Connecting(account));
    }
  }

  synchronized void begin() {
    busy++;
  }

  synchronized void end() {
    busy--;
    if (busy == 0 && !failed) {
      listener.accept(new Status.Idle(account));
    }
  }

  /// Not more often than a person can read.
  synchronized void working(String name, int done, int total) {
    long now = System.nanoTime();
    if (!name.equals(mailbox) || done < first) {
      mailbox = name;
      first = done;
      since = now;
      lastShown = now - INTERVAL_NANOS;
    }
    if (done > first) {
      stored(Part.ROUND);
      stored(Part.WATCH);
    }
    if (!unstored.isEmpty() || offline) {
      return;
    }
    if (now - lastShown < INTERVAL_NANOS && done < total) {
      return;
    }
    lastShown = now;
    double seconds = Math.max(0.001, (now - since) / 1e9);
    listener.accept(new Status.Working(account, name, done, total, (done - first) / seconds));
  }

  synchronized void offline() {
    failed = true;
    unstored.clear();
    offline = true;
    listener.accept(new Status.Offline(account));
  }

  /// @param retryAt 0: waits for the user
  synchronized void failed(Exception failure, long retryAt) {
    unstored.clear();
    tell(failure, retryAt);
  }

  /// The store did not take what came.
  synchronized void unstored(Part part, Exception failure, long retryAt) {
    unstored.add(part);
    tell(failure, retryAt);
  }

  private void tell(Exception failure, long retryAt) {
    failed = true;
    offline = false;
    mailbox = "";
    listener.accept(new Status.Failed(account, failure, retryAt));
  }

  /// The server answers.
  synchronized void recovered() {
    offline = false;
    failed = !unstored.isEmpty();
  }

  /// What this part brought is kept: the other one's failure is not over by that.
  synchronized void stored(Part part) {
    if (unstored.remove(part)) {
      failed = !unstored.isEmpty();
    }
  }
}
