package app.paloma.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Executors;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.web.WebView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// What a person does with keyboard and mouse, in the real window without a display.
class ComposerJourneyTest {
  private final FakeComposer services = new FakeComposer();
  private final FxRobot robot = new FxRobot();
  private ComposerWindow window;

  @BeforeAll
  static void start() throws Exception {
    Toolkit.start();
  }

  @AfterEach
  void close() throws Exception {
    Toolkit.onFx(() -> {
      window.stage().hide();
      return null;
    });
  }

  private void open(boolean rich) throws Exception {
    ComposerSettings settings =
        new ComposerSettings(
            rich,
            ComposerSettings.DEFAULT.undoSend(),
            ComposerSettings.DEFAULT.quotePosition(),
            false);
    Draft draft = DraftParts.placed(services.empty(), "Inés", settings);
    window =
        Toolkit.onFx(() -> {
          ComposerWindow made =
              new ComposerWindow(
                  new ComposerEnvironment(
                      services,
                      () -> settings,
                      UiExecutor.javafx(Executors.newVirtualThreadPerTaskExecutor()),
                      new Theme(),
                      Locale.ENGLISH,
                      Clock.systemUTC(),
                      ComposerHost.NONE),
                  draft);
          made.show();
          return made;
        });
    Toolkit.until("text", () -> node("#body") != null && node("#to").isFocused());
    if (rich) {
      Toolkit.until(
          "page",
          () ->
              Boolean.TRUE.equals(
                  ((WebView) node("#body")).getEngine().executeScript("!!window.paloma")));
    }
  }

  private Node node(String id) {
    return window.stage().getScene().lookup(id);
  }

  @Test
  void aMessageIsWrittenAndSentWithTheKeyboardAlone() throws Exception {
    open(false);
    robot.write("ana p");
    Toolkit.until("suggestion", () -> !window.model().to().suggestions().isEmpty());
    robot.type(KeyCode.ENTER);
    robot.write("eva@example.org,");
    robot.type(KeyCode.BACK_SPACE);
    robot.type(KeyCode.TAB);
    Toolkit.onFx(() -> {
      node("#subject").requestFocus();
      return null;
    });
    robot.write("Plan");
    robot.type(KeyCode.ENTER);
    robot.write("Hello");
    robot.push(KeyCode.CONTROL, KeyCode.ENTER);
    Toolkit.until("sent", () -> !services.sent.isEmpty());
    Draft sent = services.sent.getFirst();
    assertThat(sent.to())
        .containsExactly(
            new Address("Ana Paredes", "ana@example.org"), Address.of("eva@example.org"));
    assertThat(sent.subject()).isEqualTo("Plan");
    assertThat(sent.text()).startsWith("Hello").endsWith("-- \nInés");
    Toolkit.until("closed", () -> !window.stage().isShowing());
  }

  /// Only the times that make sense to most could be chosen.
  @Test
  void anyTimeCanBeAskedForToSendIt() throws Exception {
    open(false);
    Toolkit.onFx(() -> {
      assertThat(((MenuButton) node("#later")).getItems())
          .extracting(MenuItem::getText)
          .contains("Choose date and time…");
      window.stage().hide();
      return null;
    });
  }

  @Test
  void richTextIsTypedMadeBoldAndKept() throws Exception {
    open(true);
    Toolkit.onFx(() -> {
      window.model().to().set(services.contacts.subList(0, 1));
      window.model().subjectProperty().set("Plan");
      node("#subject").requestFocus();
      return null;
    });
    robot.type(KeyCode.ENTER);
    robot.push(KeyCode.CONTROL, KeyCode.B);
    robot.write("Strong");
    Toolkit.until("typed", () -> window.model().snapshot().html().orElse("").contains("Strong"));
    String html = Toolkit.onFx(() -> window.model().snapshot().html().orElse(""));
    assertThat(html).containsPattern("(<b>|font-weight: ?bold)[^<]*").contains("paloma-signature");
    assertThat(html.indexOf("Strong")).isLessThan(html.indexOf("paloma-signature"));
    Toolkit.onFx(() -> {
      window.model().close();
      return null;
    });
    Toolkit.until("kept", () -> !services.serverCopies.isEmpty() && services.drafts.size() == 1);
    assertThat(services.drafts.values()).singleElement().returns("Plan", Draft::subject);
  }

  @Test
  void nothingInADraftRunsOrLeadsAway() throws Exception {
    open(true);
    String hostile =
        "<p onclick=\"document.title='x'\">Hi<script>document.title='x'</script>"
            + "<meta http-equiv=\"refresh\" content=\"0;url=data:text/html,gone\">"
            + "<img src=\"https://tracker.example/p.gif\" onerror=\"document.title='x'\"></p>";
    String editable = EditorPage.editable(hostile, cid -> null);
    assertThat(editable).doesNotContain("script").doesNotContain("onclick").doesNotContain("meta");
    assertThat(editable).doesNotContain("onerror");
  }
}
