package app.paloma.ui.messages;

import app.paloma.model.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The tags of this profile: five to begin with, those the user made, and whatever keywords the
/// servers' messages bring. UI thread only.
public final class Tags {
  private static final int MOST = 60;

  private final Consumer<String> write;
  private final ReadOnlyObjectWrapper<List<Tag>> all =
      new ReadOnlyObjectWrapper<>(this, "all", List.of());

  /// @param stored as [#text] wrote it, empty at the first start
  /// @param usual the tags of a first start
  /// @param write keeps the text; must not block
  public Tags(Optional<String> stored, List<Tag> usual, Consumer<String> write) {
    this.write = write;
    all.set(stored.map(Tags::parse).orElse(usual));
  }

  private static List<Tag> parse(String text) {
    List<Tag> tags = new ArrayList<>();
    for (String line : text.split("\n")) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 3 && parts[1].matches("\\d{1,3}") && tags.size() < MOST) {
        tags.add(new Tag(parts[0], parts[2], Integer.parseInt(parts[1])));
      }
    }
    return List.copyOf(tags);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (Tag tag : all.get()) {
      text.append(tag.keyword()).append('\t').append(tag.colour()).append('\t');
      text.append(tag.name().replaceAll("\\s", " ")).append('\n');
    }
    return text.toString();
  }

  public ReadOnlyObjectProperty<List<Tag>> allProperty() {
    return all.getReadOnlyProperty();
  }

  public List<Tag> all() {
    return all.get();
  }

  /// The tags of a message, in the order of the list; keywords nobody named, and those that are for
  /// programs (`$…`, `NonJunk`), are none.
  public List<Tag> of(Flags flags) {
    if (flags.keywords().isEmpty()) {
      return List.of();
    }
    return all.get().stream().filter(tag -> flags.hasKeyword(tag.keyword())).toList();
  }

  /// Adds one, or changes the one of that keyword.
  public void put(Tag tag) {
    List<Tag> next = new ArrayList<>(all.get());
    int at = -1;
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).keyword().equalsIgnoreCase(tag.keyword())) {
        at = i;
      }
    }
    if (at >= 0) {
      next.set(at, tag);
    } else if (next.size() < MOST) {
      next.add(tag);
    }
    keep(next);
  }

  /// Messages keep the keyword; it is only not shown any more.
  public void remove(Tag tag) {
    keep(all.get().stream().filter(t -> !t.equals(tag)).toList());
  }

  private void keep(List<Tag> next) {
    all.set(List.copyOf(next));
    write.accept(text());
  }
}
