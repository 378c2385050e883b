package app.paloma.security;

import app.paloma.model.CertificateRefused;
import app.paloma.model.MailException.TlsFailed.Reason;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Judges the certificates of one host and port: chain, dates and name by the JDK's rules, against
/// the account's own authorities, Java's and the system's; then the user's exceptions.
final class ServerTrust extends X509ExtendedTrustManager {
  @FunctionalInterface
  private interface Check {
    void by(X509ExtendedTrustManager authorities) throws CertificateException;
  }

  private final TrustStore store;
  private final String host;
  private final int port;
  private final Optional<X509ExtendedTrustManager> own;

  ServerTrust(TrustStore store, String host, int port, Optional<X509ExtendedTrustManager> own) {
    this.store = store;
    this.host = host;
    this.port = port;
    this.own = own;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge(chain, authType, authorities -> authorities.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge(chain, authType, authorities -> authorities.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("a certificate without a connection proves no host");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("Paloma is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private void judge(X509Certificate[] chain, String authType, Check check)
      throws CertificateException {
    if (store.isException(host, port, chain[0])) {
      return;
    }
    try {
      // Before the chain: a certificate that is an authority itself passes it whatever its dates.
      chain[0].checkValidity();
    } catch (CertificateException e) {
      throw refusal(dateReason(e), chain, e);
    }
    CertificateRefused refused = null;
    for (Optional<X509ExtendedTrustManager> authorities : List.of(own, store.javaAuthorities())) {
      if (authorities.isPresent()) {
        CertificateRefused now = ask(authorities.get(), chain, authType, check);
        if (now == null) {
          return;
        }
        refused = telling(refused, now);
      }
    }
    if (refused.reason() == Reason.UNKNOWN_ISSUER && store.systemAuthorities().isPresent()) {
      CertificateRefused now = ask(store.systemAuthorities().get(), chain, authType, check);
      if (now == null) {
        return;
      }
      refused = telling(refused, now);
    }
    throw refused;
  }

  /// Null where these authorities accept it.
  private CertificateRefused ask(
      X509ExtendedTrustManager authorities, X509Certificate[] chain, String authType, Check check) {
    try {
      check.by(authorities);
      return null;
    } catch (CertificateException e) {
      try {
        authorities.checkServerTrusted(chain, authType);
      } catch (CertificateException withoutName) {
        return refusal(chainReason(withoutName), chain, withoutName);
      }
      return refusal(Reason.WRONG_HOST, chain, e);
    }
  }

  /// Authorities that know the issuer say more than those that do not.
  private static CertificateRefused telling(CertificateRefused before, CertificateRefused now) {
    return before == null || before.reason() == Reason.UNKNOWN_ISSUER ? now : before;
  }

  private static Reason dateReason(CertificateException failure) {
    return failure instanceof CertificateNotYetValidException
        ? Reason.NOT_YET_VALID
        : Reason.EXPIRED;
  }

  private static Reason chainReason(CertificateException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return Reason.EXPIRED;
      }
      if (cause instanceof CertificateNotYetValidException) {
        return Reason.NOT_YET_VALID;
      }
      if (cause instanceof CertPathValidatorException path) {
        if (path.getReason() == CertPathValidatorException.BasicReason.EXPIRED) {
          return Reason.EXPIRED;
        }
        if (path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
          return Reason.NOT_YET_VALID;
        }
      }
    }
    return Reason.UNKNOWN_ISSUER;
  }

  private CertificateRefused refusal(
      Reason reason, X509Certificate[] chain, CertificateException cause) {
    String subject = chain[0].getSubjectX500Principal().getName();
    String issuer = chain[0].getIssuerX500Principal().getName();
    String text =
        switch (reason) {
          case WRONG_HOST -> "the certificate is for " + names(chain[0]) + ", not for " + host;
          case EXPIRED -> "the certificate ended on " + chain[0].getNotAfter().toInstant();
          case NOT_YET_VALID -> "the certificate begins on " + chain[0].getNotBefore().toInstant();
          default -> "nobody known vouches for " + subject + ", issued by " + issuer;
        };
    return new CertificateRefused(reason, text, List.of(chain), cause);
  }

  private static String names(X509Certificate certificate) {
    try {
      if (certificate.getSubjectAlternativeNames() != null) {
        return String.join(
            ", ",
            certificate.getSubjectAlternativeNames().stream()
                .filter(name -> name.get(1) instanceof String)
                .limit(5)
                .map(name -> (String) name.get(1))
                .toList());
      }
    } catch (CertificateException e) {
      return certificate.getSubjectX500Principal().getName();
    }
    return certificate.getSubjectX500Principal().getName();
  }
}
