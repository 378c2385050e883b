package app.paloma.ui.reader;

import app.paloma.mime.MessageContent.Attachment;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

/// Attachments as chips: opened, saved, dragged out; fetched first where they are on the server.
final class AttachmentBar extends FlowPane {
  private final Messages words;
  private final Formats formats;
  private final Theme theme;
  private final UiExecutor executor;
  private final AttachmentFiles files;
  private final Consumer<Path> open;
  private final Consumer<String> say;
  private final Function<Exception, String> explain;
  private final List<AttachmentChip> chips = new ArrayList<>();

  /// @param open hands a file to the desktop
  /// @param say tells the user in a toast
  /// @param explain words for a failure
  AttachmentBar(
      List<Attachment> attachments,
      Messages words,
      Formats formats,
      Theme theme,
      UiExecutor executor,
      AttachmentFiles files,
      Consumer<Path> open,
      Consumer<String> say,
      Function<Exception, String> explain) {
    this.words = words;
    this.formats = formats;
    this.theme = theme;
    this.executor = executor;
    this.files = files;
    this.open = open;
    this.say = say;
    this.explain = explain;
    getStyleClass().add("attachment-bar");
    attachments.forEach(attachment -> chips.add(chip(attachment)));
    getChildren().addAll(chips);
    if (attachments.size() > 1) {
      Button all =
          new Button(words.count("attachments.saveAll", attachments.size()), Icons.of("save"));
      all.getStyleClass().add("tool-button");
      all.setOnAction(e -> saveAll());
      getChildren().add(all);
    }
  }

  private AttachmentChip chip(Attachment attachment) {
    List<MenuItem> commands = new ArrayList<>();
    AttachmentChip[] self = new AttachmentChip[1];
    if (AttachmentPreview.canShow(attachment)) {
      commands.add(item("attachments.preview", () -> fetched(self[0], () -> preview(attachment))));
    }
    commands.add(item("attachments.open", () -> open(self[0])));
    commands.add(item("attachments.saveAs", () -> saveAs(self[0])));
    AttachmentChip chip = new AttachmentChip(attachment, words, formats, commands);
    self[0] = chip;
    chip.setOnMouseClicked(e -> {
      if (e.getClickCount() == 2 || e.isStillSincePress() && e.getClickCount() == 1) {
        chip.requestFocus();
      }
      if (e.getClickCount() == 2) {
        look(chip);
      }
    });
    chip.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
        look(chip);
        e.consume();
      }
    });
    chip.setOnDragDetected(e -> {
      if (!attachment.isHere()) {
        fetched(chip, () -> say.accept(words.get("attachments.dragNow", attachment.name())));
        e.consume();
        return;
      }
      // The desktop wants a file now; small ones are written while the pointer moves.
      try {
        Path file = files.forDragging(attachment);
        ClipboardContent content = new ClipboardContent();
        content.putFiles(List.of(file.toFile()));
        chip.startDragAndDrop(TransferMode.COPY).setContent(content);
        e.consume();
      } catch (IOException failed) {
        say.accept(words.get("attachments.failed", attachment.name()));
      }
    });
    // Ready before the pointer moves.
    chip.setOnMousePressed(e -> {
      if (attachment.isHere()) {
        executor.work(() -> files.prepare(attachment));
      }
    });
    return chip;
  }

  /// Brings the file first where it is still on the server; then goes on.
  private void fetched(AttachmentChip chip, Runnable then) {
    Attachment attachment = chip.attachment();
    if (attachment.isHere()) {
      then.run();
      return;
    }
    if (chip.isFetching()) {
      return;
    }
    AtomicBoolean stopped = new AtomicBoolean();
    chip.fetching(() -> stopped.set(true));
    executor.load(
        () -> {
          attachment
              .content()
              .fetch((octets, total) -> {
                executor.ui(() -> chip.at(octets, total));
                return !stopped.get();
              });
          return attachment;
        },
        done -> {
          chip.rest();
          then.run();
        },
        failed -> {
          chip.rest();
          if (!stopped.get()) {
            say.accept(
                words.get("attachments.notFetched", attachment.name(), explain.apply(failed)));
          }
        });
  }

  private MenuItem item(String key, Runnable action) {
    MenuItem item = new MenuItem(words.get(key));
    item.setOnAction(e -> action.run());
    return item;
  }

  /// Here where that is possible, else in another program.
  private void look(AttachmentChip chip) {
    if (AttachmentPreview.canShow(chip.attachment())) {
      fetched(chip, () -> preview(chip.attachment()));
    } else {
      open(chip);
    }
  }

  private void preview(Attachment attachment) {
    if (getScene() != null) {
      AttachmentPreview.show(
          attachment, files, getScene().getWindow(), words, theme, executor, say);
    }
  }

  private void open(AttachmentChip chip) {
    Attachment attachment = chip.attachment();
    if (attachment.dangerous()) {
      say.accept(words.get("attachments.dangerous", attachment.name()));
      return;
    }
    fetched(
        chip,
        () ->
            executor.load(
                () -> files.forOpening(attachment),
                open,
                e -> say.accept(words.get("attachments.failed", attachment.name()))));
  }

  private void saveAs(AttachmentChip chip) {
    Attachment attachment = chip.attachment();
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.get("attachments.saveAs"));
    chooser.setInitialFileName(attachment.name());
    File file = chooser.showSaveDialog(getScene().getWindow());
    if (file != null) {
      fetched(
          chip,
          () ->
              executor.load(
                  () -> files.save(attachment, file.toPath()),
                  saved -> say.accept(words.get("attachments.saved", saved.getFileName())),
                  e -> say.accept(words.get("attachments.failed", attachment.name()))));
    }
  }

  private void saveAll() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(words.count("attachments.saveAll", chips.size()));
    File directory = chooser.showDialog(getScene().getWindow());
    if (directory != null) {
      fetchAll(new ArrayDeque<>(chips), () -> saveAll(directory.toPath()));
    }
  }

  /// One after the other; each shows how far it is.
  private void fetchAll(ArrayDeque<AttachmentChip> left, Runnable then) {
    if (left.isEmpty()) {
      then.run();
    } else {
      fetched(left.removeFirst(), () -> fetchAll(left, then));
    }
  }

  private void saveAll(Path directory) {
    executor.load(
        () -> {
          List<Path> saved = new ArrayList<>();
          for (AttachmentChip chip : chips) {
            saved.add(files.saveInto(chip.attachment(), directory));
          }
          return saved;
        },
        saved -> say.accept(words.count("attachments.savedAll", saved.size())),
        e -> say.accept(words.get("attachments.failed", directory.getFileName())));
  }
}
