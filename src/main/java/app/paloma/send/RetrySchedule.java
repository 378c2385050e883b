package app.paloma.send;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ConnectFailed.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When to try again: 1, 5, 15, 30 minutes, then hourly, each a little off, for 48 hours (RFC 5321
/// §4.5.4.1 wants at least 30 minutes between tries and some days; a person at a window wants the
/// first ones sooner).
final class RetrySchedule {
  private static final long[] MINUTES = {1, 5, 15, 30, 60};
  private static final long[] AFTER_CUT = {0, 1000, 3000};
  private static final long[] AFTER_GOODBYE = {1000, 3000};
  private static final long[] WHILE_FULL = {3000};
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

  /// When a session that ended before a message's content is tried again in the same run: a line
  /// that was cut at once, then after 1 s and 3 s; a server that said goodbye (421) after 1 s and 3
  /// s, once where it has too many connections. Not more often: a server that hangs up on a wrong
  /// password instead of refusing it counts each of them.
  ///
  /// @param failures one after the other, at least 1
  Optional<Duration> again(MailException failure, int failures) {
    long[] pauses = pauses(failure);
    if (failures > pauses.length) {
      return Optional.empty();
    }
    long millis = pauses[failures - 1];
    return Optional.of(Duration.ofMillis(millis - random.nextLong(millis / 4 + 1)));
  }

  private static long[] pauses(MailException failure) {
    if (failure.isCut()) {
      return AFTER_CUT;
    }
    if (!(failure instanceof ConnectFailed e) || e.reason() != Reason.SERVER_CLOSED) {
      return new long[0];
    }
    boolean full = e.detailCode().equals(MailException.TOO_MANY_CONNECTIONS);
    return full ? WHILE_FULL : AFTER_GOODBYE;
  }

  boolean isExpired(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(LIFETIME) > 0;
  }
}
