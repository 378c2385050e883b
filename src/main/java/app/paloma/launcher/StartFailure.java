package app.paloma.launcher;

import app.paloma.diagnosis.ErrorText;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.util.Locale;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// What a person sees when the profile cannot be opened: what happened, why, what to do.
final class StartFailure {
  private static final double WIDTH = 520;

  private StartFailure() {}

  static void show(Stage stage, Throwable failure, Locale locale) {
    ErrorText.Explanation words = ErrorText.explain(failure, "", locale);
    Messages ui = Messages.ui(locale);
    Label what = new Label(words.what());
    what.getStyleClass().add("title-4");
    Label why = new Label(words.why());
    Label advice = new Label(words.advice());
    for (Label label : new Label[] {what, why, advice}) {
      label.setWrapText(true);
    }
    why.getStyleClass().add("text-muted");
    Button close = new Button(ui.get("action.close"));
    close.setDefaultButton(true);
    close.setOnAction(_ -> Platform.exit());
    VBox box = new VBox(12, what, why, advice, close);
    box.setAlignment(Pos.CENTER_LEFT);
    box.setPadding(new Insets(24));
    box.setPrefWidth(WIDTH);
    Scene scene = new Scene(box);
    new Theme().apply(scene);
    stage.setTitle(ui.get("app.name"));
    stage.setScene(scene);
    stage.show();
  }
}
