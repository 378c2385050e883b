package app.paloma.ui.shell;

import app.paloma.ui.Action;
import app.paloma.ui.Actions;
import app.paloma.ui.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// All keys on one page.
final class ShortcutsHelp extends VBox {
  ShortcutsHelp(Actions actions, Messages words) {
    getStyleClass().addAll("card-overlay", "shortcuts");
    Label title = new Label(words.get("action.shortcuts"));
    title.getStyleClass().add("headline");
    FlowPane groups = new FlowPane();
    groups.getStyleClass().add("shortcut-groups");
    Map<String, List<Action>> byGroup = new LinkedHashMap<>();
    for (Action action : actions.all()) {
      if (!action.shortcut().isEmpty() && !action.group().isEmpty()) {
        byGroup.computeIfAbsent(action.group(), k -> new java.util.ArrayList<>()).add(action);
      }
    }
    byGroup.forEach((name, list) -> groups.getChildren().add(group(name, list)));
    ScrollPane scroll = new ScrollPane(groups);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(title, scroll);
    setFocusTraversable(true);
  }

  private static VBox group(String name, List<Action> actions) {
    VBox box = new VBox();
    box.getStyleClass().add("shortcut-group");
    Label title = new Label(name);
    title.getStyleClass().add("strong");
    box.getChildren().add(title);
    for (Action action : actions) {
      Label text = new Label(action.text());
      text.setMinWidth(0);
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      Label keys = new Label(action.keys());
      keys.getStyleClass().add("keys");
      keys.setMinWidth(Region.USE_PREF_SIZE);
      HBox line = new HBox(text, gap, keys);
      line.getStyleClass().add("shortcut-line");
      line.setAlignment(Pos.CENTER_LEFT);
      box.getChildren().add(line);
    }
    return box;
  }
}
