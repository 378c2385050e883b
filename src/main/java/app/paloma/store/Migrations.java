package app.paloma.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;

/// Brings a database to this version's schema, one numbered script after the other; `user_version`
/// is the number of the last.
final class Migrations {
  private static final List<String> SCRIPTS =
      List.of(
          "V001.sql",
          "V002.sql",
          "V003.sql",
          "V004.sql",
          "V005.sql",
          "V006.sql",
          "V007.sql",
          "V008.sql",
          "V009.sql",
          "V010.sql",
          "V011.sql",
          "V012.sql",
          "V013.sql",
          "V014.sql",
          "V015.sql",
          "V016.sql");

  private Migrations() {}

  static void run(Session session) throws SQLException {
    if (version(session) == SCRIPTS.size()) {
      return;
    }
    session.run("BEGIN IMMEDIATE");
    boolean done = false;
    try {
      // Read again inside: another process may have migrated in between.
      for (int next = version(session); next < SCRIPTS.size(); next++) {
        session.run(script(SCRIPTS.get(next)));
        session.run("PRAGMA user_version = " + (next + 1));
      }
      session.run("COMMIT");
      done = true;
    } finally {
      if (!done) {
        session.run("ROLLBACK");
      }
    }
  }

  /// @throws StoreException when the schema is not the one this version knows
  static void check(Session session) throws SQLException {
    int version = version(session);
    if (version < SCRIPTS.size()) {
      throw new StoreException(
          StoreException.Reason.BUSY,
          "the profile has the schema of an older version and is not migrated yet",
          null);
    }
  }

  private static int version(Session session) throws SQLException {
    int version = (int) session.number("PRAGMA user_version");
    if (version > SCRIPTS.size()) {
      throw new StoreException(
          StoreException.Reason.NEWER_VERSION,
          "the profile was written by a newer version of Paloma (schema " + version + ")",
          null);
    }
    return version;
  }

  private static String script(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
