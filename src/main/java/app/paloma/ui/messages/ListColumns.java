package app.paloma.ui.messages;

import app.paloma.store.MessageStore.SortBy;
import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;

/// The columns of a list and how wide they are, in widths of the letter m; the subject takes what
/// is left.
final class ListColumns {
  static final double LEAST = 3;
  static final double MOST = 60;

  /// @param width of a column with a width of its own
  record Column(SortBy sortBy, String key, DoubleProperty width) {}

  final Column who = new Column(SortBy.FROM, "sort.FROM", new SimpleDoubleProperty(14));
  final Column size = new Column(SortBy.SIZE, "sort.SIZE", new SimpleDoubleProperty(5.5));
  final Column date = new Column(SortBy.DATE, "sort.DATE", new SimpleDoubleProperty(8));

  /// `14.0,5.5,8.0`; what makes no sense leaves all as usual.
  void read(String text) {
    String[] parts = text.split(",", -1);
    List<Column> columns = List.of(who, size, date);
    try {
      for (int i = 0; i < columns.size() && parts.length == columns.size(); i++) {
        columns.get(i).width().set(Math.clamp(Double.parseDouble(parts[i]), LEAST, MOST));
      }
    } catch (NumberFormatException e) {
      // As usual.
    }
  }

  String text() {
    return who.width().get() + "," + size.width().get() + "," + date.width().get();
  }
}
