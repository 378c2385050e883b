package app.paloma.launcher;

import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.util.Locale;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;

/// Asked when the window is closed while mail has not left yet.
final class CloseQuestion {
  private CloseQuestion() {}

  /// @return whether to close all the same
  static boolean ask(Stage owner, int waiting, Theme theme, Locale locale) {
    Messages words = Messages.of("/app/paloma/launcher/LauncherMessages", locale);
    ButtonType stay = new ButtonType(words.get("close.stay"), ButtonData.CANCEL_CLOSE);
    ButtonType close = new ButtonType(words.get("close.close"), ButtonData.OK_DONE);
    Alert alert =
        new Alert(Alert.AlertType.NONE, words.count("close.detail", waiting), stay, close);
    alert.initOwner(owner);
    alert.setTitle(words.get("close.title"));
    alert.setHeaderText(words.count("close.header", waiting));
    theme.apply(alert.getDialogPane().getScene());
    return alert.showAndWait().filter(close::equals).isPresent();
  }
}
