package app.paloma.protocol.transport;

import app.paloma.model.CertificateRefused;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailException.TlsFailed.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.IDN;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The TLS handshake on a socket (RFC 8446, 5246), with the host's name checked (RFC 9525), and why
/// it failed.
final class TlsLayer {
  private TlsLayer() {}

  static SSLSocket handshake(
      SSLContext context, Socket raw, String host, int port, Duration timeout)
      throws MailException {
    try {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(raw, nameToCheck(host), port, true);
      SSLParameters parameters = socket.getSSLParameters();
      // The identification of RFC 2818, whose rules for names are those of RFC 9525 in the JDK.
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      List<String> supported = Arrays.asList(parameters.getProtocols());
      parameters.setProtocols(
          List.of("TLSv1.3", "TLSv1.2").stream()
              .filter(supported::contains)
              .toArray(String[]::new));
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      throw failure(e, host, port);
    }
  }

  /// As it stands in certificates: A-labels, no dot at the end (RFC 9525 §6.3).
  private static String nameToCheck(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.contains(":") ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
  }

  static MailException failure(IOException failure, String host, int port) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateRefused refused) {
        return new TlsFailed(
            refused.reason(), refused.getMessage(), refused.chain().stream().findFirst(), failure);
      }
      Reason reason =
          switch (cause) {
            case CertificateExpiredException e -> Reason.EXPIRED;
            case CertificateNotYetValidException e -> Reason.NOT_YET_VALID;
            case CertPathBuilderException e -> Reason.UNKNOWN_ISSUER;
            case CertPathValidatorException e -> Reason.UNKNOWN_ISSUER;
            case CertificateException e
                when e.getCause() == null && String.valueOf(e.getMessage()).contains("name") ->
                Reason.WRONG_HOST;
            default -> null;
          };
      if (reason != null) {
        return new TlsFailed(reason, String.valueOf(cause.getMessage()), failure);
      }
    }
    if (failure instanceof SocketTimeoutException) {
      return new ConnectFailed(
          ConnectFailed.Reason.TIMED_OUT,
          "no answer from " + host + " port " + port + " in the TLS handshake",
          failure);
    }
    String text = String.valueOf(failure.getMessage());
    if (text.contains("Unsupported or unrecognized SSL message")
        || text.contains("Unrecognized record")) {
      return new TlsFailed(Reason.NOT_TLS, host + " port " + port + " does not speak TLS", failure);
    }
    if (failure instanceof SocketException || failure instanceof EOFException) {
      return new TlsFailed(
          Reason.HANDSHAKE, "the server closed the connection in the TLS handshake", failure);
    }
    return new TlsFailed(Reason.HANDSHAKE, text, failure);
  }
}
