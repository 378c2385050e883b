package app.paloma.model;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/// Why talking to a server failed, as it is kept with what it kept from being done: later it is
/// explained like the failure itself, in the language of whoever reads it.
///
/// @param kind as `CONNECT LOST` or `COMMAND 421 4.7.0 AUTH`, with the certificate that was
///   refused; empty where no connection failed
/// @param text the failure's own
public record KeptFailure(String kind, String text) {
  private static final String CUT = "CUT";

  /// In other words than a failure's.
  public static KeptFailure saying(String text) {
    return new KeptFailure("", text);
  }

  public static KeptFailure of(MailException failure) {
    String kind =
        switch (failure) {
          case ConnectFailed e -> "CONNECT " + e.reason() + " " + e.detailCode();
          case TlsFailed e -> "TLS " + (e.isCut() ? CUT : e.reason()) + certificate(e);
          case AuthRejected e -> "AUTH " + e.detailCode();
          case CommandRejected e ->
              "COMMAND " + e.code() + " " + e.detailCode() + " " + e.command();
          case ProtocolBroken e -> "PROTOCOL";
        };
    return new KeptFailure(kind, String.valueOf(failure.getMessage()));
  }

  /// @return empty also for what this Paloma cannot have kept
  public Optional<MailException> failure() {
    // A referral's code has a space in it, before the server's name.
    String[] words = kind.split(" ", kind.startsWith("AUTH ") ? 2 : 4);
    try {
      return switch (words[0] + " " + words.length) {
        case "CONNECT 3" ->
            Optional.of(
                new ConnectFailed(ConnectFailed.Reason.valueOf(words[1]), words[2], text, null));
        case "TLS 2" -> Optional.of(tls(words[1], Optional.empty()));
        case "TLS 3" -> Optional.of(tls(words[1], certificate(words[2])));
        case "AUTH 2" -> Optional.of(new AuthRejected(words[1], text, null));
        case "COMMAND 4" ->
            Optional.of(new CommandRejected(words[3], Integer.parseInt(words[1]), words[2], text));
        case "PROTOCOL 1" -> Optional.of(new ProtocolBroken(text));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private TlsFailed tls(String reason, Optional<X509Certificate> certificate) {
    return reason.equals(CUT)
        ? new TlsFailed(TlsFailed.Reason.HANDSHAKE, text, new EOFException())
        : new TlsFailed(TlsFailed.Reason.valueOf(reason), text, certificate, null);
  }

  /// What was refused is part of the reason.
  private static String certificate(TlsFailed failure) {
    try {
      return failure.certificate().isEmpty()
          ? ""
          : " " + Base64.getEncoder().encodeToString(failure.certificate().get().getEncoded());
    } catch (CertificateEncodingException e) {
      return "";
    }
  }

  private static Optional<X509Certificate> certificate(String base64) {
    byte[] octets = Base64.getDecoder().decode(base64);
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(octets)));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }
}
