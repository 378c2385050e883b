package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tells, line by line, which part of a message is a body of Content-Transfer-Encoding binary (RFC
/// 3030, RFC 2045 §6.2), in which CR and LF are octets like others. Text is none, whatever it is
/// labelled: its lines end in CRLF in every encoding (RFC 2046 §4.1.1).
public final class BinaryParts {
  /// Of a header that is looked at.
  private static final int HEADER = 64 << 10;

  /// "--" boundary "--" and some white space (RFC 2046 §5.1.1).
  public static final int LONGEST_DELIMITER = 200;

  private enum At {
    HEADER,
    BODY,
    BINARY
  }

  private final List<String> boundaries = new ArrayList<>();
  private final StringBuilder header = new StringBuilder();
  private At at = At.HEADER;

  /// Whether what follows is such a body.
  public boolean inside() {
    return at == At.BINARY;
  }

  /// Whether all of a line matters; else its beginning does where that is `--`.
  public boolean inHeader() {
    return at == At.HEADER;
  }

  /// A line has ended.
  ///
  /// @param line without its end, as far as it matters
  /// @return whether it is a delimiter
  public boolean line(byte[] line, int length) {
    if (delimiter(line, length)) {
      return true;
    }
    if (at == At.HEADER) {
      headerLine(new String(line, 0, length, StandardCharsets.ISO_8859_1));
    }
    return false;
  }

  private boolean delimiter(byte[] line, int length) {
    if (boundaries.isEmpty() || length < 3 || line[0] != '-' || line[1] != '-') {
      return false;
    }
    String text = new String(line, 2, length - 2, StandardCharsets.ISO_8859_1).stripTrailing();
    int level = boundaries.lastIndexOf(text);
    boolean closing = level < 0 && text.endsWith("--");
    if (closing) {
      level = boundaries.lastIndexOf(text.substring(0, text.length() - 2));
    }
    if (level < 0) {
      return false;
    }
    boundaries.subList(closing ? level : level + 1, boundaries.size()).clear();
    header.setLength(0);
    at = closing ? At.BODY : At.HEADER;
    return true;
  }

  private void headerLine(String line) {
    boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
    boolean field = line.indexOf(':') > 0 && line.substring(0, line.indexOf(':')).matches("\\S+ *");
    boolean first = header.isEmpty() && line.startsWith("From ");
    if (field || folded && !header.isEmpty() || first) {
      if (header.length() + line.length() < HEADER) {
        header.append(folded ? "" : "\n").append(line);
      }
      return;
    }
    at = bodyAfter(header.toString());
    header.setLength(0);
  }

  private At bodyAfter(String fields) {
    String type = "";
    String encoding = "";
    for (String field : fields.split("\n", -1)) {
      int colon = field.indexOf(':');
      String name = colon < 0 ? "" : field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      if (name.equals("content-type") && type.isEmpty()) {
        type = field.substring(colon + 1);
      } else if (name.equals("content-transfer-encoding") && encoding.isEmpty()) {
        encoding = field.substring(colon + 1).strip();
      }
    }
    ContentField content = type.isEmpty() ? ContentField.TEXT_PLAIN : ContentField.parseType(type);
    String value = content.value();
    if (value.startsWith("multipart/")) {
      if (!content.parameter("boundary").isEmpty()) {
        boundaries.add(content.parameter("boundary").stripTrailing());
      }
      return At.BODY;
    }
    boolean message = value.equals("message/rfc822") || value.equals("message/global");
    boolean text = value.isEmpty() || value.startsWith("text/");
    boolean binary = encoding.equalsIgnoreCase("binary") && !text;
    return message ? At.HEADER : binary ? At.BINARY : At.BODY;
  }
}
