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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

/// Attachments as chips: icon by type, name, size, a menu; opened, saved, dragged out.
final class AttachmentBar extends FlowPane {
  private final Messages words;
  private final Formats formats;
  private final Theme theme;
  private final UiExecutor executor;
  private final AttachmentFiles files;
  private final Consumer<Path> open;
  private final Consumer<String> say;

  /// @param open hands a file to the desktop
  /// @param say tells the user in a toast
  AttachmentBar(
      List<Attachment> attachments,
      Messages words,
      Formats formats,
      Theme theme,
      UiExecutor executor,
      AttachmentFiles files,
      Consumer<Path> open,
      Consumer<String> say) {
    this.words = words;
    this.formats = formats;
    this.theme = theme;
    this.executor = executor;
    this.files = files;
    this.open = open;
    this.say = say;
    getStyleClass().add("attachment-bar");
    for (Attachment attachment : attachments) {
      getChildren().add(chip(attachment));
    }
    if (attachments.size() > 1) {
      Button all =
          new Button(words.count("attachments.saveAll", attachments.size()), Icons.of("save"));
      all.getStyleClass().add("tool-button");
      all.setOnAction(e -> saveAll(attachments));
      getChildren().add(all);
    }
  }

  private HBox chip(Attachment attachment) {
    Label name = new Label(attachment.name());
    name.setMaxWidth(240);
    name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    Label size = new Label(formats.size(attachment.size()));
    size.getStyleClass().add("muted");
    size.setMinWidth(Region.USE_PREF_SIZE);
    MenuButton menu = new MenuButton(null, Icons.of("down"));
    menu.getStyleClass().addAll("tool-button", "no-arrow", "chip-menu");
    menu.setAccessibleText(words.get("attachments.menu", attachment.name()));
    menu.getItems()
        .addAll(
            item("attachments.open", () -> open(attachment)),
            item("attachments.saveAs", () -> saveAs(attachment)));
    if (AttachmentPreview.canShow(attachment)) {
      menu.getItems().addFirst(item("attachments.preview", () -> preview(attachment)));
    }
    String icon = Icons.forFile(attachment.contentType(), attachment.name());
    HBox chip = new HBox(Icons.of(attachment.dangerous() ? "warning" : icon), name, size, menu);
    chip.getStyleClass().addAll("chip", "attachment-chip");
    if (attachment.dangerous()) {
      chip.getStyleClass().add("dangerous");
    }
    chip.setAlignment(Pos.CENTER_LEFT);
    chip.setFocusTraversable(true);
    chip.setAccessibleText(
        words.get("attachments.spoken", attachment.name(), formats.size(attachment.size())));
    Tooltip.install(chip, new Tooltip(attachment.name()));
    chip.setOnMouseClicked(e -> {
      if (e.getClickCount() == 2 || e.isStillSincePress() && e.getClickCount() == 1) {
        chip.requestFocus();
      }
      if (e.getClickCount() == 2) {
        look(attachment);
      }
    });
    chip.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER || e.getCode() == KeyCode.SPACE) {
        look(attachment);
        e.consume();
      }
    });
    chip.setOnDragDetected(e -> {
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
    chip.setOnMousePressed(e -> executor.work(() -> files.prepare(attachment)));
    return chip;
  }

  private MenuItem item(String key, Runnable action) {
    MenuItem item = new MenuItem(words.get(key));
    item.setOnAction(e -> action.run());
    return item;
  }

  /// Here where that is possible, else in another program.
  private void look(Attachment attachment) {
    if (AttachmentPreview.canShow(attachment)) {
      preview(attachment);
    } else {
      open(attachment);
    }
  }

  private void preview(Attachment attachment) {
    AttachmentPreview.show(attachment, getScene().getWindow(), words, theme, executor, say);
  }

  private void open(Attachment attachment) {
    if (attachment.dangerous()) {
      say.accept(words.get("attachments.dangerous", attachment.name()));
      return;
    }
    executor.load(
        () -> files.forOpening(attachment),
        open,
        e -> say.accept(words.get("attachments.failed", attachment.name())));
  }

  private void saveAs(Attachment attachment) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.get("attachments.saveAs"));
    chooser.setInitialFileName(attachment.name());
    File file = chooser.showSaveDialog(getScene().getWindow());
    if (file != null) {
      executor.load(
          () -> files.save(attachment, file.toPath()),
          saved -> say.accept(words.get("attachments.saved", saved.getFileName())),
          e -> say.accept(words.get("attachments.failed", attachment.name())));
    }
  }

  private void saveAll(List<Attachment> attachments) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(words.count("attachments.saveAll", attachments.size()));
    File directory = chooser.showDialog(getScene().getWindow());
    if (directory != null) {
      executor.load(
          () -> {
            List<Path> saved = new ArrayList<>();
            for (Attachment attachment : attachments) {
              saved.add(files.saveInto(attachment, directory.toPath()));
            }
            return saved;
          },
          saved -> say.accept(words.count("attachments.savedAll", saved.size())),
          e -> say.accept(words.get("attachments.failed", directory.getName())));
    }
  }
}
