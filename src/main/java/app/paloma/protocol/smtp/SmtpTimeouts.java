package app.paloma.protocol.smtp;

import java.time.Duration;

/// How long each reply may take (RFC 5321 §4.5.3.2). What a person waits for takes shorter ones.
public record SmtpTimeouts(
    Duration greeting, Duration command, Duration dataInitiation, Duration dataTermination) {
  public static final SmtpTimeouts RFC_5321 =
      new SmtpTimeouts(
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  /// For a dialog or a command that somebody looks at while nothing is at stake.
  public static final SmtpTimeouts INTERACTIVE =
      new SmtpTimeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));
}
