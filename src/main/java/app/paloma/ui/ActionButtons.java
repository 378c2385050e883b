package app.paloma.ui;

import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/// Actions as controls.
public final class ActionButtons {
  private ActionButtons() {}

  /// An icon with the name and the key as a hint.
  public static Button icon(Action action) {
    Button button = new Button(null, Icons.large(action.icon()));
    button.getStyleClass().add("tool-button");
    bind(button, action);
    return button;
  }

  /// The window's one accent-coloured button.
  public static Button accent(Action action) {
    Button button = new Button(action.text(), Icons.of(action.icon()));
    button.getStyleClass().add("accent-button");
    bind(button, action);
    return button;
  }

  private static void bind(Button button, Action action) {
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.disableProperty().bind(action.enabledProperty().not());
    button.setAccessibleText(action.text());
    button.setTooltip(
        new Tooltip(
            action.shortcut().isEmpty() ? action.text() : action.text() + "  " + action.keys()));
    button.setOnAction(e -> action.run());
  }

  /// For menus; keys are shown, but handled in one place for the whole window.
  public static MenuItem menuItem(Action action) {
    MenuItem item = new MenuItem(action.text());
    if (!action.icon().isEmpty()) {
      item.setGraphic(Icons.of(action.icon()));
    }
    item.disableProperty().bind(action.enabledProperty().not());
    item.setOnAction(e -> action.run());
    return item;
  }
}
