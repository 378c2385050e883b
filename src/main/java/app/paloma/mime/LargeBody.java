package app.paloma.mime;

import app.paloma.mime.MessageReader.OctetSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;

/// A body that is never whole in memory, and the form in which it leaves.
///
/// @param encoding that it has now
record LargeBody(long from, long to, TransferEncoding encoding, boolean mostlyAscii, Form form) {
  /// What becomes of it.
  enum Form {
    AS_IT_IS,
    QUOTED_PRINTABLE,
    BASE64,
    /// With a line end of its own: nothing follows.
    LAST_BASE64
  }

  /// Whole lines of base64.
  private static final int BLOCK = 57 * 1024;

  LargeBody in(Form other) {
    return new LargeBody(from, to, encoding, mostlyAscii, other);
  }

  InputStream open(OctetSource message) throws IOException {
    InputStream in = message.open();
    in.skipNBytes(from);
    InputStream range = new Octets.Range(in, to - from);
    return switch (form) {
      case AS_IT_IS -> range;
      case QUOTED_PRINTABLE -> new Quoted(TransferDecoder.stream(range, encoding));
      case BASE64 -> new Based(TransferDecoder.stream(range, encoding), false);
      case LAST_BASE64 -> new Based(TransferDecoder.stream(range, encoding), true);
    };
  }

  /// Encodes one block after the other.
  private abstract static class Encoder extends InputStream {
    final InputStream in;
    private byte[] block = new byte[0];
    private int at;

    Encoder(InputStream in) {
      this.in = in;
    }

    /// @return empty at the end
    abstract byte[] next() throws IOException;

    private boolean fill() throws IOException {
      if (at == block.length) {
        block = next();
        at = 0;
      }
      return at < block.length;
    }

    @Override
    public int read() throws IOException {
      return fill() ? block[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int n = Math.min(length, block.length - at);
      System.arraycopy(block, at, to, offset, n);
      at += n;
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static final class Based extends Encoder {
    private boolean first = true;
    private boolean owesEnd;

    Based(InputStream in, boolean last) {
      super(in);
      owesEnd = last;
    }

    @Override
    byte[] next() throws IOException {
      byte[] raw = in.readNBytes(BLOCK);
      ByteArrayOutputStream out = new ByteArrayOutputStream(BLOCK * 3 / 2);
      if (raw.length > 0 && !first || raw.length == 0 && owesEnd) {
        out.write('\r');
        out.write('\n');
      }
      owesEnd &= raw.length > 0;
      first = false;
      out.writeBytes(Base64.getMimeEncoder().encode(raw));
      return out.toByteArray();
    }
  }

  private static final class Quoted extends Encoder {
    private byte[] kept = new byte[0];

    Quoted(InputStream in) {
      super(in);
    }

    /// Up to the last line end that is there; a longer line goes on after a soft one.
    @Override
    byte[] next() throws IOException {
      byte[] more = in.readNBytes(BLOCK);
      byte[] raw = Arrays.copyOf(kept, kept.length + more.length);
      System.arraycopy(more, 0, raw, kept.length, more.length);
      int end = raw.length;
      if (more.length > 0) {
        while (end > 0 && raw[end - 1] != '\n') {
          end--;
        }
        if (end == 0) {
          end = raw.length - (raw[raw.length - 1] == '\r' ? 1 : 0);
        }
      }
      kept = Arrays.copyOfRange(raw, end, raw.length);
      byte[] lines = Arrays.copyOf(raw, end);
      if (end == 0) {
        return kept.length == 0 ? lines : next();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(end + end / 4);
      TextWriter.quotedPrintable(lines, out);
      byte[] encoded = out.toByteArray();
      if (lines[end - 1] == '\n') {
        return encoded;
      }
      byte[] open = Arrays.copyOf(encoded, encoded.length - 2);
      if (more.length == 0) {
        return open;
      }
      byte[] soft = Arrays.copyOf(open, open.length + 3);
      soft[open.length] = '=';
      soft[open.length + 1] = '\r';
      soft[open.length + 2] = '\n';
      return soft;
    }
  }
}
