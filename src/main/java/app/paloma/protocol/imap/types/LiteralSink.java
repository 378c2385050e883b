package app.paloma.protocol.imap.types;

import java.io.IOException;
import java.io.OutputStream;

/// Takes literals that are too large for memory. The stream is closed when all octets are written
/// or the connection broke; only a [SectionContent.Streamed] that comes with the message's data
/// says that all of it arrived.
@FunctionalInterface
public interface LiteralSink {
  OutputStream open(long octets) throws IOException;
}
