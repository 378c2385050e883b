package app.paloma.ui.messages;

import java.util.List;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// The tags of a row as small marks of their colours; their names are on hover and spoken.
final class TagDots extends HBox {
  private static final int SHOWN = 4;
  private List<Tag> shown = List.of();
  private Tooltip names;

  TagDots() {
    getStyleClass().add("tag-dots");
    setMinWidth(Region.USE_PREF_SIZE);
    managedProperty().bind(visibleProperty());
    setVisible(false);
  }

  void show(List<Tag> tags) {
    if (tags.equals(shown)) {
      return;
    }
    shown = tags;
    getChildren().clear();
    setVisible(!tags.isEmpty());
    if (names != null) {
      Tooltip.uninstall(this, names);
      names = null;
    }
    for (Tag tag : tags.stream().limit(SHOWN).toList()) {
      Region dot = new Region();
      dot.getStyleClass().addAll("tag-dot", tag.styleClass());
      getChildren().add(dot);
    }
    if (!tags.isEmpty()) {
      names = new Tooltip(String.join(", ", tags.stream().map(Tag::name).toList()));
      Tooltip.install(this, names);
    }
  }
}
