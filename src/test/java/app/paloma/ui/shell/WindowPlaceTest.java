package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.ui.Toolkit;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

class WindowPlaceTest {
  private final WindowPreferences preferences = WindowPreferences.inMemory();

  private Rectangle2D shown() throws Exception {
    Toolkit.start();
    return Toolkit.onFx(() -> {
      WindowPlace place = new WindowPlace(preferences);
      Stage stage = new Stage();
      Scene scene = new Scene(new Pane(), place.width(), place.height());
      stage.setScene(scene);
      place.restore(stage, scene);
      stage.show();
      Rectangle2D at =
          new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
      stage.close();
      return at;
    });
  }

  private static Rectangle2D screen() throws Exception {
    return Toolkit.onFx(() -> Screen.getPrimary().getVisualBounds());
  }

  @Test
  void aWindowThatWasLargerThanThisScreenFitsOnIt() throws Exception {
    preferences.put("window.width", "9000");
    preferences.put("window.height", "9000");
    Rectangle2D at = shown();
    assertThat(screen().contains(at)).as("%s on %s", at, screen()).isTrue();
  }

  @Test
  void theTitleIsNeverAboveTheScreen() throws Exception {
    preferences.put("window.x", "40");
    preferences.put("window.y", "-30");
    assertThat(shown().getMinY()).isNotNegative();
  }

  @Test
  void aWindowIsWhereItWas() throws Exception {
    preferences.put("window.x", "40");
    preferences.put("window.y", "50");
    preferences.put("window.width", "640");
    preferences.put("window.height", "480");
    Rectangle2D first = shown();
    assertThat(first.getMinX()).isEqualTo(40);
    assertThat(first.getMinY()).isEqualTo(50);
    assertThat(shown()).isEqualTo(first);
  }
}
