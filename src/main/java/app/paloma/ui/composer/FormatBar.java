package app.paloma.ui.composer;

import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

/// The buttons that format rich text.
final class FormatBar {
  private final Messages words;
  private final BiConsumer<String, String> command;
  private final Map<String, ToggleButton> toggles = new HashMap<>();
  private final List<Node> nodes;

  /// @param command name and value for the editor
  FormatBar(Messages words, BiConsumer<String, String> command, Runnable link) {
    this.words = words;
    this.command = command;
    Button linkButton = button("link", "link");
    linkButton.setOnAction(e -> link.run());
    Button clear = button("clear-format", "clear");
    clear.setOnAction(e -> {
      command.accept("removeFormat", "");
      command.accept("unlink", "");
    });
    nodes =
        List.of(
            toggle("bold", "bold"),
            toggle("italic", "italic"),
            toggle("underline", "underline"),
            sizes(),
            toggle("bullets", "insertUnorderedList"),
            toggle("numbers", "insertOrderedList"),
            toggle("quote", "quote"),
            linkButton,
            clear);
  }

  List<Node> nodes() {
    return nodes;
  }

  void show(boolean visible) {
    for (Node node : nodes) {
      node.setVisible(visible);
      node.setManaged(visible);
    }
  }

  /// The formats at the caret.
  void state(String formats) {
    Set<String> on = Set.of(formats.isEmpty() ? new String[0] : formats.split(" "));
    toggles.forEach((name, button) -> button.setSelected(on.contains(name)));
  }

  private ToggleButton toggle(String icon, String name) {
    ToggleButton button = new ToggleButton();
    dress(button, icon, "format." + icon);
    button.setOnAction(e -> command.accept(name, ""));
    toggles.put(name, button);
    return button;
  }

  private Button button(String icon, String key) {
    Button button = new Button();
    dress(button, icon, "format." + key);
    return button;
  }

  private void dress(ButtonBase button, String icon, String key) {
    button.setGraphic(Icons.of(icon));
    button.getStyleClass().add("tool-button");
    button.setTooltip(new Tooltip(words.get(key)));
    button.setAccessibleText(words.get(key));
  }

  private MenuButton sizes() {
    MenuButton menu = new MenuButton();
    dress(menu, "text-size", "format.size");
    for (String[] size :
        List.of(
            new String[] {"small", "2"},
            new String[] {"normal", "3"},
            new String[] {"large", "5"},
            new String[] {"huge", "6"})) {
      MenuItem item = new MenuItem(words.get("size." + size[0]));
      item.setOnAction(e -> command.accept("fontSize", size[1]));
      menu.getItems().add(item);
    }
    return menu;
  }
}
