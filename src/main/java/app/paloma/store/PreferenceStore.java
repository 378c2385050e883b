package app.paloma.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Choices of the user, by name (`window.divider.folders`).
public final class PreferenceStore {
  private final Database database;

  PreferenceStore(Database database) {
    this.database = database;
  }

  public Optional<String> get(String key) {
    return database.read(session ->
        session
            .sql("SELECT value FROM preference WHERE key = ?")
            .set(key)
            .first(row -> row.getString(1)));
  }

  /// All of them.
  public Map<String, String> all() {
    return database.read(session -> {
      Map<String, String> all = new HashMap<>();
      session
          .sql("SELECT key, value FROM preference")
          .list(row -> all.put(row.getString(1), row.getString(2)));
      return all;
    });
  }

  public void put(String key, String value) {
    database.write(tx -> {
      tx.sql("INSERT OR REPLACE INTO preference (key, value) VALUES (?, ?)")
          .set(key)
          .set(value)
          .update();
      tx.changes().other(new StoreChange.Preferences());
      return null;
    });
  }

  public void remove(String key) {
    database.write(tx -> {
      tx.sql("DELETE FROM preference WHERE key = ?").set(key).update();
      tx.changes().other(new StoreChange.Preferences());
      return null;
    });
  }
}
