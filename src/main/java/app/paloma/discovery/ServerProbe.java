package app.paloma.discovery;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.transport.Connection;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.ConnectionLimits;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.security.TrustStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Whether a guessed server is there. Nothing about the user is told to it.
@FunctionalInterface
interface ServerProbe {
  boolean answers(ServerSettings server);

  /// Connects; with TLS the certificate must prove the name, without it the greeting must be a mail
  /// server's.
  static ServerProbe connecting() {
    ConnectionFactory factory =
        new ConnectionFactory(
            TrustStore.withoutProfile()::context,
            TranscriptSink.NONE,
            Clock.systemUTC(),
            ConnectionLimits.brief(Duration.ofSeconds(5)));
    return server -> {
      try (Connection connection = factory.open(server, Optional.empty(), server.host())) {
        if (server.security() == ConnectionSecurity.TLS) {
          return connection.isSecure();
        }
        byte[] greeting = connection.readLine(2000);
        String text =
            greeting == null
                ? ""
                : new String(greeting, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .toUpperCase(Locale.ROOT);
        return text.startsWith("* OK") || text.startsWith("+OK") || text.startsWith("220");
      } catch (MailException e) {
        return false;
      }
    };
  }
}
