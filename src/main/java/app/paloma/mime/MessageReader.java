package app.paloma.mime;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;

/// Octets to content: any octets at all, never an exception for what they hold.
public final class MessageReader {
  public MessageReader() {}

  /// The fields and the text the store keeps. Fast: attachments are not decoded. `complete` false:
  /// the octets are only the beginning.
  public IndexedContent index(byte[] octets, boolean complete) {
    throw new UnsupportedOperationException();
  }

  /// The same for a message too large for memory.
  public IndexedContent index(InputStream octets) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// All a reader shows.
  public MessageContent read(byte[] octets) {
    throw new UnsupportedOperationException();
  }

  /// For large messages: parts stay on the source and are decoded when asked. `source` opens the
  /// message from its first octet, each time anew.
  public MessageContent read(OctetSource source) {
    throw new UnsupportedOperationException();
  }

  /// Opens the same octets as often as asked.
  public interface OctetSource {
    InputStream open() throws IOException;

    long size();
  }
}
