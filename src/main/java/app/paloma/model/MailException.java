package app.paloma.model;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// Why talking to a server failed. The types say whose turn it is; words for people are made by
/// `diagnosis.ErrorText` alone.
public abstract sealed class MailException extends Exception {
  /// A detail code of Paloma's own: servers have several response codes for it, and some have none.
  public static final String TOO_MANY_CONNECTIONS = "TOO-MANY-CONNECTIONS";

  private static final long serialVersionUID = 1;

  MailException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Whether the line was cut, which says nothing against trying again at once.
  public boolean isCut() {
    return switch (this) {
      case ConnectFailed e -> e.reason() == ConnectFailed.Reason.LOST;
      case TlsFailed e ->
          e.reason() == TlsFailed.Reason.HANDSHAKE
              && (endedByPeer(e.getCause())
                  || e.getCause() != null && endedByPeer(e.getCause().getCause()));
      case AuthRejected e -> false;
      case CommandRejected e -> false;
      case ProtocolBroken e -> false;
    };
  }

  private static boolean endedByPeer(Throwable cause) {
    return cause instanceof EOFException || cause instanceof SocketException;
  }

  /// No connection: name not found, refused, unreachable, timed out, or it broke in between.
  public static final class ConnectFailed extends MailException {
    private static final long serialVersionUID = 1;
    private final Reason reason;
    private final String detailCode;

    /// What went wrong below the protocol.
    public enum Reason {
      UNKNOWN_HOST,
      REFUSED,
      UNREACHABLE,
      TIMED_OUT,
      LOST,
      /// The server said goodbye (BYE, 421) or has no room for one more connection.
      SERVER_CLOSED,
      CANCELLED
    }

    public ConnectFailed(Reason reason, String message, Throwable cause) {
      this(reason, "", message, cause);
    }

    /// @param detailCode why the server ended it: a response code (RFC 5530) or
    ///   [#TOO_MANY_CONNECTIONS]; empty where that is not known
    public ConnectFailed(Reason reason, String detailCode, String message, Throwable cause) {
      super(message, cause);
      this.reason = reason;
      this.detailCode = detailCode;
    }

    public Reason reason() {
      return reason;
    }

    public String detailCode() {
      return detailCode;
    }
  }

  /// TLS was refused: no STARTTLS where it is required, or a certificate that proves nothing.
  public static final class TlsFailed extends MailException {
    private static final long serialVersionUID = 1;
    private final Reason reason;
    private final transient Optional<X509Certificate> certificate;

    /// What is wrong with the protection.
    public enum Reason {
      STARTTLS_MISSING,
      /// PREAUTH before STARTTLS (RFC 9051 §6.2.1), bytes injected before the handshake.
      STARTTLS_UNSAFE,
      HANDSHAKE,
      NOT_TLS,
      UNKNOWN_ISSUER,
      WRONG_HOST,
      EXPIRED,
      NOT_YET_VALID
    }

    public TlsFailed(Reason reason, String message, Throwable cause) {
      this(reason, message, Optional.empty(), cause);
    }

    public TlsFailed(
        Reason reason, String message, Optional<X509Certificate> certificate, Throwable cause) {
      super(message, cause);
      this.reason = reason;
      this.certificate = certificate;
    }

    /// The certificate that was refused, to be shown; empty where it did not come to that.
    public Optional<X509Certificate> certificate() {
      return certificate;
    }

    public Reason reason() {
      return reason;
    }
  }

  /// The server did not accept who we are. Never retried without the user.
  public static final class AuthRejected extends MailException {
    private static final long serialVersionUID = 1;

    /// The account is on another server (RFC 2221), whose name follows after a space where the
    /// server tells it.
    public static final String REFERRAL = "REFERRAL";

    /// There is no way to sign in that both sides know: it did not come to a password.
    public static final String NO_MECHANISM = "NO-MECHANISM";

    private static final String NO_PASSWORD = "no password is stored for ";

    private final String detailCode;

    public AuthRejected(String serverText) {
      this("", serverText, null);
    }

    public AuthRejected(String serverText, Throwable cause) {
      this("", serverText, cause);
    }

    /// @param detailCode a response code (RFC 5530), empty where the server gave none
    public AuthRejected(String detailCode, String serverText, Throwable cause) {
      super(serverText, cause);
      this.detailCode = detailCode;
    }

    public String detailCode() {
      return detailCode;
    }

    /// No server refused anything: there is nothing to sign in with.
    public static AuthRejected withoutPassword(String user) {
      return new AuthRejected(NO_PASSWORD + user);
    }

    public static AuthRejected withoutMechanism(String text) {
      return new AuthRejected(NO_MECHANISM, text, null);
    }

    /// Whether it may be over with another password. It is not where the server did not look at
    /// this one, or liked it (RFC 5530 §3, RFC 2221).
    public boolean isAboutPassword() {
      return switch (detailCode) {
        case NO_MECHANISM, "PRIVACYREQUIRED", "AUTHORIZATIONFAILED" -> false;
        default -> !detailCode.startsWith(REFERRAL);
      };
    }

    public boolean isWithoutPassword() {
      return getMessage() != null && getMessage().startsWith(NO_PASSWORD);
    }
  }

  /// The server refused one command; the connection is still good.
  public static final class CommandRejected extends MailException {
    private static final long serialVersionUID = 1;
    private final String command;
    private final int code;
    private final String detailCode;

    /// @param code SMTP reply code, 0 for the other protocols
    /// @param detailCode IMAP or POP3 response code without brackets (`OVERQUOTA`), or the SMTP
    ///   enhanced status code (`5.1.1`); empty where there is none
    public CommandRejected(String command, int code, String detailCode, String serverText) {
      super(serverText, null);
      this.command = command;
      this.code = code;
      this.detailCode = detailCode;
    }

    public String command() {
      return command;
    }

    public int code() {
      return code;
    }

    public String detailCode() {
      return detailCode;
    }
  }

  /// What came is not the protocol; the connection is closed.
  public static final class ProtocolBroken extends MailException {
    private static final long serialVersionUID = 1;

    public ProtocolBroken(String message) {
      super(message, null);
    }

    public ProtocolBroken(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
