package app.paloma.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// FTS5's record of the segments that make up an index, in the version for tables without content
/// from which rows can be deleted. Levels, from the youngest; in each its segments, the oldest
/// first.
record IndexStructure(byte[] cookie, long writeCounter, List<Level> levels) {
  private static final byte[] VERSION = {(byte) 0xff, 0, 0, 1};
  private static final int FIELDS = 8;

  /// @param merging how many of the segments, from the oldest, are being merged
  record Level(long merging, List<long[]> segments) {}

  private static final int RECORD = 10;

  /// @return empty where there is none, or another version of it
  static Optional<IndexStructure> of(Database.Tx tx) throws SQLException {
    return tx.sql("SELECT block FROM fts_data WHERE id = ?")
        .set(RECORD)
        .first(row -> row.getBytes(1))
        .flatMap(IndexStructure::parse);
  }

  /// In the place of what is there.
  void write(Database.Tx tx) throws SQLException {
    tx.sql("UPDATE fts_data SET block = ? WHERE id = ?").set(octets()).set(RECORD).update();
  }

  /// @return empty where it is another version
  static Optional<IndexStructure> parse(byte[] octets) {
    if (octets.length < 11 || !Arrays.equals(octets, 4, 8, VERSION, 0, 4)) {
      return Optional.empty();
    }
    Reader in = new Reader(octets, 8);
    try {
      long levels = in.next();
      long segments = in.next();
      long writeCounter = in.next();
      List<Level> all = new ArrayList<>();
      for (long level = 0; level < levels; level++) {
        long merging = in.next();
        long count = in.next();
        segments -= count;
        List<long[]> here = new ArrayList<>();
        for (long i = 0; i < count; i++) {
          long[] segment = new long[FIELDS];
          for (int field = 0; field < FIELDS; field++) {
            segment[field] = in.next();
          }
          here.add(segment);
        }
        all.add(new Level(merging, here));
      }
      boolean whole = segments == 0 && in.at == octets.length;
      return whole
          ? Optional.of(new IndexStructure(Arrays.copyOf(octets, 4), writeCounter, all))
          : Optional.empty();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static final class Reader {
    private final byte[] octets;
    private int at;

    Reader(byte[] octets, int at) {
      this.octets = octets;
      this.at = at;
    }

    long next() {
      long value = Varint.get(octets, at);
      at += Varint.length(octets, at);
      return value;
    }
  }

  /// How many segments are on the level; the youngest is 0.
  int segments(int level) {
    return level < levels.size() ? levels.get(level).segments.size() : 0;
  }

  /// A number that no segment has.
  int freeSegment() {
    BitSet used = new BitSet();
    used.set(0);
    levels.forEach(level -> level.segments.forEach(segment -> used.set((int) segment[0])));
    return used.nextClearBit(0);
  }

  /// The generation of the next segment, by which the deletion of a row finds where it is.
  long nextOrigin() {
    long last = 0;
    for (Level level : levels) {
      for (long[] segment : level.segments) {
        last = Math.max(last, segment[4]);
      }
    }
    return last + 1;
  }

  /// The same with one more segment, the youngest of its level.
  IndexStructure with(int level, int segment, int pages, long origin, int rows) {
    List<Level> more = new ArrayList<>(levels);
    while (more.size() <= level) {
      more.add(new Level(0, List.of()));
    }
    Level before = more.get(level);
    List<long[]> segments = new ArrayList<>(before.segments);
    segments.add(new long[] {segment, 1, pages, origin, origin, 0, 0, rows});
    more.set(level, new Level(before.merging, segments));
    return new IndexStructure(cookie, writeCounter, more);
  }

  byte[] octets() {
    int segments = levels.stream().mapToInt(level -> level.segments.size()).sum();
    byte[] out = new byte[8 + Varint.LONGEST * (3 + 2 * levels.size() + FIELDS * segments)];
    System.arraycopy(cookie, 0, out, 0, 4);
    System.arraycopy(VERSION, 0, out, 4, 4);
    int at = Varint.put(out, 8, levels.size());
    at = Varint.put(out, at, segments);
    at = Varint.put(out, at, writeCounter);
    for (Level level : levels) {
      at = Varint.put(out, at, level.merging);
      at = Varint.put(out, at, level.segments.size());
      for (long[] segment : level.segments) {
        for (long field : segment) {
          at = Varint.put(out, at, field);
        }
      }
    }
    return Arrays.copyOf(out, at);
  }
}
