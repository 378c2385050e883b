package app.paloma.store;

import java.util.Optional;

/// Choices of the user, by name (`window.divider.folders`).
public final class PreferenceStore {
  final Database database;

  PreferenceStore(Database database) {
    this.database = database;
  }

  public Optional<String> get(String key) {
    throw new UnsupportedOperationException();
  }

  public void put(String key, String value) {
    throw new UnsupportedOperationException();
  }

  public void remove(String key) {
    throw new UnsupportedOperationException();
  }
}
