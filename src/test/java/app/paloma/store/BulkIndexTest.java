package app.paloma.store;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Address;
import app.paloma.model.IndexedContent;
import app.paloma.testing.TestClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is put into the search index at once is what FTS5 itself would have put there, and FTS5
/// goes on with it: beside it stands a second table that FTS5 alone writes.
class BulkIndexTest {
  private static final List<String> ODD =
      List.of(
          "",
          " ,.;",
          "mañana la reunión; e\u0301te\u0301 STRASSE Straße",
          "我们明天开会 🎉🎂 party",
          "x".repeat(8) + " " + "x".repeat(9) + " " + "X".repeat(7) + " " + "é".repeat(5),
          "long".repeat(10_000) + " " + "long".repeat(9_000),
          "again ".repeat(30_000),
          // Every octet beside every other, at every distance from the end.
          octets(),
          "Abcdefgh Abcdefg Abcdefghi @Z[ `z{ /9: ABCDEFGHIJKLMNOP",
          "abcdefghi Zz9",
          "Quick/Zebra",
          "a\u00d1o \u00d1and\u00fa \u03a9mega \u0416\u0443\u043a \ud83c\udf89x \ud801\udc00b"
              + " \u0301acute \u2028\ufdd0q",
          "\u0000 zero \u0001 \ud800 alone");

  @TempDir Path profile;
  private Database database;
  private final TestClock clock = new TestClock();
  private final Random random = new Random(11);
  private long next = 1;

  @BeforeEach
  void open() {
    database = new Database(profile, Store.Mode.READ_WRITE, clock);
    inTransaction(tx -> {
      tx.session()
          .run(
              """
              CREATE VIRTUAL TABLE own USING fts5 (subject, sender, recipients, cc, body,
                attachments, content = '', contentless_delete = 1, tokenize = 'ascii');
              CREATE VIRTUAL TABLE temp.words_made USING fts5vocab ('main', 'fts', 'instance');
              CREATE VIRTUAL TABLE temp.words_own USING fts5vocab ('main', 'own', 'instance');
              """);
      return null;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static String octets() {
    StringBuilder all = new StringBuilder();
    for (char c = 1; c < 0x80; c++) {
      for (char d = 1; d < 0x80; d++) {
        all.append("xyXY09zZ", 0, (c + d) % 8).append(c).append(d).append(c % 3 == 0 ? " " : "");
      }
    }
    return all.toString();
  }

  private void inTransaction(Database.Write<Void> work) {
    database.write(work);
  }

  private String text(int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      double x = random.nextDouble();
      text.append(Integer.toString((int) (x * x * x * 30_000) + 40, 36))
          .append(i % 9 == 8 ? ".\n" : " ");
      if (i % 50 == 7) {
        text.append("internationalization").append((int) (x * 300)).append(' ');
      }
    }
    return text.toString();
  }

  private IndexedWords message(String body) {
    return new IndexedWords(
        new IndexedContent(
            "id",
            List.of(),
            new Address("Ana Pérez", "ana@example.org"),
            List.of(new Address("Bob", "bob@example.net"), new Address("", "carol@example.net")),
            random.nextBoolean() ? List.of() : List.of(new Address("Dan", "dan@example.net")),
            List.of(),
            List.of(),
            text(random.nextInt(6)),
            Optional.empty(),
            "",
            body,
            random.nextBoolean() ? List.of() : List.of("report.pdf", "año.png"),
            false,
            ""));
  }

  private Map<Long, IndexedWords> messages(int count) {
    Map<Long, IndexedWords> messages = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String body = i % 30 == 3 ? ODD.get(i / 30 % ODD.size()) : text(random.nextInt(400));
      messages.put(next, message(body));
      next += 1 + random.nextInt(3);
    }
    return messages;
  }

  private static void byFts(Database.Tx tx, String table, Map<Long, IndexedWords> messages)
      throws SQLException {
    for (Map.Entry<Long, IndexedWords> entry : messages.entrySet()) {
      Sql insert =
          tx.sql(
                  "INSERT INTO "
                      + table
                      + " (rowid, subject, sender, recipients, cc, body,"
                      + " attachments) VALUES (?, ?, ?, ?, ?, ?, ?)")
              .set(entry.getKey());
      for (int column = 0; column < IndexedWords.COLUMNS; column++) {
        insert.set(SearchText.words(entry.getValue().column(column)));
      }
      insert.update();
    }
  }

  private static void both(Database.Tx tx, Map<Long, IndexedWords> messages) throws SQLException {
    assertThat(BulkIndex.add(tx, messages, null)).isTrue();
    byFts(tx, "own", messages);
  }

  private static void delete(Database.Tx tx, Map<Long, IndexedWords> messages, int each)
      throws SQLException {
    for (String table : List.of("fts", "own")) {
      int n = 0;
      for (long id : messages.keySet()) {
        if (n++ % each == 0) {
          tx.sql("DELETE FROM " + table + " WHERE rowid = ?").set(id).update();
        }
      }
    }
  }

  private static String words(Database.Tx tx, String table) throws SQLException {
    // Some millions of rows are compared where they are.
    return "only in "
        + table
        + ": "
        + tx.sql(
                """
                SELECT term || ' ' || doc || ' ' || col || ' ' || "offset" FROM
                  (SELECT term, doc, col, "offset" FROM words_%s
                   EXCEPT SELECT term, doc, col, "offset" FROM words_%s) LIMIT 3
                """
                    .formatted(table, table.equals("own") ? "made" : "own"))
            .list(row -> row.getString(1));
  }

  private static List<String> sizes(Database.Tx tx, String table) throws SQLException {
    List<String> all =
        tx.sql("SELECT id, sz FROM " + table + "_docsize ORDER BY id")
            .list(row -> row.getLong(1) + HexFormat.of().formatHex(row.getBytes(2)));
    all.addAll(
        tx.sql("SELECT block FROM " + table + "_data WHERE id = 1")
            .list(row -> HexFormat.of().formatHex(row.getBytes(1))));
    return all;
  }

  private void same() {
    inTransaction(tx -> {
      tx.session().run("INSERT INTO fts (fts) VALUES ('integrity-check')");
      assertThat(words(tx, "made")).isEqualTo("only in made: []");
      assertThat(words(tx, "own")).isEqualTo("only in own: []");
      assertThat(tx.sql("SELECT count(*) FROM words_own").number(0)).isPositive();
      assertThat(sizes(tx, "fts")).isEqualTo(sizes(tx, "own"));
      return null;
    });
  }

  @Test
  void theIndexHoldsWhatFtsWouldHavePutThere() {
    inTransaction(tx -> {
      both(tx, messages(400));
      return null;
    });
    same();
    inTransaction(tx -> {
      both(tx, messages(150));
      return null;
    });
    same();
  }

  @Test
  void ftsGoesOnWithIt() {
    Map<Long, IndexedWords> first = messages(300);
    Map<Long, IndexedWords> second = messages(200);
    inTransaction(tx -> {
      both(tx, first);
      return null;
    });
    inTransaction(tx -> {
      delete(tx, first, 3);
      return null;
    });
    same();
    inTransaction(tx -> {
      both(tx, second);
      return null;
    });
    inTransaction(tx -> {
      Map<Long, IndexedWords> few = messages(20);
      byFts(tx, "fts", few);
      byFts(tx, "own", few);
      return null;
    });
    same();
    inTransaction(tx -> {
      delete(tx, second, 2);
      tx.session().run("INSERT INTO fts (fts) VALUES ('optimize')");
      return null;
    });
    same();
    inTransaction(tx -> {
      both(tx, messages(100));
      return null;
    });
    same();
  }

  /// FTS5 holds back what it writes until the end of a transaction.
  @Test
  void bothWriteInOneTransaction() {
    Map<Long, IndexedWords> first = messages(100);
    inTransaction(tx -> {
      both(tx, first);
      return null;
    });
    inTransaction(tx -> {
      Map<Long, IndexedWords> few = messages(20);
      byFts(tx, "fts", few);
      byFts(tx, "own", few);
      delete(tx, first, 4);
      both(tx, messages(100));
      Map<Long, IndexedWords> more = messages(20);
      byFts(tx, "fts", more);
      byFts(tx, "own", more);
      delete(tx, few, 2);
      return null;
    });
    same();
  }

  @Test
  void whatIsRolledBackLeavesNothing() {
    inTransaction(tx -> {
      both(tx, messages(100));
      return null;
    });
    long before = next;
    try {
      inTransaction(tx -> {
        both(tx, messages(100));
        Map<Long, IndexedWords> few = messages(5);
        byFts(tx, "fts", few);
        byFts(tx, "own", few);
        throw new SQLException("no");
      });
    } catch (StoreException expected) {
      next = before;
    }
    same();
    inTransaction(tx -> {
      both(tx, messages(100));
      return null;
    });
    same();
  }

  @Test
  void manyWordsBecomeSeveralSegments() {
    Map<Long, IndexedWords> messages = new LinkedHashMap<>();
    String long1 = "one two three four ".repeat(60_000);
    for (int i = 0; i < 40; i++) {
      messages.put(next++, message(i % 8 == 0 ? long1 : text(50)));
    }
    inTransaction(tx -> {
      both(tx, messages);
      assertThat(tx.sql("SELECT count(DISTINCT segid) FROM fts_idx").number(0)).isEqualTo(2);
      return null;
    });
    same();
  }

  /// FTS5 merges when there are many segments, but only when it wrote itself.
  @Test
  void manySegmentsAreMerged() {
    for (int i = 0; i < 140; i++) {
      inTransaction(tx -> {
        Map<Long, IndexedWords> some = messages(BulkIndex.FEWEST);
        if (!BulkIndex.add(tx, some, null)) {
          byFts(tx, "fts", some);
        }
        byFts(tx, "own", some);
        return null;
      });
    }
    inTransaction(tx -> {
      assertThat(tx.sql("SELECT count(DISTINCT segid) FROM fts_idx").number(0)).isLessThan(128);
      return null;
    });
    same();
  }

  /// Large segments are merged among themselves, a little with each that comes, while FTS5 goes on
  /// with its own.
  @Test
  void largeSegmentsAreMergedLittleByLittle() {
    BulkIndex.Limits limits = new BulkIndex.Limits(1, 12, 40);
    int most = 0;
    boolean merging = false;
    for (int i = 0; i < 60; i++) {
      Map<Long, IndexedWords> some = messages(BulkIndex.FEWEST);
      boolean few = i % 4 == 3;
      inTransaction(tx -> {
        assertThat(BulkIndex.add(tx, some, null, limits)).isTrue();
        byFts(tx, "own", some);
        return null;
      });
      inTransaction(tx -> {
        if (few) {
          delete(tx, some, 3);
          Map<Long, IndexedWords> one = messages(1);
          byFts(tx, "fts", one);
          byFts(tx, "own", one);
        }
        return null;
      });
      IndexStructure now = database.write(tx -> IndexStructure.of(tx).orElseThrow());
      most = Math.max(most, now.segments(3));
      merging |= now.levels().size() > 3 && now.levels().get(3).merging() > 0;
    }
    assertThat(merging).isTrue();
    assertThat(most).isBetween(12, 40);
    same();
  }

  /// While nothing is written all segments are merged into few, step by step.
  @Test
  void idleTimeMergesThem() {
    BulkIndex.Limits limits = new BulkIndex.Limits(1, 1000, 40);
    for (int i = 0; i < 40; i++) {
      Map<Long, IndexedWords> some = messages(BulkIndex.FEWEST);
      inTransaction(tx -> {
        assertThat(BulkIndex.add(tx, some, null, limits)).isTrue();
        byFts(tx, "own", some);
        delete(tx, some, 2);
        return null;
      });
    }
    clock.forward(Duration.ofSeconds(9));
    sleep();
    assertThat(segments()).isGreaterThanOrEqualTo(40);
    clock.forward(Duration.ofSeconds(2));
    for (int i = 0; i < 20 && segments() >= 8; i++) {
      sleep();
    }
    assertThat(segments()).isLessThan(8);
    same();
  }

  private int segments() {
    return database
        .read(session ->
            session
                .sql("SELECT block FROM fts_data WHERE id = 10")
                .first(row -> row.getBytes(1))
                .flatMap(IndexStructure::parse))
        .orElseThrow()
        .levels()
        .stream()
        .mapToInt(level -> level.segments().size())
        .sum();
  }

  private static void sleep() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1000));
  }
}
