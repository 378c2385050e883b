package app.paloma.search;

import app.paloma.model.*;
import app.paloma.model.SearchQuery.Field;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The query language of the command line contract; every text is a valid query.
///
/// Words must all match; `or` between two terms binds closer than the blank. A term is a word, a
/// `"phrase"` or `field:value`, with `-` before it to exclude and `*` behind it for the beginning
/// of a word. What looks like a field and is none (`is:strange`, `before:soon`) is text.
public final class SearchQueryParser {
  /// More terms and longer texts than a person writes are cut off.
  private static final int MOST_TERMS = 200;

  private static final int LONGEST_TEXT = 4096;

  private record Term(SearchQuery query, boolean or) {}

  private final String text;
  private final boolean typing;
  private int position;

  private SearchQueryParser(String text, boolean typing) {
    this.text = text;
    this.typing = typing;
  }

  public static SearchQuery parse(String text) {
    return new SearchQueryParser(text, false).query();
  }

  /// As you type: the last word counts as the beginning of a word.
  public static SearchQuery parseTyping(String text) {
    return new SearchQueryParser(text, true).query();
  }

  private SearchQuery query() {
    List<Term> terms = new ArrayList<>();
    skipBlanks();
    while (position < text.length() && terms.size() < MOST_TERMS) {
      terms.add(term());
      skipBlanks();
    }
    List<SearchQuery> all = new ArrayList<>();
    int i = 0;
    while (i < terms.size()) {
      List<SearchQuery> choices = new ArrayList<>();
      choices.add(terms.get(i++).query());
      while (i + 1 < terms.size() && terms.get(i).or()) {
        choices.add(terms.get(i + 1).query());
        i += 2;
      }
      boolean half = typing && i == terms.size() - 1 && terms.get(i).or();
      if (half) {
        i++;
      }
      all.add(choices.size() == 1 ? choices.get(0) : new SearchQuery.Or(choices));
    }
    return switch (all.size()) {
      case 0 -> new SearchQuery.Everything();
      case 1 -> all.get(0);
      default -> new SearchQuery.And(all);
    };
  }

  private void skipBlanks() {
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || c == 0x7f || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private Term term() {
    boolean exclude = text.charAt(position) == '-' && hasMore();
    if (exclude) {
      position++;
    }
    SearchQuery query;
    if (text.charAt(position) == '"') {
      query = words(Field.ANY, quoted());
    } else {
      int start = position;
      int colon = -1;
      while (position < text.length() && !isBlank(text.charAt(position))) {
        char c = text.charAt(position);
        if (c == ':' && colon < 0) {
          colon = position;
          boolean quote = position + 1 < text.length() && text.charAt(position + 1) == '"';
          if (quote && isField(text.substring(start, colon))) {
            position++;
            SearchQuery field = field(text.substring(start, colon), quoted());
            return new Term(exclude ? new SearchQuery.Not(field) : field, false);
          }
        }
        position++;
      }
      String word = text.substring(start, position);
      if (!exclude && word.equalsIgnoreCase("or")) {
        return new Term(plain(Field.ANY, word), true);
      }
      boolean isField =
          colon > start && colon + 1 < position && isField(text.substring(start, colon));
      query =
          isField
              ? field(text.substring(start, colon), bare(text.substring(colon + 1, position), 2))
              : words(Field.ANY, bare(word, 1));
    }
    return new Term(exclude ? new SearchQuery.Not(query) : query, false);
  }

  private boolean hasMore() {
    return position + 1 < text.length() && !isBlank(text.charAt(position + 1));
  }

  /// The value of a term, and whether it is only the beginning.
  private record Value(String text, boolean prefix) {}

  /// From a quote to the next one, or to the end where there is none.
  private Value quoted() {
    int start = position + 1;
    int end = text.indexOf('"', start);
    boolean open = end < 0;
    if (open) {
      end = text.length();
    }
    position = Math.min(text.length(), end + 1);
    boolean star = position < text.length() && text.charAt(position) == '*';
    if (star) {
      position++;
    }
    return new Value(
        text.substring(start, end),
        star || typing && open && end > start && !isBlank(text.charAt(end - 1)));
  }

  /// @param fewest ASCII characters of a beginning that are completed while typing. In one field
  ///   the beginning `a` would make the index look at half of all words.
  private Value bare(String word, int fewest) {
    boolean star = word.length() > 1 && word.endsWith("*");
    boolean enough = word.length() >= fewest || word.chars().anyMatch(c -> c >= 0x80);
    return new Value(
        star ? word.substring(0, word.length() - 1) : word,
        star || typing && position == text.length() && enough);
  }

  private static SearchQuery words(Field field, Value value) {
    String text = value.text();
    boolean cut = text.length() > LONGEST_TEXT;
    return new SearchQuery.Text(
        field, cut ? text.substring(0, LONGEST_TEXT) : text, value.prefix() && !cut);
  }

  private static SearchQuery plain(Field field, String text) {
    return new SearchQuery.Text(field, text, false);
  }

  private static boolean isField(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "from",
          "to",
          "cc",
          "subject",
          "body",
          "attachment",
          "in",
          "is",
          "has",
          "tag",
          "before",
          "after",
          "larger",
          "smaller" ->
          true;
      default -> false;
    };
  }

  private static SearchQuery field(String name, Value value) {
    String field = name.toLowerCase(Locale.ROOT);
    String text = value.text();
    SearchQuery asText = words(Field.ANY, new Value(name + ":" + text, value.prefix()));
    return switch (field) {
      case "from" -> words(Field.FROM, value);
      case "to" -> words(Field.TO, value);
      case "cc" -> words(Field.CC, value);
      case "subject" -> words(Field.SUBJECT, value);
      case "body" -> words(Field.BODY, value);
      case "attachment" -> words(Field.ATTACHMENT, value);
      case "in" -> text.isBlank() ? asText : new SearchQuery.In(text);
      case "is" ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "unread" -> new SearchQuery.Is(SearchQuery.State.UNREAD);
            case "read" -> new SearchQuery.Is(SearchQuery.State.READ);
            case "flagged" -> new SearchQuery.Is(SearchQuery.State.FLAGGED);
            case "answered" -> new SearchQuery.Is(SearchQuery.State.ANSWERED);
            case "pinned" -> new SearchQuery.Is(SearchQuery.State.PINNED);
            case "muted" -> new SearchQuery.Is(SearchQuery.State.MUTED);
            case "snoozed" -> new SearchQuery.Is(SearchQuery.State.SNOOZED);
            default -> asText;
          };
      case "tag" -> text.isBlank() ? asText : new SearchQuery.Tag(text.strip());
      case "has" ->
          text.equalsIgnoreCase("attachment") || text.equalsIgnoreCase("attachments")
              ? new SearchQuery.HasAttachment()
              : asText;
      case "before", "after" -> {
        try {
          LocalDate day = LocalDate.parse(text);
          yield field.equals("before") ? new SearchQuery.Before(day) : new SearchQuery.After(day);
        } catch (DateTimeParseException e) {
          yield asText;
        }
      }
      default -> {
        long octets = octets(text);
        yield octets < 0
            ? asText
            : field.equals("larger")
                ? new SearchQuery.Larger(octets)
                : new SearchQuery.Smaller(octets);
      }
    };
  }

  /// `300`, `20K`, `2M`, `1G`, a `B` behind it or not; -1 for what is none.
  private static long octets(String text) {
    String number = text.toUpperCase(Locale.ROOT);
    if (number.endsWith("B")) {
      number = number.substring(0, number.length() - 1);
    }
    long factor = 1;
    if (!number.isEmpty()) {
      factor =
          switch (number.charAt(number.length() - 1)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            case 'G' -> 1L << 30;
            default -> 1;
          };
    }
    if (factor > 1) {
      number = number.substring(0, number.length() - 1);
    }
    if (number.isEmpty()
        || number.length() > 9
        || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Long.parseLong(number) * factor;
  }
}
