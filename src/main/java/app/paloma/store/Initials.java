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

  /// Of letters beyond ASCII.
  private static final int MOST = 400;

  private static final String FROM = "initials_from";

  private final BitSet points = new BitSet(128);
  private int count;
  private int letters;

  void add(int point) {
    if (point < 0x80) {
      addLetters(SearchText.beginsWords(point | 32) ? 1 << (point & 31) : 0);
    } else if (count < MOST && SearchText.beginsWords(point) && !points.get(point)) {
      points.set(point);
      count++;
    }
  }

  /// Letters of ASCII, each a bit: 1 for `a`.
  void addLetters(int bits) {
    letters |= bits;
  }

  /// As words for the index.
  String words() {
    for (int bit = 1; bit <= 26; bit++) {
      points.set('a' - 1 + bit, (letters >> bit & 1) != 0);
    }
    StringBuilder words = new StringBuilder((count + Integer.bitCount(letters)) * 3);
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
