package app.paloma.ui.folders;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Searches that stand in the tree like folders. UI thread only.
public final class SavedSearches {
  private static final int MOST = 100;

  /// @param query in the language of the search field; no two have the same
  public record Saved(String name, String query) {}

  private final Consumer<String> write;
  private final ReadOnlyObjectWrapper<List<Saved>> all =
      new ReadOnlyObjectWrapper<>(this, "all", List.of());

  /// @param stored as it was written, empty at the first start
  /// @param write keeps the text; must not block
  public SavedSearches(String stored, Consumer<String> write) {
    this.write = write;
    List<Saved> read = new ArrayList<>();
    for (String line : stored.split("\n")) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 2 && !parts[1].isBlank() && read.size() < MOST) {
        read.add(new Saved(parts[0], parts[1]));
      }
    }
    all.set(List.copyOf(read));
  }

  public ReadOnlyObjectProperty<List<Saved>> allProperty() {
    return all.getReadOnlyProperty();
  }

  public List<Saved> all() {
    return all.get();
  }

  /// Adds it under its own words, to be renamed later.
  ///
  /// @return the one that was there already, or the new one
  public Saved save(String query) {
    String text = line(query);
    for (Saved saved : all.get()) {
      if (saved.query().equals(text)) {
        return saved;
      }
    }
    List<Saved> next = new ArrayList<>(all.get());
    if (next.size() == MOST) {
      next.removeFirst();
    }
    Saved saved = new Saved(text, text);
    next.add(saved);
    keep(next);
    return saved;
  }

  public void rename(String query, String name) {
    keep(
        all.get().stream()
            .map(s -> s.query().equals(query) ? new Saved(line(name), s.query()) : s)
            .toList());
  }

  public void remove(String query) {
    keep(all.get().stream().filter(s -> !s.query().equals(query)).toList());
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private void keep(List<Saved> next) {
    all.set(List.copyOf(next));
    StringBuilder text = new StringBuilder();
    for (Saved saved : next) {
      text.append(saved.name()).append('\t').append(saved.query()).append('\n');
    }
    write.accept(text.toString());
  }
}
