package app.paloma.send;

import app.paloma.mime.BinaryParts;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Octets with every line end made CRLF, the last one too: the canonical form in which a message is
/// kept and sent. Binary parts ([BinaryParts]) stay as they are, octet for octet.
final class CrlfInputStream extends FilterInputStream {
  private static final int LONGEST_LINE = 64 << 10;

  private final byte[] block = new byte[32 * 1024];
  private byte[] ready = new byte[2 * block.length + 2];
  private final BinaryParts parts = new BinaryParts();
  private final byte[] line = new byte[LONGEST_LINE];
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private int at;
  private int end;
  private int lineLength;
  private boolean afterCr;
  private boolean inLine;
  private boolean finished;

  /// How many octets of what is held back of a binary part are a line end; the rest may become a
  /// delimiter.
  private int heldEnd;

  private boolean atLineStart = true;

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
      finished = length < 0;
      if (finished) {
        finish();
      }
      for (int i = 0; i < length; i++) {
        if (parts.inside()) {
          binary(block[i]);
        } else {
          text(block[i]);
        }
      }
    }
    return at < end;
  }

  private void put(int octet) {
    if (end == ready.length) {
      ready = Arrays.copyOf(ready, 2 * end);
    }
    ready[end++] = (byte) octet;
  }

  private void put(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      put(octets[i]);
    }
  }

  private void putLineEnd() {
    put('\r');
    put('\n');
  }

  private void finish() {
    if (parts.inside() && !endsAsDelimiter()) {
      release();
      return;
    }
    if (afterCr) {
      put('\n');
    } else if (inLine) {
      putLineEnd();
    }
  }

  private void text(byte b) {
    if (afterCr) {
      put('\n');
      lineEnded();
      if (b == '\n') {
        return;
      }
      if (parts.inside()) {
        binary(b);
        return;
      }
    }
    if (b == '\n') {
      putLineEnd();
      lineEnded();
      return;
    }
    put(b);
    afterCr = b == '\r';
    inLine = true;
    boolean matters = parts.inHeader() || lineLength < 2 || line[0] == '-' && line[1] == '-';
    if (!afterCr && matters && lineLength < LONGEST_LINE) {
      line[lineLength++] = b;
    }
  }

  private void lineEnded() {
    afterCr = false;
    inLine = false;
    parts.line(line, lineLength);
    lineLength = 0;
    // The line end before a body is its header's.
    atLineStart = true;
    heldEnd = 0;
  }

  /// A line end and what may be a delimiter are held back: they belong to each other (RFC 2046
  /// §5.1.1).
  private void binary(byte b) {
    int length = held.size() - heldEnd;
    if (atLineStart && b == '\n') {
      if (endsAsDelimiter()) {
        putLineEnd();
        inLine = false;
        return;
      }
      boolean cr = length > 0 && held.toByteArray()[held.size() - 1] == '\r';
      byte[] before = held.toByteArray();
      held.reset();
      put(before, before.length - (cr ? 1 : 0));
      hold(cr);
      return;
    }
    if (atLineStart && (length < 2 && b == '-' || length >= 2 && length < longest(b))) {
      held.write(b);
      return;
    }
    if (b == '\n') {
      boolean cr = held.size() == 1;
      held.reset();
      hold(cr);
      return;
    }
    release();
    if (b == '\r') {
      held.write(b);
    } else {
      put(b);
    }
  }

  /// A CR at the end may belong to the line end.
  private static int longest(byte b) {
    return BinaryParts.LONGEST_DELIMITER + (b == '\r' ? 1 : 0);
  }

  private void hold(boolean cr) {
    if (cr) {
      held.write('\r');
    }
    held.write('\n');
    heldEnd = held.size();
    atLineStart = true;
  }

  private void release() {
    put(held.toByteArray(), held.size());
    held.reset();
    heldEnd = 0;
    atLineStart = false;
  }

  /// @return whether what is held is a line end and a delimiter; the latter has become text then
  private boolean endsAsDelimiter() {
    byte[] octets = held.toByteArray();
    int end = octets.length > heldEnd && octets[octets.length - 1] == '\r' ? 1 : 0;
    int length = octets.length - heldEnd - end;
    System.arraycopy(octets, heldEnd, line, 0, length);
    if (!parts.line(line, length)) {
      return false;
    }
    if (heldEnd > 0) {
      putLineEnd();
    }
    put(line, length);
    held.reset();
    heldEnd = 0;
    lineLength = 0;
    inLine = true;
    return true;
  }
}
