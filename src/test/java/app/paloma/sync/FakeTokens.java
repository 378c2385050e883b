package app.paloma.sync;

import app.paloma.sync.FakeSession.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The little grammar a [FakeSession] needs.
final class FakeTokens {
  private FakeTokens() {}

  /// Splits at spaces outside quotes and parentheses; quotes are taken off, parentheses stay.
  static void split(String line, List<Token> into) {
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == ' ') {
        i++;
      } else if (c == '"') {
        StringBuilder text = new StringBuilder();
        i++;
        while (i < line.length() && line.charAt(i) != '"') {
          if (line.charAt(i) == '\\') {
            i++;
          }
          text.append(line.charAt(i++));
        }
        i++;
        into.add(new Token(text.toString(), null));
      } else {
        int start = i;
        int depth = 0;
        while (i < line.length() && (depth > 0 || line.charAt(i) != ' ')) {
          char d = line.charAt(i++);
          depth += d == '(' || d == '[' ? 1 : d == ')' || d == ']' ? -1 : 0;
        }
        into.add(new Token(line.substring(start, i), null));
      }
    }
  }

  static List<String> list(String parenthesized) {
    String inner = parenthesized.replaceAll("^\\(|\\)$", "");
    List<Token> tokens = new ArrayList<>();
    split(inner, tokens);
    return tokens.stream().map(Token::text).toList();
  }

  /// The UIDs of a sequence-set that are in `all`.
  static NavigableSet<Long> select(String set, NavigableSet<Long> all) {
    TreeSet<Long> result = new TreeSet<>();
    if (all.isEmpty()) {
      return result;
    }
    for (String part : set.split(",", -1)) {
      String[] ends = part.split(":", -1);
      long from = number(ends[0], all);
      long to = number(ends[ends.length - 1], all);
      result.addAll(all.subSet(Math.min(from, to), true, Math.max(from, to), true));
    }
    return result;
  }

  private static long number(String text, NavigableSet<Long> all) {
    return text.equals("*") ? all.last() : Long.parseLong(text);
  }

  static String format(NavigableSet<Long> uids) {
    StringBuilder text = new StringBuilder();
    Long from = null;
    Long last = null;
    for (Long uid : uids) {
      if (last != null && uid == last + 1) {
        last = uid;
        continue;
      }
      append(text, from, last);
      from = uid;
      last = uid;
    }
    append(text, from, last);
    return text.toString();
  }

  private static void append(StringBuilder text, Long from, Long last) {
    if (from != null) {
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (!from.equals(last)) {
        text.append(':').append(last);
      }
    }
  }
}
