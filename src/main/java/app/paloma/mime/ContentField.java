package app.paloma.mime;

import java.util.Locale;
import java.util.Map;

/// Content-Type or Content-Disposition: a value in lower case and its parameters (RFC 2045 §5.1,
/// RFC 2183), those of RFC 2231 put together and decoded.
record ContentField(String value, Map<String, String> parameters) {
  static final ContentField EMPTY = new ContentField("", Map.of());
  static final ContentField TEXT_PLAIN = new ContentField("text/plain", Map.of());
  static final ContentField MESSAGE = new ContentField("message/rfc822", Map.of());
  private static final int MAX_PARAMETERS = 500;
  private static final String FILE = "application/octet-stream";

  /// RFC 2045 §5.1: none of these is in a subtype.
  private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /// RFC 2045 §5.2: a type that cannot be read is text/plain.
  static ContentField parseType(String raw) {
    ContentField field = parse(raw);
    String value = field.value;
    int slash = value.indexOf('/');
    if (value.isEmpty()) {
      String type = field.parameters.containsKey("name") ? FILE : "text/plain";
      return field.parameters.isEmpty() ? EMPTY : new ContentField(type, field.parameters);
    }
    if (slash <= 0 || slash == value.length() - 1) {
      String whole =
          switch (slash < 0 ? value : value.substring(0, Math.max(0, slash))) {
            case "html" -> "text/html";
            case "multipart" -> "multipart/mixed";
            case "image", "audio", "video", "application", "pdf" -> FILE;
            case "text", "plain" -> "text/plain";
            // What has the name of a file is one.
            default -> field.parameters.containsKey("name") ? FILE : "text/plain";
          };
      return new ContentField(whole, field.parameters);
    }
    int end = slash + 1;
    while (end < value.length() && TSPECIALS.indexOf(value.charAt(end)) < 0) {
      end++;
    }
    // "text/html>", "application/pdf/.pdf"
    return end == value.length() || end == slash + 1
        ? field
        : new ContentField(value.substring(0, end), field.parameters);
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
    while (i < raw.length()
        && (Character.isLetterOrDigit(raw.charAt(i)) || "-*".indexOf(raw.charAt(i)) >= 0)) {
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

  private static Map<String, String> parameters(String field, int from) {
    ParameterValues values = new ParameterValues();
    String raw = field;
    int n = raw.length();
    int i = from;
    int seen = 0;
    while (i < n && seen++ < MAX_PARAMETERS) {
      while (i < n && (raw.charAt(i) <= 32 || raw.charAt(i) == ';' || raw.charAt(i) == ',')) {
        i++;
      }
      if (raw.startsWith("=?", i)) {
        // Name and value together in an encoded word.
        String decoded = HeaderDecoder.decode(raw.substring(i));
        if (decoded.length() < n - i) {
          raw = decoded;
          n = raw.length();
          i = 0;
        }
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
      if (i < n && raw.charAt(i) == '"') {
        int start = i + 1;
        i = closingQuote(raw, start);
        value = unquoted(raw.substring(start, i));
        i = Math.min(n, i + 1);
        int behind = i;
        // A stray quote inside the value: go on to the semicolon.
        while (i < n && raw.charAt(i) != ';' && !(raw.charAt(i) <= 32 && startsParameter(raw, i))) {
          i++;
        }
        if (value.isEmpty() && i > behind) {
          // name=""The Plan".pdf"
          String rest = raw.substring(start, i).strip();
          value = rest.endsWith("\"") ? rest.substring(0, rest.length() - 1) : rest;
        }
      } else {
        int start = i;
        boolean word = raw.startsWith("=?", i);
        while (i < n
            && raw.charAt(i) != ';'
            && !(raw.charAt(i) <= 32 && !word && startsParameter(raw, i))) {
          i++;
        }
        value = withoutComment(raw.substring(start, i).strip());
      }
      values.put(name, value);
    }
    return values.join();
  }

  private static int closingQuote(String raw, int from) {
    int i = from;
    while (i < raw.length() && raw.charAt(i) != '"') {
      i += raw.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i, raw.length());
  }

  /// quoted-pair (RFC 5322 §3.2.1). Paths of Windows are written without escaping: there only \"
  /// and \\ are escapes.
  private static String unquoted(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    boolean path =
        value.startsWith("\\\\")
            || value.length() > 2 && value.charAt(1) == ':' && value.charAt(2) == '\\';
    StringBuilder b = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        char next = i + 1 < value.length() ? value.charAt(i + 1) : 0;
        if (!path || next == '"' || next == '\\') {
          if (next != 0) {
            b.append(next);
          }
          i++;
          continue;
        }
      }
      b.append(c);
    }
    return b.toString();
  }

  private static String withoutComment(String value) {
    int comment = value.indexOf(" (");
    return comment > 0 && value.endsWith(")") ? value.substring(0, comment).strip() : value;
  }
}
