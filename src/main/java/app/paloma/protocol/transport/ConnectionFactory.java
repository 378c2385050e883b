package app.paloma.protocol.transport;

import app.paloma.model.*;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Opens connections: resolves, tries addresses side by side (RFC 8305), TLS, limits.
public final class ConnectionFactory {
  public ConnectionFactory(TlsContexts tls, TranscriptSink transcript, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /// The room security implements it.
  @FunctionalInterface
  public interface TlsContexts {
    SSLContext context(String host, int port, Optional<String> caPem);
  }

  /// @param who for the transcript: `alice@localhost`
  public Connection open(ServerSettings server, Optional<String> caPem, String who)
      throws MailException {
    throw new UnsupportedOperationException();
  }
}
