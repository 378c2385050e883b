package app.paloma.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

class LongListTest {
  @Test
  void theThumbOfAMillionRowsCanBeSeenAndGrabbed() throws Exception {
    Toolkit.start();
    Stage stage =
        Toolkit.onFx(() -> {
          ListView<Integer> list =
              new ListView<>(
                  FXCollections.observableList(IntStream.range(0, 1_000_000).boxed().toList()));
          Stage shown = new Stage();
          shown.setScene(new Scene(list, 300, 600));
          new Theme().apply(shown.getScene());
          shown.show();
          return shown;
        });
    try {
      Toolkit.settle(200);
      double height =
          Toolkit.onFx(
              () -> ((Region) stage.getScene().lookup(".scroll-bar:vertical .thumb")).getHeight());
      assertThat(height).isBetween(24.0, 60.0);
    } finally {
      Toolkit.onFx(() -> {
        stage.close();
        return null;
      });
    }
  }
}
