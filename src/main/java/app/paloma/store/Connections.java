package app.paloma.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Opens connections, and says in our terms what SQLite says.
final class Connections {
  static final String FILE = "paloma.db";

  /// A command that cannot write says so within ten seconds, its start included.
  static final int PATIENCE_MILLIS = 8000;

  private Connections() {}

  static Session writer(Path file) throws SQLException {
    Session session = open(file);
    if (session.number("PRAGMA page_count") == 0) {
      // Only then: setting auto_vacuum takes the write lock, for which a command that reads would
      // wait beside one that writes.
      session.run("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;");
    }
    session.run(
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 65536;
        PRAGMA journal_size_limit = 67108864;
        """);
    return session;
  }

  static Session reader(Path file) throws SQLException {
    Session session = open(file);
    session.run("PRAGMA query_only = 1; PRAGMA cache_size = -16384;");
    return session;
  }

  private static Session open(Path file) throws SQLException {
    Properties settings = new Properties();
    // Nobody asks for them, and finding them costs a query after each statement.
    settings.setProperty("jdbc.get_generated_keys", "false");
    // What begins to write says so first, instead of failing in the middle.
    settings.setProperty("transaction_mode", "IMMEDIATE");
    Session session =
        new Session(JDBC.createConnection(JDBC.PREFIX + file.toAbsolutePath(), settings));
    try {
      session.run("PRAGMA busy_timeout = " + PATIENCE_MILLIS + "; PRAGMA temp_store = MEMORY;");
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /// The first connection loads SQLite and half of Java's calendar; this is one that holds nothing.
  static void warmUp() {
    try {
      JDBC.createConnection(JDBC.PREFIX + ":memory:", new Properties()).close();
    } catch (SQLException e) {
      // Whoever opens the store is told.
    }
  }

  /// For work beside the profile's own connections.
  static Session plain(Path file) throws SQLException {
    return open(file);
  }

  /// The directory and the database file, for the user alone where the file system knows that.
  static void createPrivately(Path profile) throws IOException {
    createDirectory(profile);
    Path file = profile.resolve(FILE);
    if (!Files.exists(file)) {
      // SQLite gives its -wal and -shm files the mode of the database.
      Files.createFile(file);
      protect(file);
    }
  }

  static void createDirectory(Path profile) throws IOException {
    if (!Files.isDirectory(profile)) {
      Files.createDirectories(profile);
      if (isPosix(profile)) {
        Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  static void protect(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static StoreException explain(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.getErrorCode(e.getErrorCode());
    StoreException.Reason reason =
        switch (code.code & 0xff) {
          case 5, 6 -> StoreException.Reason.BUSY;
          case 8 -> StoreException.Reason.READ_ONLY;
          case 11, 26 -> StoreException.Reason.DAMAGED;
          case 13 -> StoreException.Reason.FULL;
          default -> StoreException.Reason.IO;
        };
    return new StoreException(reason, e.getMessage(), e);
  }
}
