package app.paloma.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.Toolkit;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attachments taken out of a message, in the window.
class AttachmentRemoverTest {
  @TempDir Path directory;
  private DemoWindow demo;

  @BeforeEach
  void open() throws Exception {
    demo = DemoWindow.open(directory);
  }

  @AfterEach
  void close() throws Exception {
    demo.close();
  }

  /// The first message of the list with files that are here.
  private MessageSummary withFiles() throws Exception {
    return Toolkit.onFx(() -> {
      long[] ids = demo.model().list().rows().slice(0, 30);
      return demo.store().messages().summaries(ids).stream()
          .filter(m -> m.hasAttachments() && m.bodyState() == MessageSummary.BodyState.COMPLETE)
          .findFirst()
          .orElseThrow();
    });
  }

  private MailboxRole where(MessageId id) {
    return demo.store()
        .messages()
        .get(id)
        .flatMap(m -> demo.store().mailboxes().get(m.mailbox()))
        .orElseThrow()
        .role();
  }

  private static DialogPane dialog() {
    return Window.getWindows().stream()
        .map(w -> w.getScene().getRoot())
        .filter(DialogPane.class::isInstance)
        .map(DialogPane.class::cast)
        .findFirst()
        .orElse(null);
  }

  @Test
  void afterAQuestionTheFilesGoAndUndoBringsThemBack() throws Exception {
    MessageSummary old = withFiles();
    demo.read(old.id());
    // The dialog waits for its answer inside: it is opened without waiting for that.
    javafx.application.Platform.runLater(() -> demo.window().actions().run("message.removeFiles"));
    Toolkit.until("asked", () -> dialog() != null);
    assertThat(Toolkit.onFx(() -> dialog().getContentText())).contains("Trash");
    Toolkit.onFx(() -> {
      ButtonType go = dialog().getButtonTypes().getFirst();
      ((Button) dialog().lookupButton(go)).fire();
      return null;
    });
    Toolkit.until("the whole message is in Trash", () -> where(old.id()) == MailboxRole.TRASH);
    MessageSummary left =
        demo.store().messages().findByMessageId(old.account(), old.messageId()).stream()
            .filter(m -> m.mailbox().equals(old.mailbox()))
            .findFirst()
            .orElseThrow();
    assertThat(left.hasAttachments()).isFalse();
    assertThat(left.date()).isEqualTo(old.date());
    assertThat(left.size()).isLessThan(old.size());
    demo.run("undo");
    Toolkit.until("it is back", () -> where(old.id()) != MailboxRole.TRASH);
    assertThat(demo.store().messages().get(left.id())).isEmpty();
  }

  @Test
  void whereTheMessageIsGoneNothingIsChanged() throws Exception {
    MessageSummary old = withFiles();
    demo.store().actions().deletePermanently(java.util.List.of(old.id()));
    assertThatThrownBy(() -> demo.store().actions().replace(old.id(), null, new byte[0]))
        .hasMessageContaining("there is no message");
  }
}
