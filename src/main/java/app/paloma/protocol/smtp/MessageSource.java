package app.paloma.protocol.smtp;

import java.io.IOException;
import java.io.InputStream;

/// Opens a message's octets, each time from the first.
@FunctionalInterface
public interface MessageSource {
  InputStream open() throws IOException;
}
