package app.paloma.sync;

import app.paloma.model.MailException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Whether somebody who waits for one synchronization gets another try at a session that could not
/// be opened. Only a few: a server that hangs up on a wrong password instead of refusing it counts
/// each of them.
final class Reopening {
  private static final int AFTER_CUTS = 3;
  private static final int WHILE_BUSY = 2;
  private static final long STEP_NANOS = 100_000_000;

  private final Backoff afterCuts;
  private final Backoff whileBusy;
  private final BooleanSupplier cancelled;
  private int failures;

  Reopening(Pace pace, RandomGenerator random, BooleanSupplier cancelled) {
    this.afterCuts = new Backoff(pace.again().dividedBy(4), random);
    this.whileBusy = new Backoff(pace.again(), random);
    this.cancelled = cancelled;
  }

  /// A session was open: the next failure is the first again.
  void opened() {
    failures = 0;
    afterCuts.reset();
    whileBusy.reset();
  }

  /// Waits until it is time to try again: after the first cut it is at once.
  ///
  /// @return false where another try would not help, or nobody waits any more
  boolean again(MailException failure) {
    boolean isCut = failure.isCut();
    boolean mayHelp = isCut || FailurePolicy.soonOver(failure);
    if (!mayHelp || ++failures > (isCut ? AFTER_CUTS : WHILE_BUSY)) {
      return false;
    }
    if (isCut && failures == 1) {
      return !cancelled.getAsBoolean();
    }
    long end = System.nanoTime() + (isCut ? afterCuts : whileBusy).next().toNanos();
    try {
      long left = end - System.nanoTime();
      while (!cancelled.getAsBoolean() && left > 0) {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, STEP_NANOS));
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !cancelled.getAsBoolean();
  }
}
