package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(new Random(1));

  @Test
  void doublesFromTwoSecondsToTenMinutes() {
    Duration first = backoff.next();
    assertThat(first).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(2));
    Duration last = first;
    for (int i = 0; i < 50; i++) {
      last = backoff.next();
    }
    assertThat(last).isBetween(Duration.ofSeconds(450), Duration.ofMinutes(10));
  }

  @Test
  void successForgetsTheFailures() {
    for (int i = 0; i < 8; i++) {
      backoff.next();
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(2));
  }
}
