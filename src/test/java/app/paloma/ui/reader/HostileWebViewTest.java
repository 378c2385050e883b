package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner;
import app.paloma.testing.CountedNames;
import app.paloma.testing.CountingListener;
import app.paloma.testing.HostileHtml;
import app.paloma.testing.HostileHtml.Vector;
import app.paloma.ui.Toolkit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.concurrent.Worker;
import javafx.scene.Scene;
import javafx.scene.web.WebView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every vector of `html-safety.md` in the real WebView: once pointing to a listener on loopback,
/// once to a name whose look-up is seen.
class HostileWebViewTest {
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
    CountedNames.taken();
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.onFx(() -> {
      stage.close();
      return null;
    });
    listener.close();
  }

  private void show(String html) throws Exception {
    Toolkit.onFx(() -> {
      body.show(html);
      return null;
    });
    Toolkit.until(
        "the end of loading",
        () -> {
          Worker.State state =
              ((WebView) body.getChildren().getFirst()).getEngine().getLoadWorker().getState();
          return state != Worker.State.RUNNING && state != Worker.State.SCHEDULED;
        });
  }

  /// The same attack on our own listener.
  private String here(String html) {
    return html.replaceAll("(?i)(https?:)?//" + HostileHtml.HOST, listener.url());
  }

  private static String cleaned(String html, boolean dark) {
    return new HtmlCleaner().clean(html, new HtmlCleaner.Options(false, dark, cid -> null)).html();
  }

  @Test
  void noVectorCallsAnybody() throws Exception {
    for (Vector vector : HostileHtml.VECTORS) {
      show(cleaned(here(vector.html()), false));
      show(cleaned(vector.html(), true));
      assertThat(listener.requests()).as(vector.name()).isEmpty();
      assertThat(CountedNames.taken()).as(vector.name()).isEmpty();
    }
    Toolkit.settle(1_000);
    assertThat(listener.requests()).isEmpty();
    assertThat(CountedNames.taken()).isEmpty();
    assertThat(clicked).isEmpty();
  }

  /// Without this, the other test could be deaf.
  @Test
  void theSameVectorsCallWithoutTheCleaner() throws Exception {
    for (Vector vector : HostileHtml.VECTORS) {
      if (vector.name().startsWith("picture") || vector.name().startsWith("CSS url()")) {
        show("<body>" + here(vector.html()));
        show("<body>" + vector.html().replace("https:", "http:"));
      }
    }
    Toolkit.settle(500);
    assertThat(listener.requests()).hasSizeGreaterThan(3);
    assertThat(CountedNames.taken()).contains(HostileHtml.HOST);
  }
}
