package app.paloma.protocol.transport;

import java.time.Instant;

/// Receives each line of a protocol dialogue, already masked.
@FunctionalInterface
public interface TranscriptSink {
  /// @param direction 'C', 'S' or '*' for events (connected, TLS, closed)
  void line(Instant time, String protocol, String who, char direction, String text);

  TranscriptSink NONE =
      new TranscriptSink() {
        @Override
        public void line(Instant time, String protocol, String who, char direction, String text) {}
      };

  /// Both get each line.
  default TranscriptSink and(TranscriptSink other) {
    if (equals(NONE)) {
      return other;
    }
    if (other.equals(NONE)) {
      return this;
    }
    return (time, protocol, who, direction, text) -> {
      line(time, protocol, who, direction, text);
      other.line(time, protocol, who, direction, text);
    };
  }
}
