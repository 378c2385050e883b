package app.paloma.ui.folders;

import app.paloma.ui.Messages;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.TextInputDialog;

/// Asks for a folder's name, and before a folder goes with all its mail, which nothing brings back.
final class FolderPrompts {
  private final Node owner;
  private final Messages words;

  FolderPrompts(Node owner, Messages words) {
    this.owner = owner;
    this.words = words;
  }

  void newFolder(String where, Consumer<String> create) {
    ask(words.get("folders.newTitle", where), "", words.get("folders.create"), create);
  }

  void rename(String name, Consumer<String> rename) {
    ask(words.get("folders.renameTitle", name), name, words.get("folders.renameButton"), rename);
  }

  private void ask(String title, String value, String verb, Consumer<String> then) {
    TextInputDialog dialog = new TextInputDialog(value);
    dress(dialog, title);
    dialog.setContentText(words.get("folders.nameLabel"));
    ButtonType go = new ButtonType(verb, ButtonBar.ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .setAll(go, new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
    dialog
        .getDialogPane()
        .lookupButton(go)
        .disableProperty()
        .bind(dialog.getEditor().textProperty().map(String::isBlank));
    dialog.showAndWait().map(String::strip).filter(s -> !s.isEmpty()).ifPresent(then);
  }

  void confirmDelete(String name, int messages, Runnable then) {
    Alert alert = new Alert(Alert.AlertType.NONE);
    dress(alert, words.get("folders.deleteTitle", name));
    alert.setContentText(
        messages == 0
            ? words.get("folders.deleteEmpty")
            : words.count("folders.deleteDetail", messages));
    ButtonType go = new ButtonType(words.get("folders.delete"), ButtonBar.ButtonData.OK_DONE);
    alert
        .getButtonTypes()
        .setAll(go, new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
    if (alert.showAndWait().filter(go::equals).isPresent()) {
      then.run();
    }
  }

  private void dress(Dialog<?> dialog, String title) {
    dress(dialog, owner, title);
  }

  static void dress(Dialog<?> dialog, Node owner, String title) {
    dialog.initOwner(owner.getScene().getWindow());
    dialog.setTitle(title);
    dialog.setHeaderText(title);
    dialog.setGraphic(null);
    dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
  }
}
