package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files written into a text by uuencode (POSIX) or yEnc, and the same two as transfer encodings.
final class InlineFiles {
  /// @param from where in the text's octets the encoded lines begin and end
  record File(String name, int from, int to, TransferEncoding encoding) {}

  record Found(byte[] text, List<File> files) {}

  private static final byte[] BEGIN = "begin ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] YBEGIN = "=ybegin ".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_FILES = 200;
  private static final int MAX_TRIES = 20_000;

  private InlineFiles() {}

  /// The text without the files, and where the files are; null where there is none.
  static Found find(byte[] octets) {
    int n = octets.length;
    ArrayList<File> files = new ArrayList<>(0);
    byte[] text = null;
    int kept = 0;
    int copied = 0;
    int at = 0;
    int tried = 0;
    while (at < n && tried < MAX_TRIES) {
      int eol = eol(octets, at);
      int next = eol + 1;
      byte c = octets[at];
      File file = null;
      tried += c == 'b' || c == '=' ? 1 : 0;
      if (c == 'b' && starts(octets, at, BEGIN)) {
        file = uu(octets, at, eol);
      } else if (c == '=' && starts(octets, at, YBEGIN)) {
        file = yenc(octets, at, eol);
      }
      if (file != null && files.size() < MAX_FILES) {
        files.add(file);
        if (text == null) {
          text = new byte[n];
        }
        System.arraycopy(octets, copied, text, kept, at - copied);
        kept += at - copied;
        next = Math.min(n, eol(octets, file.to) + 1);
        copied = next;
      }
      at = next;
    }
    if (text == null) {
      return null;
    }
    int rest = Math.max(0, n - copied);
    System.arraycopy(octets, Math.min(copied, n), text, kept, rest);
    return new Found(Arrays.copyOf(text, kept + rest), files);
  }

  private static int eol(byte[] b, int from) {
    return Lines.find(b, from, b.length, (byte) '\n');
  }

  private static boolean starts(byte[] b, int at, byte[] prefix) {
    return at + prefix.length <= b.length
        && Arrays.equals(b, at, at + prefix.length, prefix, 0, prefix.length);
  }

  // begin 644 name, lines of 1 + length octets, then "end".
  private static File uu(byte[] b, int at, int eol) {
    String line = new String(b, at, eol - at, StandardCharsets.ISO_8859_1).strip();
    String[] words = line.split(" +", 3);
    if (words.length < 3 || !words[1].matches("[0-7]{3,4}")) {
      return null;
    }
    int first = eol + 1;
    if (first >= b.length || !isUuLine(b, first, eol(b, first))) {
      return null;
    }
    int i = first;
    while (i < b.length) {
      int e = eol(b, i);
      int end = e > i && b[e - 1] == '\r' ? e - 1 : e;
      if (end - i >= 3 && b[i] == 'e' && b[i + 1] == 'n' && b[i + 2] == 'd' && end - i < 5) {
        break;
      }
      if (end > i && !isUuLine(b, i, e)) {
        break;
      }
      i = e + 1;
    }
    byte[] name = words[2].getBytes(StandardCharsets.ISO_8859_1);
    return new File(
        TextDecoder.decode(name, 0, name.length, ""),
        first,
        Math.min(i, b.length),
        TransferEncoding.UUENCODE);
  }

  private static boolean isUuLine(byte[] b, int from, int eol) {
    int end = eol > from && b[eol - 1] == '\r' ? eol - 1 : eol;
    if (end == from) {
      return false;
    }
    int count = (b[from] - 32) & 63;
    int need = (count + 2) / 3 * 4;
    int have = end - from - 1;
    if (b[from] < 32 || b[from] > 96 || have > need + 6) {
      return false;
    }
    // Trailing spaces may have been cut.
    for (int i = from + 1; i < end; i++) {
      if (b[i] < 32 || b[i] > 96) {
        return i >= from + 1 + need;
      }
    }
    return count == 0 || have >= Math.max(1, need / 2);
  }

  private static File yenc(byte[] b, int at, int eol) {
    String line = new String(b, at, eol - at, StandardCharsets.ISO_8859_1).strip();
    int name = line.indexOf(" name=");
    if (name < 0 || !line.contains(" size=")) {
      return null;
    }
    int first = eol + 1;
    int i = first;
    while (i < b.length && !starts(b, i, "=yend".getBytes(StandardCharsets.US_ASCII))) {
      i = eol(b, i) + 1;
    }
    byte[] raw = line.substring(name + 6).getBytes(StandardCharsets.ISO_8859_1);
    return new File(
        TextDecoder.decode(raw, 0, raw.length, ""),
        Math.min(first, b.length),
        Math.min(i, b.length),
        TransferEncoding.YENC);
  }

  static byte[] decode(byte[] in, int from, int to, TransferEncoding encoding) {
    return lineDecoder(encoding).decode(in, from, to);
  }

  /// Decodes whole lines, some at a time.
  interface LineDecoder {
    byte[] decode(byte[] in, int from, int to);
  }

  static LineDecoder lineDecoder(TransferEncoding encoding) {
    return encoding == TransferEncoding.YENC ? InlineFiles::yencLines : InlineFiles::uuLines;
  }

  private static byte[] uuLines(byte[] in, int from, int to) {
    byte[] out = new byte[to - from + 64];
    int n = 0;
    int i = from;
    while (i < to) {
      int eol = Lines.find(in, i, to, (byte) '\n');
      int end = eol > i && in[eol - 1] == '\r' ? eol - 1 : eol;
      boolean frame =
          starts(in, i, BEGIN)
              || end - i == 3 && in[i] == 'e' && in[i + 1] == 'n' && in[i + 2] == 'd';
      if (end > i && !frame && in[i] >= 32 && in[i] <= 96) {
        int count = (in[i] - 32) & 63;
        int p = i + 1;
        for (int done = 0; done < count; p += 4) {
          int bits = 0;
          for (int k = 0; k < 4; k++) {
            bits = bits << 6 | (p + k < end ? (in[p + k] - 32) & 63 : 0);
          }
          for (int k = 16; k >= 0 && done < count; k -= 8, done++) {
            if (n == out.length) {
              out = Arrays.copyOf(out, n * 2);
            }
            out[n++] = (byte) (bits >> k);
          }
        }
      }
      i = eol + 1;
    }
    return Arrays.copyOf(out, n);
  }

  private static byte[] yencLines(byte[] in, int from, int to) {
    byte[] out = new byte[to - from];
    int n = 0;
    int i = from;
    while (i < to) {
      int eol = Lines.find(in, i, to, (byte) '\n');
      int end = eol > i && in[eol - 1] == '\r' ? eol - 1 : eol;
      if (!(end - i > 1 && in[i] == '=' && in[i + 1] == 'y')) {
        for (int k = i; k < end; k++) {
          int c = in[k];
          if (c == '=' && k + 1 < end) {
            c = in[++k] - 64;
          }
          out[n++] = (byte) (c - 42);
        }
      }
      i = eol + 1;
    }
    return Arrays.copyOf(out, n);
  }
}
