package app.paloma.ui.reader;

import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import javafx.scene.Scene;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The octets of a message as they came, one character each.
final class SourceWindow {
  private SourceWindow() {}

  static void show(Window owner, String subject, String source, Messages words, Theme theme) {
    TextArea text = new TextArea(source);
    text.setEditable(false);
    text.getStyleClass().add("source-text");
    text.setAccessibleText(words.get("action.source"));
    Stage stage = new Stage();
    stage.initOwner(owner);
    stage.setTitle(words.get("reader.sourceTitle", subject));
    Scene scene = new Scene(new BorderPane(text), 860, 640);
    theme.apply(scene);
    scene.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ESCAPE) {
        stage.close();
      }
    });
    stage.setScene(scene);
    stage.show();
  }
}
