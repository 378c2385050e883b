package app.paloma.send;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Octets with every line end made CRLF, the last one too: the canonical form in which a message is
/// kept and sent.
final class CrlfInputStream extends FilterInputStream {
  private final byte[] block = new byte[32 * 1024];
  private final byte[] ready = new byte[2 * block.length + 2];
  private int at;
  private int end;
  private boolean afterCr;
  private boolean inLine;
  private boolean finished;

  CrlfInputStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(ready, at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private boolean fill() throws IOException {
    while (at == end && !finished) {
      at = 0;
      end = 0;
      int length = in.read(block, 0, block.length);
      if (length < 0) {
        finished = true;
        if (afterCr) {
          ready[end++] = '\n';
        } else if (inLine) {
          ready[end++] = '\r';
          ready[end++] = '\n';
        }
        break;
      }
      convert(length);
    }
    return at < end;
  }

  private void convert(int length) {
    for (int i = 0; i < length; i++) {
      byte b = block[i];
      if (afterCr) {
        ready[end++] = '\n';
        afterCr = false;
        inLine = false;
        if (b == '\n') {
          continue;
        }
      }
      if (b == '\n') {
        ready[end++] = '\r';
        ready[end++] = '\n';
        inLine = false;
      } else {
        ready[end++] = b;
        afterCr = b == '\r';
        inLine = true;
      }
    }
  }
}
