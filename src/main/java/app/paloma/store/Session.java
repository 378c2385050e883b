package app.paloma.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection with its prepared statements, used by one thread at a time.
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final int MOST_STATEMENTS = 200;
  private final Connection connection;
  private final LinkedHashMap<String, PreparedStatement> prepared =
      new LinkedHashMap<>(64, 0.75f, true);

  Session(Connection connection) {
    this.connection = connection;
  }

  /// The statement, prepared once and kept. It must not be used again while a result of it is read.
  Sql sql(String text) throws SQLException {
    return new Sql(prepare(text));
  }

  private PreparedStatement prepare(String text) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
      if (prepared.size() > MOST_STATEMENTS) {
        Iterator<Map.Entry<String, PreparedStatement>> oldest = prepared.entrySet().iterator();
        PreparedStatement dropped = oldest.next().getValue();
        oldest.remove();
        dropped.close();
      }
    }
    return statement;
  }

  /// After a failure: the driver closes what lies under a statement that met a full disk or a bad
  /// one, and each later use of it would fail too.
  void forget() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        LOG.debug("a statement is closed already: {}", e.getMessage());
      }
    }
    prepared.clear();
  }

  /// Takes the lock for writing. The driver is told of the transaction: on its own it tries to
  /// begin one beside each statement, which costs as much as a small statement does.
  void begin() throws SQLException {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      leaveTransaction();
      throw e;
    }
  }

  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  void rollBack() throws SQLException {
    try {
      run("ROLLBACK");
    } finally {
      leaveTransaction();
    }
  }

  /// The driver forgets a transaction only by committing, which fails where there is none.
  private void leaveTransaction() {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      LOG.debug("there was no transaction: {}", e.getMessage());
    }
  }

  /// Runs a whole script.
  void run(String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }
  }

  long number(String query) throws SQLException {
    return sql(query).number(0);
  }

  Connection connection() {
    return connection;
  }

  void close() throws SQLException {
    forget();
    connection.close();
  }
}
