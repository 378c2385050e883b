package app.paloma.ui.reader;

import app.paloma.mime.MessageContent;
import app.paloma.model.Address;
import app.paloma.ui.Avatar;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.messages.Tag;
import app.paloma.ui.messages.TagChips;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Subject, who wrote to whom, when; all fields behind a toggle.
final class MessageHeader extends VBox {
  private static final int FOLDED = 3;

  private final Messages words;

  /// @param star shows and changes the star of this message
  /// @param opened whether all fields are shown
  MessageHeader(
      OpenMessage message,
      Messages words,
      Formats formats,
      Runnable star,
      boolean starred,
      List<Tag> tags,
      BooleanProperty opened) {
    this.words = words;
    getStyleClass().add("message-header");
    MessageContent content = message.content();

    Label subject =
        new Label(message.subject().isBlank() ? words.get("list.noSubject") : message.subject());
    subject.getStyleClass().add("reader-subject");
    subject.setWrapText(true);
    HBox.setHgrow(subject, Priority.ALWAYS);
    subject.setMaxWidth(Double.MAX_VALUE);
    Button starButton = new Button(null, Icons.large(starred ? "flag-on" : "flag"));
    starButton.getStyleClass().addAll("tool-button", "star-button");
    if (starred) {
      starButton.getStyleClass().add("starred");
    }
    starButton.setAccessibleText(words.get("action.flag"));
    starButton.setTooltip(new Tooltip(words.get("action.flag")));
    starButton.setOnAction(e -> star.run());
    starButton.setMinWidth(Region.USE_PREF_SIZE);
    HBox headline = new HBox(subject, starButton);
    headline.getStyleClass().add("reader-headline");

    Address from = message.from();
    Label name = new Label(from.display());
    name.getStyleClass().add("reader-from");
    Label email = new Label(from.name().isBlank() ? "" : from.email());
    email.getStyleClass().add("muted");
    email.setMinWidth(0);
    name.setMinWidth(from.display().length() > 24 ? 120 : Region.USE_PREF_SIZE);
    HBox who = new HBox(name, email);
    who.getStyleClass().add("reader-who");
    who.setAlignment(Pos.BASELINE_LEFT);
    VBox lines = new VBox(who);
    lines.getStyleClass().add("reader-lines");
    recipients(lines, "reader.to", message.to());
    recipients(lines, "reader.cc", content.cc());
    recipients(lines, "reader.bcc", content.bcc());
    HBox.setHgrow(lines, Priority.ALWAYS);
    lines.setMinWidth(0);

    Label when = new Label(formats.words(message.summary().date()));
    when.getStyleClass().add("muted");
    when.setMinWidth(Region.USE_PREF_SIZE);
    when.setTooltip(new Tooltip(formats.exact(message.summary().date())));
    ToggleButton details = new ToggleButton(words.get("reader.details"), Icons.of("expanded"));
    details.getStyleClass().addAll("tool-button", "details-toggle");
    details.setMinWidth(Region.USE_PREF_SIZE);
    VBox right = new VBox(when, details);
    right.setAlignment(Pos.TOP_RIGHT);
    right.setMinWidth(Region.USE_PREF_SIZE);

    HBox card = new HBox(new Avatar(from), lines, right);
    card.getStyleClass().add("reader-card");
    getChildren().addAll(headline, card);
    if (!tags.isEmpty()) {
      getChildren().add(1, TagChips.of(tags));
    }
    Node[] all = new Node[1];
    Runnable fields =
        () -> {
          if (details.isSelected()) {
            all[0] = all[0] == null ? allFields(content, formats) : all[0];
            getChildren().add(all[0]);
          } else {
            getChildren().remove(all[0]);
          }
        };
    details.setSelected(opened.get());
    if (opened.get()) {
      fields.run();
    }
    details
        .selectedProperty()
        .addListener((o, was, is) -> {
          opened.set(is);
          fields.run();
        });
  }

  private void recipients(VBox lines, String key, List<Address> people) {
    if (people.isEmpty()) {
      return;
    }
    Label label = new Label();
    label.getStyleClass().addAll("muted", "reader-recipients");
    label.setMinWidth(0);
    label.setTooltip(
        new Tooltip(people.stream().map(Address::toString).collect(Collectors.joining("\n"))));
    label.setText(line(key, people, FOLDED));
    if (people.size() > FOLDED) {
      Button more = new Button(words.count("reader.more", people.size() - FOLDED));
      more.getStyleClass().addAll("link-button");
      more.setMinWidth(Region.USE_PREF_SIZE);
      HBox row = new HBox(label, more);
      row.getStyleClass().add("reader-who");
      row.setAlignment(Pos.BASELINE_LEFT);
      more.setOnAction(e -> {
        label.setText(line(key, people, people.size()));
        label.setWrapText(true);
        row.getChildren().remove(more);
      });
      lines.getChildren().add(row);
    } else {
      lines.getChildren().add(label);
    }
  }

  private String line(String key, List<Address> people, int limit) {
    return words.get(
        key, people.stream().limit(limit).map(Address::display).collect(Collectors.joining(", ")));
  }

  private Node allFields(MessageContent content, Formats formats) {
    TextArea text =
        new TextArea(
            content.headers().stream()
                .map(h -> h.name() + ": " + h.value())
                .collect(Collectors.joining("\n")));
    text.setEditable(false);
    text.setWrapText(true);
    text.getStyleClass().add("header-fields");
    text.setAccessibleText(words.get("reader.details"));
    text.setPrefRowCount(10);
    VBox all = new VBox();
    all.getStyleClass().add("header-details");
    RouteList.of(content, words, formats).ifPresent(all.getChildren()::add);
    all.getChildren().add(text);
    return all;
  }
}
