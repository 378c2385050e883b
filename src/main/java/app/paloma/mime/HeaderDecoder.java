package app.paloma.mime;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Header values to text: unfolding, encoded words (RFC 2047) as they are found in real mail, raw
/// 8-bit octets.
final class HeaderDecoder {
  private HeaderDecoder() {}

  /// RFC 5322 §2.2.3: the line ends go, the white space stays (a tab as a space).
  ///
  /// @param charset what octets above 127 may be, or empty
  static String unfold(byte[] octets, int start, int end, String charset) {
    int from = start;
    while (from < end && (octets[from] == ' ' || octets[from] == '\t')) {
      from++;
    }
    boolean plain = true;
    boolean eightBit = false;
    for (int i = from; i < end; i++) {
      byte c = octets[i];
      if (c < 0 || c == 27) {
        eightBit = true;
      } else if (c < 32) {
        plain = false;
      }
    }
    if (plain && !eightBit) {
      return new String(octets, from, end - from, StandardCharsets.ISO_8859_1).stripTrailing();
    }
    byte[] clean = octets;
    int offset = from;
    int length = end - from;
    if (!plain) {
      clean = new byte[end - from];
      offset = 0;
      length = 0;
      for (int i = from; i < end; i++) {
        byte c = octets[i];
        if (c == '\n' || c == '\r' && i + 1 < end && octets[i + 1] == '\n') {
          continue;
        }
        if (c == '\t' || c == '\r') {
          c = ' ';
        }
        clean[length++] = c;
      }
    }
    return TextDecoder.header(clean, offset, length, charset).strip();
  }

  /// Decodes encoded words anywhere in the text, also where RFC 2047 §5 does not allow them.
  /// Neighbours of one charset are decoded together, for a character may be split between them.
  static String decode(String text) {
    int at = text.indexOf("=?");
    if (at < 0) {
      return clean(text);
    }
    StringBuilder out = new StringBuilder(text.length());
    byte[] pending = new byte[0];
    int pendingLength = 0;
    String pendingCharset = "";
    int done = 0;
    boolean afterWord = false;
    int lastEnd = text.lastIndexOf("?=");
    while (at >= 0 && at < lastEnd) {
      int word = at;
      int q1 = text.indexOf('?', word + 2);
      int q2 = q1 < 0 ? -1 : text.indexOf('?', q1 + 1);
      if (q1 < 0 || q2 < 0) {
        break;
      }
      char kind = q2 == q1 + 2 ? Character.toLowerCase(text.charAt(q1 + 1)) : 0;
      boolean possible = q1 > word + 2 && q1 - word <= 60 && (kind == 'b' || kind == 'q');
      int end = possible && q2 < lastEnd ? end(text, q2 + 1, kind == 'q') : -1;
      if (end < 0) {
        at = text.indexOf("=?", word + 2);
        continue;
      }
      String charset = text.substring(word + 2, q1);
      int language = charset.indexOf('*');
      if (language >= 0) {
        charset = charset.substring(0, language);
      }
      boolean adjacent = afterWord && isBlank(text, done, word);
      if (!adjacent || !charset.equalsIgnoreCase(pendingCharset)) {
        out.append(TextDecoder.decode(pending, 0, pendingLength, pendingCharset));
        pendingLength = 0;
        pendingCharset = charset;
      }
      if (!adjacent) {
        out.append(text, done, word);
      }
      byte[] octets = kind == 'b' ? b(text, q2 + 1, end) : q(text, q2 + 1, end, charset);
      if (pending.length < pendingLength + octets.length) {
        pending = Arrays.copyOf(pending, 2 * (pendingLength + octets.length));
      }
      System.arraycopy(octets, 0, pending, pendingLength, octets.length);
      pendingLength += octets.length;
      done = Math.min(text.length(), end + 2);
      afterWord = true;
      at = text.indexOf("=?", done);
    }
    out.append(TextDecoder.decode(pending, 0, pendingLength, pendingCharset));
    out.append(text, done, text.length());
    return clean(out.toString());
  }

  // The end of an encoded word. A bare "?" inside Q text is wrong but happens: in "?=41?=" the
  // first
  // "?=" ends nothing.
  private static int end(String text, int from, boolean q) {
    int end = text.indexOf("?=", from);
    while (q && end >= 0 && end + 3 < text.length() && hex(text, end + 2) >= 0) {
      int next = text.indexOf("?=", end + 2);
      if (next < 0 || has(text, end, next)) {
        break;
      }
      end = next;
    }
    return end;
  }

  /// A blank, or the beginning of another encoded word.
  private static boolean has(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == ' ' || i >= from + 2 && text.startsWith("=?", i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlank(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) > 32) {
        return false;
      }
    }
    return true;
  }

  private static byte[] b(String text, int from, int to) {
    byte[] in = text.substring(from, to).getBytes(StandardCharsets.ISO_8859_1);
    return TransferDecoder.base64(in, 0, in.length);
  }

  // RFC 2047 §4.2: "_" is a space, "=XX" an octet.
  private static byte[] q(String text, int from, int to, String charset) {
    byte[] out = new byte[(to - from) * 4];
    CharsetEncoder encoder = null;
    int n = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '_') {
        out[n++] = ' ';
      } else if (c == '=' && i + 2 < to && hex(text, i + 1) >= 0) {
        out[n++] = (byte) hex(text, i + 1);
        i += 2;
      } else if (c == '=' && i + 1 == to) {
        // The soft line end that encoders of bodies put last: nothing.
        continue;
      } else if (c == '=' && broken(text, i + 1, to) > 0) {
        int at = broken(text, i + 1, to);
        out[n++] = (byte) hex(text, at);
        i = at + 1;
      } else if (c < 128) {
        out[n++] = (byte) c;
      } else {
        // Raw octets have become a character already: back to what the charset has for it.
        boolean pair = Character.isHighSurrogate(c) && i + 1 < to;
        String character = text.substring(i, pair ? i + 2 : i + 1);
        encoder = encoder == null ? TextDecoder.encoder(charset) : encoder;
        byte[] raw =
            character.getBytes(
                encoder.canEncode(character) ? encoder.charset() : StandardCharsets.UTF_8);
        System.arraycopy(raw, 0, out, n, raw.length);
        n += raw.length;
        i += pair ? 1 : 0;
      }
    }
    return Arrays.copyOf(out, n);
  }

  /// Where the digits of an octet above 127 stand that a fold parted from their "="; else -1.
  private static int broken(String text, int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) == ' ') {
      at++;
    }
    return at > from && at + 2 <= to && hex(text, at) > 127 ? at : -1;
  }

  private static int hex(String text, int at) {
    int hi = Character.digit(text.charAt(at), 16);
    int lo = Character.digit(text.charAt(at + 1), 16);
    return hi < 0 || lo < 0 ? -1 : hi << 4 | lo;
  }

  /// What a header must never carry to a person or a program: NUL, line ends, other controls.
  static String clean(String text) {
    int i = 0;
    int n = text.length();
    while (i < n && !isControl(text.charAt(i))) {
      i++;
    }
    if (i == n) {
      return text;
    }
    StringBuilder b = new StringBuilder(n).append(text, 0, i);
    for (; i < n; i++) {
      char c = text.charAt(i);
      if (c == '\t' || c == '\n' || c == '\r') {
        b.append(' ');
      } else if (!isControl(c)) {
        b.append(c);
      }
    }
    return b.toString();
  }

  private static boolean isControl(char c) {
    return c < 32 || c >= 127 && c < 160;
  }
}
