package app.paloma.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Puts many messages into the search index at once, as a segment that is made here and stored as
/// FTS5 stores its own. FTS5 looks each word up in a table of its own while it gathers a segment,
/// which had been more than half of what a first synchronization costs the writer; see decision 7.
final class BulkIndex {
  /// Fewer are left to FTS5.
  static final int FEWEST = 32;

  /// FTS5 merges when there are 128 segments on the youngest level, but only when it wrote itself.
  private static final int MOST_SMALL = 127;

  /// Where large segments go: the levels before take two million messages until they are full.
  private static final int LARGE_LEVEL = 3;

  /// FTS5 knows 2,000 segments at most.
  private static final int MOST_LARGE = 1200;

  /// When segments are merged.
  ///
  /// @param large pages from which on a segment does not go to the youngest level: there it would
  ///   be merged with the few words of each message that comes later, for which all else would wait
  /// @param many from so many large ones on these are merged; a search looks into each, which takes
  ///   some 20 microseconds
  /// @param pages that are merged with each that is added, so that nobody waits for all of them
  record Limits(int large, int many, int pages) {
    static final Limits USUAL = new Limits(64, 256, 2000);
  }

  private static final int AVERAGES = 1;
  private static final int SEGMENT_SHIFT = 37;

  private final Database.Tx tx;
  private final Limits limits;
  private IndexStructure structure;

  private BulkIndex(Database.Tx tx, Limits limits, IndexStructure structure) {
    this.tx = tx;
    this.limits = limits;
    this.structure = structure;
  }

  /// @param messages their rows in ascending order; none of them is in the index
  /// @param prepared the words of these messages, or of others, or null
  /// @return false when that is left to FTS5
  static boolean add(Database.Tx tx, Map<Long, IndexedWords> messages, PreparedWords prepared)
      throws SQLException {
    return add(tx, messages, prepared, Limits.USUAL);
  }

  static boolean add(
      Database.Tx tx, Map<Long, IndexedWords> messages, PreparedWords prepared, Limits limits)
      throws SQLException {
    if (messages.size() < FEWEST) {
      return false;
    }
    // What FTS5 holds back is written now, so that its records say all there is.
    tx.session().run("SAVEPOINT fts_written; RELEASE fts_written");
    Optional<IndexStructure> structure = IndexStructure.of(tx);
    if (structure.isEmpty()
        || structure.get().segments(0) >= MOST_SMALL
        || structure.get().segments(LARGE_LEVEL) >= MOST_LARGE) {
      return false;
    }
    PreparedWords words =
        prepared != null && prepared.isOf(messages.values())
            ? prepared
            : PreparedWords.of(messages.values());
    long[] rows = messages.keySet().stream().mapToLong(Long::longValue).toArray();
    BulkIndex index = new BulkIndex(tx, limits, structure.get());
    for (PreparedWords.Part part : words.parts()) {
      index.writeSizes(part, rows);
      index.writeSegment(part, rows);
    }
    index.writeTotals(words.totals());
    // FTS5 remembers the record of segments as long as no other connection writes, and forgets it
    // when something is taken back.
    tx.session()
        .run(
            "SAVEPOINT fts_forgets; DELETE FROM fts WHERE rowid = 0; ROLLBACK TO fts_forgets;"
                + " RELEASE fts_forgets");
    if (index.structure.segments(LARGE_LEVEL) >= limits.many) {
      tx.sql("INSERT INTO fts (fts, rank) VALUES ('merge', ?)").set(limits.pages).update();
    }
    return true;
  }

  private void writeSizes(PreparedWords.Part part, long[] rows) throws SQLException {
    for (int i = 0; i < part.sizes().size(); i++) {
      tx.sql("INSERT INTO fts_docsize (id, sz, origin) VALUES (?, ?, ?)")
          .set(rows[part.first() + i])
          .set(part.sizes().get(i))
          .set(structure.nextOrigin())
          .update();
    }
  }

  private void writeSegment(PreparedWords.Part part, long[] rows) throws SQLException {
    int segment = structure.freeSegment();
    SegmentPages pages = new SegmentPages(new Tables(segment));
    int documents = part.sizes().size();
    part.words().write(pages, Arrays.copyOfRange(rows, part.first(), part.first() + documents));
    int count = pages.finish();
    if (count > 0) {
      int level = count < limits.large ? 0 : LARGE_LEVEL;
      structure = structure.with(level, segment, count, structure.nextOrigin(), documents);
    }
    structure.write(tx);
  }

  private final class Tables implements SegmentPages.Target {
    private final int segment;

    Tables(int segment) {
      this.segment = segment;
    }

    @Override
    public void page(int number, byte[] octets) throws SQLException {
      tx.changes().wrote(octets.length);
      tx.sql("INSERT INTO fts_data (id, block) VALUES (?, ?)")
          .set(((long) segment << SEGMENT_SHIFT) + number)
          .set(octets)
          .update();
    }

    @Override
    public void begins(byte[] word, int page) throws SQLException {
      tx.sql("INSERT INTO fts_idx (segid, term, pgno) VALUES (?, ?, ?)")
          .set(segment)
          .set(word)
          .set(2L * page)
          .update();
    }
  }

  /// How many messages there are and how many words in each column, from which hits are ranked.
  private void writeTotals(long[] totals) throws SQLException {
    byte[] before =
        tx.sql("SELECT block FROM fts_data WHERE id = ?")
            .set(AVERAGES)
            .first(row -> row.getBytes(1))
            .orElse(new byte[0]);
    byte[] after = new byte[totals.length * Varint.LONGEST];
    int from = 0;
    int to = 0;
    for (long total : totals) {
      long old = 0;
      if (from < before.length) {
        old = Varint.get(before, from);
        from += Varint.length(before, from);
      }
      to = Varint.put(after, to, old + total);
    }
    tx.sql("INSERT OR REPLACE INTO fts_data (id, block) VALUES (?, ?)")
        .set(AVERAGES)
        .set(Arrays.copyOf(after, to))
        .update();
  }
}
