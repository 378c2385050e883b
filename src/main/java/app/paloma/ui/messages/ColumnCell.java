package app.paloma.ui.messages;

import app.paloma.model.Flags;
import app.paloma.model.MessageSummary;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// One message as one line under the headings.
final class ColumnCell extends RowCell {
  private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
  private static final PseudoClass CHILD = PseudoClass.getPseudoClass("child");
  private static final PseudoClass MUTED = PseudoClass.getPseudoClass("muted");

  private final MessageListViewModel model;
  private final RowText text;
  private final Formats formats;
  private final Region dot = new Region();
  private final Label who = new Label();
  private final Button conversation = new Button();
  private final Node flagged = Icons.of("flag-on");
  private final Node answered = Icons.of("reply");
  private final Node attached = Icons.of("attachment");
  private final TagDots tags = new TagDots();
  private final AttentionMarks marks = new AttentionMarks();
  private final Label subject = new Label();
  private final Label size = new Label();
  private final Label date = new Label();

  ColumnCell(
      MessageListViewModel model,
      ListColumns columns,
      Messages words,
      Formats formats,
      Theme theme,
      MessageCell.Commands commands) {
    this.model = model;
    this.text = new RowText(model, words, formats);
    this.formats = formats;
    getStyleClass().add("column-cell");
    dot.getStyleClass().add("unread-dot");
    StackPane gutter = new StackPane(dot);
    gutter.getStyleClass().add("column-gutter");
    who.getStyleClass().add("message-sender");
    subject.getStyleClass().add("message-subject");
    size.getStyleClass().addAll("message-time", "column-right");
    date.getStyleClass().addAll("message-time", "column-right");
    conversation.getStyleClass().add("conversation-chip");
    conversation.setMinWidth(Region.USE_PREF_SIZE);
    conversation.setFocusTraversable(false);
    conversation.setOnAction(e -> commands.toggleConversation(row()));
    flagged.getStyleClass().add("flagged");
    for (Node mark : new Node[] {flagged, answered, attached, conversation}) {
      mark.managedProperty().bind(mark.visibleProperty());
      if (mark != conversation) {
        mark.getStyleClass().addAll("icon-small", "message-mark");
      }
    }
    subject.setMaxWidth(Double.MAX_VALUE);
    subject.setMinWidth(0);
    HBox what = new HBox(conversation, answered, flagged, tags, subject, marks, attached);
    what.getStyleClass().add("message-line");
    HBox.setHgrow(subject, Priority.ALWAYS);
    HBox.setHgrow(what, Priority.ALWAYS);
    what.setMinWidth(0);
    HBox line = new HBox(gutter, who, gap(), what, gap(), size, gap(), date);
    line.getStyleClass().addAll("message-card", "column-line");
    fill(line);
    width(who, columns.who, theme);
    width(size, columns.size, theme);
    width(date, columns.date, theme);
  }

  private static Region gap() {
    Region gap = new Region();
    gap.getStyleClass().add("column-divider");
    return gap;
  }

  private static void width(Label label, ListColumns.Column column, Theme theme) {
    label
        .prefWidthProperty()
        .bind(
            Bindings.createDoubleBinding(
                () -> column.width().get() * theme.fontSize(), column.width(), theme.textSize()));
    label.minWidthProperty().bind(label.prefWidthProperty());
    label.maxWidthProperty().bind(label.prefWidthProperty());
  }

  @Override
  void draw(MessageRow row) {
    pseudoClassStateChanged(CHILD, row.child());
    boolean here = row.summary().isPresent();
    for (Node mark : new Node[] {dot, flagged, answered, attached, conversation}) {
      mark.setVisible(false);
    }
    tags.show(java.util.List.of());
    marks.show(row.marks());
    pseudoClassStateChanged(MUTED, row.marks().muted());
    if (!here) {
      who.setText("");
      subject.setText("");
      size.setText("");
      date.setText("");
      setAccessibleText(text.loading());
      return;
    }
    show(row, row.summary().get());
  }

  private void show(MessageRow row, MessageSummary message) {
    Flags flags = message.flags();
    boolean unread = !flags.isSeen();
    pseudoClassStateChanged(UNREAD, unread);
    dot.setVisible(unread);
    who.setText(text.who(message));
    subject.setText(text.what(message));
    size.setText(formats.size(message.size()));
    String when =
        row.marks().snoozedUntil().map(formats::ahead).orElse(formats.brief(message.date()));
    date.setText(when);
    flagged.setVisible(flags.isFlagged());
    answered.setVisible(flags.has(Flags.ANSWERED));
    attached.setVisible(message.hasAttachments());
    tags.show(model.tags().of(flags));
    if (row.isConversation()) {
      conversation.setVisible(true);
      conversation.setText(Integer.toString(row.threadSize()));
      conversation.setGraphic(Icons.of(model.isExpanded(index()) ? "expanded" : "collapsed"));
    }
    setAccessibleText(text.spoken(row, message, when));
  }
}
