package app.paloma.protocol.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A status line (RFC 1939 §3).
///
/// @param code the extended response code without brackets (RFC 2449 §8), or empty
public record Pop3Reply(Status status, String code, String text) {
  /// How it begins.
  public enum Status {
    OK,
    ERR,
    /// `+ ` in an exchange of AUTH (RFC 5034).
    CHALLENGE
  }

  public boolean isOk() {
    return status == Status.OK;
  }

  /// @return null where the line is none
  static Pop3Reply parse(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    String upper =
        text.length() > 4
            ? text.substring(0, 4).toUpperCase(Locale.ROOT)
            : text.toUpperCase(Locale.ROOT);
    if (upper.startsWith("+OK")) {
      return of(Status.OK, text.substring(3));
    }
    if (upper.startsWith("-ERR")) {
      return of(Status.ERR, text.substring(4));
    }
    if (text.equals("+") || text.startsWith("+ ")) {
      return new Pop3Reply(Status.CHALLENGE, "", text.substring(1).strip());
    }
    return null;
  }

  /// resp-code = "[" resp-level *("/" resp-level) "]" (RFC 2449 §8)
  private static Pop3Reply of(Status status, String rest) {
    StringBuilder clean = new StringBuilder(rest.length());
    rest.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(clean::appendCodePoint);
    String text = clean.toString().strip();
    int close = text.startsWith("[") ? text.indexOf(']') : -1;
    // Some put the seconds of LOGIN-DELAY into the code.
    String code = close > 0 ? text.substring(1, close).replaceFirst(" [0-9]+$", "") : "";
    boolean isCode =
        !code.isEmpty() && code.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '[' && c != '<');
    return isCode
        ? new Pop3Reply(status, code.toUpperCase(Locale.ROOT), text.substring(close + 1).strip())
        : new Pop3Reply(status, "", text);
  }

  @Override
  public String toString() {
    return (code.isEmpty() ? "" : "[" + code + "] ") + text;
  }
}
