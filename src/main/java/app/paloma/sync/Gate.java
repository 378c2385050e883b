package app.paloma.sync;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where a loop waits for its next turn. A signal given while nobody waits is kept.
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean open;

  void signal() {
    lock.lock();
    try {
      open = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// @return whether it was signalled, else the time is over
  boolean await(Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (!open && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      boolean signalled = open;
      open = false;
      return signalled;
    } finally {
      lock.unlock();
    }
  }

  /// Waits that long even if signalled; the signal stays.
  static void pause(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
