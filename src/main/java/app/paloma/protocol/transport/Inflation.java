package app.paloma.protocol.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// What a server sends after COMPRESS DEFLATE (RFC 4978), with a bound on expansion: mail shrinks
/// to a third, at best to a hundredth; what grows without end is an attack on memory and disk.
final class Inflation extends InputStream {
  /// The server sent what is not DEFLATE, or too much of it.
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  static final long FREE = 32L << 20;
  static final int RATIO = 250;

  private final InputStream source;
  private final Inflater inflater = new Inflater(true);
  private final byte[] compressed = new byte[64 * 1024];
  private final byte[] one = new byte[1];
  private long consumed;
  private long produced;

  Inflation(InputStream source, byte[] already, int offset, int length) {
    this.source = source;
    if (length > 0) {
      inflater.setInput(already.clone(), offset, length);
      consumed = length;
    }
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (true) {
        int count = inflater.inflate(into, offset, length);
        if (count > 0) {
          produced += count;
          if (produced > FREE + RATIO * consumed) {
            throw new Broken("compressed data expands without bound");
          }
          return count;
        }
        if (inflater.finished()) {
          return -1;
        }
        if (inflater.needsDictionary()) {
          throw new Broken("compressed data asks for a dictionary");
        }
        int more = source.read(compressed, 0, compressed.length);
        if (more < 0) {
          return -1;
        }
        consumed += more;
        inflater.setInput(compressed, 0, more);
      }
    } catch (DataFormatException e) {
      Broken broken = new Broken("compressed data is damaged");
      broken.initCause(e);
      throw broken;
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
