package app.paloma.ui.reader;

import app.paloma.mime.VCard;
import app.paloma.model.Address;
import app.paloma.ui.Avatar;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A contact that came with a message: who, how to reach them, and one button to keep them.
final class VCardBar extends HBox {
  /// @param keep puts addresses into the contacts; blocks, called on a worker
  VCardBar(
      VCard card,
      Consumer<List<Address>> keep,
      Consumer<String> openLink,
      UiExecutor executor,
      Consumer<String> say,
      Messages words) {
    getStyleClass().addAll("invitation-card", "vcard");
    setAlignment(Pos.CENTER_LEFT);
    String email = card.emails().isEmpty() ? "" : card.emails().getFirst();
    Label name = new Label(card.name());
    name.getStyleClass().add("reader-from");
    name.setWrapText(true);
    VBox lines = new VBox(name);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    if (!card.organization().isEmpty()) {
      lines.getChildren().add(muted(card.organization()));
    }
    for (String each : card.emails()) {
      Button write = new Button(each);
      write.getStyleClass().add("link-button");
      write.setAccessibleText(words.get("vcard.write", each));
      write.setOnAction(e -> openLink.accept("mailto:" + each));
      lines.getChildren().add(write);
    }
    for (String phone : card.phones()) {
      lines.getChildren().add(muted(phone));
    }
    getChildren().addAll(new Avatar(new Address(card.name(), email)), lines);
    if (!card.emails().isEmpty()) {
      lines.getChildren().add(button(card, keep, executor, say, words));
    }
    setAccessibleText(words.get("vcard.spoken", card.name()));
  }

  private static Button button(
      VCard card,
      Consumer<List<Address>> keep,
      UiExecutor executor,
      Consumer<String> say,
      Messages words) {
    Button add = new Button(words.get("vcard.add"), Icons.of("contact"));
    add.setMinWidth(Region.USE_PREF_SIZE);
    VBox.setMargin(add, new Insets(8, 0, 0, 0));
    add.setOnAction(e -> {
      add.setDisable(true);
      executor.load(
          () -> {
            keep.accept(card.addresses());
            return true;
          },
          done -> {
            add.setText(words.get("vcard.added"));
            add.setGraphic(Icons.of("check"));
          },
          failed -> {
            add.setDisable(false);
            say.accept(words.get("vcard.failed"));
          });
    });
    return add;
  }

  private static Node muted(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("muted");
    label.setWrapText(true);
    return label;
  }
}
