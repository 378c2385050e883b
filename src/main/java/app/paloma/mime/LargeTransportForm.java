package app.paloma.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import app.paloma.mime.MessageReader.OctetSource;
import app.paloma.mime.TransportForm.Hole;
import app.paloma.mime.TransportForm.Impossible;
import app.paloma.mime.TransportForm.Segment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The same as [TransportForm] for a message that is never whole in memory: its large bodies stay
/// where they are and are encoded as they leave; all between them is small.
public final class LargeTransportForm implements OctetSource {
  private static final int LARGE = 256 << 10;

  /// Of all but the large bodies.
  private static final int MOST = 32 << 20;

  private final OctetSource message;
  private final List<Segment> segments;
  private final long size;

  private LargeTransportForm(OctetSource message, List<Segment> segments) throws IOException {
    this.message = message;
    this.segments = segments;
    long octets = 0;
    byte[] block = new byte[64 << 10];
    try (InputStream in = open()) {
      int n;
      while ((n = in.read(block)) > 0) {
        octets += n;
      }
    }
    size = octets;
  }

  /// @param message with CRLF as line ends
  /// @param sevenBit whether octets beyond 7 bits must go too
  public static LargeTransportForm of(OctetSource message, boolean sevenBit)
      throws Impossible, IOException {
    List<Part> large = new ArrayList<>();
    try (InputStream in = message.open()) {
      collect(PartScanner.scan(in, 0), large);
    }
    ByteArrayOutputStream small = new ByteArrayOutputStream(1 << 20);
    List<Hole> holes = new ArrayList<>();
    try (InputStream in = message.open()) {
      long at = 0;
      for (Part part : large) {
        copy(in, part.bodyStart - at, small);
        int from = small.size();
        Look look = Look.at(in, part.length());
        small.writeBytes(look.standIn(sevenBit));
        holes.add(
            new Hole(
                from,
                small.size(),
                new LargeBody(
                    part.bodyStart,
                    part.bodyEnd,
                    part.encoding,
                    look.wide <= part.length() / 4 && !look.binary,
                    LargeBody.Form.AS_IT_IS)));
        at = part.bodyEnd;
      }
      copy(in, Long.MAX_VALUE, small);
    }
    return new LargeTransportForm(
        message, TransportForm.segments(small.toByteArray(), sevenBit, holes));
  }

  private static void collect(Part part, List<Part> large) {
    if (part.children.isEmpty() && part.length() > LARGE) {
      large.add(part);
    }
    part.children.forEach(child -> collect(child, large));
  }

  private static void copy(InputStream in, long length, ByteArrayOutputStream out)
      throws Impossible, IOException {
    byte[] block = new byte[64 << 10];
    long left = length;
    int n;
    while (left > 0 && (n = in.read(block, 0, (int) Math.min(block.length, left))) > 0) {
      out.write(block, 0, n);
      left -= n;
      if (out.size() > MOST) {
        throw new Impossible(false);
      }
    }
  }

  /// What a body holds.
  private record Look(long wide, boolean longLine, boolean binary) {
    static Look at(InputStream in, long length) throws IOException {
      byte[] block = new byte[64 << 10];
      long wide = 0;
      boolean longLine = false;
      boolean binary = false;
      byte before = 0;
      int line = 0;
      long left = length;
      long at = 0;
      int n;
      while (left > 0 && (n = in.read(block, 0, (int) Math.min(block.length, left))) > 0) {
        left -= n;
        for (int i = 0; i < n; i++) {
          byte b = block[i];
          binary |= b == 0 || (b == '\n') != (before == '\r') && (at > 0 || b == '\n');
          before = b;
          at++;
          if (b == '\n') {
            line = 0;
          } else {
            wide += b < 0 ? 1 : 0;
            longLine |= ++line > TransportForm.LONGEST_LINE && b != '\r';
          }
        }
      }
      return new Look(wide, longLine, binary || before == '\r');
    }

    /// A line that needs encoding where the body does.
    byte[] standIn(boolean sevenBit) {
      if (binary) {
        return new byte[] {'x', 0};
      }
      if (sevenBit && wide > 0) {
        return new byte[] {'x', (byte) 0xff};
      }
      return "x".repeat(longLine ? TransportForm.LONGEST_LINE + 2 : 1).getBytes(US_ASCII);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() {
    return new Joined(segments.iterator());
  }

  /// One segment after the other, each opened when its turn comes.
  private final class Joined extends InputStream {
    private final Iterator<Segment> left;
    private InputStream current = InputStream.nullInputStream();

    Joined(Iterator<Segment> left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (true) {
        int n = current.read(to, offset, length);
        if (n > 0) {
          return n;
        }
        if (!left.hasNext()) {
          return -1;
        }
        current.close();
        Segment next = left.next();
        current =
            next.body().isPresent()
                ? next.body().get().open(message)
                : new ByteArrayInputStream(next.octets());
      }
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }
}
