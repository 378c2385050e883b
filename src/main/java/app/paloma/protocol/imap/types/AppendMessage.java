package app.paloma.protocol.imap.types;

import app.paloma.model.Flags;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/// A message to store on the server.
///
/// @param internalDate null leaves it to the server
/// @param octets exactly this many are read of `content`
public record AppendMessage(Flags flags, Instant internalDate, long octets, Content content) {
  /// Opened once for each try.
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  public AppendMessage with(Flags others) {
    return new AppendMessage(others, internalDate, octets, content);
  }

  public static AppendMessage of(Flags flags, Instant internalDate, byte[] message) {
    return new AppendMessage(
        flags, internalDate, message.length, () -> new ByteArrayInputStream(message));
  }
}
