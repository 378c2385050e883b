package app.paloma.ui.reader;

import app.paloma.mime.AttachmentNames;
import app.paloma.model.MessageId;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// Takes a message out of the program: as the octets it came as, as the safe page that is shown, or
/// as text for the clipboard.
final class MessageSaver {
  private final ReaderViewModel model;
  private final Messages words;
  private final UiExecutor executor;
  private final Consumer<String> say;

  MessageSaver(ReaderViewModel model, Messages words, UiExecutor executor, Consumer<String> say) {
    this.model = model;
    this.words = words;
    this.executor = executor;
    this.say = say;
  }

  void saveAs(Window owner) {
    model
        .open()
        .ifPresent(message -> {
          FileChooser chooser = new FileChooser();
          chooser.setTitle(words.get("action.saveAs"));
          chooser.setInitialFileName(fileName(message));
          chooser
              .getExtensionFilters()
              .addAll(
                  new FileChooser.ExtensionFilter(words.get("save.eml"), "*.eml"),
                  new FileChooser.ExtensionFilter(words.get("save.html"), "*.html"));
          File file = chooser.showSaveDialog(owner);
          if (file != null) {
            save(message, file.toPath());
          }
        });
  }

  static String fileName(OpenMessage message) {
    String subject = message.subject().strip();
    return AttachmentNames.clean(
        (subject.isEmpty() ? "message" : subject.replace('/', '-').replace('\\', '-')) + ".eml",
        "message/rfc822",
        "message");
  }

  /// By the ending of the name: the page for `.html`, else the octets.
  void save(OpenMessage message, Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean page = name.endsWith(".html") || name.endsWith(".htm");
    executor.load(
        () -> {
          if (page) {
            Files.writeString(file, message.cleaned().html(), StandardCharsets.UTF_8);
          } else {
            octets(message.summary().id(), file);
          }
          return file.getFileName();
        },
        saved -> say.accept(words.get("attachments.saved", saved)),
        failed -> say.accept(words.get("attachments.failed", file.getFileName())));
  }

  /// Whole or not at all: a file that breaks off looks like a message.
  private void octets(MessageId id, Path file) throws IOException {
    Path beginning = file.resolveSibling(file.getFileName() + ".part");
    try (InputStream in = model.octets(id)) {
      Files.copy(in, beginning, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beginning, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beginning);
    }
  }

  void copyText() {
    model
        .open()
        .ifPresent(message -> {
          ClipboardContent content = new ClipboardContent();
          content.putString(message.content().text());
          Clipboard.getSystemClipboard().setContent(content);
          say.accept(words.get("copied"));
        });
  }
}
