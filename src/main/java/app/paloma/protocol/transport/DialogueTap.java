package app.paloma.protocol.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One direction of a dialogue on its way into the transcript: octets in, lines out. Secrets become
/// `***`, content (literals, message bodies) becomes `<n octets>`.
final class DialogueTap {
  private static final int LINE_LIMIT = 4096;
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,18})[+-]?}$");

  /// Commands that carry a secret, for the case that protocol code did not say so.
  private static final Pattern TELLTALE =
      Pattern.compile(
          "^(\\S{1,64} LOGIN (?:\"[^\"]*\"|\\S+)|PASS|APOP \\S+|AUTH \\S+|\\S{1,64} AUTHENTICATE"
              + " \\S+) (.+)$",
          Pattern.CASE_INSENSITIVE);

  private final boolean literals;
  private final boolean client;
  private final Consumer<String> lines;
  private byte[] line = new byte[256];
  private int length;
  private long cut;
  private long literalLeft;
  private long literalSize;
  private long hidden;
  private boolean content;
  private int secretFrom = -1;

  /// @param literals whether a line that ends in `{n}` is followed by n octets of content (IMAP)
  DialogueTap(boolean literals, boolean client, Consumer<String> lines) {
    this.literals = literals;
    this.client = client;
    this.lines = lines;
  }

  synchronized void feed(byte[] octets, int offset, int count) {
    int at = offset;
    int end = offset + count;
    while (at < end) {
      if (literalLeft > 0) {
        int skip = (int) Math.min(literalLeft, end - at);
        skipLiteral(skip);
        at += skip;
      } else if (content) {
        hidden += end - at;
        return;
      } else {
        int to = lineFeed(octets, at, end);
        append(octets, at, to - at);
        at = to + 1;
        if (to < end) {
          endLine();
        }
      }
    }
  }

  private static int lineFeed(byte[] octets, int from, int end) {
    int at = from;
    while (at < end && octets[at] != '\n') {
      at++;
    }
    return at;
  }

  /// Octets that were moved without being looked at.
  synchronized void skip(long count) {
    if (content) {
      hidden += count;
    } else if (literalLeft >= count) {
      skipLiteral(count);
    } else {
      literalLeft = 0;
      append("<" + count + " octets>");
    }
  }

  synchronized void content(boolean on) {
    if (content && !on && hidden > 0) {
      lines.accept("<" + hidden + " octets>");
      hidden = 0;
    }
    content = on;
  }

  synchronized void secret(boolean on) {
    if (on && secretFrom < 0) {
      secretFrom = length;
    } else if (!on && secretFrom >= 0) {
      maskSecret();
      secretFrom = -1;
    }
  }

  /// A literal that the server refused does not come.
  synchronized void forgetLiteral() {
    literalLeft = 0;
  }

  synchronized void end() {
    content(false);
    if (length > 0) {
      endLine();
    }
  }

  private void skipLiteral(long count) {
    literalLeft -= count;
    if (literalLeft == 0) {
      append("<" + literalSize + " octets>");
    }
  }

  private void append(String text) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    append(octets, 0, octets.length);
  }

  private void append(byte[] octets, int from, int count) {
    int taken = Math.min(count, LINE_LIMIT - length);
    if (length + taken > line.length) {
      line = Arrays.copyOf(line, Math.max(length + taken, line.length * 2));
    }
    System.arraycopy(octets, from, line, length, taken);
    length += taken;
    cut += count - taken;
  }

  private void endLine() {
    boolean secret = secretFrom >= 0;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    maskSecret();
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    if (literals && !secret && text.endsWith("}")) {
      Matcher literal = LITERAL.matcher(text);
      if (cut == 0 && literal.find()) {
        literalSize = Long.parseLong(literal.group(1));
        literalLeft = literalSize;
      }
    }
    if (client) {
      text = TELLTALE.matcher(text).replaceFirst("$1 ***");
    }
    if (cut > 0) {
      text += "… <" + cut + " octets>";
    }
    length = 0;
    cut = 0;
    secretFrom = secret ? 0 : -1;
    lines.accept(printable(text));
  }

  private void maskSecret() {
    if (secretFrom < 0 || length <= secretFrom) {
      return;
    }
    String text = new String(line, secretFrom, length - secretFrom, StandardCharsets.UTF_8);
    boolean wholeLine = secretFrom == 0;
    length = secretFrom;
    cut = 0;
    append(wholeLine ? commandWords(text) + "***" : "***");
    secretFrom = length;
  }

  /// The words before the secret, where a whole command was said to be secret.
  private static String commandWords(String text) {
    String[] words = text.split(" ", 4);
    String first = words[0].toUpperCase(Locale.ROOT);
    String second = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
    if (first.equals("PASS")) {
      return words[0] + " ";
    }
    if ((first.equals("AUTH") || first.equals("APOP")) && words.length > 2) {
      return words[0] + " " + words[1] + " ";
    }
    if (second.equals("LOGIN")) {
      return words[0] + " " + words[1] + " ";
    }
    if (second.equals("AUTHENTICATE") && words.length > 3) {
      return words[0] + " " + words[1] + " " + words[2] + " ";
    }
    return "";
  }

  private static String printable(String text) {
    int plain = 0;
    while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) < 0x7f) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\t' || !Character.isISOControl(c)) {
            out.appendCodePoint(c);
          } else {
            out.append("\\x").append(String.format(Locale.ROOT, "%02x", c));
          }
        });
    return out.toString();
  }
}
