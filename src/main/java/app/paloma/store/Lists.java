package app.paloma.store;

import app.paloma.model.MailboxId;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Answers which messages a list shows. Everything comes from the index `message_list`; a place far
/// down is reached from the nearest place that was shown before.
final class Lists {
  private static final int KEPT = 12;
  private static final int FIRST_THREADS = 2000;

  /// Farther than this it is worth asking whether the end of the list is nearer.
  private static final int LONG_WALK = 100;

  private static final long[] NONE = {};

  /// Of lists this long one is kept whole.
  private static final int LONG = 100_000;

  /// What is known of one list, until the next commit that touches messages.
  private static final class Known {
    final long generation;
    final TreeMap<Integer, long[]> anchors = new TreeMap<>();
    volatile long[] all;
    Attention attention;
    int count = -1;

    Known(long generation) {
      this.generation = generation;
    }
  }

  private final Database database;
  private final Map<ListQuery, Known> known = new LinkedHashMap<>(32, 0.75f, true);

  Lists(Database database) {
    this.database = database;
  }

  private Known known(ListQuery query) {
    long generation = database.generation();
    synchronized (known) {
      Known state = known.get(query);
      if (state == null || state.generation != generation) {
        state = new Known(generation);
        known.put(query, state);
        if (known.size() > KEPT) {
          known.remove(known.keySet().iterator().next());
        }
      }
      return state;
    }
  }

  /// What is shown first and what is left out, read once.
  private Attention attention(Known state, ListQuery query) {
    if (state.attention == null) {
      state.attention = database.read(session -> Attention.of(session, query, filter(query, null)));
    }
    return state.attention;
  }

  private void readAll(Known state, ListQuery query) {
    Attention attention = attention(state, query);
    long[] rest = database.readConsistently(session -> all(session, query, attention));
    long[] top = attention.top();
    state.all = Arrays.copyOf(top, top.length + rest.length);
    System.arraycopy(rest, 0, state.all, top.length, rest.length);
    state.count = state.all.length;
    if (state.all.length >= LONG) {
      dropOtherLong(state);
    }
  }

  private void dropOtherLong(Known kept) {
    synchronized (known) {
      known
          .values()
          .removeIf(other -> other != kept && other.all != null && other.all.length >= LONG);
    }
  }

  int count(ListQuery query) {
    if (query.mailboxes().isEmpty()) {
      return 0;
    }
    Known state = known(query);
    synchronized (state) {
      if (state.count < 0 && state.all == null && query.threads()) {
        readAll(state, query);
      }
      if (state.count < 0) {
        state.count =
            state.all != null
                ? state.all.length
                : database.read(session -> count(session, query))
                    - attention(state, query).hidden();
      }
      return state.count;
    }
  }

  /// Of messages one by one.
  private static int count(Session session, ListQuery query) throws SQLException {
    String marks = Rows.marks(query.mailboxes().size());
    String text =
        query.flaggedOnly() || query.withAttachments()
            ? "SELECT count(*) FROM message WHERE mailbox IN (%s)%s"
                .formatted(marks, filter(query, null))
            : "SELECT sum(%s) FROM mailbox WHERE id IN (%s)"
                .formatted(query.unreadOnly() ? "unread" : "messages", marks);
    return (int) bind(session.sql(text), query.mailboxes()).number(0);
  }

  long[] ids(ListQuery query, int offset, int limit) {
    if (query.mailboxes().isEmpty() || limit <= 0 || offset < 0) {
      return NONE;
    }
    Known state = known(query);
    synchronized (state) {
      if (state.all == null) {
        boolean byDate = query.sortBy() == SortBy.DATE;
        if (byDate && (!query.threads() || (long) offset + limit <= FIRST_THREADS)) {
          return someByDate(state, query, offset, limit);
        }
        readAll(state, query);
      }
      return slice(state.all, offset, limit);
    }
  }

  private long[] someByDate(Known state, ListQuery query, int offset, int limit) {
    Attention attention = attention(state, query);
    long[] top = slice(attention.top(), offset, limit);
    int from = Math.max(0, offset - attention.top().length);
    int wanted = limit - top.length;
    if (wanted == 0) {
      return top;
    }
    long[] rest;
    if (query.threads()) {
      long[] head = database.read(session -> threads(session, query, attention, from + wanted));
      rest = slice(head, from, wanted);
    } else if (query.mailboxes().size() == 1) {
      rest = fromAnchor(state, query, from, wanted);
    } else {
      rest = database.read(session -> merged(session, query, attention, from, wanted));
    }
    if (top.length == 0) {
      return rest;
    }
    long[] both = Arrays.copyOf(top, top.length + rest.length);
    System.arraycopy(rest, 0, both, top.length, rest.length);
    return both;
  }

  private long[] fromAnchor(Known state, ListQuery query, int offset, int limit) {
    Attention attention = attention(state, query);
    Map.Entry<Integer, long[]> anchor = state.anchors.floorEntry(offset);
    return database.readConsistently(session -> {
      int walked = offset - (anchor == null ? 0 : anchor.getKey());
      List<long[]> rows;
      boolean plain = filter(query, attention).isEmpty();
      int fromEnd = walked > LONG_WALK && plain ? count(session, query) - offset : -1;
      if (fromEnd > 0 && fromEnd < walked) {
        int taken = Math.min(limit, fromEnd);
        rows =
            rows(session, query, attention, !query.descending(), null, fromEnd - taken, taken)
                .reversed();
      } else {
        rows =
            rows(
                session,
                query,
                attention,
                query.descending(),
                anchor == null ? null : anchor.getValue(),
                walked,
                limit);
      }
      if (!rows.isEmpty()) {
        state.anchors.put(offset + rows.size(), rows.get(rows.size() - 1));
      }
      return rows.stream().mapToLong(row -> row[1]).toArray();
    });
  }

  /// Date and id of rows by date.
  ///
  /// @param after the row to begin behind, or null
  private static List<long[]> rows(
      Session session,
      ListQuery query,
      Attention attention,
      boolean descending,
      long[] after,
      int skip,
      int limit)
      throws SQLException {
    String order = descending ? "DESC" : "ASC";
    StringBuilder text = new StringBuilder("SELECT date, id FROM message WHERE mailbox = ?");
    if (after != null) {
      text.append(" AND (date, id) ").append(descending ? "<" : ">").append(" (?, ?)");
    }
    text.append(filter(query, attention))
        .append(" ORDER BY date %s, id %s LIMIT ? OFFSET ?".formatted(order, order));
    Sql sql = session.sql(text.toString()).set(query.mailboxes().get(0).value());
    if (after != null) {
      sql.set(after[0]).set(after[1]);
    }
    return sql.set(limit).set(skip).list(row -> new long[] {row.getLong(1), row.getLong(2)});
  }

  /// Several mailboxes: SQLite merges their orders, so each is read only as far as needed.
  private static long[] merged(
      Session session, ListQuery query, Attention attention, int offset, int limit)
      throws SQLException {
    return bind(
            session.sql(union(query, attention, "id, date") + " LIMIT ? OFFSET ?"),
            query.mailboxes())
        .set(limit)
        .set(offset)
        .numbers();
  }

  private static String union(ListQuery query, Attention attention, String columns) {
    String order = query.descending() ? "DESC" : "ASC";
    String one = "SELECT " + columns + " FROM message WHERE mailbox = ?" + filter(query, attention);
    if (query.mailboxes().size() > 100) {
      one =
          "SELECT %s FROM message WHERE mailbox IN (%s)%s"
              .formatted(columns, Rows.marks(query.mailboxes().size()), filter(query, attention));
    } else {
      one =
          String.join(" UNION ALL ", java.util.Collections.nCopies(query.mailboxes().size(), one));
    }
    return one + " ORDER BY date %s, id %s".formatted(order, order);
  }

  /// The newest message of each conversation, up to `limit` of them. Which is newest does not
  /// depend on the direction of the list.
  private static long[] threads(Session session, ListQuery query, Attention attention, int limit)
      throws SQLException {
    if (!query.descending()) {
      long[] all = threads(session, descending(query), attention, Integer.MAX_VALUE);
      for (int i = 0; i < all.length / 2; i++) {
        long swapped = all[i];
        all[i] = all[all.length - 1 - i];
        all[all.length - 1 - i] = swapped;
      }
      return Arrays.copyOf(all, Math.min(all.length, limit));
    }
    Sql sql = bind(session.sql(union(query, attention, "id, date, thread")), query.mailboxes());
    IdSet seen = new IdSet();
    return sql.numbersWhile(row -> seen.add(row.getLong(3)), limit);
  }

  private static ListQuery descending(ListQuery query) {
    return new ListQuery(
        query.mailboxes(),
        query.unreadOnly(),
        query.flaggedOnly(),
        query.withAttachments(),
        query.threads(),
        query.sortBy(),
        true);
  }

  private static long[] all(Session session, ListQuery query, Attention attention)
      throws SQLException {
    if (query.sortBy() == SortBy.DATE) {
      return threads(session, query, attention, Integer.MAX_VALUE);
    }
    String key =
        switch (query.sortBy()) {
          case FROM -> "from_key";
          case TO -> "to_key";
          case SUBJECT -> "subject_key";
          case SIZE -> "size";
          case DATE -> "date";
        };
    Sql sql =
        bind(
            session.sql(
                "SELECT id FROM message%s WHERE mailbox IN (%s)%s ORDER BY %s %s, date DESC, id DESC"
                    .formatted(
                        isMost(session, query) ? " NOT INDEXED" : "",
                        Rows.marks(query.mailboxes().size()),
                        filter(query, attention),
                        key,
                        query.descending() ? "DESC" : "ASC")),
            query.mailboxes());
    if (!query.threads()) {
      return sql.numbers();
    }
    long[] sorted = sql.numbers();
    IdSet newest = new IdSet();
    for (long id : threads(session, descending(query), attention, Integer.MAX_VALUE)) {
      newest.add(id);
    }
    return Arrays.stream(sorted).filter(newest::contains).toArray();
  }

  /// Whether reading all rows as they lie takes less time than looking up those of the list one by
  /// one.
  private static boolean isMost(Session session, ListQuery query) throws SQLException {
    String listed =
        "SELECT sum(messages) FROM mailbox WHERE id IN (%s)"
            .formatted(Rows.marks(query.mailboxes().size()));
    return bind(session.sql(listed), query.mailboxes()).number(0) * 2
        > session.number("SELECT sum(messages) FROM mailbox");
  }

  /// @param attention what it leaves out, or null for nothing
  private static String filter(ListQuery query, Attention attention) {
    StringBuilder filter = new StringBuilder();
    if (query.unreadOnly()) {
      filter.append(" AND flags & 1 = 0");
    }
    if (query.flaggedOnly()) {
      filter.append(" AND flags & 4 <> 0");
    }
    if (query.withAttachments()) {
      filter.append(" AND has_attachments <> 0");
    }
    return attention == null ? filter.toString() : filter + attention.without();
  }

  private static Sql bind(Sql sql, List<MailboxId> mailboxes) throws SQLException {
    for (MailboxId mailbox : mailboxes) {
      sql.set(mailbox.value());
    }
    return sql;
  }

  private static long[] slice(long[] all, int offset, int limit) {
    if (offset >= all.length) {
      return NONE;
    }
    return Arrays.copyOfRange(all, offset, (int) Math.min(all.length, (long) offset + limit));
  }
}
