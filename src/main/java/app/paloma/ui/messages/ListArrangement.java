package app.paloma.ui.messages;

import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// How a list is arranged: its order, its filters, conversations or single messages, cards or
/// columns. UI thread only.
public final class ListArrangement {
  /// What a folder remembers of it; filters are for the moment.
  public record View(SortBy sortBy, boolean descending, boolean threads, boolean columns) {
    public static final View USUAL = new View(SortBy.DATE, true, false, false);

    public String toText() {
      return sortBy + "," + descending + "," + threads + "," + columns;
    }

    /// What makes no sense is as `usual`.
    public static View parse(String text, View usual) {
      String[] parts = text.split(",", -1);
      if (parts.length != 4) {
        return usual;
      }
      SortBy by = usual.sortBy();
      for (SortBy each : SortBy.values()) {
        by = each.name().equals(parts[0]) ? each : by;
      }
      return new View(
          by,
          Boolean.parseBoolean(parts[1]),
          Boolean.parseBoolean(parts[2]),
          Boolean.parseBoolean(parts[3]));
    }
  }

  private final BooleanProperty unreadOnly = new SimpleBooleanProperty(this, "unreadOnly");
  private final BooleanProperty flaggedOnly = new SimpleBooleanProperty(this, "flaggedOnly");
  private final BooleanProperty withAttachments =
      new SimpleBooleanProperty(this, "withAttachments");
  private final StringProperty filterText = new SimpleStringProperty(this, "filterText", "");
  private final StringProperty tag = new SimpleStringProperty(this, "tag", "");
  private final BooleanProperty threads = new SimpleBooleanProperty(this, "threads");
  private final ObjectProperty<SortBy> sortBy =
      new SimpleObjectProperty<>(this, "sortBy", SortBy.DATE);
  private final BooleanProperty descending = new SimpleBooleanProperty(this, "descending", true);
  private final BooleanProperty columns = new SimpleBooleanProperty(this, "columns");
  private final Runnable changed;
  private final Runnable regrouped;
  private boolean arranging;

  /// @param changed told when other messages, or the same in another order, are to be shown
  /// @param regrouped told before that when rows stand for something else
  ListArrangement(Runnable changed, Runnable regrouped) {
    this.changed = changed;
    this.regrouped = regrouped;
    unreadOnly.addListener(o -> changed());
    flaggedOnly.addListener(o -> changed());
    withAttachments.addListener(o -> changed());
    filterText.addListener(o -> changed());
    tag.addListener(o -> changed());
    threads.addListener((o, was, is) -> {
      this.regrouped.run();
      changed();
    });
    sortBy.addListener((o, was, is) -> changed());
    descending.addListener((o, was, is) -> changed());
  }

  private void changed() {
    if (!arranging) {
      changed.run();
    }
  }

  public BooleanProperty unreadOnlyProperty() {
    return unreadOnly;
  }

  public BooleanProperty flaggedOnlyProperty() {
    return flaggedOnly;
  }

  public BooleanProperty withAttachmentsProperty() {
    return withAttachments;
  }

  public StringProperty filterTextProperty() {
    return filterText;
  }

  /// The keyword that messages must have, or empty.
  public StringProperty tagProperty() {
    return tag;
  }

  /// What must be searched for among the messages of the folder; blank for nothing.
  String searched() {
    String words = filterText.get();
    return tag.get().isEmpty() ? words : "tag:\"" + tag.get() + "\" " + words;
  }

  public BooleanProperty threadsProperty() {
    return threads;
  }

  public ObjectProperty<SortBy> sortByProperty() {
    return sortBy;
  }

  public BooleanProperty descendingProperty() {
    return descending;
  }

  /// One line a message under sortable headings instead of cards.
  public BooleanProperty columnsProperty() {
    return columns;
  }

  public boolean isFiltered() {
    return unreadOnly.get() || flaggedOnly.get() || withAttachments.get() || !searched().isBlank();
  }

  public void clearFilters() {
    unreadOnly.set(false);
    flaggedOnly.set(false);
    withAttachments.set(false);
    filterText.set("");
    tag.set("");
  }

  /// By this, the way round that people expect first; the other way round when it is so already.
  public void sort(SortBy by) {
    boolean same = sortBy.get() == by;
    boolean down = same ? !descending.get() : by == SortBy.DATE || by == SortBy.SIZE;
    arrange(new View(by, down, threads.get(), columns.get()), true);
  }

  public View view() {
    return new View(sortBy.get(), descending.get(), threads.get(), columns.get());
  }

  /// As a folder remembers it, before its messages are read.
  void arrange(View view) {
    arrange(view, false);
  }

  private void arrange(View view, boolean tell) {
    boolean before = arranging;
    arranging = true;
    threads.set(view.threads());
    sortBy.set(view.sortBy());
    descending.set(view.descending());
    columns.set(view.columns());
    arranging = before;
    if (tell) {
      changed();
    }
  }

  ListQuery query(ListTarget.Folder folder) {
    return new ListQuery(
        folder.mailboxes(),
        unreadOnly.get(),
        flaggedOnly.get(),
        withAttachments.get(),
        threads.get(),
        sortBy.get(),
        descending.get());
  }
}
