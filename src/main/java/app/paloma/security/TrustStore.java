package app.paloma.security;

import app.paloma.model.*;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Which certificates prove a server: the platform's authorities, an account's own PEM (for that
/// account alone), and exceptions a user made for exactly one host, port and certificate.
public final class TrustStore {
  public static TrustStore open(Path profile) {
    throw new UnsupportedOperationException();
  }

  /// For connections to that host and port; checks the host's name too (RFC 9525). A refused
  /// certificate is thrown as `CertificateRefused` inside the handshake's exception.
  public SSLContext context(String host, int port, Optional<String> caPem) {
    throw new UnsupportedOperationException();
  }

  public void addException(String host, int port, X509Certificate certificate) {
    throw new UnsupportedOperationException();
  }

  public boolean isException(String host, int port, X509Certificate certificate) {
    throw new UnsupportedOperationException();
  }
}
