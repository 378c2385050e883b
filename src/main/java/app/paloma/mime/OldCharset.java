package app.paloma.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Charsets of mail that Java does not know.
enum OldCharset {
  UTF_7,
  HZ,
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
      case "iso-8859-10", "iso8859-10", "iso_8859-10", "latin6", "l6" -> ISO_8859_10;
      case "iso-8859-14", "iso8859-14", "iso_8859-14", "latin8", "l8" -> ISO_8859_14;
      default -> null;
    };
  }

  String decode(byte[] octets, int from, int length) {
    return switch (this) {
      case UTF_7 -> utf7(octets, from, length);
      case HZ -> hz(octets, from, length);
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
