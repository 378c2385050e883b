package app.paloma.ui.shell;

import app.paloma.ui.Messages;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/// The last thing done, with Undo, for eight seconds; longer while the pointer is on it.
final class ToastPane extends HBox {
  private final PauseTransition life = new PauseTransition(Duration.seconds(8));
  private final Label text = new Label();
  private final Button undo;

  ToastPane(MailViewModel model, Messages words) {
    getStyleClass().add("toast");
    setAlignment(Pos.CENTER_LEFT);
    setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    setVisible(false);
    text.setMinWidth(0);
    undo = new Button(words.get("undo"));
    undo.getStyleClass().add("toast-button");
    undo.setMinWidth(Region.USE_PREF_SIZE);
    undo.setOnAction(e -> model.undo(model.toastProperty().get()));
    undo.managedProperty().bind(undo.visibleProperty());
    getChildren().addAll(text, undo);
    life.setOnFinished(e -> model.dismissToast());
    setOnMouseEntered(e -> life.pause());
    setOnMouseExited(e -> life.play());
    model
        .toastProperty()
        .addListener((o, was, is) -> {
          setVisible(is != null);
          if (is != null) {
            text.setText(is.text());
            undo.setText(is.action().isEmpty() ? words.get("undo") : is.action());
            undo.setVisible(is.hasButton());
            setAccessibleText(is.text());
            life.playFromStart();
          }
        });
  }
}
