package app.paloma.model;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Thrown by a trust check inside a TLS handshake: what is wrong, and the certificates the server
/// showed, so that a person can look at them.
public final class CertificateRefused extends CertificateException {
  private static final long serialVersionUID = 1;
  private final MailException.TlsFailed.Reason reason;
  private final transient List<X509Certificate> chain;

  /// @param chain the server's own certificate first
  public CertificateRefused(
      MailException.TlsFailed.Reason reason,
      String message,
      List<X509Certificate> chain,
      Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.chain = List.copyOf(chain);
  }

  public MailException.TlsFailed.Reason reason() {
    return reason;
  }

  public List<X509Certificate> chain() {
    return chain;
  }
}
