package app.paloma.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// The words of many messages turned round: for each word the messages and the places it stands in.
/// What is read goes one after the other into two arrays and is put in order once, in the end;
/// tables and lists a word would spend their time waiting for memory.
final class WordPositions {
  /// FTS5 cuts longer words off.
  static final int LONGEST_WORD = 32_768;

  /// The octets of words, as FTS5's tokenizer `ascii` has it: letters and digits, made small, and
  /// all beyond ASCII. 0 for others.
  private static final byte[] FOLDED = folded();

  private static final int COLUMN_SHIFT = 28;
  private static final int DOCUMENT_SHIFT = 32;

  /// Words up to this length are their own keys.
  private static final int SHORT = 8;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long LOW = 0x7f7f7f7f7f7f7f7fL;
  private static final long HIGH = 0x8080808080808080L;

  private static final long PRIME = 0x9e3779b97f4a7c15L;

  /// Words that collide cannot be made up without knowing it.
  private final long seed = ThreadLocalRandom.current().nextLong() | 1;

  private Table shortWords = new Table(1 << 15);
  private Table longWords = new Table(1 << 10);
  private int[] ends = new int[1 << 13];
  private int words;
  private byte[] pool = new byte[1 << 16];

  private int[] read;
  private long[] places;
  private int count;

  /// @param expected about how many words will be read
  WordPositions(int expected) {
    read = new int[expected];
    places = new long[expected];
  }

  /// Keys, each beside the number of its word: what is looked for is found in one place of memory.
  /// 0 is no key.
  private static final class Table {
    private final long[] entries;
    private final int mask;
    private final int shift;
    private int used;

    Table(int slots) {
      entries = new long[2 * slots];
      mask = slots - 1;
      shift = Long.numberOfLeadingZeros(mask);
    }

    /// Where the key is or may be put.
    int slot(long key, long seed) {
      return (int) (key * seed * PRIME >>> shift);
    }

    boolean isFull() {
      return 2 * used > mask;
    }

    void put(int slot, long key, int word) {
      entries[2 * slot] = key;
      entries[2 * slot + 1] = word;
      used++;
    }

    Table larger(long seed) {
      Table larger = new Table(2 * (mask + 1));
      for (int i = 0; i < entries.length; i += 2) {
        if (entries[i] != 0) {
          int slot = larger.slot(entries[i], seed);
          while (larger.entries[2 * slot] != 0) {
            slot = slot + 1 & larger.mask;
          }
          larger.put(slot, entries[i], (int) entries[i + 1]);
        }
      }
      return larger;
    }
  }

  private static byte[] folded() {
    byte[] folded = new byte[256];
    for (int c = 0; c < 256; c++) {
      boolean capital = c >= 'A' && c <= 'Z';
      if (capital || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80) {
        folded[c] = (byte) (capital ? c + 32 : c);
      }
    }
    return folded;
  }

  /// How many words were read.
  int size() {
    return count;
  }

  /// Reads a column of a message; documents and columns come in order.
  ///
  /// @param initials is told what the words begin with
  /// @return how many words it has
  int read(int document, int column, String text, Initials initials) {
    byte[] octets = text.getBytes(UTF_8);
    if (octets.length != text.length()) {
      // There is more than ASCII in it.
      octets = SearchText.words(text).getBytes(UTF_8);
    }
    long place = (long) document << DOCUMENT_SHIFT | (long) column << COLUMN_SHIFT;
    int before = count;
    int letters = 0;
    int i = 0;
    while (true) {
      int first = 0;
      while (i < octets.length && (first = FOLDED[octets[i] & 0xff]) == 0) {
        i++;
      }
      if (i == octets.length) {
        initials.addLetters(letters);
        return count - before;
      }
      if (first < 0) {
        initials.add(point(octets, i));
      } else {
        // Letters of ASCII are from 0x61 on, digits below 0x40.
        letters |= first >> 6 << (first & 31);
      }
      if (count == read.length) {
        read = Arrays.copyOf(read, 2 * count + 1);
        places = Arrays.copyOf(places, 2 * count + 1);
      }
      places[count] = place + (count - before);
      i = word(octets, i);
    }
  }

  /// The character of UTF-8 that begins there and is not of ASCII.
  private static int point(byte[] octets, int at) {
    int length = Integer.numberOfLeadingZeros(~octets[at] << 24);
    int point = octets[at] & 0x7f >> length;
    for (int i = 1; i < length; i++) {
      point = point << 6 | octets[at + i] & 0x3f;
    }
    return point;
  }

  /// Takes the word that begins there.
  ///
  /// @return its end
  private int word(byte[] octets, int start) {
    long key = 0;
    int end = start;
    if (start + SHORT < octets.length) {
      long eight = fold((long) EIGHT.get(octets, start));
      int length = wordLength(eight);
      end += length;
      if (length == SHORT && FOLDED[octets[end] & 0xff] != 0) {
        EIGHT.set(octets, start, eight);
        return longWord(octets, start, eight);
      }
      key = eight >>> 8 * (SHORT - length);
    } else {
      byte folded;
      while (end < octets.length && (folded = FOLDED[octets[end] & 0xff]) != 0) {
        key = key << 8 | folded & 0xff;
        end++;
      }
    }
    read[count++] = shortWord(key, end - start);
    return end;
  }

  private int longWord(byte[] octets, int start, long first) {
    int end = longEnd(octets, start + SHORT);
    read[count++] = longWord(octets, start, Math.min(end - start, LONGEST_WORD), first);
    return end;
  }

  /// Eight octets with their capitals made small. Each octet is compared without the others: its
  /// highest bit alone is where a sum tells that it is not smaller.
  private static long fold(long eight) {
    long low = eight & LOW;
    long capital = low + (0x80 - 'A') * EACH & ~(low + (0x7f - 'Z') * EACH) & ~eight & HIGH;
    return eight | capital >>> 2;
  }

  /// How many of eight octets, made small, are of one word, from the first on.
  private static int wordLength(long eight) {
    long low = eight & LOW;
    long letter = low + (0x80 - 'a') * EACH & ~(low + (0x7f - 'z') * EACH);
    long digit = low + (0x80 - '0') * EACH & ~(low + (0x7f - '9') * EACH);
    return Long.numberOfLeadingZeros(~(letter | digit | eight) & HIGH) >>> 3;
  }

  private static int longEnd(byte[] octets, int from) {
    int i = from;
    byte folded;
    while (i < octets.length && (folded = FOLDED[octets[i] & 0xff]) != 0) {
      octets[i++] = folded;
    }
    return i;
  }

  /// The number of a word, which is a new one where it was never read.
  private int shortWord(long key, int length) {
    long[] entries = shortWords.entries;
    int slot = shortWords.slot(key, seed);
    long found;
    while ((found = entries[2 * slot]) != 0) {
      if (found == key) {
        return (int) entries[2 * slot + 1];
      }
      slot = slot + 1 & shortWords.mask;
    }
    shortWords.put(slot, key, words);
    if (shortWords.isFull()) {
      shortWords = shortWords.larger(seed);
    }
    byte[] octets = new byte[SHORT];
    EIGHT.set(octets, 0, key);
    return add(octets, SHORT - length, length);
  }

  private int longWord(byte[] octets, int start, int length, long first) {
    long hash = first ^ seed;
    for (int i = start + SHORT; i < start + length; i++) {
      hash = (hash ^ octets[i]) * PRIME;
      hash ^= hash >>> 29;
    }
    long key = hash == 0 ? 1 : hash;
    long[] entries = longWords.entries;
    int slot = longWords.slot(key, seed);
    long found;
    while ((found = entries[2 * slot]) != 0) {
      if (found == key) {
        int word = (int) entries[2 * slot + 1];
        int from = begin(word);
        if (Arrays.equals(pool, from, ends[word], octets, start, start + length)) {
          return word;
        }
      }
      slot = slot + 1 & longWords.mask;
    }
    longWords.put(slot, key, words);
    if (longWords.isFull()) {
      longWords = longWords.larger(seed);
    }
    return add(octets, start, length);
  }

  private int add(byte[] octets, int start, int length) {
    if (words == ends.length) {
      ends = Arrays.copyOf(ends, 2 * words);
    }
    int from = begin(words);
    if (from + length > pool.length) {
      pool = Arrays.copyOf(pool, Math.max(2 * pool.length, from + length));
    }
    System.arraycopy(octets, start, pool, from, length);
    ends[words] = from + length;
    return words++;
  }

  private int begin(int word) {
    return word == 0 ? 0 : ends[word - 1];
  }

  /// Writes all words in order.
  ///
  /// @param rows the row of each document
  void write(SegmentPages pages, long[] rows) throws SQLException {
    int[] to = counted();
    long[] sorted = sorted(to);
    byte[] name = new byte[1 + LONGEST_WORD];
    // All entries of the index proper begin with it; other indexes have other marks.
    name[0] = '0';
    PositionList list = new PositionList();
    for (int word : WordOrder.of(pool, ends, words)) {
      int length = ends[word] - begin(word);
      System.arraycopy(pool, begin(word), name, 1, length);
      pages.word(name, 1 + length);
      writeRows(pages, rows, list, sorted, word == 0 ? 0 : to[word - 1], to[word]);
    }
  }

  /// Where the places of each word begin.
  private int[] counted() {
    int[] next = new int[words + 1];
    for (int i = 0; i < count; i++) {
      next[read[i] + 1]++;
    }
    for (int word = 0; word < words; word++) {
      next[word + 1] += next[word];
    }
    return next;
  }

  /// The places by their words.
  ///
  /// @param next where those of each word begin; afterwards, where they end
  private long[] sorted(int[] next) {
    long[] sorted = new long[count];
    for (int i = 0; i < count; i++) {
      sorted[next[read[i]]++] = places[i];
    }
    return sorted;
  }

  /// One word's.
  private static void writeRows(
      SegmentPages pages, long[] rows, PositionList list, long[] sorted, int from, int end)
      throws SQLException {
    for (int i = from; i < end; ) {
      int document = (int) (sorted[i] >>> DOCUMENT_SHIFT);
      i = list.gather(sorted, i, end);
      pages.row(rows[document], list.octets, list.length);
    }
  }

  /// The words of one row: positions, each as its distance from the one before.
  private static final class PositionList {
    private static final int MASK = (1 << COLUMN_SHIFT) - 1;
    private byte[] octets = new byte[256];
    private int length;

    /// Takes the places of the row that begins there.
    ///
    /// @return where the next row begins
    int gather(long[] sorted, int from, int end) {
      long document = sorted[from] >>> DOCUMENT_SHIFT;
      byte[] to = octets;
      int used = 0;
      int column = 0;
      int position = 0;
      int i = from;
      do {
        int place = (int) sorted[i++];
        if (used + 2 + Varint.LONGEST > to.length) {
          to = Arrays.copyOf(to, 2 * to.length);
          octets = to;
        }
        if (place >>> COLUMN_SHIFT != column) {
          column = place >>> COLUMN_SHIFT;
          to[used++] = 1;
          to[used++] = (byte) column;
          position = 0;
        }
        int here = place & MASK;
        int distance = here - position + 2;
        if (distance < 0x80) {
          to[used++] = (byte) distance;
        } else {
          used = Varint.put(to, used, distance);
        }
        position = here;
      } while (i < end && sorted[i] >>> DOCUMENT_SHIFT == document);
      length = used;
      return i;
    }
  }
}
