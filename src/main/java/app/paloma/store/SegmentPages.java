package app.paloma.store;

import java.sql.SQLException;
import java.util.Arrays;

/// Writes a segment of an FTS5 index: words in order, each with the rows it stands in and where, on
/// pages of about 4 KB. The format is described at the head of SQLite's fts5_index.c. There is no
/// doclist index, which FTS5 can do without; its own merges make one.
final class SegmentPages {
  /// Where the pages go.
  interface Target {
    void page(int number, byte[] octets) throws SQLException;

    /// @param word where to look for the page: not larger than its first word, and larger than all
    ///   that stands before it
    void begins(byte[] word, int page) throws SQLException;
  }

  /// FTS5's own size.
  private static final int PAGE = 4050;

  private static final int HEADER = 4;

  /// Octets that are sooner copied one by one.
  private static final int FEW = 12;

  private final Target target;
  private byte[] page = new byte[2 * PAGE];
  private final byte[] footer = new byte[2 * PAGE];
  private int used = HEADER;
  private int footerUsed;
  private int number = 1;
  private int lastWordAt;
  private boolean wordless = true;
  private boolean rowless = true;
  private boolean firstOfWord;
  private long row;
  private byte[] word = new byte[64];
  private int wordLength;
  private byte[] named = new byte[0];
  private int namedPage = 1;

  SegmentPages(Target target) {
    this.target = target;
  }

  /// The next word; the rows it stands in follow.
  void word(byte[] octets, int length) throws SQLException {
    if (used + footerUsed + length + 2 >= PAGE && used > HEADER) {
      flush();
    }
    makeRoom(length + 2 * Varint.LONGEST);
    footerUsed = Varint.put(footer, footerUsed, used - lastWordAt);
    lastWordAt = used;
    int same = Arrays.mismatch(word, 0, wordLength, octets, 0, length);
    int shared = 0;
    if (!wordless) {
      shared = same;
      used = Varint.put(page, used, shared);
    } else if (number != 1) {
      tellBeginning();
      named = Arrays.copyOf(octets, Math.min(length, same + 1));
      namedPage = number;
    }
    used = Varint.put(page, used, length - shared);
    put(octets, shared, length - shared);
    remember(octets, length);
    wordless = false;
    rowless = false;
    firstOfWord = true;
  }

  private void remember(byte[] octets, int length) {
    if (length > word.length) {
      word = new byte[2 * length];
    }
    System.arraycopy(octets, 0, word, 0, length);
    wordLength = length;
  }

  /// The next row of the word, with the list of the word's positions in it.
  void row(long id, byte[] positions, int length) throws SQLException {
    if (used + footerUsed >= PAGE) {
      flush();
    }
    makeRoom(2 * Varint.LONGEST);
    if (rowless) {
      putShort(0, used);
    }
    used = Varint.put(page, used, firstOfWord || rowless ? id : id - row);
    row = id;
    firstOfWord = false;
    rowless = false;
    used = Varint.put(page, used, 2L * length);
    if (length <= FEW && used + footerUsed + length < PAGE) {
      for (int i = 0; i < length; i++) {
        page[used++] = positions[i];
      }
      return;
    }
    int from = 0;
    while (used + footerUsed + length - from >= PAGE) {
      // A page ends between two numbers.
      int wanted = PAGE - used - footerUsed;
      int to = from;
      while (to - from < wanted) {
        to += Varint.length(positions, to);
      }
      put(positions, from, to - from);
      from = to;
      flush();
    }
    put(positions, from, length - from);
  }

  /// @return how many pages there are
  int finish() throws SQLException {
    if (used > HEADER) {
      flush();
    }
    if (number > 1) {
      tellBeginning();
    }
    return number - 1;
  }

  private void tellBeginning() throws SQLException {
    if (namedPage != 0) {
      target.begins(named, namedPage);
      namedPage = 0;
    }
  }

  private void flush() throws SQLException {
    putShort(2, used);
    byte[] whole = Arrays.copyOf(page, used + footerUsed);
    System.arraycopy(footer, 0, whole, used, footerUsed);
    target.page(number++, whole);
    used = HEADER;
    putShort(0, 0);
    putShort(2, 0);
    footerUsed = 0;
    lastWordAt = 0;
    wordless = true;
    rowless = true;
  }

  private void put(byte[] octets, int from, int length) {
    makeRoom(length);
    System.arraycopy(octets, from, page, used, length);
    used += length;
  }

  private void makeRoom(int length) {
    if (used + length > page.length) {
      page = Arrays.copyOf(page, 2 * (used + length));
    }
  }

  private void putShort(int at, int value) {
    page[at] = (byte) (value >> 8);
    page[at + 1] = (byte) value;
  }
}
