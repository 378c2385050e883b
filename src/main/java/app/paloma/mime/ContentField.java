package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Content-Type or Content-Disposition: a value in lower case and its parameters (RFC 2045 §5.1,
/// RFC 2183), those of RFC 2231 put together and decoded.
record ContentField(String value, Map<String, String> parameters) {
  static final ContentField EMPTY = new ContentField("", Map.of());
  static final ContentField TEXT_PLAIN = new ContentField("text/plain", Map.of());
  static final ContentField MESSAGE = new ContentField("message/rfc822", Map.of());
  private static final int MAX_PARAMETERS = 500;

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /// RFC 2045 §5.2: a type that cannot be read is text/plain.
  static ContentField parseType(String raw) {
    ContentField field = parse(raw);
    String value = field.value;
    int slash = value.indexOf('/');
    if (value.isEmpty()) {
      return field.parameters.isEmpty() ? EMPTY : new ContentField("text/plain", field.parameters);
    }
    if (slash <= 0 || slash == value.length() - 1) {
      String whole =
          switch (slash < 0 ? value : value.substring(0, Math.max(0, slash))) {
            case "html" -> "text/html";
            case "multipart" -> "multipart/mixed";
            case "image", "audio", "video", "application", "pdf" -> "application/octet-stream";
            default -> "text/plain";
          };
      return new ContentField(whole, field.parameters);
    }
    return field;
  }

  static ContentField parse(String raw) {
    int n = raw.length();
    StringBuilder value = new StringBuilder();
    int i = 0;
    while (i < n && raw.charAt(i) != ';') {
      char c = raw.charAt(i);
      if (c == '(') {
        i = skipComment(raw, i);
      } else if (c == '=' && !value.isEmpty()) {
        // "Content-Disposition: filename=x": the value was left out.
        return new ContentField("", parameters(raw, 0));
      } else {
        if (c > 32 && c != '"' && value.length() < 200) {
          value.append(c);
        } else if (c <= 32 && !value.isEmpty() && startsParameter(raw, i)) {
          break;
        }
        i++;
      }
    }
    return new ContentField(
        value.toString().toLowerCase(Locale.ROOT), i >= n ? Map.of() : parameters(raw, i));
  }

  /// A missing semicolon: `text/plain charset=x`.
  private static boolean startsParameter(String raw, int from) {
    int i = from;
    while (i < raw.length() && raw.charAt(i) <= 32) {
      i++;
    }
    int start = i;
    while (i < raw.length() && (Character.isLetterOrDigit(raw.charAt(i)) || raw.charAt(i) == '-')) {
      i++;
    }
    return i > start && i < raw.length() && raw.charAt(i) == '=';
  }

  private static int skipComment(String raw, int from) {
    int depth = 0;
    int i = from;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return raw.length();
  }

  private static Map<String, String> parameters(String raw, int from) {
    LinkedHashMap<String, String> plain = new LinkedHashMap<>();
    TreeMap<String, TreeMap<Integer, Segment>> continued = new TreeMap<>();
    int n = raw.length();
    int i = from;
    int seen = 0;
    while (i < n && seen++ < MAX_PARAMETERS) {
      while (i < n && (raw.charAt(i) <= 32 || raw.charAt(i) == ';' || raw.charAt(i) == ',')) {
        i++;
      }
      StringBuilder named = new StringBuilder();
      while (i < n && raw.charAt(i) != '=' && raw.charAt(i) != ';') {
        if (raw.charAt(i) == '(') {
          i = skipComment(raw, i);
        } else {
          named.append(raw.charAt(i++));
        }
      }
      if (i >= n || raw.charAt(i) != '=') {
        continue;
      }
      String name = named.toString().strip().toLowerCase(Locale.ROOT);
      i++;
      while (i < n && raw.charAt(i) <= 32) {
        i++;
      }
      String value;
      boolean quoted = i < n && raw.charAt(i) == '"';
      if (quoted) {
        StringBuilder b = new StringBuilder();
        i++;
        while (i < n && raw.charAt(i) != '"') {
          char c = raw.charAt(i);
          if (c == '\\' && i + 1 < n) {
            char next = raw.charAt(i + 1);
            // Windows paths in names are written without escaping: only \" and \\ are escapes.
            if (next == '"' || next == '\\') {
              c = next;
              i++;
            }
          }
          b.append(c);
          i++;
        }
        i++;
        value = b.toString();
        // A stray quote inside the value: go on to the semicolon.
        while (i < n && raw.charAt(i) != ';') {
          i++;
        }
      } else {
        int start = i;
        while (i < n && raw.charAt(i) != ';') {
          i++;
        }
        value = unquoted(raw.substring(start, i).strip());
      }
      put(name, value, plain, continued);
    }
    continued.forEach((name, segments) -> {
      String joined = join(segments);
      if (!joined.isEmpty()) {
        plain.put(name, joined);
      }
    });
    return plain.isEmpty() ? Map.of() : plain;
  }

  private static String unquoted(String value) {
    int comment = value.indexOf(" (");
    String v = comment > 0 && value.endsWith(")") ? value.substring(0, comment).strip() : value;
    // Two parameters without a semicolon between them.
    int space = v.indexOf(' ');
    if (space > 0 && startsParameter(v, space) && !v.contains("=?")) {
      v = v.substring(0, space);
    }
    return v;
  }

  private record Segment(String text, boolean extended) {}

  // RFC 2231 §3, §4: name*0*=charset'language'text; name*1=text; name*=charset'language'text
  private static void put(
      String name,
      String value,
      Map<String, String> plain,
      Map<String, TreeMap<Integer, Segment>> continued) {
    int star = name.indexOf('*');
    if (star <= 0) {
      String decoded = value.contains("=?") ? HeaderDecoder.decode(value) : value;
      plain.putIfAbsent(name, decoded);
      return;
    }
    String base = name.substring(0, star);
    boolean extended = name.endsWith("*");
    String number =
        name.substring(star + 1, extended ? Math.max(star + 1, name.length() - 1) : name.length());
    int index = 0;
    if (!number.isEmpty()) {
      try {
        index = Integer.parseInt(number);
      } catch (NumberFormatException e) {
        return;
      }
    }
    continued
        .computeIfAbsent(base, k -> new TreeMap<>())
        .putIfAbsent(index, new Segment(value, extended));
  }

  private static String join(TreeMap<Integer, Segment> segments) {
    String charset = "";
    java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
    boolean first = true;
    boolean anyExtended = false;
    for (Segment s : segments.values()) {
      String text = s.text;
      if (s.extended) {
        anyExtended = true;
        if (first) {
          int a = text.indexOf('\'');
          int b = a < 0 ? -1 : text.indexOf('\'', a + 1);
          if (b >= 0) {
            charset = text.substring(0, a);
            text = text.substring(b + 1);
          }
        }
        percent(text, octets);
      } else {
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
      }
      first = false;
    }
    byte[] all = octets.toByteArray();
    String joined = TextDecoder.decode(all, 0, all.length, charset);
    return !anyExtended && joined.contains("=?") ? HeaderDecoder.decode(joined) : joined;
  }

  private static void percent(String text, java.io.ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int hi = Character.digit(text.charAt(i + 1), 16);
        int lo = Character.digit(text.charAt(i + 2), 16);
        if (hi >= 0 && lo >= 0) {
          out.write(hi << 4 | lo);
          i += 2;
          continue;
        }
      }
      if (c < 128) {
        out.write(c);
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
