package app.paloma.mime;

import app.paloma.model.Address;
import java.io.IOException;
import java.io.OutputStream;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Header fields as octets: encoded (RFC 2047, 2231), folded, and never more than one field each,
/// whatever their text holds.
final class HeaderWriter {
  private static final int LINE = 76;
  private static final int WORD = 75;
  private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~";
  private final OutputStream out;

  HeaderWriter(OutputStream out) {
    this.out = out;
  }

  /// A field of ready tokens, folded between them.
  void tokens(String name, List<String> tokens) throws IOException {
    StringBuilder b = new StringBuilder(name).append(':');
    int column = b.length();
    for (String token : tokens) {
      int length = token.length();
      if (column + 1 + length > LINE && column > name.length() + 1) {
        b.append("\r\n ").append(token);
        column = 1 + length;
      } else {
        b.append(' ').append(token);
        column += 1 + length;
      }
    }
    out.write(b.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  /// What is answered.
  ///
  /// @param messageId without brackets; may be empty
  void answerTo(String messageId) throws IOException {
    if (!messageId.isBlank() && messageId.length() < 500) {
      String id = "<" + oneLine(messageId).replaceAll("[\\s<>]", "") + ">";
      tokens("In-Reply-To", List.of(id));
      tokens("References", List.of(id));
    }
  }

  void unstructured(String name, String value) throws IOException {
    tokens(name, text(value, name.length() + 2));
  }

  void addresses(String name, List<Address> addresses) throws IOException {
    ArrayList<String> tokens = new ArrayList<>();
    for (Address address : addresses) {
      String email = email(address.email());
      if (email.isEmpty()) {
        continue;
      }
      if (!tokens.isEmpty()) {
        tokens.set(tokens.size() - 1, tokens.getLast() + ",");
      }
      String display = oneLine(address.name()).strip();
      if (display.isEmpty()) {
        tokens.add(email);
      } else {
        tokens.addAll(phrase(display));
        tokens.add("<" + email + ">");
      }
    }
    if (!tokens.isEmpty()) {
      tokens(name, tokens);
    }
  }

  /// An addr-spec that cannot leave its brackets. A domain beyond ASCII is written as A-labels
  /// where that suffices; with a local part beyond ASCII both stay UTF-8 (RFC 6532).
  static String email(String raw) {
    String s = oneLine(raw).strip();
    int at = s.lastIndexOf('@');
    String local = at < 0 ? s : s.substring(0, at);
    String domain = at < 0 ? "" : s.substring(at + 1);
    if (local.startsWith("\"") && local.endsWith("\"") && local.length() > 1) {
      String inner = local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
      local = "\"" + inner.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    } else {
      local = local.replaceAll("[\\s<>(),;:\\\\\"\\[\\]]", "");
    }
    domain = domain.replaceAll("[\\s<>(),;\\\\\"]", "");
    if (isAscii(local) && !isAscii(domain)) {
      try {
        domain = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
      } catch (IllegalArgumentException e) {
        // Stays as UTF-8; the server will say what it thinks of it.
      }
    }
    return local.isEmpty() ? "" : domain.isEmpty() ? local : local + "@" + domain;
  }

  private static List<String> phrase(String text) {
    if (!isAscii(text) || text.contains("=?")) {
      return encoded(text, 10);
    }
    boolean atoms = true;
    for (int i = 0; i < text.length() && atoms; i++) {
      char c = text.charAt(i);
      atoms = c == ' ' || Character.isLetterOrDigit(c) || ATEXT.indexOf(c) >= 0;
    }
    if (atoms && text.length() < 60) {
      return List.of(text.split(" +"));
    }
    if (text.length() > 200) {
      return encoded(text, 10);
    }
    return List.of("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  private static List<String> text(String value, int column) {
    String line = oneLine(value).strip();
    if (isAscii(line) && !line.contains("=?")) {
      List<String> words = List.of(line.split(" "));
      if (words.stream().noneMatch(w -> w.length() > 200) && !line.contains("  ")) {
        return words;
      }
    }
    return line.isEmpty() ? List.of() : encoded(line, column);
  }

  /// Encoded words of at most 75 characters, none with half a character in it.
  static List<String> encoded(String text, int column) {
    ArrayList<String> words = new ArrayList<>();
    int ascii = (int) text.chars().filter(c -> c > 32 && c < 127).count();
    boolean q = ascii * 2 > text.length();
    int room = Math.max(30, WORD - column) - "=?utf-8?q??=".length();
    StringBuilder chunk = new StringBuilder();
    int size = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      String character = c >= 0xD800 && c <= 0xDFFF ? "\uFFFD" : Character.toString(c);
      int cost = q ? q(character).length() : character.getBytes(StandardCharsets.UTF_8).length;
      int limit = q ? room : room / 4 * 3;
      if (size + cost > limit && size > 0) {
        words.add(word(chunk.toString(), q));
        chunk.setLength(0);
        size = 0;
        room = WORD - 1 - "=?utf-8?q??=".length();
      }
      chunk.append(character);
      size += cost;
    }
    if (size > 0) {
      words.add(word(chunk.toString(), q));
    }
    return words;
  }

  private static String word(String text, boolean q) {
    return q
        ? "=?utf-8?q?" + q(text) + "?="
        : "=?utf-8?b?"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }

  // RFC 2047 §5 (3): inside a phrase only letters, digits and "!*+-/=_" stand for themselves.
  private static String q(String text) {
    StringBuilder b = new StringBuilder();
    for (byte c : text.getBytes(StandardCharsets.UTF_8)) {
      if (c == ' ') {
        b.append('_');
      } else if (c >= '0' && c <= '9'
          || c >= 'A' && c <= 'Z'
          || c >= 'a' && c <= 'z'
          || c == '-'
          || c == '!'
          || c == '/') {
        b.append((char) c);
      } else {
        b.append(String.format("=%02X", c & 0xFF));
      }
    }
    return b.toString();
  }

  /// A parameter that old and new readers understand: `name="..."` with an encoded word where
  /// needed, or RFC 2231 segments.
  static List<String> parameter(String name, String value, boolean rfc2231) {
    String clean = oneLine(value);
    if (isAscii(clean) && clean.length() <= 60) {
      return List.of(name + "=\"" + clean.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
    if (!rfc2231) {
      List<String> words = encoded(clean, name.length() + 4);
      ArrayList<String> tokens = new ArrayList<>(words);
      tokens.set(0, name + "=\"" + tokens.getFirst());
      tokens.set(tokens.size() - 1, tokens.getLast() + "\"");
      return tokens;
    }
    ArrayList<String> segments = new ArrayList<>();
    StringBuilder segment = new StringBuilder();
    for (byte c : clean.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          c >= '0' && c <= '9'
              || c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || c == '.'
              || c == '-'
              || c == '_';
      if (segment.length() > 50) {
        segments.add(segment.toString());
        segment.setLength(0);
      }
      segment.append(plain ? String.valueOf((char) c) : String.format("%%%02X", c & 0xFF));
    }
    segments.add(segment.toString());
    if (segments.size() == 1) {
      return List.of(name + "*=utf-8''" + segments.getFirst());
    }
    ArrayList<String> tokens = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      tokens.add(
          name
              + "*"
              + i
              + "*="
              + (i == 0 ? "utf-8''" : "")
              + segments.get(i)
              + (i < segments.size() - 1 ? ";" : ""));
    }
    return tokens;
  }

  /// No line end and no control character reaches a header.
  static String oneLine(String text) {
    StringBuilder b = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n' || c == '\t' || c == 0x85 || c == 0x2028 || c == 0x2029) {
        b.append(' ');
      } else if (c >= 32 && (c < 127 || c >= 160)) {
        b.append(c);
      }
    }
    return b.toString();
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
