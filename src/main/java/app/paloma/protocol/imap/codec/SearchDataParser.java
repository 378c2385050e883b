package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Response.ThreadNode;
import app.paloma.protocol.imap.types.UidSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What SEARCH, SORT and THREAD answer.
final class SearchDataParser {
  private static final int MAX_DEPTH = 100;

  private final Cursor cursor;

  SearchDataParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /// `"SEARCH" *(SP nz-number) [SP search-sort-mod-seq]` (RFC 3501, RFC 7162 §7).
  Response search() throws Malformed {
    UidSet.Builder numbers = new UidSet.Builder();
    long modSeq = -1;
    while (true) {
      cursor.spaces();
      if (cursor.atEnd()) {
        return new Response.SearchData(numbers.build(), modSeq);
      }
      if (cursor.skip('(')) {
        cursor.atom(false);
        cursor.spaces();
        modSeq = cursor.number();
        cursor.expect(')');
      } else {
        numbers.add(number());
      }
    }
  }

  private long number() throws Malformed {
    long number = cursor.number();
    if (number < 0 || number > UidSet.MAX) {
      throw new Malformed("not a message number: " + number);
    }
    return number;
  }

  /// `"SORT" *(SP nz-number)` (RFC 5256).
  Response sort() throws Malformed {
    ArrayList<Long> numbers = new ArrayList<>();
    while (true) {
      cursor.spaces();
      if (cursor.atEnd()) {
        return new Response.SortData(numbers);
      }
      if (cursor.peek() == '(') {
        cursor.value();
      } else {
        numbers.add(number());
      }
    }
  }

  /// ```
  /// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
  /// ```
  ///
  /// RFC 9051 §9, PARTIAL of RFC 9394.
  Response esearch() throws Malformed {
    String tag = "";
    boolean uid = false;
    UidSet all = UidSet.EMPTY;
    UidSet partial = UidSet.EMPTY;
    long min = 0;
    long max = 0;
    long count = -1;
    long modSeq = -1;
    if (cursor.skip('(')) {
      cursor.atom(false);
      cursor.spaces();
      tag = cursor.astring();
      cursor.expect(')');
    }
    while (true) {
      cursor.spaces();
      if (cursor.atEnd()) {
        return new Response.ESearchData(tag, uid, all, partial, min, max, count, modSeq);
      }
      String name = cursor.atom(false).toUpperCase(Locale.ROOT);
      cursor.spaces();
      switch (name) {
        case "UID" -> uid = true;
        case "ALL" -> all = cursor.nil() || cursor.atEnd() ? UidSet.EMPTY : cursor.set();
        case "MIN" -> min = cursor.number();
        case "MAX" -> max = cursor.number();
        case "COUNT" -> count = cursor.number();
        case "MODSEQ" -> modSeq = cursor.number();
        case "PARTIAL" -> {
          cursor.expect('(');
          cursor.atom(false);
          cursor.spaces();
          partial = cursor.nil() ? UidSet.EMPTY : cursor.set();
          cursor.expect(')');
        }
        default -> cursor.value();
      }
    }
  }

  /// ```
  /// thread-data    = "THREAD" [SP 1*thread-list]
  /// thread-list    = "(" (thread-members / thread-nested) ")"
  /// ```
  ///
  /// RFC 5256 §5.
  Response thread() throws Malformed {
    ArrayList<ThreadNode> threads = new ArrayList<>();
    while (true) {
      cursor.spaces();
      if (cursor.atEnd()) {
        return new Response.ThreadData(threads);
      }
      threads.add(threadList(0));
    }
  }

  /// Members follow each other, each the reply to the one before; lists at the end are replies to
  /// the last, or siblings whose parent is missing.
  private ThreadNode threadList(int depth) throws Malformed {
    if (depth > MAX_DEPTH) {
      throw new Malformed("threads nested too deep");
    }
    cursor.expect('(');
    ArrayList<Long> members = new ArrayList<>();
    ArrayList<ThreadNode> nested = new ArrayList<>();
    while (true) {
      cursor.spaces();
      if (cursor.skip(')')) {
        break;
      }
      if (cursor.peek() == '(') {
        nested.add(threadList(depth + 1));
      } else {
        members.add(number());
      }
    }
    List<ThreadNode> replies = List.copyOf(nested);
    if (members.isEmpty()) {
      return new ThreadNode(0, replies);
    }
    for (int i = members.size() - 1; i > 0; i--) {
      replies = List.of(new ThreadNode(members.get(i), replies));
    }
    return new ThreadNode(members.get(0), replies);
  }
}
