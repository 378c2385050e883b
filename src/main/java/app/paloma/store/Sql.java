package app.paloma.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A prepared statement that is filled from left to right.
final class Sql {
  /// Makes a value of the row a result set stands on.
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final PreparedStatement statement;
  private int bound;

  Sql(PreparedStatement statement) {
    this.statement = statement;
  }

  Sql set(long value) throws SQLException {
    statement.setLong(++bound, value);
    return this;
  }

  Sql set(boolean value) throws SQLException {
    statement.setInt(++bound, value ? 1 : 0);
    return this;
  }

  /// A null is NULL.
  Sql set(String value) throws SQLException {
    if (value == null) {
      statement.setNull(++bound, Types.VARCHAR);
    } else {
      statement.setString(++bound, value);
    }
    return this;
  }

  Sql set(byte[] value) throws SQLException {
    statement.setBytes(++bound, value);
    return this;
  }

  Sql setNull() throws SQLException {
    statement.setNull(++bound, Types.NULL);
    return this;
  }

  /// 0 is NULL.
  Sql setId(long value) throws SQLException {
    return value == 0 ? setNull() : set(value);
  }

  int update() throws SQLException {
    return statement.executeUpdate();
  }

  <T> List<T> list(Row<T> row) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      ArrayList<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(row.read(rows));
      }
      return all;
    }
  }

  /// Does something with each row.
  interface Visit {
    void row(ResultSet row) throws SQLException;
  }

  void each(Visit visit) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        visit.row(rows);
      }
    }
  }

  <T> Optional<T> first(Row<T> row) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    }
  }

  boolean exists() throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /// The first column of the first row, or `otherwise` where there is no row or a NULL.
  long number(long otherwise) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return otherwise;
      }
      long value = rows.getLong(1);
      return value == 0 && rows.wasNull() ? otherwise : value;
    }
  }

  /// The first column of the first row, or null where there is no row or a NULL.
  String text() throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /// Whether a row is taken.
  interface Choice {
    boolean take(ResultSet row) throws SQLException;
  }

  long[] numbers() throws SQLException {
    return numbersWhile(row -> true, Integer.MAX_VALUE);
  }

  /// The first column of the rows that are taken, until there are `limit`.
  long[] numbersWhile(Choice choice, int limit) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      long[] all = new long[64];
      int count = 0;
      while (count < limit && rows.next()) {
        if (choice.take(rows)) {
          if (count == all.length) {
            all = Arrays.copyOf(all, count * 2);
          }
          all[count++] = rows.getLong(1);
        }
      }
      return Arrays.copyOf(all, count);
    }
  }
}
