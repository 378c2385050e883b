package app.paloma.ui.folders;

import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// "Move to…" and "Go to…": type some letters of a folder's name, Enter.
public final class FolderPicker extends VBox {
  private final TextField field = new TextField();

  /// @param close called when a folder was chosen or the user gave up
  public FolderPicker(
      FolderTreeViewModel model,
      Messages words,
      String prompt,
      boolean mailboxesOnly,
      Consumer<FolderNode> chosen,
      Runnable close) {
    getStyleClass().addAll("card-overlay", "picker");
    field.setPromptText(prompt);
    field.setAccessibleText(prompt);
    field.getStyleClass().addAll("plain-field", "picker-field");
    ListView<FolderNode> hits = new ListView<>();
    hits.getStyleClass().add("picker-list");
    hits.setFocusTraversable(false);
    hits.setCellFactory(v -> new HitCell(model));
    hits.setPlaceholder(new Label(words.get("folders.noMatch")));
    Runnable search =
        () -> {
          hits.getItems()
              .setAll(
                  model.matching(field.getText()).stream()
                      .filter(n ->
                          !mailboxesOnly
                              || n instanceof FolderNode.Folder f && f.mailbox().mayInsert())
                      .toList());
          hits.getSelectionModel().selectFirst();
        };
    Runnable choose =
        () -> {
          FolderNode node = hits.getSelectionModel().getSelectedItem();
          if (node != null) {
            close.run();
            chosen.accept(node);
          }
        };
    field.textProperty().addListener(o -> search.run());
    field.setOnKeyPressed(e -> {
      switch (e.getCode()) {
        case DOWN -> hits.getSelectionModel().selectNext();
        case UP -> hits.getSelectionModel().selectPrevious();
        case ENTER -> choose.run();
        case ESCAPE -> close.run();
        default -> {
          return;
        }
      }
      hits.scrollTo(Math.max(0, hits.getSelectionModel().getSelectedIndex() - 3));
      e.consume();
    });
    hits.setOnMouseClicked(e -> choose.run());
    hits.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        choose.run();
      }
    });
    getChildren().addAll(field, hits);
    search.run();
  }

  @Override
  public void requestFocus() {
    field.requestFocus();
  }

  private static final class HitCell extends ListCell<FolderNode> {
    private final FolderTreeViewModel model;

    HitCell(FolderTreeViewModel model) {
      this.model = model;
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(FolderNode node, boolean empty) {
      super.updateItem(node, empty);
      if (empty || node == null) {
        setGraphic(null);
        return;
      }
      String path = model.path(node);
      Label name = new Label(node.title());
      Label rest = new Label(path.substring(Math.min(path.length(), node.title().length())));
      rest.getStyleClass().add("muted");
      HBox line = new HBox(Icons.of(FolderTreeView.icon(node)), name, rest);
      line.getStyleClass().add("picker-line");
      line.setAlignment(Pos.CENTER_LEFT);
      setGraphic(line);
      setAccessibleText(path);
    }
  }
}
