package app.paloma.ui.shell;

import app.paloma.store.PreferenceStore;
import app.paloma.ui.UiExecutor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The window's memory: read once on a worker before the window is built, written behind its back.
public final class WindowPreferences {
  private static final List<String> FAMILIES =
      List.of("window.", "folders.", "list.", "view.", "tags", "searches");

  /// Where values go.
  public interface Sink {
    void put(String key, String value);
  }

  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final Sink sink;

  private WindowPreferences(Map<String, String> values, Sink sink) {
    this.values.putAll(values);
    this.sink = sink;
  }

  /// Blocks.
  public static WindowPreferences read(PreferenceStore store, UiExecutor executor) {
    Map<String, String> values = new ConcurrentHashMap<>();
    store
        .all()
        .forEach((key, value) -> {
          if (FAMILIES.stream().anyMatch(key::startsWith)) {
            values.put(key, value);
          }
        });
    return new WindowPreferences(
        values, (key, value) -> executor.work(() -> store.put(key, value)));
  }

  /// Kept nowhere.
  public static WindowPreferences inMemory() {
    return new WindowPreferences(Map.of(), (key, value) -> {});
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  public double number(String key, double otherwise) {
    try {
      return get(key).map(Double::parseDouble).filter(Double::isFinite).orElse(otherwise);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  public void put(String key, String value) {
    if (!value.equals(values.put(key, value))) {
      sink.put(key, value);
    }
  }
}
