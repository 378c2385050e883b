package app.paloma.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// The rich text of winmail.dat: its compression ([MS-OXRTFCP]) and its words.
final class Rtf {
  private static final int MAX = 16 << 20;
  private static final byte[] DICTIONARY =
      ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern"
              + " \\fscript \\fdecor MS Sans SerifSymbolArialTimes New"
              + " RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
              + "\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
          .getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> SILENT =
      Set.of(
          "fonttbl",
          "colortbl",
          "stylesheet",
          "info",
          "pict",
          "object",
          "header",
          "footer",
          "generator",
          "listtable",
          "listoverridetable",
          "rsidtbl",
          "themedata",
          "xmlnstbl");

  private Rtf() {}

  static byte[] decompress(byte[] in) {
    if (in.length < 16) {
      return new byte[0];
    }
    int kind = int32(in, 8);
    if (kind == 0x414C454D) {
      return Arrays.copyOfRange(in, 16, in.length);
    }
    byte[] window = Arrays.copyOf(DICTIONARY, 4096);
    int write = DICTIONARY.length;
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length * 3);
    int at = 16;
    while (at < in.length && out.size() < MAX) {
      int control = in[at++];
      for (int bit = 0; bit < 8 && at < in.length; bit++) {
        if ((control >> bit & 1) == 0) {
          window[write] = in[at];
          out.write(in[at++]);
          write = write + 1 & 4095;
          continue;
        }
        if (at + 1 >= in.length) {
          return out.toByteArray();
        }
        int token = (in[at] & 0xFF) << 8 | in[at + 1] & 0xFF;
        at += 2;
        int offset = token >> 4;
        if (offset == write) {
          return out.toByteArray();
        }
        for (int n = (token & 15) + 2; n > 0; n--) {
          byte b = window[offset];
          offset = offset + 1 & 4095;
          out.write(b);
          window[write] = b;
          write = write + 1 & 4095;
        }
      }
    }
    return out.toByteArray();
  }

  private static int int32(byte[] b, int at) {
    return b[at] & 0xFF | (b[at + 1] & 0xFF) << 8 | (b[at + 2] & 0xFF) << 16 | b[at + 3] << 24;
  }

  static String toText(byte[] rtf) {
    String in = new String(rtf, StandardCharsets.ISO_8859_1);
    Charset ansi = Charset.forName("windows-1252");
    StringBuilder out = new StringBuilder();
    int depth = 0;
    int silent = 0;
    int i = 0;
    int n = in.length();
    while (i < n) {
      char c = in.charAt(i++);
      switch (c) {
        case '{' -> depth++;
        case '}' -> {
          depth--;
          if (depth < silent) {
            silent = 0;
          }
        }
        case '\r', '\n' -> {}
        case '\\' -> {
          if (i >= n) {
            break;
          }
          char d = in.charAt(i);
          if (d == '\'' && i + 2 < n) {
            int hi = Character.digit(in.charAt(i + 1), 16);
            int lo = Character.digit(in.charAt(i + 2), 16);
            if (silent == 0 && hi >= 0 && lo >= 0) {
              out.append(new String(new byte[] {(byte) (hi << 4 | lo)}, ansi));
            }
            i += 3;
          } else if (d == '*') {
            silent = silent == 0 ? depth : silent;
            i++;
          } else if (!Character.isLetter(d)) {
            if (silent == 0 && (d == '\\' || d == '{' || d == '}')) {
              out.append(d);
            } else if (silent == 0 && d == '~') {
              out.append(' ');
            }
            i++;
          } else {
            int start = i;
            while (i < n && Character.isLetter(in.charAt(i))) {
              i++;
            }
            String word = in.substring(start, i);
            int number = i;
            while (i < n
                && (Character.isDigit(in.charAt(i)) || i == number && in.charAt(i) == '-')) {
              i++;
            }
            String value = in.substring(number, i);
            if (i < n && in.charAt(i) == ' ') {
              i++;
            }
            if (SILENT.contains(word)) {
              silent = silent == 0 ? depth : silent;
            } else if (silent == 0) {
              switch (word) {
                case "par", "line" -> out.append('\n');
                case "tab" -> out.append('\t');
                case "u" -> {
                  if (value.length() > 0 && value.length() < 7 && !value.equals("-")) {
                    out.append((char) Integer.parseInt(value));
                    // One character stands in for it where Unicode is not known.
                    if (i < n && in.charAt(i) == '?') {
                      i++;
                    } else if (i + 3 < n && in.startsWith("\\'", i)) {
                      i += 4;
                    }
                  }
                }
                default -> {}
              }
            }
          }
        }
        default -> {
          if (silent == 0) {
            out.append(c);
          }
        }
      }
    }
    return out.toString().strip();
  }
}
