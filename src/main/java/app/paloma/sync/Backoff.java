package app.paloma.sync;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a server is tried again: 2 s, doubling to 10 min, each with jitter so
/// that a thousand clients do not come back to a restarted server in the same second.
final class Backoff {
  private static final long LONGEST_MILLIS = Duration.ofMinutes(10).toMillis();

  private final long firstMillis;
  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this(Pace.USUAL.again(), random);
  }

  Backoff(Duration first, RandomGenerator random) {
    this.firstMillis = first.toMillis();
    this.random = random;
  }

  /// Counts one more failure and tells how long to wait.
  synchronized Duration next() {
    long base = firstMillis << Math.min(failures, 20);
    failures++;
    base = Math.min(base, LONGEST_MILLIS);
    return Duration.ofMillis(base - base / 4 + random.nextLong(base / 4 + 1));
  }

  /// It worked, or the user acted: the next failure waits 2 s again.
  synchronized void reset() {
    failures = 0;
  }
}
