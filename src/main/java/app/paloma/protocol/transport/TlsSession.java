package app.paloma.protocol.transport;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// What was agreed in a handshake.
final class TlsSession {
  private TlsSession() {}

  /// `TLSv1.3 TLS_AES_256_GCM_SHA384`.
  static String protection(SSLSession session) {
    return session.getProtocol() + " " + session.getCipherSuite();
  }

  static Optional<X509Certificate> peerCertificate(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /// TLS exporter (RFC 9266) for channel binding, where TLS 1.3 gives it.
  static Optional<byte[]> exporter(SSLSession session) {
    if (!session.getProtocol().equals("TLSv1.3")
        || !(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          extended.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
    } catch (SSLException | UnsupportedOperationException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
