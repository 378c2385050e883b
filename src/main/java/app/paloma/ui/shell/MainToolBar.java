package app.paloma.ui.shell;

import app.paloma.ui.Action;
import app.paloma.ui.ActionButtons;
import app.paloma.ui.Actions;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// One slim row. What finds no room is left out here: the menu has everything.
final class MainToolBar extends HBox {
  private static final List<String> TOOLS =
      List.of(
          "mail.get",
          "|",
          "message.archive",
          "message.delete",
          "message.move",
          "message.flag",
          "|",
          "message.reply",
          "message.replyAll",
          "message.forward");

  /// The first to go when there is no room.
  private static final List<String> LEAVING =
      List.of(
          "message.flag",
          "message.move",
          "message.forward",
          "message.replyAll",
          "mail.get",
          "message.archive",
          "message.delete",
          "message.reply");

  private final TextField search = new TextField();
  private final List<Node> leaving = new ArrayList<>();
  private final Button compose;
  private final StackPane searchPane;

  /// @param leaveSearch takes the keys from the search field back to the list
  MainToolBar(Actions actions, MailViewModel model, Messages words, Runnable leaveSearch) {
    getStyleClass().add("main-toolbar");
    setAlignment(Pos.CENTER_LEFT);
    compose = ActionButtons.accent(actions.get("compose"));
    getChildren().add(compose);
    List<Button> buttons = new ArrayList<>();
    for (String id : TOOLS) {
      if (id.equals("|")) {
        Region line = new Region();
        line.getStyleClass().add("toolbar-gap");
        getChildren().add(line);
      } else {
        Button button = ActionButtons.icon(actions.get(id));
        button.setId(id);
        buttons.add(button);
        getChildren().add(button);
      }
    }
    for (String id : LEAVING) {
      buttons.stream().filter(b -> id.equals(b.getId())).forEach(leaving::add);
    }
    search.setPromptText(words.get("search.prompt"));
    search.setAccessibleText(words.get("action.search"));
    search.setTooltip(new Tooltip(words.get("search.hint")));
    search.getStyleClass().add("search-field");
    search.textProperty().bindBidirectional(model.searchProperty());
    search.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        search.clear();
        leaveSearch.run();
        e.consume();
      }
    });
    Node glass = Icons.of("search");
    glass.setMouseTransparent(true);
    StackPane.setAlignment(glass, Pos.CENTER_LEFT);
    Button clear = new Button(null, Icons.of("close"));
    clear.getStyleClass().addAll("tool-button", "search-clear");
    clear.setAccessibleText(words.get("search.clear"));
    clear.setFocusTraversable(false);
    clear.visibleProperty().bind(search.textProperty().isNotEmpty());
    clear.setOnAction(e -> search.clear());
    StackPane.setAlignment(clear, Pos.CENTER_RIGHT);
    searchPane = new StackPane(search, glass, clear);
    searchPane.getStyleClass().add("search-pane");
    searchPane.setMinWidth(110);
    searchPane.setMaxWidth(460);
    HBox.setHgrow(searchPane, Priority.ALWAYS);
    Region left = new Region();
    Region right = new Region();
    HBox.setHgrow(left, Priority.SOMETIMES);
    HBox.setHgrow(right, Priority.SOMETIMES);
    getChildren().addAll(left, searchPane, right, menu(actions, words));
    setMinWidth(0);
    widthProperty().addListener(o -> fit());
    compose.widthProperty().addListener(o -> fit());
  }

  /// Leaves out, from the least needed on, what would not fit beside a usable search field.
  private void fit() {
    if (getWidth() <= 0) {
      return;
    }
    leaving.forEach(node -> show(node, true));
    compose.setContentDisplay(javafx.scene.control.ContentDisplay.LEFT);
    double wanted = 12 * search.getFont().getSize();
    for (Node node : leaving) {
      if (needed(wanted) <= getWidth()) {
        return;
      }
      show(node, false);
    }
    if (needed(wanted) > getWidth()) {
      compose.setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
    }
  }

  private double needed(double searchWidth) {
    double sum = getPadding().getLeft() + getPadding().getRight() + searchWidth;
    for (Node child : getChildren()) {
      if (child.isManaged() && child != searchPane) {
        sum += child.prefWidth(-1) + getSpacing();
      }
    }
    return sum;
  }

  private static void show(Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }

  private MenuButton menu(Actions actions, Messages words) {
    MenuButton menu = new MenuButton(null, Icons.large("menu"));
    menu.getStyleClass().addAll("tool-button", "no-arrow");
    menu.setAccessibleText(words.get("menu"));
    menu.setTooltip(new Tooltip(words.get("menu")));
    menu.setMinWidth(Region.USE_PREF_SIZE);
    String group = "";
    for (Action action : actions.all()) {
      if (action.group().isEmpty() || action.id().startsWith("go.")) {
        continue;
      }
      if (!group.isEmpty() && !group.equals(action.group())) {
        menu.getItems().add(new SeparatorMenuItem());
      }
      group = action.group();
      menu.getItems().add(ActionButtons.menuItem(action));
    }
    return menu;
  }

  void focusSearch() {
    search.requestFocus();
    search.selectAll();
  }
}
