package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.store.Store;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Toolkit;
import app.paloma.ui.messages.ListTarget;
import app.paloma.ui.messages.Tag;
import app.paloma.ui.messages.Tags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.control.MenuBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags by key, messages in windows of their own, the menu bar: in the window.
class TagsAndWindowsTest {
  @TempDir Path directory;
  private DemoWindow demo;
  private Store store;
  private MainWindow window;
  private MailViewModel model;
  private Stage stage;
  private ReadingPreferences reading;

  @BeforeEach
  void open() throws Exception {
    demo = DemoWindow.open(directory);
    store = demo.store();
    window = demo.window();
    model = demo.model();
    stage = demo.stage();
    reading = demo.reading();
  }

  @AfterEach
  void close() {
    demo.close();
  }

  private void key(javafx.event.EventType<KeyEvent> type, KeyCode code) throws Exception {
    Toolkit.onFx(() -> {
      boolean alt = code == KeyCode.ALT && type == KeyEvent.KEY_PRESSED;
      Event.fireEvent(
          window.scene().getFocusOwner() == null
              ? window.scene().getRoot()
              : window.scene().getFocusOwner(),
          new KeyEvent(type, "", "", code, false, false, alt, false));
      return null;
    });
  }

  private MessageId select(int row) throws Exception {
    return Toolkit.onFx(() -> {
      MessageId id = new MessageId(model.list().rows().idAt(row));
      model.list().rows().get(row);
      model.list().selectionProperty().set(List.of(id));
      return id;
    });
  }

  @Test
  void aDigitGivesATagAndTakesItBack() throws Exception {
    MessageId id = select(1);
    key(KeyEvent.KEY_PRESSED, KeyCode.DIGIT2);
    Toolkit.until(
        "the tag is stored",
        () -> store.messages().get(id).orElseThrow().flags().hasKeyword("$label2"));
    Toolkit.until(
        "the list knows",
        () -> model.list().summary(id).filter(m -> m.flags().hasKeyword("$label2")).isPresent());
    assertThat(store.pendingChanges().count(store.messages().get(id).orElseThrow().account()))
        .isPositive();
    key(KeyEvent.KEY_PRESSED, KeyCode.DIGIT2);
    Toolkit.until(
        "it is gone", () -> !store.messages().get(id).orElseThrow().flags().hasKeyword("$label2"));
  }

  /// Who presses the key as soon as the message is selected need not wait for its row.
  @Test
  void aMessageWhoseRowIsNotReadYetGetsItsTagToo() throws Exception {
    MessageId last =
        Toolkit.onFx(() -> {
          MessageId id = new MessageId(model.list().rows().idAt(model.list().rows().size() - 1));
          assertThat(model.list().summary(id)).isEmpty();
          model.list().selectionProperty().set(List.of(id));
          window.actions().run("message.tag2");
          return id;
        });
    Toolkit.until(
        "the tag is stored",
        () -> store.messages().get(last).orElseThrow().flags().hasKeyword("$label2"));
  }

  @Test
  void messagesOpenInWindowsOfTheirOwnEachOnce() throws Exception {
    MessageId first = select(0);
    Toolkit.onFx(() -> {
      window.actions().run("message.window");
      window.actions().run("message.window");
      return null;
    });
    select(2);
    Toolkit.onFx(() -> {
      window.actions().run("message.window");
      return null;
    });
    assertThat(Toolkit.onFx(() -> window.messageWindows().all())).hasSize(2);
    MessageWindow own = Toolkit.onFx(() -> window.messageWindows().all().getFirst());
    assertThat(own.id()).isEqualTo(first);
    Toolkit.until("it shows its message", () -> own.reader().open().isPresent());
    Toolkit.onFx(() -> {
      own.stage().close();
      return null;
    });
    assertThat(Toolkit.onFx(() -> window.messageWindows().all())).hasSize(1);
  }

  @Test
  void withoutAReadingPaneSelectingIsNotReading() throws Exception {
    Toolkit.onFx(() -> {
      reading.pane().set(ReadingPreferences.Pane.OFF);
      stage.setWidth(1200);
      return null;
    });
    MessageId id = select(1);
    Toolkit.settle(1500);
    assertThat(store.messages().get(id).orElseThrow().flags().isSeen()).isFalse();
    assertThat(Toolkit.onFx(() -> model.reader().open())).isEmpty();
  }

  @Test
  void altAloneBringsTheMenuBarAndTakesItAway() throws Exception {
    MenuBar bar = Toolkit.onFx(() -> (MenuBar) window.scene().getRoot().lookup(".menu-bar"));
    assertThat(bar.isVisible()).isFalse();
    key(KeyEvent.KEY_PRESSED, KeyCode.ALT);
    key(KeyEvent.KEY_RELEASED, KeyCode.ALT);
    assertThat(bar.isVisible()).isTrue();
    key(KeyEvent.KEY_PRESSED, KeyCode.ALT);
    key(KeyEvent.KEY_PRESSED, KeyCode.X);
    key(KeyEvent.KEY_RELEASED, KeyCode.ALT);
    assertThat(bar.isVisible()).isTrue();
    key(KeyEvent.KEY_PRESSED, KeyCode.ALT);
    key(KeyEvent.KEY_RELEASED, KeyCode.ALT);
    assertThat(bar.isVisible()).isFalse();
  }

  @Test
  void oneKeyGoesToTheNewestUnreadMessageOfAllInboxes() throws Exception {
    Toolkit.onFx(() -> {
      model.folders().all().stream()
          .filter(n -> n.title().equals("Trash"))
          .findFirst()
          .ifPresent(model::goTo);
      return null;
    });
    Toolkit.settle(200);
    key(KeyEvent.KEY_PRESSED, KeyCode.U);
    Toolkit.until("a message is chosen", () -> model.list().selected().size() == 1);
    MessageId found = Toolkit.onFx(() -> model.list().selected().getFirst());
    assertThat(store.messages().get(found).orElseThrow().subject())
        .isEqualTo("Re: Dinner on Saturday?");
  }

  @Test
  void theSpaceBarMeansTheAttachmentThatHasTheFocus() throws Exception {
    Toolkit.onFx(() -> {
      model.searchProperty().set("has:attachment");
      return null;
    });
    Toolkit.until(
        "the search is there",
        () ->
            model.list().targetProperty().get() instanceof ListTarget.Search
                && model.list().rowCount() > 1);
    select(0);
    Toolkit.until("its files are there", () -> window.scene().lookup(".attachment-chip") != null);
    List<MessageId> before = Toolkit.onFx(() -> model.list().selected());
    Toolkit.onFx(() -> {
      window.scene().lookup(".attachment-chip").requestFocus();
      return null;
    });
    key(KeyEvent.KEY_PRESSED, KeyCode.SPACE);
    Toolkit.settle(300);
    assertThat(Toolkit.onFx(() -> model.list().selected())).isEqualTo(before);
    assertThat(Toolkit.onFx(() -> window.scene().getFocusOwner().getStyleClass()))
        .contains("attachment-chip");
  }

  @Test
  void tagsAreKeptAndTheirKeywordsAreWhatServersTake() {
    List<String> written = new ArrayList<>();
    Tags tags = new Tags(Optional.empty(), List.of(), written::add);
    tags.put(new Tag(Tag.keywordFor("Año \"nuevo\" (1)"), "Año \"nuevo\" (1)", 3));
    assertThat(Tag.keywordFor("Año \"nuevo\" (1)")).isEqualTo("ano__nuevo___1_");
    assertThat(Tag.keywordFor("日本")).matches("tag_[0-9a-f]+");
    assertThat(Tag.keywordFor("$Junk")).startsWith("tag_");
    Tags again = new Tags(Optional.of(written.getLast()), List.of(), written::add);
    assertThat(again.all()).isEqualTo(tags.all());
  }
}
