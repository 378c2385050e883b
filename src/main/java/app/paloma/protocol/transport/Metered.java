package app.paloma.protocol.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what comes, below DEFLATE.
final class Metered extends InputStream {
  private final InputStream source;
  private final AtomicLong octets;

  Metered(InputStream source, AtomicLong octets) {
    this.source = source;
    this.octets = octets;
  }

  @Override
  public int read() throws IOException {
    int octet = source.read();
    octets.addAndGet(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int available() throws IOException {
    return source.available();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = source.read(into, offset, length);
    octets.addAndGet(Math.max(count, 0));
    return count;
  }
}
