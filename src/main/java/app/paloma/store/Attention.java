package app.paloma.store;

import app.paloma.model.MailboxId;
import app.paloma.model.SearchQuery;
import app.paloma.store.MessageStore.ListQuery;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What lists leave out and what they show first (see [AttentionStore]): few messages, so each list
/// names them.
///
/// @param top shown before all others: messages, or of conversations the newest of each
/// @param without a condition that leaves out what is on top or out of sight, or empty
/// @param hidden how many of the list's messages are out of sight
record Attention(long[] top, String without, int hidden) {
  static final Attention NONE = new Attention(new long[0], "", 0);

  /// That the row `s` of snoozed messages keeps its message out of sight.
  static final String OUT_OF_SIGHT =
      "s.back = 0 AND EXISTS"
          + " (SELECT 1 FROM message m WHERE m.id = s.message AND m.mailbox = s.mailbox)";

  /// What a mailbox's number of unread messages counts too much.
  static final String UNREAD_OUT_OF_SIGHT =
      """
      (SELECT count(*) FROM snooze s CROSS JOIN message m ON m.id = s.message AND m.mailbox = s.mailbox
        WHERE s.mailbox = mailbox.id AND s.back = 0 AND m.flags & 1 = 0)
      """;

  private static final int MOST_ON_TOP = 500;

  static boolean any(Session session) throws SQLException {
    return session.number(
            """
            SELECT EXISTS (SELECT 1 FROM pin) OR EXISTS (SELECT 1 FROM snooze)
              OR EXISTS (SELECT 1 FROM muted_thread)
            """)
        != 0;
  }

  static boolean anyMuted(Session session) throws SQLException {
    return session.number("SELECT EXISTS (SELECT 1 FROM muted_thread)") != 0;
  }

  /// The row of a message is about to go.
  static void forget(Database.Tx tx, long message) throws SQLException {
    tx.sql("DELETE FROM pin WHERE message = ?").set(message).update();
    tx.sql("DELETE FROM snooze WHERE message = ?").set(message).update();
  }

  /// @param filter the list's other conditions
  static Attention of(Session session, ListQuery query, String filter) throws SQLException {
    if (session.number(
            "SELECT EXISTS (SELECT 1 FROM pin) OR EXISTS (SELECT 1 FROM snooze WHERE back = 0)")
        == 0) {
      return NONE;
    }
    String mailboxes =
        query.mailboxes().stream()
            .map(MailboxId::value)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String of =
        " s CROSS JOIN message m ON m.id = s.message AND m.mailbox = s.mailbox WHERE s.mailbox IN ("
            + mailboxes
            + ")"
            + filter;
    long[] hidden = session.sql("SELECT m.id FROM snooze" + of + " AND s.back = 0").numbers();
    String unseen = hidden.length == 0 ? "" : " AND id NOT IN (" + list(hidden) + ")";
    record Pinned(long id, long thread) {}
    List<Pinned> pinned =
        session
            .sql(
                "SELECT m.id, m.thread FROM pin"
                    + of
                    + unseen
                    + " ORDER BY m.date DESC, m.id DESC LIMIT "
                    + MOST_ON_TOP)
            .list(row -> new Pinned(row.getLong(1), row.getLong(2)));
    if (pinned.isEmpty()) {
      return hidden.length == 0 ? NONE : new Attention(new long[0], unseen, hidden.length);
    }
    if (!query.threads()) {
      long[] top = pinned.stream().mapToLong(Pinned::id).toArray();
      return new Attention(top, unseen + " AND id NOT IN (" + list(top) + ")", hidden.length);
    }
    Map<Long, Long> newest = new LinkedHashMap<>();
    for (Pinned pin : pinned) {
      if (!newest.containsKey(pin.thread())) {
        long first =
            session
                .sql(
                    "SELECT id FROM message WHERE thread = ? AND mailbox IN ("
                        + mailboxes
                        + ")"
                        + filter
                        + unseen
                        + " ORDER BY date DESC, id DESC LIMIT 1")
                .set(pin.thread())
                .number(0);
        newest.put(pin.thread(), first);
      }
    }
    String threads = newest.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
    return new Attention(
        newest.values().stream().mapToLong(Long::longValue).toArray(),
        unseen + " AND thread NOT IN (" + threads + ")",
        hidden.length);
  }

  /// That the message `m` is in this state.
  static String condition(SearchQuery.State state) {
    return switch (state) {
      case PINNED -> "m.id IN (SELECT message FROM pin WHERE pin.mailbox = m.mailbox)";
      case MUTED -> "m.thread IN (SELECT thread FROM muted_thread)";
      case SNOOZED ->
          "m.id IN (SELECT message FROM snooze s WHERE s.back = 0 AND s.mailbox = m.mailbox)";
      case UNREAD, READ, FLAGGED, ANSWERED ->
          throw new IllegalArgumentException("a flag: " + state);
    };
  }

  private static String list(long[] ids) {
    return Arrays.stream(ids).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }
}
