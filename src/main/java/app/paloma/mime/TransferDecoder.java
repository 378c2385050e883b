package app.paloma.mime;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes transfer encodings off (RFC 2045 §6.7, §6.8, uuencode, yEnc), forgiving all that real mail
/// does to them.
final class TransferDecoder {
  private static final byte[] BASE64 = new byte[256];

  static {
    Arrays.fill(BASE64, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 64; i++) {
      BASE64[alphabet.charAt(i)] = (byte) i;
    }
  }

  private TransferDecoder() {}

  static byte[] decode(byte[] in, int from, int to, TransferEncoding encoding) {
    return switch (encoding) {
      case IDENTITY -> Arrays.copyOfRange(in, from, to);
      case BASE64 -> base64(in, from, to);
      case QUOTED_PRINTABLE -> quotedPrintable(in, from, to);
      case UUENCODE, YENC -> InlineFiles.decode(in, from, to, encoding);
    };
  }

  /// False where most lines hold what base64 never does: a text that was only said to be encoded.
  static boolean isBase64(byte[] in) {
    int lines = 0;
    int wrong = 0;
    boolean any = false;
    boolean bad = false;
    boolean space = false;
    for (byte c : in) {
      if (c == '\n') {
        lines += any ? 1 : 0;
        wrong += bad ? 1 : 0;
        any = false;
        bad = false;
        space = false;
      } else if (c == '=' && any && !bad) {
        // The padding ends it; what a list adds behind is not decoded.
        lines++;
        break;
      } else if (c > 32 || c < 0) {
        bad |= BASE64[c & 0xFF] < 0 || any && space;
        any = true;
        space = false;
      } else {
        space = c == ' ' || c == '\t';
      }
    }
    lines += any ? 1 : 0;
    wrong += bad ? 1 : 0;
    return wrong * 2 <= lines || isText(base64(in, 0, in.length));
  }

  private static boolean isText(byte[] octets) {
    String text = new String(octets, StandardCharsets.UTF_8);
    return text.chars().noneMatch(c -> c == 0xFFFD || c < 32 && "\t\n\r\f".indexOf(c) < 0);
  }

  /// Junk is skipped, padding may be missing; padding in place ends it.
  static byte[] base64(byte[] in, int from, int to) {
    byte[] out = new byte[(to - from) / 4 * 3 + 3];
    int n = 0;
    int bits = 0;
    int have = 0;
    for (int i = from; i < to; i++) {
      int v = BASE64[in[i] & 0xFF];
      if (v >= 0) {
        bits = bits << 6 | v;
        if (++have == 4) {
          out[n] = (byte) (bits >> 16);
          out[n + 1] = (byte) (bits >> 8);
          out[n + 2] = (byte) bits;
          n += 3;
          have = 0;
        }
      } else if (in[i] == '=' && have >= 2) {
        break;
      }
    }
    if (have >= 2) {
      bits <<= 6 * (4 - have);
      out[n++] = (byte) (bits >> 16);
      if (have == 3) {
        out[n++] = (byte) (bits >> 8);
      }
    }
    return n == out.length ? out : Arrays.copyOf(out, n);
  }

  /// RFC 2045 §6.7; what is no escape stands for itself, white space before a line end goes.
  static byte[] quotedPrintable(byte[] in, int from, int to) {
    byte[] out = new byte[to - from];
    int n = 0;
    int i = from;
    int keep = 0;
    while (i < to) {
      byte c = in[i];
      if (c == '=') {
        int hi = i + 1 < to ? hex(in[i + 1]) : -1;
        int lo = i + 2 < to ? hex(in[i + 2]) : -1;
        if (hi >= 0 && lo >= 0) {
          out[n++] = (byte) (hi << 4 | lo);
          i += 3;
          keep = n;
          continue;
        }
        int k = i + 1;
        while (k < to && (in[k] == ' ' || in[k] == '\t')) {
          k++;
        }
        if (k >= to) {
          break;
        }
        if (in[k] == '\n') {
          i = k + 1;
          keep = n;
          continue;
        }
        if (in[k] == '\r') {
          i = k + 1 < to && in[k + 1] == '\n' ? k + 2 : k + 1;
          keep = n;
          continue;
        }
        out[n++] = c;
        i++;
        continue;
      }
      if (c == '\r' && i + 1 < to && in[i + 1] == '\n' || c == '\n') {
        while (n > keep && (out[n - 1] == ' ' || out[n - 1] == '\t')) {
          n--;
        }
        if (c == '\r') {
          out[n++] = '\r';
          i++;
        }
        out[n++] = '\n';
        i++;
        keep = n;
        continue;
      }
      out[n++] = c;
      i++;
    }
    return Arrays.copyOf(out, n);
  }

  static int hex(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
      return c - 'A' + 10;
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  static InputStream stream(InputStream in, TransferEncoding encoding) throws IOException {
    return switch (encoding) {
      case IDENTITY -> in;
      case BASE64 -> new Base64Stream(new BufferedInputStream(in, 1 << 15));
      case QUOTED_PRINTABLE, UUENCODE, YENC ->
          new LineStream(new BufferedInputStream(in, 1 << 15), encoding);
    };
  }

  /// Base64 in constant memory.
  private static final class Base64Stream extends FilterInputStream {
    private final byte[] raw = new byte[1 << 14];
    private byte[] out = new byte[0];
    private int at;
    private final byte[] carry = new byte[4];
    private int carried;
    private boolean ended;

    Base64Stream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return fill() ? out[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(length, out.length - at);
      System.arraycopy(out, at, b, offset, n);
      at += n;
      return n;
    }

    @Override
    public int available() {
      return out.length - at;
    }

    private boolean fill() throws IOException {
      while (at >= out.length) {
        if (ended) {
          return false;
        }
        int n = in.read(raw);
        byte[] clean = new byte[carried + Math.max(0, n)];
        System.arraycopy(carry, 0, clean, 0, carried);
        int count = carried;
        carried = 0;
        for (int i = 0; i < n && !ended; i++) {
          if (BASE64[raw[i] & 0xFF] >= 0) {
            clean[count++] = raw[i];
          } else if (raw[i] == '=' && count % 4 >= 2) {
            ended = true;
          }
        }
        ended |= n < 0;
        int whole = ended ? count : count - count % 4;
        if (!ended) {
          System.arraycopy(clean, whole, carry, 0, count - whole);
          carried = count - whole;
        }
        out = base64(clean, 0, whole);
        at = 0;
      }
      return true;
    }
  }

  /// Encodings whose unit is a line: decoded some lines at a time.
  private static final class LineStream extends FilterInputStream {
    private static final int CHUNK = 1 << 15;
    private static final int LONGEST = 1 << 22;
    private final TransferEncoding encoding;
    private byte[] out = new byte[0];
    private int at;
    private boolean ended;
    private final InlineFiles.LineDecoder lines;

    LineStream(InputStream in, TransferEncoding encoding) {
      super(in);
      this.encoding = encoding;
      this.lines = InlineFiles.lineDecoder(encoding);
    }

    @Override
    public int read() throws IOException {
      return fill() ? out[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(length, out.length - at);
      System.arraycopy(out, at, b, offset, n);
      at += n;
      return n;
    }

    @Override
    public int available() {
      return out.length - at;
    }

    private boolean fill() throws IOException {
      while (at >= out.length) {
        if (ended) {
          return false;
        }
        byte[] chunk = new byte[CHUNK];
        int n = 0;
        int c = -1;
        while (n < LONGEST && (c = in.read()) >= 0) {
          if (n == chunk.length) {
            chunk = Arrays.copyOf(chunk, n * 2);
          }
          chunk[n++] = (byte) c;
          // A chunk ends with a line, for "=" at its end belongs to the next.
          if (c == '\n' && n > CHUNK - 2048) {
            break;
          }
        }
        ended = c < 0;
        out =
            encoding == TransferEncoding.QUOTED_PRINTABLE
                ? quotedPrintable(chunk, 0, n)
                : lines.decode(chunk, 0, n);
        at = 0;
      }
      return true;
    }
  }
}
