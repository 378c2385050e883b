package app.paloma.protocol.transport;

import java.time.Duration;

/// How long to wait for what.
///
/// @param connectEach for one address; `connectTotal` for the host, name resolution included
/// @param connectStagger before the next address is tried beside the one before (RFC 8305 §5)
/// @param handshake for each answer within the TLS handshake
/// @param read for each read, until changed on the connection; `write` for each write
public record ConnectionLimits(
    Duration connectEach,
    Duration connectTotal,
    Duration connectStagger,
    Duration handshake,
    Duration read,
    Duration write) {
  public static final ConnectionLimits USUAL =
      new ConnectionLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(250),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120));

  /// For a first look at a server that may not be there.
  public static ConnectionLimits brief(Duration total) {
    return new ConnectionLimits(total, total, Duration.ofMillis(250), total, total, total);
  }
}
