package app.paloma.ui.accounts;

import app.paloma.model.MailException.TlsFailed;
import java.security.cert.X509Certificate;
import java.time.Instant;

/// A certificate as the question about it shows it.
///
/// @param changed the user trusted another one there before
/// @param certificate what would be trusted; null only where there is nothing to trust
public record CertificateDetails(
    String host,
    int port,
    TlsFailed.Reason reason,
    boolean changed,
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    String sha256,
    X509Certificate certificate) {}
