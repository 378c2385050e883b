package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import javafx.beans.property.ObjectProperty;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// What keys and mouse do to the selection of a [RowsView]. The selection is a matter of messages,
/// not of places: rows may come and go.
final class RowSelector {
  private final RowsView view;
  private final MessageRows rows;
  private final ObjectProperty<List<MessageId>> selection;

  /// The row that the keys go on from: the last one selected, or the one with the focus alone.
  private long lead;

  /// Where a range began.
  private long anchor;

  /// The ids that are selected, sorted.
  private long[] selected = {};

  private boolean choosing;

  /// The row that was pressed while it was selected already; -1 for none.
  private int late = -1;

  RowSelector(RowsView view, MessageRows rows, ObjectProperty<List<MessageId>> selection) {
    this.view = view;
    this.rows = rows;
    this.selection = selection;
    selection.addListener((o, was, is) -> changed(is));
    view.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    view.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    view.addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
    view.addEventHandler(MouseEvent.MOUSE_DRAGGED, e -> late = -1);
  }

  private void changed(List<MessageId> now) {
    selected = now.stream().mapToLong(MessageId::value).sorted().toArray();
    if (!choosing) {
      lead = now.isEmpty() ? 0 : now.getLast().value();
      anchor = lead;
      if (lead != 0) {
        view.reveal(now.getLast());
      }
    }
    view.mark();
  }

  boolean isSelected(long id) {
    return Arrays.binarySearch(selected, id) >= 0;
  }

  long lead() {
    return lead;
  }

  int leadIndex() {
    return lead == 0 ? -1 : rows.indexOfId(lead);
  }

  // --- choosing ---

  /// As a screen reader asks for it.
  void select(List<MessageId> ids) {
    selection.set(ids);
  }

  private long idAt(int index) {
    return rows.idAt(index);
  }

  /// @param ids the one whose content is shown comes last
  private void choose(List<MessageId> ids) {
    choosing = true;
    try {
      selection.set(ids);
    } finally {
      choosing = false;
    }
    view.mark();
  }

  private void only(int index) {
    lead = idAt(index);
    anchor = lead;
    choose(List.of(new MessageId(lead)));
  }

  private void toggle(int index) {
    lead = idAt(index);
    anchor = lead;
    MessageId id = new MessageId(lead);
    List<MessageId> ids = new ArrayList<>(selection.get());
    if (!ids.remove(id)) {
      ids.add(id);
    }
    choose(List.copyOf(ids));
  }

  /// @param more whether what is selected elsewhere stays so
  private void range(int index, boolean more) {
    int from = anchor == 0 ? -1 : rows.indexOfId(anchor);
    if (from < 0) {
      from = Math.max(0, leadIndex());
      anchor = idAt(from);
    }
    List<MessageId> ids = block(Math.min(from, index), Math.max(from, index), index);
    if (more) {
      LinkedHashSet<MessageId> union = new LinkedHashSet<>(selection.get());
      ids.forEach(union::remove);
      union.addAll(ids);
      ids = List.copyOf(union);
    }
    lead = idAt(index);
    choose(ids);
  }

  private void all() {
    if (!rows.isEmpty()) {
      int index = Math.max(0, leadIndex());
      lead = idAt(index);
      choose(block(0, rows.size() - 1, index));
    }
  }

  /// The rows from one to another, the one at `last` at the end.
  private List<MessageId> block(int from, int to, int last) {
    MessageId[] ids = new MessageId[to - from + 1];
    int n = 0;
    for (int i = from; i <= to; i++) {
      if (i != last) {
        ids[n++] = new MessageId(idAt(i));
      }
    }
    ids[n] = new MessageId(idAt(last));
    return List.of(ids);
  }

  // --- keys ---

  private void key(KeyEvent e) {
    KeyCode code = e.getCode();
    int at = leadIndex();
    OptionalInt to =
        switch (code) {
          case UP, KP_UP -> OptionalInt.of(at - 1);
          case DOWN, KP_DOWN -> OptionalInt.of(at + 1);
          case PAGE_UP -> OptionalInt.of(at - view.page());
          case PAGE_DOWN -> OptionalInt.of(Math.max(0, at) + view.page());
          case HOME -> OptionalInt.of(0);
          case END -> OptionalInt.of(rows.size() - 1);
          default -> OptionalInt.empty();
        };
    if (to.isPresent()) {
      if (!e.isAltDown() && !rows.isEmpty()) {
        go(Math.clamp(to.getAsInt(), 0, rows.size() - 1), e);
        e.consume();
      }
    } else if (code == KeyCode.SPACE && at >= 0 && (e.isControlDown() || e.isShiftDown())) {
      if (e.isShiftDown()) {
        range(at, e.isControlDown());
      } else {
        toggle(at);
      }
      e.consume();
    } else if (code == KeyCode.A && e.isShortcutDown() && !e.isShiftDown() && !e.isAltDown()) {
      all();
      e.consume();
    } else if (code == KeyCode.TAB && !e.isShortcutDown()) {
      view.requestFocusTraversal(
          e.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      e.consume();
    }
  }

  private void go(int index, KeyEvent e) {
    if (e.isShiftDown()) {
      range(index, e.isShortcutDown());
    } else if (e.isShortcutDown()) {
      lead = idAt(index);
      view.mark();
    } else {
      only(index);
    }
    view.reveal(index);
  }

  // --- mouse ---

  private void pressed(MouseEvent e) {
    late = -1;
    view.requestFocus();
    int index = view.indexAt(e.getX(), e.getY());
    if (index < 0) {
      return;
    }
    boolean chosen = isSelected(idAt(index));
    if (e.getButton() == MouseButton.SECONDARY && !chosen) {
      only(index);
    } else if (e.getButton() == MouseButton.PRIMARY && chosen) {
      // It may be the begin of a drag, of all that are selected.
      late = index;
    } else if (e.getButton() == MouseButton.PRIMARY) {
      pick(index, e);
    }
  }

  private void released(MouseEvent e) {
    if (late >= 0 && late == view.indexAt(e.getX(), e.getY())) {
      pick(late, e);
    }
    late = -1;
  }

  private void pick(int index, MouseEvent e) {
    if (e.isShiftDown()) {
      range(index, e.isShortcutDown());
    } else if (e.isShortcutDown()) {
      toggle(index);
    } else {
      only(index);
    }
  }
}
