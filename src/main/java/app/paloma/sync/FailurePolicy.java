package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import java.util.Locale;
import java.util.Set;

/// What to do about a failure.
enum FailurePolicy {
  /// Again later, with back-off.
  RETRY,
  /// There is no network: again when there is one, or later.
  OFFLINE,
  /// The server wants fewer connections.
  FEWER_CONNECTIONS,
  /// Trying again would lock the account out or change nothing; the user must act.
  NEEDS_USER,
  /// The user stopped it.
  STOPPED;

  /// Response codes (RFC 5530, RFC 9051 §7.1) that say "not now".
  private static final Set<String> NOT_NOW =
      Set.of("UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN", "SYS/TEMP", "THROTTLED");

  /// A fault of the server's own.
  private static final Set<String> FAULTS = Set.of("UNAVAILABLE", "SERVERBUG", "CONTACTADMIN");

  /// What somebody has to mend first.
  private static final Set<String> LASTING = Set.of("SERVERBUG", "CONTACTADMIN");

  /// What a full mailbox refuses. To any other command Gmail's OVERQUOTA says "too much today".
  private static final Set<String> FILLING = Set.of("APPEND", "COPY", "MOVE", "CREATE");

  static FailurePolicy of(MailException failure) {
    return switch (failure) {
      case AuthRejected e -> NEEDS_USER;
      case TlsFailed e -> e.reason() == TlsFailed.Reason.HANDSHAKE ? RETRY : NEEDS_USER;
      case ConnectFailed e ->
          switch (e.reason()) {
            case UNKNOWN_HOST, UNREACHABLE -> OFFLINE;
            case CANCELLED -> STOPPED;
            // With fewer connections these would be as they are.
            case SERVER_CLOSED -> FAULTS.contains(e.detailCode()) ? RETRY : FEWER_CONNECTIONS;
            case REFUSED, TIMED_OUT, LOST -> RETRY;
          };
      case CommandRejected e -> RETRY;
      case ProtocolBroken e -> RETRY;
    };
  }

  /// Whether a server that lets nobody in now may well do so in some seconds: it is busy, or
  /// another session of ours still ends.
  static boolean soonOver(MailException failure) {
    return switch (failure) {
      case ConnectFailed e ->
          e.reason() == ConnectFailed.Reason.SERVER_CLOSED && !LASTING.contains(e.detailCode());
      case CommandRejected e -> has(e, "IN-USE", "SYS/TEMP", MailException.TOO_MANY_CONNECTIONS);
      case TlsFailed e -> false;
      case AuthRejected e -> false;
      case ProtocolBroken e -> false;
    };
  }

  /// Whether the same command may well be accepted later.
  static boolean passing(CommandRejected refusal) {
    String code = code(refusal);
    return NOT_NOW.contains(code)
        || code.equals("OVERQUOTA")
            && !FILLING.contains(refusal.command().toUpperCase(Locale.ROOT).replace("UID ", ""));
  }

  static boolean has(CommandRejected refusal, String... codes) {
    String code = code(refusal);
    for (String each : codes) {
      if (code.equals(each)) {
        return true;
      }
    }
    return false;
  }

  private static String code(CommandRejected refusal) {
    String code = refusal.detailCode().toUpperCase(Locale.ROOT);
    int space = code.indexOf(' ');
    return space < 0 ? code : code.substring(0, space);
  }
}
