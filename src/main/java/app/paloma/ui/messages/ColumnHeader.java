package app.paloma.ui.messages;

import app.paloma.model.MailboxRole;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The headings above a list in columns: a click sorts, a drag between two makes one wider.
final class ColumnHeader extends HBox {
  private final MessageListViewModel model;
  private final ListColumns columns;
  private final Messages words;
  private final Theme theme;
  private final Runnable resized;
  private final Button who;
  private final Button subject;
  private final Button size;
  private final Button date;

  /// @param resized told when the user let go of a divider
  ColumnHeader(
      MessageListViewModel model,
      ListColumns columns,
      Messages words,
      Theme theme,
      Runnable resized) {
    this.model = model;
    this.columns = columns;
    this.words = words;
    this.theme = theme;
    this.resized = resized;
    getStyleClass().add("column-header");
    Region gutter = new Region();
    gutter.getStyleClass().add("column-gutter");
    who = heading();
    subject = heading();
    subject.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(subject, Priority.ALWAYS);
    size = heading();
    size.getStyleClass().add("column-right");
    date = heading();
    date.getStyleClass().add("column-right");
    getChildren()
        .addAll(
            gutter,
            who,
            divider(columns.who, 1),
            subject,
            divider(columns.size, -1),
            size,
            divider(columns.date, -1),
            date);
    for (ListColumns.Column column :
        new ListColumns.Column[] {columns.who, columns.size, columns.date}) {
      column.width().addListener(o -> place());
    }
    theme.textSize().addListener(o -> place());
    model.arrangement().sortByProperty().addListener((o, was, is) -> name());
    model.arrangement().descendingProperty().addListener((o, was, is) -> name());
    model.targetProperty().addListener((o, was, is) -> name());
    place();
    name();
  }

  private Button heading() {
    Button button = new Button();
    button.getStyleClass().add("column-heading");
    button.setContentDisplay(ContentDisplay.RIGHT);
    button.setFocusTraversable(false);
    button.setMinWidth(0);
    return button;
  }

  private Region divider(ListColumns.Column column, int direction) {
    Region handle = new Region();
    handle.getStyleClass().add("column-divider");
    handle.setCursor(Cursor.H_RESIZE);
    double[] from = new double[2];
    handle.setOnMousePressed(e -> {
      from[0] = e.getScreenX();
      from[1] = column.width().get();
    });
    handle.setOnMouseDragged(e -> {
      double moved = (e.getScreenX() - from[0]) / theme.fontSize() * direction;
      column.width().set(Math.clamp(from[1] + moved, ListColumns.LEAST, ListColumns.MOST));
    });
    handle.setOnMouseReleased(e -> resized.run());
    return handle;
  }

  private void place() {
    width(who, columns.who);
    width(size, columns.size);
    width(date, columns.date);
  }

  private void width(Button button, ListColumns.Column column) {
    double width = column.width().get() * theme.fontSize();
    button.setPrefWidth(width);
    button.setMinWidth(width);
    button.setMaxWidth(width);
  }

  private void name() {
    boolean own = isOwn(model);
    name(who, own ? SortBy.TO : SortBy.FROM);
    name(subject, SortBy.SUBJECT);
    name(size, SortBy.SIZE);
    name(date, SortBy.DATE);
  }

  private void name(Button button, SortBy by) {
    ListArrangement now = model.arrangement();
    boolean sorted = now.sortByProperty().get() == by;
    String text = words.get("sort." + by);
    button.setText(text);
    button.setGraphic(sorted ? Icons.of(now.descendingProperty().get() ? "down" : "up") : null);
    button.setAccessibleText(
        sorted
            ? words.get(
                now.descendingProperty().get() ? "column.sortedDown" : "column.sortedUp", text)
            : words.get("column.sort", text));
    button.setOnAction(e -> now.sort(by));
  }

  /// In folders of mail that was written here it matters to whom it went.
  static boolean isOwn(MessageListViewModel model) {
    return model.targetProperty().get() instanceof ListTarget.Folder folder
        && (folder.role() == MailboxRole.SENT || folder.role() == MailboxRole.DRAFTS);
  }
}
