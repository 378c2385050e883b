package app.paloma.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// Octets that come piece by piece; nothing is held open in between.
abstract class PieceStream extends InputStream {
  private byte[] piece = new byte[0];
  private int position;

  /// The next piece, not empty, or null at the end.
  abstract byte[] next() throws IOException;

  @Override
  public int read() throws IOException {
    return fill() ? piece[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (position == piece.length) {
      byte[] found = next();
      if (found == null) {
        return false;
      }
      piece = found;
      position = 0;
    }
    return true;
  }
}
