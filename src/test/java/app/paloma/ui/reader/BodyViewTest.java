package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner;
import app.paloma.ui.Toolkit;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final AtomicInteger contacts = new AtomicInteger();
  private ServerSocket server;
  private BodyView body;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    Toolkit.start();
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              try (Socket socket = server.accept()) {
                contacts.incrementAndGet();
                socket
                    .getOutputStream()
                    .write(
                        "HTTP/1.0 404 no\r\n\r\n"
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              }
            }
          } catch (java.io.IOException e) {
            // The test is over.
          }
        });
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
    server.close();
  }

  private String here(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
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
    assertThat(contacts).hasValue(0);
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
    assertThat(contacts).hasValue(0);
  }

  @Test
  void aCleanedMessageWithBlockedImagesCallsNobody() throws Exception {
    String html =
        "<style>@import url(%1$s/i.css);p{background:url(%1$s/c.png)}@font-face{font-family:x;src:url(%1$s/f.ttf)}p{font-family:x}</style>"
                .formatted(here(""))
            + "<img src='%1$s/a.png' srcset='%1$s/b.png 2x'><p background='%1$s/d.png'>text</p>"
                .formatted(here(""))
            + "<link rel=stylesheet href='%1$s/l.css'><link rel=dns-prefetch href='%1$s'>"
                .formatted(here(""))
            + "<meta http-equiv=refresh content='0;url=%1$s/m'><iframe src='%1$s/n'></iframe>"
                .formatted(here(""))
            + "<video poster='%1$s/v.png' src='%1$s/v.mp4'></video><object data='%1$s/o'></object>"
                .formatted(here(""));
    show(new HtmlCleaner().clean(html, new HtmlCleaner.Options(false, false, cid -> null)).html());
    Toolkit.settle(800);
    assertThat(contacts).hasValue(0);
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
