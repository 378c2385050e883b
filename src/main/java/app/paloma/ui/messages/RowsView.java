package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

/// Rows of one height, as many as there are. What a frame costs depends on the height of the
/// window, never on the number of rows: a list view of the toolkit adds up the heights of all rows
/// above, several times a frame, which at a million rows takes longer than the frame may last.
///
/// The row that is uppermost stays where it is when rows come and go above it; at the very top, new
/// rows push the others down.
final class RowsView extends Pane {
  private final MessageRows rows;
  private final Supplier<RowCell> make;
  private final Pane sheet = new Sheet();
  private final Rectangle clip = new Rectangle();
  private final ScrollBar bar = new ScrollBar();
  private final List<RowCell> cells = new ArrayList<>();
  private final Deque<RowCell> spare = new ArrayDeque<>();
  private final RowSelector selector;
  private double rowHeight = 60;

  /// How far the rows are scrolled, in pixels.
  private double top;

  /// The uppermost row, which keeps its place; 0 while the list stands at its top.
  private long held;

  /// A row to be brought to the screen as soon as it is among the rows; 0 for none.
  private long wanted;

  /// Rows to be drawn again.
  private final BitSet stale = new BitSet();

  /// The row with the focus that screen readers know.
  private long told;

  private boolean arranged = true;
  private boolean placing;

  /// @param make a cell; asked again for all after [#recreate]
  RowsView(MessageRows rows, ObjectProperty<List<MessageId>> selection, Supplier<RowCell> make) {
    this.rows = rows;
    this.make = make;
    getStyleClass().add("message-list");
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    setFocusTraversable(true);
    sheet.getStyleClass().add("rows");
    sheet.setClip(clip);
    bar.setOrientation(Orientation.VERTICAL);
    bar.setFocusTraversable(false);
    bar.valueProperty().addListener((o, was, is) -> dragged(is.doubleValue()));
    bar.addEventFilter(MouseEvent.MOUSE_PRESSED, e -> requestFocus());
    getChildren().addAll(sheet, bar);
    selector = new RowSelector(this, rows, selection);
    rows.addListener((ListChangeListener<MessageRow>) this::rowsChanged);
    // Before styles are applied: what is drawn during layout would get its own a frame later.
    Runnable beforeFrame = this::arrangeBeforeFrame;
    sceneProperty()
        .addListener((o, was, is) -> {
          if (was != null) {
            was.removePreLayoutPulseListener(beforeFrame);
          }
          if (is != null) {
            is.addPreLayoutPulseListener(beforeFrame);
          }
        });
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
  }

  // --- what is shown ---

  void setRowHeight(double height) {
    top = top / rowHeight * height;
    rowHeight = height;
    arrangeInNextFrame();
  }

  /// All cells are made anew: they look otherwise now.
  void recreate() {
    sheet.getChildren().clear();
    cells.clear();
    spare.clear();
    arrangeInNextFrame();
  }

  /// Draws the rows on the screen again.
  void redraw() {
    stale.set(0, rows.size());
    arrangeInNextFrame();
  }

  private void rowsChanged(ListChangeListener.Change<? extends MessageRow> change) {
    boolean moved = false;
    while (change.next()) {
      moved |= !change.wasUpdated();
      stale.set(change.getFrom(), Math.max(change.getFrom(), change.getTo()));
    }
    if (moved) {
      stale.set(0, rows.size());
      keepPlace();
    }
    arrangeInNextFrame();
  }

  private void keepPlace() {
    int index = wanted != 0 ? rows.indexOfId(wanted) : -1;
    if (index >= 0) {
      reveal(index);
    } else if (held != 0) {
      int now = rows.indexOfId(held);
      top = now >= 0 ? now * rowHeight + top % rowHeight : top;
    }
  }

  /// Shows which rows are selected, and tells a screen reader which one the keys are about as soon
  /// as that is on the screen.
  void mark() {
    long lead = selector.lead();
    for (RowCell cell : cells) {
      boolean focused = cell.row().id() == lead;
      cell.mark(isSelected(cell), focused);
      if (focused && told != lead) {
        told = lead;
        notifyAccessibleAttributeChanged(AccessibleAttribute.FOCUS_ITEM);
      }
    }
  }

  private boolean isSelected(RowCell cell) {
    return selector.isSelected(cell.row().id());
  }

  private void arrangeInNextFrame() {
    arranged = false;
    requestLayout();
  }

  private void arrangeBeforeFrame() {
    if (!arranged && getHeight() > 0) {
      arrange();
    }
  }

  @Override
  protected void layoutChildren() {
    arrange().forEach(RowCell::applyCss);
  }

  /// Places the rows that are on the screen; answers those that were drawn.
  private List<RowCell> arrange() {
    double x = snappedLeftInset();
    double y = snappedTopInset();
    double width = Math.max(0, getWidth() - x - snappedRightInset());
    double height = viewHeight();
    double length = rows.size() * rowHeight;
    double end = Math.max(0, length - height);
    top = Math.clamp(snapPositionY(top), 0, end);
    boolean scrolls = end > 0;
    double barWidth = scrolls ? snapSizeX(bar.prefWidth(-1)) : 0;
    placing = true;
    bar.setVisible(scrolls);
    if (scrolls) {
      bar.resizeRelocate(x + width - barWidth, y, barWidth, height);
      bar.setMax(end);
      bar.setVisibleAmount(end * height / length);
      bar.setBlockIncrement(Math.max(rowHeight, height - rowHeight));
      bar.setUnitIncrement(rowHeight);
      bar.setValue(top);
    }
    placing = false;
    sheet.resizeRelocate(x, y, width - barWidth, height);
    clip.setWidth(width - barWidth);
    clip.setHeight(height);
    arranged = true;
    return place(width - barWidth, height);
  }

  private double viewHeight() {
    return Math.max(0, getHeight() - snappedTopInset() - snappedBottomInset());
  }

  private List<RowCell> place(double width, double height) {
    int first = (int) (top / rowHeight);
    int end =
        height <= 0 ? first : Math.min(rows.size(), (int) Math.ceil((top + height) / rowHeight));
    RowCell[] shown = new RowCell[Math.max(0, end - first)];
    for (RowCell cell : cells) {
      int at = cell.index() - first;
      if (at >= 0 && at < shown.length) {
        shown[at] = cell;
      } else {
        spare.push(cell);
      }
    }
    cells.clear();
    List<RowCell> drawn = new ArrayList<>();
    for (int i = 0; i < shown.length; i++) {
      RowCell cell = shown[i];
      if (cell == null) {
        cell = spare.isEmpty() ? added() : spare.pop();
        cell.setVisible(true);
      }
      if (cell != shown[i] || stale.get(first + i)) {
        cell.show(first + i, rows.get(first + i));
        drawn.add(cell);
      }
      cell.resizeRelocate(0, (first + i) * rowHeight - top, width, rowHeight);
      cells.add(cell);
    }
    spare.forEach(cell -> cell.setVisible(false));
    stale.clear();
    held = top > 0 && first < rows.size() ? rows.idAt(first) : 0;
    mark();
    return drawn;
  }

  private RowCell added() {
    RowCell cell = make.get();
    sheet.getChildren().add(cell);
    return cell;
  }

  // --- scrolling ---

  private void dragged(double value) {
    if (!placing) {
      scroll(value - top);
    }
  }

  private void wheel(ScrollEvent e) {
    if (e.isShortcutDown()) {
      return;
    }
    scroll(
        switch (e.getTextDeltaYUnits()) {
          case NONE -> -e.getDeltaY();
          case LINES -> -e.getTextDeltaY() * rowHeight;
          case PAGES -> -e.getTextDeltaY() * viewHeight();
        });
    e.consume();
  }

  void scroll(double pixels) {
    top += pixels;
    wanted = 0;
    arrangeInNextFrame();
  }

  void toTop() {
    top = 0;
    held = 0;
    wanted = 0;
    arrangeInNextFrame();
  }

  /// The rows come in another order: their begin is shown, or what is selected, wherever it is
  /// then.
  void rearranged() {
    toTop();
    wanted = selector.lead();
  }

  /// Scrolls just as far as is needed to see the row and something of its neighbours.
  void reveal(int index) {
    wanted = 0;
    double height = viewHeight();
    double air = height > 4 * rowHeight ? rowHeight : 0;
    double upper = index * rowHeight - air;
    double lower = (index + 1) * rowHeight + air - height;
    if (top > upper || height <= 0) {
      top = upper;
    } else if (top < lower) {
      top = lower;
    }
    held = 0;
    arrangeInNextFrame();
  }

  /// The same for a message that may not be among the rows yet.
  void reveal(MessageId id) {
    int index = rows.indexOfId(id.value());
    wanted = index < 0 ? id.value() : 0;
    if (index >= 0) {
      reveal(index);
    }
  }

  /// How many rows a page goes.
  int page() {
    return Math.max(1, (int) (viewHeight() / rowHeight) - 1);
  }

  /// The row at a point of this node; -1 where there is none.
  int indexAt(double x, double y) {
    if (!sheet.getBoundsInParent().contains(x, y)) {
      return -1;
    }
    int index = (int) Math.floor((y - snappedTopInset() + top) / rowHeight);
    return index >= 0 && index < rows.size() ? index : -1;
  }

  /// Where a row is on the screen, as far as it is there.
  Optional<RowCell> cell(int index) {
    return cells.stream().filter(cell -> cell.index() == index).findFirst();
  }

  /// The row that the keys are about; -1 for none.
  int leadIndex() {
    return selector.leadIndex();
  }

  Optional<RowCell> leadCell() {
    int lead = leadIndex();
    return lead < 0 ? Optional.empty() : cell(lead);
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case ITEM_COUNT -> rows.size();
      case ITEM_AT_INDEX -> cell((Integer) parameters[0]).orElse(null);
      case FOCUS_ITEM -> leadCell().orElse(null);
      case SELECTED_ITEMS ->
          FXCollections.observableArrayList(cells.stream().filter(this::isSelected).toList());
      case MULTIPLE_SELECTION -> true;
      case VERTICAL_SCROLLBAR -> bar;
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }

  @Override
  public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
    if (action == AccessibleAction.SHOW_ITEM && parameters[0] instanceof RowCell cell) {
      reveal(cell.index());
    } else if (action == AccessibleAction.SET_SELECTED_ITEMS
        && parameters[0] instanceof List<?> items) {
      selector.select(
          items.stream()
              .filter(RowCell.class::isInstance)
              .map(item -> ((RowCell) item).row().messageId())
              .toList());
    } else {
      super.executeAccessibleAction(action, parameters);
    }
  }

  /// The rows are placed by [RowsView], and what happens inside one is no reason to place all.
  private static final class Sheet extends Pane {
    @Override
    protected void layoutChildren() {}
  }
}
