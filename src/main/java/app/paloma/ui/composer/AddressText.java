package app.paloma.ui.composer;

import app.paloma.model.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Addresses as people type and paste them: `Ana <ana@example.org>, "Soto, Luis" <luis@…>; eva@…`,
/// one a line or in one line. Kinder than RFC 5322 in what it takes, exact in what it calls usable.
public final class AddressText {
  /// Why an address cannot be used.
  public enum Problem {
    NO_AT,
    NOTHING_BEFORE_AT,
    NOTHING_AFTER_AT,
    SPACE,
    TWO_AT,
    BAD_CHARACTER,
    BAD_DOMAIN,
    TOO_LONG
  }

  private AddressText() {}

  /// All addresses in a text; a piece that is no address is kept as it stands, so that nothing
  /// typed is lost.
  public static List<Address> parse(String text) {
    List<Address> found = new ArrayList<>();
    for (String piece : split(text)) {
      String[] words = piece.strip().split("\\s+");
      if (!piece.contains("<") && words.length > 1 && allAddresses(words)) {
        for (String word : words) {
          found.add(one(word));
        }
      } else {
        found.add(one(piece));
      }
    }
    return found;
  }

  /// Whether the text ends an address: a separator outside quotes and angle brackets, after
  /// something that can be an address.
  public static boolean endsAddress(String text) {
    return split(text + "x").size() > 1 && text.contains("@");
  }

  // RFC 5321 §4.1.2: Dot-string = Atom *("." Atom)
  private static boolean isDotString(String local) {
    return !local.startsWith(".") && !local.endsWith(".") && !local.contains("..");
  }

  // RFC 5321 §4.1.2: quoted-pairSMTP = %d92 %d32-126; no bare quote inside.
  private static boolean isQuotedString(String local) {
    int end = local.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = local.charAt(i);
      if (c == '"') {
        return false;
      }
      if (c == '\\' && (++i >= end || local.charAt(i) > 126)) {
        return false;
      }
    }
    return true;
  }

  /// Empty where the address can be used (RFC 5321 §4.1.2, RFC 6531 for what is not ASCII).
  public static Optional<Problem> problem(String email) {
    int at = email.lastIndexOf('@');
    if (email.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      return Optional.of(at < 0 ? Problem.NO_AT : Problem.SPACE);
    }
    if (at < 0) {
      return Optional.of(Problem.NO_AT);
    }
    if (at == 0) {
      return Optional.of(Problem.NOTHING_BEFORE_AT);
    }
    String local = email.substring(0, at);
    String domain = email.substring(at + 1);
    if (domain.isEmpty()) {
      return Optional.of(Problem.NOTHING_AFTER_AT);
    }
    boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
    if (!quoted && local.indexOf('@') >= 0) {
      return Optional.of(Problem.TWO_AT);
    }
    if (!quoted && local.chars().anyMatch(c -> "()<>[]:;,\\\"".indexOf(c) >= 0)) {
      return Optional.of(Problem.BAD_CHARACTER);
    }
    if (quoted ? !isQuotedString(local) : !isDotString(local)) {
      return Optional.of(Problem.BAD_CHARACTER);
    }
    if (local.getBytes(StandardCharsets.UTF_8).length > 64
        || email.getBytes(StandardCharsets.UTF_8).length > 254) {
      return Optional.of(Problem.TOO_LONG);
    }
    if (domain.startsWith("[") && domain.endsWith("]")) {
      boolean literal =
          domain.substring(1, domain.length() - 1).chars().noneMatch(c -> "[]\\".indexOf(c) >= 0);
      return literal ? Optional.empty() : Optional.of(Problem.BAD_DOMAIN);
    }
    for (String label : domain.split("\\.", -1)) {
      if (label.isEmpty()
          || label.startsWith("-")
          || label.endsWith("-")
          || label.length() > 63
          || !label.codePoints().allMatch(AddressText::domainCharacter)) {
        return Optional.of(Problem.BAD_DOMAIN);
      }
    }
    return Optional.empty();
  }

  private static boolean domainCharacter(int c) {
    return Character.isLetterOrDigit(c)
        || c == '-'
        || c == '_'
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean allAddresses(String[] words) {
    for (String word : words) {
      if (problem(word).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    boolean quoted = false;
    boolean angle = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        piece.append(c).append(text.charAt(++i));
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '<') {
        angle = true;
      } else if (!quoted && c == '>') {
        angle = false;
      }
      boolean line = c == '\n' || c == '\r';
      if (line || (!quoted && !angle && (c == ',' || c == ';' || c == '\t'))) {
        add(pieces, piece);
        quoted = false;
        angle = false;
      } else {
        piece.append(c);
      }
    }
    add(pieces, piece);
    return pieces;
  }

  private static void add(List<String> pieces, StringBuilder piece) {
    String text = piece.toString().strip();
    piece.setLength(0);
    if (!text.isEmpty()) {
      pieces.add(text);
    }
  }

  private static Address one(String piece) {
    String text = piece.strip();
    int open = text.lastIndexOf('<');
    int close = text.lastIndexOf('>');
    if (open < 0 || close < open) {
      return Address.of(withoutMailto(text));
    }
    return new Address(
        unquote(text.substring(0, open).strip()),
        withoutMailto(text.substring(open + 1, close).strip()));
  }

  private static String withoutMailto(String text) {
    return text.regionMatches(true, 0, "mailto:", 0, 7) ? text.substring(7) : text;
  }

  private static String unquote(String name) {
    if (name.length() < 2 || !name.startsWith("\"") || !name.endsWith("\"")) {
      return name;
    }
    return name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
