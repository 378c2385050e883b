package app.paloma.store;

import app.paloma.model.Flags;
import app.paloma.model.SearchQuery;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Translates a query. As much of it as is about words becomes one expression of the full-text
/// index, which drives the search; the rest becomes conditions on the rows it finds.
final class SearchSql {
  /// A phrase longer than this is looked for by its beginning.
  private static final int MOST_WORDS = 64;

  private final Session session;
  private final ZoneId zone;
  private final List<String> values = new ArrayList<>();
  private final boolean initials;

  SearchSql(Session session, ZoneId zone) throws SQLException {
    this.session = session;
    this.zone = zone;
    this.initials = Initials.areWhole(session);
  }

  /// @param match what the index is asked, or empty
  /// @param where conditions on the row `m`, or empty
  record Translated(String match, String where, List<String> values) {}

  /// Empty when nothing can match: there are words but none that an index can hold.
  Optional<Translated> translate(SearchQuery query) throws SQLException {
    if (query instanceof SearchQuery.Everything) {
      return Optional.of(new Translated("", "", List.of()));
    }
    Optional<SearchQuery> meant = withoutEmpty(query);
    if (meant.isEmpty()) {
      return Optional.empty();
    }
    List<SearchQuery> terms =
        meant.get() instanceof SearchQuery.And(List<SearchQuery> all) ? all : List.of(meant.get());
    List<SearchQuery> words = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    boolean positive = terms.stream().anyMatch(term -> isWords(term) && !isNot(term));
    for (SearchQuery term : terms) {
      if (positive && isWords(term)) {
        words.add(term);
      } else {
        conditions.add(condition(term));
      }
    }
    return Optional.of(
        new Translated(
            words.isEmpty() ? "" : match(words), String.join(" AND ", conditions), values));
  }

  /// The query without texts that have no words in them (`-`, `***`): they ask for nothing.
  private static Optional<SearchQuery> withoutEmpty(SearchQuery query) {
    return switch (query) {
      case SearchQuery.Text text ->
          SearchText.tokens(text.text()).isEmpty() ? Optional.empty() : Optional.of(query);
      case SearchQuery.And(List<SearchQuery> terms) -> {
        List<SearchQuery> kept = kept(terms);
        yield kept.isEmpty()
            ? Optional.empty()
            : Optional.of(kept.size() == 1 ? kept.get(0) : new SearchQuery.And(kept));
      }
      case SearchQuery.Or(List<SearchQuery> terms) -> {
        List<SearchQuery> kept = kept(terms);
        yield kept.isEmpty()
            ? Optional.empty()
            : Optional.of(kept.size() == 1 ? kept.get(0) : new SearchQuery.Or(kept));
      }
      case SearchQuery.Not(SearchQuery term) -> withoutEmpty(term).map(SearchQuery.Not::new);
      case SearchQuery.Everything everything -> Optional.of(everything);
      case SearchQuery.In in -> Optional.of(in);
      case SearchQuery.Is is -> Optional.of(is);
      case SearchQuery.Tag tag -> Optional.of(tag);
      case SearchQuery.HasAttachment has -> Optional.of(has);
      case SearchQuery.Before before -> Optional.of(before);
      case SearchQuery.After after -> Optional.of(after);
      case SearchQuery.Larger larger -> Optional.of(larger);
      case SearchQuery.Smaller smaller -> Optional.of(smaller);
    };
  }

  private static List<SearchQuery> kept(List<SearchQuery> terms) {
    return terms.stream().flatMap(term -> withoutEmpty(term).stream()).toList();
  }

  private static boolean isNot(SearchQuery query) {
    return query instanceof SearchQuery.Not;
  }

  /// Whether it is about words alone, and the index can answer it.
  private static boolean isWords(SearchQuery query) {
    return switch (query) {
      case SearchQuery.Text text -> true;
      case SearchQuery.And(List<SearchQuery> terms) ->
          terms.stream().allMatch(SearchSql::isWords)
              && terms.stream().anyMatch(term -> !isNot(term));
      case SearchQuery.Or(List<SearchQuery> terms) ->
          terms.stream().allMatch(term -> isWords(term) && !isNot(term));
      case SearchQuery.Not(SearchQuery term) -> isWords(term) && !isNot(term);
      case SearchQuery.Everything e -> false;
      case SearchQuery.In e -> false;
      case SearchQuery.Is e -> false;
      case SearchQuery.Tag e -> false;
      case SearchQuery.HasAttachment e -> false;
      case SearchQuery.Before e -> false;
      case SearchQuery.After e -> false;
      case SearchQuery.Larger e -> false;
      case SearchQuery.Smaller e -> false;
    };
  }

  private String match(List<SearchQuery> terms) {
    String with =
        terms.stream()
            .filter(term -> !isNot(term))
            .map(this::match)
            .collect(Collectors.joining(" AND "));
    String without =
        terms.stream()
            .flatMap(term ->
                term instanceof SearchQuery.Not(SearchQuery not)
                    ? java.util.stream.Stream.of(match(not))
                    : java.util.stream.Stream.empty())
            .collect(Collectors.joining(" OR "));
    return without.isEmpty() ? with : "(" + with + ") NOT (" + without + ")";
  }

  private String match(SearchQuery words) {
    return switch (words) {
      case SearchQuery.Text(SearchQuery.Field field, String text, boolean prefix) -> {
        List<String> tokens = SearchText.tokens(text);
        boolean cut = tokens.size() > MOST_WORDS;
        String initial =
            initials && prefix && field == SearchQuery.Field.ANY && tokens.size() == 1
                ? Initials.wordFor(tokens.getFirst())
                : "";
        if (!initial.isEmpty()) {
          yield "\"" + initial + "\"";
        }
        String phrase =
            tokens.stream().limit(MOST_WORDS).collect(Collectors.joining(" ", "\"", "\""));
        yield column(field) + phrase + (prefix && !cut ? " *" : "");
      }
      case SearchQuery.And(List<SearchQuery> terms) -> "(" + match(terms) + ")";
      case SearchQuery.Or(List<SearchQuery> terms) ->
          terms.stream().map(this::match).collect(Collectors.joining(" OR ", "(", ")"));
      default -> throw new IllegalStateException("not about words: " + words);
    };
  }

  private static String column(SearchQuery.Field field) {
    return switch (field) {
      case ANY -> "";
      case FROM -> "sender : ";
      case TO -> "recipients : ";
      case CC -> "cc : ";
      case SUBJECT -> "subject : ";
      case BODY -> "body : ";
      case ATTACHMENT -> "attachments : ";
    };
  }

  private String condition(SearchQuery query) throws SQLException {
    if (isWords(query) && !isNot(query)) {
      values.add(match(query));
      return "m.doc IN (SELECT rowid FROM fts WHERE fts MATCH ?)";
    }
    return switch (query) {
      case SearchQuery.And(List<SearchQuery> terms) -> joined(terms, " AND ");
      case SearchQuery.Or(List<SearchQuery> terms) -> joined(terms, " OR ");
      case SearchQuery.Not(SearchQuery term) -> "NOT (" + condition(term) + ")";
      case SearchQuery.In(String name) -> in(name);
      case SearchQuery.Is(SearchQuery.State state) ->
          switch (state) {
            case UNREAD -> "m.flags & " + Flags.SEEN + " = 0";
            case READ -> "m.flags & " + Flags.SEEN + " <> 0";
            case FLAGGED -> "m.flags & " + Flags.FLAGGED + " <> 0";
            case ANSWERED -> "m.flags & " + Flags.ANSWERED + " <> 0";
            case PINNED, MUTED, SNOOZED -> Attention.condition(state);
          };
      case SearchQuery.Tag(String keyword) -> tagged(keyword);
      case SearchQuery.HasAttachment() -> "m.has_attachments <> 0";
      case SearchQuery.Before(LocalDate day) -> "m.date < " + millis(day);
      case SearchQuery.After(LocalDate day) -> "m.date >= " + millis(day);
      case SearchQuery.Larger(long octets) -> "m.size > " + octets;
      case SearchQuery.Smaller(long octets) -> "m.size < " + octets;
      case SearchQuery.Everything() -> "1";
      case SearchQuery.Text text -> throw new IllegalStateException("a word: " + text);
    };
  }

  private String joined(List<SearchQuery> terms, String with) throws SQLException {
    List<String> conditions = new ArrayList<>();
    for (SearchQuery term : terms) {
      conditions.add(condition(term));
    }
    return conditions.isEmpty() ? "1" : "(" + String.join(with, conditions) + ")";
  }

  private long millis(LocalDate day) {
    // Beyond these there is no mail, and the conversion to milliseconds would overflow.
    int year = Math.clamp(day.getYear(), -9999, 99_999);
    return day.withYear(year).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private String tagged(String keyword) {
    int bits = Flags.ofNames(List.of(keyword)).bits();
    if (bits != 0) {
      return "m.flags & " + bits + " <> 0";
    }
    values.add("% " + keyword.replaceAll("[%_\\\\]", "\\\\$0") + " %");
    return "m.keywords IS NOT NULL AND ' ' || m.keywords || ' ' LIKE ? ESCAPE '\\'";
  }

  /// A mailbox's full name, its last part, or a role, without regard to case and accents.
  private String in(String name) throws SQLException {
    String wanted = SearchText.key(name, 500);
    List<Long> ids = new ArrayList<>();
    for (app.paloma.model.Mailbox mailbox :
        session.sql(Mailboxes.SELECT).list(Mailboxes::mailbox)) {
      boolean same =
          mailbox.role().token().equalsIgnoreCase(name)
              || mailbox.name().equalsIgnoreCase(name)
              || mailbox.leaf().equalsIgnoreCase(name)
              || !wanted.isEmpty()
                  && (SearchText.key(mailbox.name(), 500).equals(wanted)
                      || SearchText.key(mailbox.leaf(), 500).equals(wanted));
      if (same) {
        ids.add(mailbox.id().value());
      }
    }
    return "m.mailbox IN ("
        + ids.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + ")";
  }
}
