package app.paloma.model;

import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import java.io.EOFException;
import java.util.Optional;

/// Why talking to a server failed, as it is kept with what it kept from being done: later it is
/// explained like the failure itself, in the language of whoever reads it.
///
/// @param kind as `CONNECT LOST` or `COMMAND 421 4.7.0 AUTH`; empty where no connection failed
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
          case TlsFailed e -> "TLS " + (e.isCut() ? CUT : e.reason());
          case AuthRejected e -> "AUTH " + e.detailCode();
          case CommandRejected e ->
              "COMMAND " + e.code() + " " + e.detailCode() + " " + e.command();
          case ProtocolBroken e -> "PROTOCOL";
        };
    return new KeptFailure(kind, String.valueOf(failure.getMessage()));
  }

  /// @return empty also for what this Paloma cannot have kept
  public Optional<MailException> failure() {
    String[] words = kind.split(" ", 4);
    try {
      return switch (words[0] + " " + words.length) {
        case "CONNECT 3" ->
            Optional.of(
                new ConnectFailed(ConnectFailed.Reason.valueOf(words[1]), words[2], text, null));
        case "TLS 2" -> Optional.of(tls(words[1]));
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

  private TlsFailed tls(String reason) {
    return reason.equals(CUT)
        ? new TlsFailed(TlsFailed.Reason.HANDSHAKE, text, new EOFException())
        : new TlsFailed(TlsFailed.Reason.valueOf(reason), text, null);
  }
}
