package app.paloma.mime;

import app.paloma.model.PartialMessage;
import app.paloma.model.PartialMessage.Absent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Where the octets of parts come from: an array, a source that opens anew, or what was kept of a
/// stream.
sealed interface Octets {
  /// The octets of a part's body with the transfer encoding taken off, from at most `limit` encoded
  /// octets.
  byte[] decoded(Part part, int limit);

  /// The first octets as they stand.
  byte[] encoded(Part part, int limit);

  /// The decoded octets as a stream, whole.
  InputStream open(Part part) throws IOException;

  record InArray(byte[] octets) implements Octets {
    @Override
    public byte[] decoded(Part part, int limit) {
      if (part.source != null && part.source != octets) {
        return new InArray(part.source).decoded(part, limit);
      }
      int from = (int) part.bodyStart;
      int to = (int) Math.min(part.bodyEnd, (long) from + limit);
      return to <= from ? new byte[0] : TransferDecoder.decode(octets, from, to, part.encoding);
    }

    @Override
    public byte[] encoded(Part part, int limit) {
      int to = (int) Math.min(part.bodyEnd, part.bodyStart + limit);
      return to <= part.bodyStart
          ? new byte[0]
          : Arrays.copyOfRange(
              part.source == null ? octets : part.source, (int) part.bodyStart, to);
    }

    @Override
    public InputStream open(Part part) throws IOException {
      byte[] all = part.source == null ? octets : part.source;
      return TransferDecoder.stream(
          new ByteArrayInputStream(all, (int) part.bodyStart, (int) part.length()), part.encoding);
    }
  }

  /// The parts of a skeleton; some of them must be fetched first.
  record InSkeleton(InArray skeleton, Map<Long, Absent> absent, AbsentParts parts)
      implements Octets {
    static InSkeleton of(PartialMessage message, AbsentParts parts) {
      Map<Long, Absent> absent = new HashMap<>();
      message.absent().forEach(a -> absent.put((long) a.offset(), a));
      return new InSkeleton(new InArray(message.skeleton()), absent, parts);
    }

    /// What is missing of a part; null for one that is in the skeleton.
    Absent missing(Part part) {
      return part.source == null && part.length() == 0 ? absent.get(part.bodyStart) : null;
    }

    @Override
    public byte[] decoded(Part part, int limit) {
      return skeleton.decoded(part, limit);
    }

    @Override
    public byte[] encoded(Part part, int limit) {
      return skeleton.encoded(part, limit);
    }

    @Override
    public InputStream open(Part part) throws IOException {
      Absent missing = missing(part);
      return missing == null
          ? skeleton.open(part)
          : TransferDecoder.stream(parts.open(missing), part.encoding);
    }
  }

  record OnSource(MessageReader.OctetSource source) implements Octets {
    @Override
    public byte[] decoded(Part part, int limit) {
      if (part.source != null) {
        return new InArray(part.source).decoded(part, limit);
      }
      try (InputStream in = range(part)) {
        byte[] raw = in.readNBytes((int) Math.min(limit, part.length()));
        return TransferDecoder.decode(raw, 0, raw.length, part.encoding);
      } catch (IOException e) {
        return new byte[0];
      }
    }

    @Override
    public InputStream open(Part part) throws IOException {
      return TransferDecoder.stream(range(part), part.encoding);
    }

    @Override
    public byte[] encoded(Part part, int limit) {
      try (InputStream in = range(part)) {
        return in.readNBytes((int) Math.min(limit, part.length()));
      } catch (IOException e) {
        return new byte[0];
      }
    }

    private InputStream range(Part part) throws IOException {
      if (part.source != null) {
        return new ByteArrayInputStream(part.source, (int) part.bodyStart, (int) part.length());
      }
      InputStream in = source.open();
      try {
        in.skipNBytes(part.bodyStart);
      } catch (IOException e) {
        in.close();
        throw e;
      }
      return new Range(in, part.length());
    }
  }

  record Captured() implements Octets {
    @Override
    public byte[] decoded(Part part, int limit) {
      if (part.source != null) {
        return new InArray(part.source).decoded(part, limit);
      }
      if (part.captured == null) {
        return new byte[0];
      }
      byte[] raw = part.captured.toByteArray();
      int to = (int) Math.min(Math.min(raw.length, part.length()), limit);
      return TransferDecoder.decode(raw, 0, to, part.encoding);
    }

    @Override
    public byte[] encoded(Part part, int limit) {
      if (part.source != null) {
        return new InArray(part.source).encoded(part, limit);
      }
      byte[] raw = part.captured == null ? new byte[0] : part.captured.toByteArray();
      return Arrays.copyOf(raw, (int) Math.min(Math.min(raw.length, part.length()), limit));
    }

    @Override
    public InputStream open(Part part) {
      return new ByteArrayInputStream(decoded(part, Integer.MAX_VALUE));
    }
  }

  /// The next octets of a stream and no more.
  final class Range extends InputStream {
    private final InputStream in;
    private long left;

    Range(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      int c = in.read();
      left = c < 0 ? 0 : left - 1;
      return c;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left <= 0) {
        return -1;
      }
      int n = in.read(b, offset, (int) Math.min(length, left));
      left = n < 0 ? 0 : left - n;
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
