package app.paloma.ui.messages;

import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.store.AttentionStore.Marks;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One message as a card of three lines on a fixed grid: who and when, what, the first words. The
/// first card of a day group gives a line to the group's name, its first words stand after what.
final class MessageCell extends RowCell {
  /// What can be done to a row without selecting it.
  interface Commands {
    void archive(MessageId id);

    void delete(MessageId id);

    void toggleFlag(MessageSummary message);

    void toggleConversation(MessageRow row);

    boolean mayRemove();

    boolean mayFlag();
  }

  private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
  private static final PseudoClass CHILD = PseudoClass.getPseudoClass("child");
  private static final PseudoClass MUTED = PseudoClass.getPseudoClass("muted");
  private static final PseudoClass GROUP = PseudoClass.getPseudoClass("group");

  private final MessageListViewModel model;
  private final Messages words;
  private final Formats formats;
  private final RowText text;
  private final TagDots tags = new TagDots();
  private final AttentionMarks marks = new AttentionMarks();

  private final Label group = new Label();
  private final Region dot = new Region();
  private final Label sender = new Label();
  private final Label time = new Label();
  private final Button conversation = new Button();
  private final Label subject = new Label();
  private final Label preview = new Label();
  private final Label previewBeside = new Label();
  private final Node answered = mark("reply");
  private final Node forwarded = mark("forward");
  private final Node attached = mark("attachment");
  private final Node flagged = mark("flag-on");
  private final HBox hover = new HBox();
  private Button star;
  private final HBox first;

  MessageCell(MessageListViewModel model, Messages words, Formats formats, Commands commands) {
    this.model = model;
    this.words = words;
    this.formats = formats;
    this.text = new RowText(model, words, formats);
    group.getStyleClass().add("message-group");
    dot.getStyleClass().add("unread-dot");
    StackPane gutter = gutter(dot);
    sender.getStyleClass().add("message-sender");
    time.getStyleClass().add("message-time");
    time.setMinWidth(Region.USE_PREF_SIZE);
    conversation.getStyleClass().add("conversation-chip");
    conversation.setMinWidth(Region.USE_PREF_SIZE);
    conversation.setFocusTraversable(false);
    conversation.setOnAction(e -> commands.toggleConversation(row()));
    first = new HBox(gutter, grow(sender), conversation, time);
    first.getStyleClass().add("message-line");

    subject.getStyleClass().add("message-subject");
    flagged.getStyleClass().add("flagged");
    // Where there is no room for both, the subject keeps it.
    BorderPane what = new BorderPane(grow(previewBeside), null, null, null, subject);
    subject.setMinWidth(0);
    HBox.setHgrow(what, Priority.ALWAYS);
    what.setMinWidth(0);
    what.setPrefWidth(1);
    HBox second =
        new HBox(gutter(new Region()), answered, forwarded, what, tags, marks, attached, flagged);
    second.getStyleClass().add("message-line");
    previewBeside.getStyleClass().addAll("message-preview", "message-preview-beside");
    previewBeside.managedProperty().bind(group.managedProperty());
    previewBeside.visibleProperty().bind(group.managedProperty());
    previewBeside.textProperty().bind(preview.textProperty());

    preview.getStyleClass().add("message-preview");
    HBox third = new HBox(gutter(new Region()), grow(preview));
    third.getStyleClass().add("message-line");

    hover.getStyleClass().add("message-hover");
    hover.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    hover.visibleProperty().bind(hoverProperty());
    StackPane.setAlignment(hover, Pos.TOP_RIGHT);
    // Buttons and their tips are made for the rows that the pointer visits, not for all.
    hoverProperty()
        .addListener((o, was, is) -> {
          if (is) {
            if (hover.getChildren().isEmpty()) {
              fillHover(commands);
            }
            offer(commands);
          }
        });

    VBox lines = new VBox(group, first, second, third);
    lines.getStyleClass().add("message-lines");
    lines.setAlignment(Pos.CENTER_LEFT);
    third.managedProperty().bind(group.managedProperty().not());
    third.visibleProperty().bind(third.managedProperty());
    group.visibleProperty().bind(group.managedProperty());
    StackPane card = new StackPane(lines, hover);
    card.getStyleClass().add("message-card");
    fill(card);
  }

  private void fillHover(Commands commands) {
    star = hoverButton("flag", "action.flag", () -> summary().ifPresent(commands::toggleFlag));
    summary().ifPresent(this::showStar);
    hover
        .getChildren()
        .addAll(
            hoverButton("archive", "action.archive", () -> commands.archive(id())),
            hoverButton("delete", "action.delete", () -> commands.delete(id())),
            star);
  }

  private void offer(Commands commands) {
    for (Node button : hover.getChildren()) {
      button.setVisible(button == star ? commands.mayFlag() : commands.mayRemove());
      button.setManaged(button.isVisible());
    }
  }

  private void showStar(MessageSummary message) {
    if (star != null) {
      star.setGraphic(Icons.of(message.flags().isFlagged() ? "flag-on" : "flag"));
    }
  }

  private static StackPane gutter(Node content) {
    StackPane gutter = new StackPane(content);
    gutter.getStyleClass().add("message-gutter");
    return gutter;
  }

  private static Label grow(Label label) {
    label.setMaxWidth(Double.MAX_VALUE);
    label.setMinWidth(0);
    label.setTextOverrun(OverrunStyle.ELLIPSIS);
    HBox.setHgrow(label, Priority.ALWAYS);
    return label;
  }

  private static Node mark(String icon) {
    Node mark = Icons.of(icon);
    mark.getStyleClass().addAll("icon-small", "message-mark");
    mark.managedProperty().bind(mark.visibleProperty());
    return mark;
  }

  private Button hoverButton(String icon, String key, Runnable action) {
    Button button = new Button(null, Icons.of(icon));
    button.getStyleClass().add("tool-button");
    button.setFocusTraversable(false);
    button.setTooltip(new Tooltip(words.get(key)));
    button.setAccessibleText(words.get(key));
    button.setOnAction(e -> action.run());
    // Neither selects the row nor begins a drag.
    button.addEventFilter(
        MouseEvent.MOUSE_PRESSED,
        e -> {
          if (e.getButton() == MouseButton.PRIMARY) {
            button.arm();
            e.consume();
          }
        });
    button.addEventFilter(
        MouseEvent.MOUSE_RELEASED,
        e -> {
          if (button.isArmed()) {
            button.disarm();
            button.fire();
            e.consume();
          }
        });
    return button;
  }

  private MessageId id() {
    return row().messageId();
  }

  private Optional<MessageSummary> summary() {
    return row() == null ? Optional.empty() : row().summary();
  }

  @Override
  void draw(MessageRow row) {
    pseudoClassStateChanged(CHILD, row.child());
    if (row.summary().isPresent()) {
      show(row, row.summary().get());
    } else {
      showPlaceholder();
    }
  }

  /// Its looks stay those of whoever was here: in a moment the row itself is.
  private void showPlaceholder() {
    sender.setText(" ");
    subject.setText(" ");
    preview.setText(" ");
    time.setText("");
    group.setManaged(false);
    conversation.setVisible(false);
    conversation.setManaged(false);
    for (Node mark : List.of(answered, forwarded, attached, flagged, dot)) {
      mark.setVisible(false);
    }
    tags.show(List.of());
    marks.show(Marks.NONE);
    setAccessibleText(text.loading());
  }

  private void show(MessageRow row, MessageSummary message) {
    Flags flags = message.flags();
    boolean unread = !flags.isSeen();
    pseudoClassStateChanged(UNREAD, unread);
    dot.setVisible(unread);
    sender.setText(text.who(message));
    subject.setText(text.what(message));
    preview.setText(
        message.bodyState() == MessageSummary.BodyState.QUARANTINED
            ? words.get("list.quarantined")
            : message.preview());
    time.setText(text.when(row, message));
    pseudoClassStateChanged(MUTED, row.marks().muted());
    marks.show(row.marks());
    answered.setVisible(flags.has(Flags.ANSWERED));
    forwarded.setVisible(flags.has(Flags.FORWARDED));
    attached.setVisible(message.hasAttachments());
    flagged.setVisible(flags.isFlagged());
    tags.show(model.tags().of(flags));
    showStar(message);
    conversation.setText(Integer.toString(row.threadSize()));
    conversation.setVisible(row.isConversation());
    conversation.setManaged(row.isConversation());
    if (row.isConversation()) {
      boolean expanded = model.isExpanded(index());
      conversation.setGraphic(Icons.of(expanded ? "expanded" : "collapsed"));
      conversation.setAccessibleText(words.count("list.conversation", row.threadSize()));
    }
    String heading = heading(row, message);
    group.setText(heading);
    group.setManaged(!heading.isEmpty());
    pseudoClassStateChanged(GROUP, !heading.isEmpty());
    setAccessibleText(text.spoken(row, message, text.when(row, message)));
  }

  private String heading(MessageRow row, MessageSummary message) {
    if (!model.isSortedByDate() || row.child() || index() < 0) {
      return "";
    }
    boolean pinnedAbove =
        index() > 0 && model.rows().marks(model.rows().idAt(index() - 1)).pinned();
    if (row.marks().pinned()) {
      return pinnedAbove ? "" : words.get("list.pinned");
    }
    Formats.Period period = formats.period(message.date());
    if (pinnedAbove) {
      return words.get("period." + period);
    }
    if (index() == 0) {
      return period == Formats.Period.TODAY ? "" : words.get("period." + period);
    }
    Optional<MessageSummary> above = model.rows().peek(index() - 1);
    boolean same =
        above.isEmpty()
            || model.rows().isChild(model.rows().idAt(index() - 1))
            || formats.period(above.get().date()) == period;
    return same ? "" : words.get("period." + period);
  }
}
