package app.paloma.testing;

import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.TranscriptSink;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Connections that trust the test's own authority.
public final class LoopbackConnections {
  private LoopbackConnections() {}

  public static ConnectionFactory open() {
    return open(TranscriptSink.NONE);
  }

  public static ConnectionFactory open(TranscriptSink transcript) {
    SSLContext context = trusting();
    return new ConnectionFactory((host, port, pem) -> context, transcript, Clock.systemUTC());
  }

  /// For servers without TLS; needs no certificates, which take seconds to make.
  public static ConnectionFactory plain() {
    return new ConnectionFactory(
        (host, port, pem) -> {
          throw new IllegalStateException("no TLS was expected");
        },
        TranscriptSink.NONE,
        Clock.systemUTC());
  }

  private static SSLContext trusting() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      byte[] pem = TestCertificates.shared().caPem().getBytes(StandardCharsets.US_ASCII);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem)));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
