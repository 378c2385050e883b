package app.paloma.ui.messages;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/// One row on the screen. It is drawn again for whichever message scrolls to its place.
abstract class RowCell extends Region {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

  private int index = -1;
  private MessageRow row;
  private boolean selected;

  /// @param content fills the row
  final void fill(Node content) {
    getStyleClass().add("message-cell");
    setAccessibleRole(AccessibleRole.LIST_ITEM);
    getChildren().setAll(content);
  }

  /// Draws what [#row] is now.
  abstract void draw(MessageRow row);

  final void show(int index, MessageRow row) {
    this.index = index;
    this.row = row;
    draw(row);
  }

  /// @param focused whether the keys are about this row
  final void mark(boolean selected, boolean focused) {
    if (this.selected != selected) {
      this.selected = selected;
      pseudoClassStateChanged(SELECTED, selected);
      notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
    }
    setFocused(focused);
  }

  /// Where in the list it stands, from 0; -1 while it waits for a message.
  final int index() {
    return index;
  }

  final MessageRow row() {
    return row;
  }

  @Override
  protected void layoutChildren() {
    double x = snappedLeftInset();
    double y = snappedTopInset();
    double width = getWidth() - x - snappedRightInset();
    double height = getHeight() - y - snappedBottomInset();
    getChildren().forEach(content -> content.resizeRelocate(x, y, width, height));
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case INDEX -> index;
      case SELECTED -> selected;
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }
}
