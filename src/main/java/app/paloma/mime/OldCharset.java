package app.paloma.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Charsets of mail that Java does not know, or not as they are sent.
enum OldCharset {
  UTF_7,
  HZ,
  ISO_2022_JP,
  ISO_8859_10,
  ISO_8859_14;

  private static final String NORDIC =
      "\u00a0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00adŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";
  private static final String CELTIC =
      "\u00a0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00ad®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ";

  /// Null where the label is none of these.
  static OldCharset of(String label) {
    return switch (label) {
      case "utf-7", "unicode-1-1-utf-7", "x-utf-7", "utf7", "csunicode11utf7" -> UTF_7;
      case "hz-gb-2312", "hz", "hzgb2312" -> HZ;
      case "iso-2022-jp",
          "iso-2022-jp-ms",
          "csiso2022jp",
          "x-windows-iso2022jp",
          "cp50220",
          "cp50221",
          "cp50222" ->
          ISO_2022_JP;
      case "iso-8859-10", "iso8859-10", "iso_8859-10", "latin6", "l6" -> ISO_8859_10;
      case "iso-8859-14", "iso8859-14", "iso_8859-14", "latin8", "l8" -> ISO_8859_14;
      default -> null;
    };
  }

  String decode(byte[] octets, int from, int length) {
    return switch (this) {
      case UTF_7 -> utf7(octets, from, length);
      case HZ -> hz(octets, from, length);
      case ISO_2022_JP -> jis(octets, from, length);
      case ISO_8859_10 -> table(octets, from, length, NORDIC);
      case ISO_8859_14 -> table(octets, from, length, CELTIC);
    };
  }

  private static String table(byte[] octets, int from, int length, String high) {
    StringBuilder out = new StringBuilder(length);
    for (int i = from; i < from + length; i++) {
      int c = octets[i] & 0xFF;
      out.append(c < 0xA0 ? (char) c : high.charAt(c - 0xA0));
    }
    return out.toString();
  }

  // RFC 1843: "~{" begins GB 2312 in seven bits, "~}" ends it, "~~" is a tilde, "~" before a line
  // end is nothing.
  private static String hz(byte[] octets, int from, int length) {
    byte[] gb = new byte[length];
    int n = 0;
    boolean chinese = false;
    for (int i = from, end = from + length; i < end; i++) {
      byte c = octets[i];
      byte next = i + 1 < end ? octets[i + 1] : 0;
      if (c == '~' && (next == '{' || next == '}')) {
        chinese = next == '{';
        i++;
      } else if (c == '~' && !chinese && (next == '~' || next == '\n')) {
        if (next == '~') {
          gb[n++] = c;
        }
        i++;
      } else if (c == '\n') {
        chinese = false;
        gb[n++] = c;
      } else {
        gb[n++] = chinese && c > 32 ? (byte) (c | 0x80) : c;
      }
    }
    return new String(gb, 0, n, Charset.forName("GB18030"));
  }

  // RFC 1468, with half-width kana, the characters of NEC and IBM, and lines that end without going
  // back to ASCII: the same characters as Shift_JIS, in seven bits.
  private static String jis(byte[] octets, int from, int length) {
    if (contains(octets, from, length, "\033$(")) {
      return new String(octets, from, length, Charset.forName("ISO-2022-JP-2"));
    }
    byte[] sjis = new byte[length];
    int n = 0;
    char mode = 'B';
    for (int i = from, end = from + length; i < end; i++) {
      byte c = octets[i];
      if (c == 27 && i + 2 < end && (octets[i + 1] == '$' || octets[i + 1] == '(')) {
        mode = octets[i + 1] == '$' ? '$' : (char) octets[i + 2];
        i += 2;
      } else if (c == '\n' || c == '\r') {
        mode = mode == '$' && staysJapanese(octets, i + 1, end) ? '$' : 'B';
        sjis[n++] = c;
      } else if (mode == '$' && c > 32 && i + 1 < end && octets[i + 1] > 32) {
        int row = c - 0x21;
        int cell = octets[++i];
        sjis[n++] = (byte) ((row >> 1) + (row < 62 ? 0x81 : 0xC1));
        sjis[n++] = (byte) (row % 2 == 0 ? cell + (cell < 0x60 ? 0x1F : 0x20) : cell + 0x7E);
      } else {
        sjis[n++] = mode == 'I' && c > 32 ? (byte) (c | 0x80) : c;
      }
    }
    return new String(sjis, 0, n, Charset.forName("windows-31j"));
  }

  /// The line goes back to ASCII: so it does not begin in it.
  private static boolean staysJapanese(byte[] octets, int from, int end) {
    int i = from;
    while (i < end && octets[i] != 27 && octets[i] != '\r') {
      if (octets[i] == '\n' && i > from) {
        return false;
      }
      i++;
    }
    return i + 1 < end && octets[i] == 27 && octets[i + 1] == '(';
  }

  private static boolean contains(byte[] octets, int from, int length, String what) {
    next:
    for (int i = from; i <= from + length - what.length(); i++) {
      for (int k = 0; k < what.length(); k++) {
        if (octets[i + k] != what.charAt(k)) {
          continue next;
        }
      }
      return true;
    }
    return false;
  }

  // RFC 2152: "+" begins modified base64 of UTF-16, "-" or any other character ends it.
  private static String utf7(byte[] octets, int from, int length) {
    StringBuilder out = new StringBuilder(length);
    int end = from + length;
    int i = from;
    while (i < end) {
      int c = octets[i];
      if (c != '+') {
        out.append((char) (c & 0xFF));
        i++;
        continue;
      }
      int start = ++i;
      while (i < end && isBase64(octets[i])) {
        i++;
      }
      if (i == start) {
        out.append('+');
      } else {
        String run = new String(octets, start, i - start, StandardCharsets.ISO_8859_1);
        try {
          byte[] utf16 = Base64.getDecoder().decode(run.length() % 4 == 1 ? run.substring(1) : run);
          out.append(new String(utf16, 0, utf16.length & ~1, StandardCharsets.UTF_16BE));
        } catch (IllegalArgumentException e) {
          out.append(run);
        }
      }
      if (i < end && octets[i] == '-') {
        i++;
      }
    }
    return out.toString();
  }

  private static boolean isBase64(byte c) {
    return c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || c >= '0' && c <= '9'
        || c == '+'
        || c == '/';
  }
}
