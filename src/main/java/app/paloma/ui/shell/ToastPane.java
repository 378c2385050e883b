package app.paloma.ui.shell;

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
  private final Button button;

  ToastPane(MailViewModel model) {
    getStyleClass().add("toast");
    setAlignment(Pos.CENTER_LEFT);
    setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    setVisible(false);
    text.setMinWidth(0);
    button = new Button();
    button.getStyleClass().add("toast-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(e -> act(model));
    button.managedProperty().bind(button.visibleProperty());
    getChildren().addAll(text, button);
    life.setOnFinished(e -> model.dismissToast());
    setOnMouseEntered(e -> life.pause());
    setOnMouseExited(e -> life.play());
    model
        .toastProperty()
        .addListener((o, was, is) -> {
          setVisible(is != null);
          if (is != null) {
            text.setText(is.text());
            button.setText(is.action());
            button.setVisible(!is.action().isEmpty());
            setAccessibleText(is.text());
            life.playFromStart();
          }
        });
  }

  private static void act(MailViewModel model) {
    MailViewModel.Toast shown = model.toastProperty().get();
    if (shown != null) {
      model.dismissToast();
      shown.onAction().run();
    }
  }
}
