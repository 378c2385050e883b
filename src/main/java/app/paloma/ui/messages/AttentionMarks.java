package app.paloma.ui.messages;

import app.paloma.store.AttentionStore.Marks;
import app.paloma.ui.Icons;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// Small pictures of a row that is pinned, muted, or out of sight for a while.
final class AttentionMarks extends HBox {
  private Marks shown = Marks.NONE;

  AttentionMarks() {
    getStyleClass().add("message-line");
    setMinWidth(Region.USE_PREF_SIZE);
    managedProperty().bind(visibleProperty());
    setVisible(false);
  }

  void show(Marks marks) {
    if (marks.equals(shown)) {
      return;
    }
    shown = marks;
    getChildren().clear();
    for (String icon : icons(marks)) {
      Node mark = Icons.of(icon);
      mark.getStyleClass().addAll("icon-small", "message-mark");
      getChildren().add(mark);
    }
    setVisible(!getChildren().isEmpty());
  }

  private static List<String> icons(Marks marks) {
    List<String> icons = new ArrayList<>();
    if (marks.muted()) {
      icons.add("mute");
    }
    if (marks.snoozedUntil().isPresent() || marks.returned()) {
      icons.add("snooze");
    }
    if (marks.pinned()) {
      icons.add("pin");
    }
    return icons;
  }
}
