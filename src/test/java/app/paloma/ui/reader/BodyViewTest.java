package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.CountingListener;
import app.paloma.ui.Toolkit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The WebView runs nothing, goes nowhere, and calls nobody.
class BodyViewTest {
  private final List<String> clicked = new CopyOnWriteArrayList<>();
  private CountingListener listener;
  private BodyView body;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    Toolkit.start();
    listener = new CountingListener();
    body =
        Toolkit.onFx(() -> {
          BodyView made = new BodyView(clicked::add);
          stage = new Stage();
          stage.setScene(new Scene(made, 500, 400));
          stage.show();
          return made;
        });
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.onFx(() -> {
      stage.close();
      return null;
    });
    listener.close();
  }

  private String here(String path) {
    return listener.url() + path;
  }

  private void show(String html) throws Exception {
    Toolkit.onFx(() -> {
      body.show(html);
      return null;
    });
    Toolkit.settle(700);
  }

  private void click() throws Exception {
    Toolkit.onFx(() -> {
      Node web = body.getChildren().getFirst();
      for (var type :
          List.of(
              MouseEvent.MOUSE_MOVED,
              MouseEvent.MOUSE_PRESSED,
              MouseEvent.MOUSE_RELEASED,
              MouseEvent.MOUSE_CLICKED)) {
        Event.fireEvent(
            web,
            new MouseEvent(
                type,
                60,
                60,
                60,
                60,
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                type == MouseEvent.MOUSE_PRESSED,
                false,
                false,
                false,
                false,
                true,
                null));
      }
      return null;
    });
    Toolkit.settle(400);
  }

  @Test
  void aClickedLinkIsHandedOverAndNotFollowed() throws Exception {
    String link = here("/target");
    show(
        "<body style='margin:0'><a href='"
            + link
            + "' style='display:block;height:300px;background:#eee'>link</a>");
    click();
    assertThat(clicked).containsExactly(link);
    assertThat(listener.requests()).isEmpty();
  }

  @Test
  void scriptsOfTheMessageDoNotRun() throws Exception {
    show(
        "<body><p id=p>calm</p><script>document.getElementById('p').textContent='ran';"
            + "location='"
            + here("/s")
            + "'</script><img src=x onerror=\"location='"
            + here("/e")
            + "'\">");
    assertThat(Toolkit.onFx(() -> body.find("calm", false))).isTrue();
    assertThat(listener.requests()).isEmpty();
  }

  @Test
  void pagesDownUntilTheEnd() throws Exception {
    show("<body style='margin:0'><div style='height:900px'>long</div>");
    int pages = 0;
    while (pages < 10 && Toolkit.onFx(() -> body.page(true))) {
      pages++;
    }
    assertThat(pages).isBetween(1, 3);
  }
}
