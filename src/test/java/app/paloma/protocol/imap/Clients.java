package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.transport.Connection;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Opens clients on servers of these tests.
final class Clients {
  static final ImapOptions OPTIONS =
      new ImapOptions(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Map.of("name", "Paloma"),
          true,
          true,
          Thread.ofVirtual().factory());

  /// Sends nothing by itself after signing in.
  static final ImapOptions QUIET =
      new ImapOptions(
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Map.of(),
          false,
          false,
          Thread.ofVirtual().factory());

  private Clients() {}

  static ImapClient open(String url, ImapOptions options, ImapListener listener)
      throws MailException {
    return open(url, TestCertificates.shared().caPem(), options, listener);
  }

  static ImapClient open(String url, String caPem, ImapOptions options, ImapListener listener)
      throws MailException {
    ServerSettings settings = ServerSettings.parse(url);
    Connection connection = connect(settings, caPem);
    return ImapClient.open(connection, settings, Secret.of("secret"), options, listener);
  }

  static Connection connect(ServerSettings settings, String caPem) throws MailException {
    return connect(settings, caPem, TranscriptSink.NONE);
  }

  static Connection connect(ServerSettings settings, String caPem, TranscriptSink transcript)
      throws MailException {
    ConnectionFactory factory =
        new ConnectionFactory((host, port, ca) -> trusting(caPem), transcript, Clock.systemUTC());
    return factory.open(settings, Optional.empty(), "alice@localhost");
  }

  private static SSLContext trusting(String pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
