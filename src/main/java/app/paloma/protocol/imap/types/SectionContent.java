package app.paloma.protocol.imap.types;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// What a section of a message turned out to be.
public sealed interface SectionContent {
  /// The exact octets.
  record Octets(byte[] octets) implements SectionContent {
    public long length() {
      return octets.length;
    }
  }

  /// The exact octets went into the stream that the [LiteralSink] opened.
  ///
  /// @param failure why the sink did not take them; the session goes on
  record Streamed(OutputStream to, long length, Optional<IOException> failure)
      implements SectionContent {}

  /// NIL: the server has no such section, or cannot read it.
  record Nil() implements SectionContent {}
}
