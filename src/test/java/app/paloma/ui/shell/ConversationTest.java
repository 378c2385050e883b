package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages of a conversation around the one that is read.
class ConversationTest {
  @TempDir Path directory;
  private DemoWindow demo;
  private MailViewModel model;
  private List<MessageSummary> all;

  @BeforeEach
  void open() throws Exception {
    demo = DemoWindow.open(directory, Locale.of("es"), Theme.Appearance.DARK, 1024, 700);
    model = demo.model();
    MessageId newest =
        Toolkit.onFx(() -> {
          model.list().arrangement().threadsProperty().set(true);
          for (long id : model.list().rows().slice(0, 20)) {
            long thread = demo.store().messages().get(new MessageId(id)).orElseThrow().threadId();
            if (demo.store().messages().thread(thread).size() > 2) {
              return new MessageId(id);
            }
          }
          throw new AssertionError("no conversation");
        });
    demo.read(newest);
    Toolkit.until("the conversation", () -> model.reader().conversationProperty().get().size() > 1);
    all = Toolkit.onFx(() -> model.reader().conversationProperty().get());
  }

  @AfterEach
  void close() throws Exception {
    demo.close();
  }

  private MailboxRole role(MessageSummary message) {
    return demo.store()
        .messages()
        .get(message.id())
        .flatMap(m -> demo.store().mailboxes().get(m.mailbox()))
        .orElseThrow()
        .role();
  }

  private boolean reads(MessageSummary message) {
    return model.reader().open().filter(m -> m.summary().id().equals(message.id())).isPresent();
  }

  @Test
  void aLineOpensItsMessageAndTheKeysGoThroughThem() throws Exception {
    assertThat(all).extracting(this::role).contains(MailboxRole.SENT);
    demo.shoot("conversation-es-dark");
    MessageSummary first = all.getFirst();
    List<MessageId> selected = Toolkit.onFx(() -> model.list().selected());
    Toolkit.onFx(() -> {
      ((Button) demo.window().scene().lookup(".conversation-line")).fire();
      return null;
    });
    Toolkit.until("an older one is read", () -> model.reader().turned().isPresent());
    Toolkit.until("and open", () -> model.reader().open().isPresent());
    assertThat(Toolkit.onFx(() -> model.list().selected())).isEqualTo(selected);
    for (int i = 0; i < all.size(); i++) {
      demo.run("go.olderHere");
      Toolkit.settle(300);
    }
    Toolkit.until("the first", () -> reads(first));
    assertThat(Toolkit.onFx(() -> model.current())).contains(first.id());
    demo.shoot("conversation-first-es-dark");
    demo.run("go.newerHere");
    Toolkit.until("the second", () -> reads(all.get(1)));
  }

  @Test
  void whatIsReadIsWhatIsDeletedAndTheListGoesOnAsItWas() throws Exception {
    MessageSummary last = all.getLast();
    demo.run("go.olderHere");
    MessageSummary read = all.get(all.size() - 2);
    Toolkit.until("the one before", () -> reads(read));
    demo.run("message.delete");
    Toolkit.until("it is in Trash", () -> role(read) == MailboxRole.TRASH);
    assertThat(role(last)).isNotEqualTo(MailboxRole.TRASH);
    Toolkit.until("the reader is where the list is", () -> reads(last));
    assertThat(Toolkit.onFx(() -> model.reader().turned())).isEmpty();
  }

  /// At 1024x700 header fields, a route and cards are higher than the window.
  @Test
  void whatStandsAboveAMessageNeverPushesTheTextOut() throws Exception {
    MessageId invitation =
        Toolkit.onFx(() -> {
          for (long id : model.list().rows().slice(0, 40)) {
            MessageId each = new MessageId(id);
            if (demo.store()
                .messages()
                .get(each)
                .orElseThrow()
                .subject()
                .contains("first walk round")) {
              return each;
            }
          }
          throw new AssertionError("no invitation");
        });
    demo.read(invitation);
    Toolkit.onFx(() -> {
      ((ToggleButton) demo.window().scene().lookup(".details-toggle")).setSelected(true);
      return null;
    });
    Toolkit.settle(500);
    Bounds toolBar =
        Toolkit.onFx(() -> {
          Node bar = demo.window().scene().lookup(".accent-button");
          return bar.localToScene(bar.getLayoutBounds());
        });
    assertThat(toolBar.getMinY()).isNotNegative();
    double body =
        Toolkit.onFx(
            () -> demo.window().scene().lookup(".body-view").getLayoutBounds().getHeight());
    assertThat(body).isGreaterThan(90);
  }
}
