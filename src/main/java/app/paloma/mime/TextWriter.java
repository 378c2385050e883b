package app.paloma.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Text parts as octets: flowed where it is plain (RFC 3676), 7-bit always.
final class TextWriter {
  private static final int FLOW = 76;
  private static final int MAX_LINE = 900;

  /// @param type tokens of its Content-Type
  record TextPart(List<String> type, String text) {}

  private TextWriter() {}

  /// The parts of a multipart, up to its end.
  static void parts(OutputStream out, HeaderWriter headers, String boundary, TextPart... parts)
      throws IOException {
    for (TextPart part : parts) {
      String encoding = encoding(part.text());
      out.write(("\r\n--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII));
      headers.tokens("Content-Type", part.type());
      headers.tokens("Content-Transfer-Encoding", List.of(encoding));
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      write(part.text(), encoding, out);
    }
    out.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  // RFC 3676 §4.1, §4.2: soft line ends before column 78, stuffing of what would be misread.
  static String flow(String text) {
    StringBuilder out = new StringBuilder(text.length() + 64);
    String normal = PlainText.normalize(text);
    int n = normal.length();
    int i = 0;
    while (i < n) {
      int eol = normal.indexOf('\n', i);
      if (eol < 0) {
        eol = n;
      }
      flowLine(normal.substring(i, eol), out);
      i = eol + 1;
    }
    return out.toString();
  }

  private static void flowLine(String line, StringBuilder out) {
    int depth = 0;
    int at = 0;
    while (at < line.length()
        && (line.charAt(at) == '>'
            || line.charAt(at) == ' '
                && depth > 0
                && at + 1 < line.length()
                && line.charAt(at + 1) == '>')) {
      if (line.charAt(at) == '>') {
        depth++;
      }
      at++;
    }
    String prefix = ">".repeat(depth) + (depth > 0 ? " " : "");
    String rest = line.substring(at);
    if (depth > 0 && rest.startsWith(" ")) {
      rest = rest.substring(1);
    }
    if (rest.equals("-- ")) {
      out.append(prefix).append("-- \r\n");
      return;
    }
    rest = rest.stripTrailing();
    do {
      String stuffed =
          depth == 0 && (rest.startsWith(" ") || rest.startsWith("From ") || rest.startsWith(">"))
              ? " "
              : "";
      int room = Math.max(20, FLOW - prefix.length() - stuffed.length());
      int cut = rest.length();
      if (rest.length() > room) {
        cut = rest.lastIndexOf(' ', room - 1) + 1;
        if (cut <= 0) {
          cut = rest.indexOf(' ') + 1;
        }
        // A line of blanks must not look like the end of the paragraph.
        if (cut <= 0 || rest.substring(0, cut).isBlank() || rest.substring(0, cut).equals("-- ")) {
          cut = rest.length();
        }
      }
      out.append(prefix).append(stuffed).append(rest, 0, cut).append("\r\n");
      rest = rest.substring(cut);
    } while (!rest.isEmpty());
  }

  /// Which transfer encoding the text needs.
  static String encoding(String crlfText) {
    int wide = 0;
    int line = 0;
    boolean seven = true;
    for (int i = 0; i < crlfText.length(); i++) {
      char c = crlfText.charAt(i);
      if (c == '\n') {
        line = 0;
      } else if (++line > MAX_LINE) {
        seven = false;
      }
      if (c > 126 || c < 32 && c != '\r' && c != '\n' && c != '\t') {
        seven = false;
        wide++;
      }
    }
    if (seven) {
      return "7bit";
    }
    return wide > crlfText.length() / 4 ? "base64" : "quoted-printable";
  }

  static void write(String crlfText, String encoding, OutputStream out) throws IOException {
    byte[] octets = crlfText.getBytes(StandardCharsets.UTF_8);
    switch (encoding) {
      case "7bit" -> out.write(octets);
      case "base64" -> {
        out.write(Base64.getMimeEncoder().encode(octets));
        out.write('\r');
        out.write('\n');
      }
      default -> quotedPrintable(octets, out);
    }
  }

  // RFC 2045 §6.7; also "." and "F" at the start of a line, which servers on the way may change.
  static void quotedPrintable(byte[] in, OutputStream out) throws IOException {
    StringBuilder b = new StringBuilder(in.length + in.length / 4);
    int column = 0;
    for (int i = 0; i < in.length; i++) {
      int c = in[i] & 0xFF;
      if (c == '\r' && i + 1 < in.length && in[i + 1] == '\n') {
        b.append("\r\n");
        column = 0;
        i++;
        continue;
      }
      boolean beforeEnd = i + 1 >= in.length || in[i + 1] == '\r';
      boolean literal =
          c > 32 && c < 127 && c != '=' && !(column == 0 && (c == '.' || c == 'F' || c == '-'))
              || (c == ' ' || c == '\t') && !beforeEnd;
      int width = literal ? 1 : 3;
      if (column + width > 75) {
        b.append("=\r\n");
        column = 0;
        literal = literal && c != '.' && c != 'F' && c != '-';
        width = literal ? 1 : 3;
      }
      if (literal) {
        b.append((char) c);
      } else {
        b.append('=')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
      column += width;
    }
    out.write(b.toString().getBytes(StandardCharsets.US_ASCII));
    if (column > 0) {
      out.write('\r');
      out.write('\n');
    }
  }

  /// Lone line ends become CRLF.
  static String crlf(String text) {
    String normal = PlainText.normalize(text).replace("\n", "\r\n");
    return normal.isEmpty() || normal.endsWith("\r\n") ? normal : normal + "\r\n";
  }
}
