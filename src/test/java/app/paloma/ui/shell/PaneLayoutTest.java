package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.paloma.ui.Messages;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import java.util.Locale;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where the edges between folders, list and message are.
class PaneLayoutTest {
  private final WindowPreferences preferences = WindowPreferences.inMemory();
  private final Region folders = new StackPane();
  private PaneLayout panes;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    Toolkit.start();
    Toolkit.onFx(() -> {
      panes =
          new PaneLayout(
              folders,
              new StackPane(),
              new StackPane(),
              ReadingPreferences.usual().pane(),
              new Theme(),
              Messages.ui(Locale.ENGLISH),
              preferences);
      stage = new Stage();
      stage.setScene(new Scene(panes, 1200, 700));
      stage.show();
      return null;
    });
    Toolkit.settle(200);
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.onFx(() -> {
      stage.close();
      return null;
    });
  }

  private double width() throws Exception {
    return Toolkit.onFx(folders::getWidth);
  }

  private void resize(double width) throws Exception {
    Toolkit.onFx(() -> {
      stage.setWidth(width);
      return null;
    });
    Toolkit.settle(300);
  }

  private void moveEdge(boolean byHand, double to) throws Exception {
    Toolkit.onFx(() -> {
      SplitPane split = (SplitPane) panes.lookup(".split-pane");
      split.setDividerPosition(0, to / split.getWidth());
      if (byHand) {
        Node divider = split.lookup(".split-pane-divider");
        Point2D at = divider.localToScene(1, 1);
        Event.fireEvent(
            divider,
            new MouseEvent(
                MouseEvent.MOUSE_RELEASED,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                true,
                null));
      }
      return null;
    });
    Toolkit.settle(200);
  }

  @Test
  void aSmallerWindowAndALargerOneLeaveTheFoldersTheirWidth() throws Exception {
    double before = width();
    resize(800);
    moveEdge(false, 150);
    resize(1200);
    assertThat(width()).isCloseTo(before, within(3.0));
  }

  @Test
  void anEdgeStaysWhereItWasPut() throws Exception {
    moveEdge(true, 200);
    resize(1000);
    assertThat(width()).isCloseTo(200, within(3.0));
    assertThat(preferences.number("window.divider.folders", 0)).isCloseTo(200, within(3.0));
  }
}
