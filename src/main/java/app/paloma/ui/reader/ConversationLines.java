package app.paloma.ui.reader;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.Avatar;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The other messages of the conversation, each folded to a line: those before the message that is
/// read, or those after it.
final class ConversationLines extends VBox {
  /// So many are shown at once; the message that is read must keep its room.
  private static final int SHOWN = 3;

  private final Messages words;
  private final Formats formats;
  private final Consumer<MessageId> turnTo;

  /// @param turnTo opens a message in place of the one that is read
  ConversationLines(Messages words, Formats formats, Consumer<MessageId> turnTo) {
    this.words = words;
    this.formats = formats;
    this.turnTo = turnTo;
    getStyleClass().add("conversation-lines");
    managedProperty().bind(visibleProperty());
    setVisible(false);
  }

  /// @param older whether they come before what is read: then the last ones are shown
  void show(List<MessageSummary> messages, boolean older) {
    getChildren().clear();
    setVisible(!messages.isEmpty());
    int folded = messages.size() > SHOWN ? messages.size() - SHOWN + 1 : 0;
    if (folded == 0) {
      messages.forEach(message -> getChildren().add(line(message)));
      return;
    }
    Button more = new Button(words.count("conversation.more", folded));
    more.getStyleClass().add("link-button");
    more.setOnAction(e -> {
      getChildren().clear();
      messages.forEach(message -> getChildren().add(line(message)));
    });
    List<MessageSummary> near =
        older
            ? messages.subList(messages.size() - SHOWN + 1, messages.size())
            : messages.subList(0, SHOWN - 1);
    near.forEach(message -> getChildren().add(line(message)));
    getChildren().add(older ? 0 : getChildren().size(), more);
  }

  private Button line(MessageSummary message) {
    Label name = new Label(message.from().display());
    name.getStyleClass().add("reader-from");
    name.setMinWidth(Region.USE_PREF_SIZE);
    name.setMaxWidth(160);
    Label preview = new Label(message.preview());
    preview.getStyleClass().add("muted");
    preview.setMinWidth(0);
    preview.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(preview, Priority.ALWAYS);
    Label when = new Label(formats.brief(message.date()));
    when.getStyleClass().add("muted");
    when.setMinWidth(Region.USE_PREF_SIZE);
    HBox row = new HBox(8, new Avatar(message.from()), name, preview, when);
    row.setAlignment(Pos.CENTER_LEFT);
    row.setMinWidth(0);
    row.setPrefWidth(1);
    Button line = new Button();
    line.getStyleClass().add("conversation-line");
    line.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    line.setGraphic(row);
    line.setMaxWidth(Double.MAX_VALUE);
    row.prefWidthProperty().bind(line.widthProperty().subtract(24));
    line.setAccessibleText(
        words.get(
            "conversation.line",
            message.from().display(),
            formats.words(message.date()),
            message.preview()));
    line.setOnAction(e -> turnTo.accept(message.id()));
    return line;
  }
}
