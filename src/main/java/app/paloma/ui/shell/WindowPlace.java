package app.paloma.ui.shell;

import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// Where the main window is, and how large: kept from one start to the next.
final class WindowPlace {
  private static final double WIDTH = 1200;
  private static final double HEIGHT = 760;

  /// What a window manager puts around the content, at most.
  private static final double FRAME = 48;

  private final WindowPreferences preferences;

  WindowPlace(WindowPreferences preferences) {
    this.preferences = preferences;
  }

  double width() {
    return preferences.number("window.width", WIDTH);
  }

  double height() {
    return preferences.number("window.height", HEIGHT);
  }

  /// Puts the window where it was, as long as that is on a screen, and its title where it can be
  /// reached.
  void restore(Stage stage, Scene scene) {
    stage.setMinWidth(360);
    stage.setMinHeight(360);
    double x = preferences.number("window.x", Double.NaN);
    double y = preferences.number("window.y", Double.NaN);
    Screen screen = Screen.getPrimary();
    if (!Double.isNaN(x) && !Screen.getScreensForRectangle(x, y, 200, 100).isEmpty()) {
      screen = Screen.getScreensForRectangle(x, y, 200, 100).getFirst();
      stage.setX(x);
      stage.setY(Math.max(y, screen.getVisualBounds().getMinY()));
    }
    fit(stage, scene, screen.getVisualBounds());
    stage.setMaximized(preferences.get("window.maximized").map("true"::equals).orElse(false));
    stage.setOnHiding(e -> keep(stage, scene));
  }

  /// Some window managers put a window that is larger than the screen so that its title is beyond
  /// the edge.
  private static void fit(Stage stage, Scene scene, Rectangle2D room) {
    if (scene.getWidth() + FRAME > room.getWidth()) {
      stage.setX(room.getMinX());
      stage.setWidth(room.getWidth());
    }
    if (scene.getHeight() + FRAME > room.getHeight()) {
      stage.setY(room.getMinY());
      stage.setHeight(room.getHeight());
    }
  }

  private void keep(Stage stage, Scene scene) {
    preferences.put("window.maximized", Boolean.toString(stage.isMaximized()));
    if (!stage.isMaximized()) {
      preferences.put("window.x", Double.toString(stage.getX()));
      preferences.put("window.y", Double.toString(stage.getY()));
      preferences.put("window.width", Double.toString(scene.getWidth()));
      preferences.put("window.height", Double.toString(scene.getHeight()));
    }
  }
}
