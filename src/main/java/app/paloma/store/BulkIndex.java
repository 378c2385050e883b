package app.paloma.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Puts many messages into the search index at once, as a segment that is made here and stored as
/// FTS5 stores its own. FTS5 looks each word up in a table of its own while it gathers a segment,
/// which had been more than half of what a first synchronization costs the writer; see decision 7.
final class BulkIndex {
  /// Fewer are left to FTS5.
  static final int FEWEST = 32;

  /// FTS5 merges when there are 128 segments on the youngest level, but only when it wrote itself.
  private static final int MOST_SEGMENTS = 127;

  /// Words of a segment, beyond the message that goes over it.
  private static final int MOST_WORDS = 600_000;

  /// Of a word, with what stands between words, roughly.
  private static final int WORD_CHARACTERS = 5;

  private static final int AVERAGES = 1;
  private static final int STRUCTURE = 10;
  private static final int SEGMENT_SHIFT = 37;

  private final Database.Tx tx;
  private final WordPositions words;
  private final long[] rows;
  private final long[] totals = new long[1 + IndexedWords.COLUMNS];
  private IndexStructure structure;
  private int documents;

  private BulkIndex(Database.Tx tx, IndexStructure structure, Collection<IndexedWords> messages) {
    this.tx = tx;
    this.structure = structure;
    this.rows = new long[messages.size()];
    long characters = 0;
    for (IndexedWords message : messages) {
      characters += message.content().bodyText().length();
    }
    long expected = characters / WORD_CHARACTERS + 64L * messages.size();
    this.words = new WordPositions((int) Math.min(MOST_WORDS + MOST_WORDS / 8, expected));
  }

  /// @param messages their rows in ascending order; none of them is in the index
  /// @return false when that is left to FTS5
  static boolean add(Database.Tx tx, Map<Long, IndexedWords> messages) throws SQLException {
    if (messages.size() < FEWEST) {
      return false;
    }
    // What FTS5 holds back is written now, so that its records say all there is.
    tx.session().run("SAVEPOINT fts_written; RELEASE fts_written");
    Optional<IndexStructure> structure =
        tx.sql("SELECT block FROM fts_data WHERE id = ?")
            .set(STRUCTURE)
            .first(row -> row.getBytes(1))
            .flatMap(IndexStructure::parse);
    if (structure.isEmpty() || structure.get().young() >= MOST_SEGMENTS) {
      return false;
    }
    BulkIndex index = new BulkIndex(tx, structure.get(), messages.values());
    for (Map.Entry<Long, IndexedWords> entry : messages.entrySet()) {
      index.add(entry.getKey(), entry.getValue());
    }
    index.writeSegment();
    index.writeTotals();
    // FTS5 remembers the record of segments as long as no other connection writes, and forgets it
    // when something is taken back.
    tx.session()
        .run(
            "SAVEPOINT fts_forgets; DELETE FROM fts WHERE rowid = 0; ROLLBACK TO fts_forgets;"
                + " RELEASE fts_forgets");
    return true;
  }

  private void add(long row, IndexedWords message) throws SQLException {
    if (words.size() >= MOST_WORDS) {
      writeSegment();
    }
    byte[] sizes = new byte[IndexedWords.COLUMNS * Varint.LONGEST];
    int at = 0;
    for (int column = 0; column < IndexedWords.COLUMNS; column++) {
      int size = words.read(documents, column, message.column(column));
      at = Varint.put(sizes, at, size);
      totals[1 + column] += size;
    }
    totals[0]++;
    rows[documents++] = row;
    tx.sql("INSERT INTO fts_docsize (id, sz, origin) VALUES (?, ?, ?)")
        .set(row)
        .set(Arrays.copyOf(sizes, at))
        .set(structure.nextOrigin())
        .update();
  }

  private void writeSegment() throws SQLException {
    if (documents == 0) {
      return;
    }
    int segment = structure.freeSegment();
    SegmentPages pages = new SegmentPages(new Tables(segment));
    words.write(pages, rows);
    int count = pages.finish();
    if (count > 0) {
      structure = structure.with(segment, count, structure.nextOrigin(), documents);
    }
    tx.sql("UPDATE fts_data SET block = ? WHERE id = ?")
        .set(structure.octets())
        .set(STRUCTURE)
        .update();
    words.clear();
    documents = 0;
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
  private void writeTotals() throws SQLException {
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
