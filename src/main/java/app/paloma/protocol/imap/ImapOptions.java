package app.paloma.protocol.imap;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/// How a client behaves.
///
/// @param commandTimeout how long the server may be silent while a command is unanswered
/// @param signInTimeout the same until the user is let in
/// @param identity what the ID command (RFC 2971) tells; empty sends none
/// @param compress COMPRESS=DEFLATE where it is offered and the server is not this machine
/// @param utf8 ENABLE UTF8=ACCEPT (RFC 6855)
/// @param threads for the watch over IDLE
public record ImapOptions(
    Duration commandTimeout,
    Duration signInTimeout,
    Map<String, String> identity,
    boolean compress,
    boolean utf8,
    ThreadFactory threads) {
  public static final ImapOptions DEFAULT =
      new ImapOptions(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Map.of("name", "Paloma"),
          true,
          true,
          Thread.ofVirtual().name("imap-idle").factory());

  /// The same with other patience.
  public ImapOptions with(Duration command, Duration signIn) {
    return new ImapOptions(command, signIn, identity, compress, utf8, threads);
  }
}
