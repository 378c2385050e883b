package app.paloma.launcher;

import javafx.application.Application;
import javafx.stage.Stage;

/// The program with its window.
public final class PalomaApplication extends Application {
  @Override
  public void start(Stage stage) {
    stage.show();
  }
}
