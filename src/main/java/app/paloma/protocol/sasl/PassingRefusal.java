package app.paloma.protocol.sasl;

import app.paloma.model.MailException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a server says that lets nobody in for now, and says nothing about the password by that. Not
/// all of them have a response code for it (Gmail has ALERT), and those that have one do not agree
/// which (Dovecot: LIMIT in IMAP, IN-USE in POP3).
public final class PassingRefusal {
  /// RFC 5530 §3, RFC 2449 §8.1, RFC 3206.
  private static final Set<String> CODES =
      Set.of(
          "UNAVAILABLE",
          "INUSE",
          "LIMIT",
          "SERVERBUG",
          "CONTACTADMIN",
          "THROTTLED",
          "IN-USE",
          "LOGIN-DELAY",
          "SYS/TEMP",
          "SYS/PERM");

  /// With these the words alone tell.
  private static final Set<String> VAGUE = Set.of("", "ALERT");

  private static final Pattern CONNECTIONS =
      Pattern.compile(
          "\\b(too many|max(imum)?|limit|exceed\\w*)\\b.*\\b(connections?|sessions?)\\b"
              + "|\\b(connections?|sessions?)\\b.*\\b(limit|exceed\\w*|maximum)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TEMPORARY =
      Pattern.compile("\\btemporar(y|ily)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MAILDROP_LOCK = Pattern.compile("\\block", Pattern.CASE_INSENSITIVE);

  /// An account that is shut out after wrong passwords is not helped by trying again.
  private static final Pattern ABOUT_US =
      Pattern.compile(
          "password|credential|attempt|login fail|\\baccount\\b.*\\b(lock|block|disab|suspend)",
          Pattern.CASE_INSENSITIVE);

  private PassingRefusal() {}

  /// @param code a response code in capitals, empty where there was none
  /// @return the code of what it is; empty where it may well be about the password
  public static Optional<String> of(String code, String text) {
    if (isAboutConnections(code, text)) {
      return Optional.of(MailException.TOO_MANY_CONNECTIONS);
    }
    if (CODES.contains(code)) {
      return Optional.of(code);
    }
    if (!VAGUE.contains(code) || ABOUT_US.matcher(text).find()) {
      return Optional.empty();
    }
    return TEMPORARY.matcher(text).find()
        ? Optional.of("UNAVAILABLE")
        : MAILDROP_LOCK.matcher(text).find() ? Optional.of("IN-USE") : Optional.empty();
  }

  /// A refusal to begin TLS (STARTTLS, STLS), which is over by itself: what needs the server's
  /// keeper (`SYS/PERM`) or has no such code or words is not.
  ///
  /// @return as [#of]
  public static Optional<String> ofTls(String code, String text) {
    return of(code, text).filter(meaning -> !meaning.equals("SYS/PERM"));
  }

  /// What a server means that ends a connection, be it for that or another reason.
  ///
  /// @return the code itself unless more is known
  public static String meaning(String code, String text) {
    return isAboutConnections(code, text) ? MailException.TOO_MANY_CONNECTIONS : code;
  }

  private static boolean isAboutConnections(String code, String text) {
    return (VAGUE.contains(code) || CODES.contains(code)) && CONNECTIONS.matcher(text).find();
  }
}
