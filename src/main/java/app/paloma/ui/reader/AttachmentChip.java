package app.paloma.ui.reader;

import app.paloma.mime.MessageContent.Attachment;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// One attachment: icon by type, name, size, a menu; while it is fetched, how far that is.
final class AttachmentChip extends HBox {
  private final Messages words;
  private final Formats formats;
  private final Attachment attachment;
  private final Label size = new Label();
  private final ProgressBar progress = new ProgressBar();
  private final Button cancel = new Button(null, Icons.of("close"));
  private final MenuButton menu = new MenuButton(null, Icons.of("down"));

  AttachmentChip(Attachment attachment, Messages words, Formats formats, List<MenuItem> commands) {
    this.words = words;
    this.formats = formats;
    this.attachment = attachment;
    Label name = new Label(attachment.name());
    name.setMaxWidth(240);
    name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    size.getStyleClass().add("muted");
    size.setMinWidth(Region.USE_PREF_SIZE);
    progress.setPrefWidth(80);
    menu.getStyleClass().addAll("tool-button", "no-arrow", "chip-menu");
    menu.setAccessibleText(words.get("attachments.menu", attachment.name()));
    menu.getItems().setAll(commands);
    cancel.getStyleClass().addAll("tool-button", "chip-menu");
    cancel.setAccessibleText(words.get("attachments.stop", attachment.name()));
    cancel.setTooltip(new Tooltip(words.get("attachments.stop", attachment.name())));
    String icon = Icons.forFile(attachment.contentType(), attachment.name());
    getChildren().addAll(Icons.of(attachment.dangerous() ? "warning" : icon), name, size, menu);
    getStyleClass().addAll("chip", "attachment-chip");
    if (attachment.dangerous()) {
      getStyleClass().add("dangerous");
    }
    setAlignment(Pos.CENTER_LEFT);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.BUTTON);
    setAccessibleText(attachment.name());
    Tooltip.install(this, new Tooltip(attachment.name()));
    rest();
  }

  Attachment attachment() {
    return attachment;
  }

  boolean isFetching() {
    return getChildren().contains(progress);
  }

  /// Nothing is under way.
  void rest() {
    String octets = formats.size(attachment.size());
    boolean here = attachment.isHere();
    size.setText(here ? octets : words.get("attachments.onServer", octets));
    setAccessibleText(
        words.get(
            here ? "attachments.spoken" : "attachments.spokenOnServer", attachment.name(), octets));
    getChildren().removeAll(progress, cancel);
    menu.setVisible(true);
    menu.setManaged(true);
  }

  void fetching(Runnable stop) {
    progress.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
    progress.setAccessibleText(words.get("attachments.fetching", attachment.name()));
    cancel.setOnAction(e -> stop.run());
    menu.setVisible(false);
    menu.setManaged(false);
    size.setText(formats.size(attachment.size()));
    getChildren().addAll(progress, cancel);
  }

  void at(long octets, long total) {
    if (total > 0) {
      progress.setProgress(Math.min(1, octets / (double) total));
    }
  }
}
