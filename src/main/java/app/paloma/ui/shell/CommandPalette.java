package app.paloma.ui.shell;

import app.paloma.ui.Action;
import app.paloma.ui.Actions;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Every action, by typing some of its words.
final class CommandPalette extends VBox {
  private final TextField field = new TextField();

  CommandPalette(Actions actions, Messages words, Runnable close) {
    getStyleClass().addAll("card-overlay", "picker");
    field.setPromptText(words.get("palette.prompt"));
    field.setAccessibleText(words.get("palette.prompt"));
    field.getStyleClass().addAll("plain-field", "picker-field");
    ListView<Action> hits = new ListView<>();
    hits.getStyleClass().add("picker-list");
    hits.setFocusTraversable(false);
    hits.setPlaceholder(new Label(words.get("palette.none")));
    hits.setCellFactory(v -> new ActionCell());
    Runnable search =
        () -> {
          hits.getItems()
              .setAll(
                  actions.matching(field.getText()).stream()
                      .filter(Action::isEnabled)
                      // A second key for the same is no second command.
                      .filter(action -> !action.id().endsWith("Too"))
                      .toList());
          hits.getSelectionModel().selectFirst();
        };
    Runnable choose =
        () -> {
          Action action = hits.getSelectionModel().getSelectedItem();
          if (action != null) {
            close.run();
            action.run();
          }
        };
    field.textProperty().addListener(o -> search.run());
    field.setOnKeyPressed(e -> {
      switch (e.getCode()) {
        case DOWN -> hits.getSelectionModel().selectNext();
        case UP -> hits.getSelectionModel().selectPrevious();
        case ENTER -> choose.run();
        default -> {
          return;
        }
      }
      hits.scrollTo(Math.max(0, hits.getSelectionModel().getSelectedIndex() - 3));
      e.consume();
    });
    hits.setOnMouseClicked(e -> choose.run());
    getChildren().addAll(field, hits);
    VBox.setVgrow(hits, Priority.ALWAYS);
    search.run();
  }

  @Override
  public void requestFocus() {
    field.requestFocus();
  }

  private static final class ActionCell extends ListCell<Action> {
    ActionCell() {
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(Action action, boolean empty) {
      super.updateItem(action, empty);
      if (empty || action == null) {
        setGraphic(null);
        return;
      }
      Region gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      Label keys = new Label(action.keys());
      keys.getStyleClass().add("keys");
      keys.setVisible(!action.shortcut().isEmpty());
      HBox line =
          new HBox(
              Icons.of(action.icon().isEmpty() ? "collapsed" : action.icon()),
              new Label(action.text()),
              gap,
              keys);
      line.getStyleClass().add("picker-line");
      line.setAlignment(Pos.CENTER_LEFT);
      setGraphic(line);
      setAccessibleText(action.text());
    }
  }
}
