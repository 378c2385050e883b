package app.paloma.store;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.OptionalLong;

/// What the words of a message begin with, kept in the search index as words of their own. Nearly
/// every message has a word with a given letter in front, and FTS5 would put the places of all
/// those words together to say so. This way it is the search for one word.
final class Initials {
  /// A noncharacter (Unicode 23.7): no word of a text or a query begins with it.
  static final char MARK = '\uFDD0';

  private static final int MOST = 400;
  private static final String FROM = "initials_from";

  private final BitSet points = new BitSet(128);
  private int count;

  void add(int point) {
    int small = point >= 'A' && point <= 'Z' ? point + 32 : point;
    if (count < MOST && SearchText.beginsWords(small) && !points.get(small)) {
      points.set(small);
      count++;
    }
  }

  /// As words for the index.
  String words() {
    StringBuilder words = new StringBuilder(count * 3);
    for (int point = points.nextSetBit(0); point >= 0; point = points.nextSetBit(point + 1)) {
      words.append(' ').append(MARK).appendCodePoint(point);
    }
    return words.toString();
  }

  /// The word that stands for all words that begin so, where there is one.
  static String wordFor(String beginning) {
    boolean one = beginning.codePointCount(0, beginning.length()) == 1;
    return one && SearchText.beginsWords(beginning.codePointAt(0)) ? MARK + beginning : "";
  }

  /// Messages from this one on have their initials in the index.
  static void written(Database.Tx tx, long message) throws SQLException {
    tx.sql("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)").set(FROM).set(message).update();
  }

  /// The index was emptied: what comes into it now has its initials.
  static void begin(Database.Tx tx) throws SQLException {
    tx.sql("INSERT OR REPLACE INTO meta (key, value) VALUES (?, 0)").set(FROM).update();
  }

  /// Whether all messages in the index have them.
  static boolean areWhole(Session session) throws SQLException {
    OptionalLong from =
        session
            .sql("SELECT value FROM meta WHERE key = ?")
            .set(FROM)
            .list(row -> row.getLong(1))
            .stream()
            .mapToLong(Long::longValue)
            .findFirst();
    return from.isPresent()
        && from.getAsLong() <= session.number("SELECT coalesce(min(id), -1) FROM fts_docsize");
  }
}
