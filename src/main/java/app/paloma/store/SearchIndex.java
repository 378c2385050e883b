package app.paloma.store;

import app.paloma.model.*;
import java.sql.SQLException;
import java.util.List;

/// Full-text search over what is here (FTS5). Accents and case do not matter; text of scripts
/// without spaces is found by any part of it.
public final class SearchIndex {
  /// Up to here hits are ranked; more are shown newest first, which is what people look for then.
  private static final int MOST_RANKED = 2000;

  private static final String RANK = "bm25(fts, 8.0, 5.0, 3.0, 2.0, 1.0, 3.0)";

  /// @param hits all there are
  /// @param indexed messages with their whole text in the index; `messages` all that are here
  public record Result(long[] ids, int hits, int indexed, int messages) {}

  private record Coverage(int indexed, int messages) {}

  private final Database database;

  SearchIndex(Database database) {
    this.database = database;
  }

  /// Best first, at most `limit` ids.
  public Result search(SearchQuery query, int limit) {
    return database.readConsistently(session -> {
      Coverage coverage =
          session
              .sql("SELECT sum(whole), sum(messages) FROM mailbox")
              .first(row -> new Coverage(row.getInt(1), row.getInt(2)))
              .orElse(new Coverage(0, 0));
      SearchSql.Translated sql =
          new SearchSql(session, database.clock().getZone()).translate(query).orElse(null);
      if (sql == null) {
        return new Result(new long[0], 0, coverage.indexed(), coverage.messages());
      }
      // Who searches in a mailbox by name finds what is in it, whatever else it is in.
      if (!sql.where().contains("m.mailbox IN") && AllMail.isThere(session)) {
        sql = new SearchSql.Translated(sql.match(), once(sql.where()), sql.values());
      }
      if (!sql.match().isEmpty() && sql.where().isEmpty()) {
        Hits hits = new Hits(session, sql.match());
        if (hits.count() > MOST_RANKED) {
          return result(hits.newest(Math.max(0, limit)), hits.count(), coverage);
        }
        return result(ids(session, sql, hits.count(), limit), hits.count(), coverage);
      }
      int hits =
          (int)
              bind(session.sql("SELECT count(*) FROM (" + found(sql, false) + ")"), sql).number(0);
      return result(ids(session, sql, hits, limit), hits, coverage);
    });
  }

  private static String once(String where) {
    String once = AllMail.ONCE.substring(" AND ".length());
    return where.isEmpty() ? once : "(" + where + ")" + AllMail.ONCE;
  }

  private static Result result(long[] ids, int hits, Coverage coverage) {
    return new Result(ids, hits, coverage.indexed(), coverage.messages());
  }

  private static long[] ids(Session session, SearchSql.Translated sql, int hits, int limit)
      throws SQLException {
    return hits == 0 || limit <= 0
        ? new long[0]
        : bind(session.sql(ids(sql, hits)), sql).set(limit).numbers();
  }

  private static String ids(SearchSql.Translated sql, int hits) {
    boolean ranked = !sql.match().isEmpty() && hits <= MOST_RANKED;
    return "SELECT id FROM ("
        + found(sql, ranked)
        + ") ORDER BY "
        + (ranked ? "rank, " : "")
        + "date DESC, id DESC LIMIT ?";
  }

  /// The rows found, each with its date; copies of a message share its entry in the index.
  private static String found(SearchSql.Translated sql, boolean ranked) {
    String where = sql.where().isEmpty() ? "" : " AND " + sql.where();
    if (sql.match().isEmpty()) {
      return "SELECT m.id AS id, m.date AS date FROM message m WHERE m.mailbox IS NOT NULL" + where;
    }
    String columns = "SELECT m.id AS id, m.date AS date" + (ranked ? ", " + RANK + " AS rank" : "");
    return columns
        + " FROM fts CROSS JOIN message m ON m.id = fts.rowid WHERE fts MATCH ? AND m.doc = m.id"
        + " AND m.mailbox IS NOT NULL"
        + where
        + " UNION ALL "
        + columns
        + " FROM fts CROSS JOIN message m INDEXED BY message_copy ON m.doc = fts.rowid"
        + " WHERE fts MATCH ? AND m.doc <> m.id AND m.mailbox IS NOT NULL"
        + where;
  }

  private static Sql bind(Sql statement, SearchSql.Translated sql) throws SQLException {
    List<String> values = sql.values();
    int times = sql.match().isEmpty() ? 1 : 2;
    for (int i = 0; i < times; i++) {
      if (!sql.match().isEmpty()) {
        statement.set(sql.match());
      }
      for (String value : values) {
        statement.set(value);
      }
    }
    return statement;
  }
}
