package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/// What is selected of the rows, and where the selection goes when rows come and go.
final class ListSelection {
  /// Above it the rows are not searched for those that left: nobody looks at each.
  private static final int FOLLOWED = 1000;

  private final MessageRows rows;
  private final ObjectProperty<List<MessageId>> selected =
      new SimpleObjectProperty<>(this, "selection", List.of());

  ListSelection(MessageRows rows) {
    this.rows = rows;
  }

  /// The selected messages, the one with the focus last.
  ObjectProperty<List<MessageId>> property() {
    return selected;
  }

  List<MessageId> ids() {
    return selected.get();
  }

  void clear() {
    selected.set(List.of());
  }

  void select(MessageId id) {
    selected.set(List.of(id));
  }

  void selectRow(int index) {
    select(new MessageId(rows.idAt(index)));
  }

  /// The one selected message, where it is exactly one.
  Optional<MessageId> single() {
    return ids().size() == 1 ? Optional.of(ids().getFirst()) : Optional.empty();
  }

  /// The row with the focus, -1 where there is none.
  int focused() {
    return ids().isEmpty() ? -1 : rows.indexOfId(ids().getLast().value());
  }

  /// The uppermost selected row, -1 where there is none: to be asked before rows change.
  int first() {
    return ids().stream()
        .mapToInt(id -> rows.indexOfId(id.value()))
        .filter(i -> i >= 0)
        .min()
        .orElse(-1);
  }

  /// Selects the row `step` further down (or up), as far as there are rows.
  void move(int step) {
    if (!rows.isEmpty()) {
      int at = focused();
      selectRow(at < 0 ? 0 : Math.clamp(at + step, 0, rows.size() - 1));
    }
  }

  /// Messages that left the list leave the selection; when none is left, the row that moved up
  /// takes their place.
  ///
  /// @param first the uppermost selected row before the rows changed
  void follow(int first) {
    List<MessageId> before = ids();
    if (before.isEmpty() || before.size() > FOLLOWED) {
      return;
    }
    List<MessageId> left = before.stream().filter(id -> rows.indexOfId(id.value()) >= 0).toList();
    if (left.size() == before.size()) {
      return;
    }
    if (left.isEmpty() && first >= 0 && !rows.isEmpty()) {
      selectRow(Math.min(first, rows.size() - 1));
    } else {
      selected.set(left);
    }
  }
}
