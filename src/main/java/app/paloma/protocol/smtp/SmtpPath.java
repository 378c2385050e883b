package app.paloma.protocol.smtp;

import app.paloma.model.WrongInput;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Addresses as MAIL and RCPT take them. Nothing that could end a command gets through.
public final class SmtpPath {
  private SmtpPath() {}

  /// The address with its domain in A-labels (RFC 5890), checked for the syntax of Mailbox (RFC
  /// 5321 §4.1.2, RFC 6531 §3.3) as far as it guards the command.
  ///
  /// @throws IllegalArgumentException with a sentence that names what is wrong
  public static String normalise(String address) {
    String trimmed = address.strip();
    int at = trimmed.lastIndexOf('@');
    if (at < 1 || at == trimmed.length() - 1) {
      throw new WrongInput(WrongInput.Kind.ADDRESS, printable(address));
    }
    String localPart = trimmed.substring(0, at);
    String domain = trimmed.substring(at + 1);
    checkLocalPart(localPart, address);
    String ascii = domain(domain, address);
    // Local-part 64, Path 256 with its brackets (RFC 5321 §4.5.3.1): servers are left to enforce
    // the first, since real ones allow more.
    if (localPart.getBytes(StandardCharsets.UTF_8).length + 1 + ascii.length() > 998 - 64) {
      throw new WrongInput(WrongInput.Kind.LONG_ADDRESS, printable(address));
    }
    return localPart + "@" + ascii;
  }

  private static void checkLocalPart(String localPart, String address) {
    boolean quoted =
        localPart.length() >= 2 && localPart.startsWith("\"") && localPart.endsWith("\"");
    String inner = quoted ? localPart.substring(1, localPart.length() - 1) : localPart;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      boolean escaped = quoted && c == '\\' && i + 1 < inner.length();
      if (escaped) {
        i++;
        c = inner.charAt(i);
      }
      boolean control = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      boolean breaksPath = !quoted && " <>()[]\\,;:@\"".indexOf(c) >= 0;
      boolean breaksQuotes = quoted && !escaped && (c == '"' || c == '\\');
      if (control || breaksPath || breaksQuotes || Character.isSurrogate(c) && !paired(inner, i)) {
        throw new WrongInput(WrongInput.Kind.ADDRESS, printable(address));
      }
    }
  }

  private static boolean paired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static String domain(String domain, String address) {
    if (domain.startsWith("[") && domain.endsWith("]")) {
      boolean literal =
          domain
              .substring(1, domain.length() - 1)
              .chars()
              .allMatch(c -> c > ' ' && c < 0x7f && c != '[' && c != ']' && c != '\\');
      if (literal && domain.length() > 2) {
        return domain;
      }
      throw new WrongInput(WrongInput.Kind.ADDRESS, printable(address));
    }
    String ascii;
    try {
      ascii = isAscii(domain) ? domain : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      throw new WrongInput(WrongInput.Kind.DOMAIN, printable(domain), e);
    }
    if (ascii.isEmpty() || ascii.startsWith(".") || ascii.contains("..")) {
      throw new WrongInput(WrongInput.Kind.ADDRESS, printable(address));
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (!isOfDomain(ascii.charAt(i))) {
        throw new WrongInput(WrongInput.Kind.ADDRESS, printable(address));
      }
    }
    return ascii;
  }

  private static boolean isOfDomain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_';
  }

  /// Whether only SMTPUTF8 (RFC 6531) can carry it.
  static boolean needsUtf8(String normalised) {
    return !isAscii(normalised);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /// xtext (RFC 3461 §4): printable ASCII but "+" and "=", all else as "+HH".
  static String xtext(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '+' && b != '=') {
        out.append((char) b);
      } else {
        out.append('+').append(String.format("%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  /// utf-8-addr-xtext (RFC 6533 §3): printable ASCII but "+", "=" and the backslash, all else as
  /// `\x{HEX}`.
  static String utf8Xtext(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c > ' ' && c < 0x7f && c != '+' && c != '=' && c != '\\') {
            out.appendCodePoint(c);
          } else {
            out.append("\\x{").append(Integer.toHexString(c).toUpperCase(Locale.ROOT)).append('}');
          }
        });
    return out.toString();
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(100)
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
