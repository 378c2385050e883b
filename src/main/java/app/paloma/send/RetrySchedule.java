package app.paloma.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to try again: 1, 5, 15, 30 minutes, then hourly, each a little off, for 48 hours (RFC 5321
/// §4.5.4.1 wants at least 30 minutes between tries and some days; a person at a window wants the
/// first ones sooner).
final class RetrySchedule {
  private static final long[] MINUTES = {1, 5, 15, 30, 60};
  private static final int CUTS = 3;
  private static final Duration LIFETIME = Duration.ofDays(2);
  private final RandomGenerator random;

  RetrySchedule(RandomGenerator random) {
    this.random = random;
  }

  /// @param attempts how many were made, at least 1
  Instant next(int attempts, Instant now) {
    long minutes = MINUTES[Math.clamp(attempts - 1L, 0, MINUTES.length - 1)];
    long seconds = minutes * 60;
    return now.plusSeconds(seconds + random.nextLong(seconds / 5 + 1));
  }

  /// When a line that was cut before anything was said about a message is tried again in the same
  /// run: at once, after 0.5 s, after 1 s. Not more often: a server that hangs up on a wrong
  /// password instead of refusing it counts each of them.
  ///
  /// @param cuts one after the other, at least 1
  Optional<Duration> afterCut(int cuts) {
    if (cuts > CUTS) {
      return Optional.empty();
    }
    long millis = cuts == 1 ? 0 : 250L << (cuts - 1);
    return Optional.of(Duration.ofMillis(millis - random.nextLong(millis / 4 + 1)));
  }

  boolean isExpired(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(LIFETIME) > 0;
  }
}
