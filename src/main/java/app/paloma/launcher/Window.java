package app.paloma.launcher;

import javafx.application.Application;

/// The way to the window; the only class of the start that loads JavaFX.
final class Window {
  private static Arguments arguments;

  private Window() {}

  static void open(Arguments given) {
    arguments = given;
    Application.launch(PalomaApplication.class);
  }

  static Arguments arguments() {
    return arguments;
  }
}
