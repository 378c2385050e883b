package app.paloma.ui;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// A line with a detail that is left out where it has no room: a number that is cut says something
/// else.
public class DetailLine extends HBox {
  private final Label detail = new Label();

  public DetailLine() {
    detail.getStyleClass().add("muted");
    detail.setMinWidth(0);
    // While it is left out nothing else tells this line that it changed.
    detail.textProperty().addListener(o -> requestLayout());
  }

  /// To be put among the children by whoever makes the line.
  public final Label detail() {
    return detail;
  }

  @Override
  protected void layoutChildren() {
    double needed = snappedLeftInset() + snappedRightInset() - getSpacing();
    for (Node child : getChildren()) {
      if (child.isManaged() || child == detail) {
        needed += child.prefWidth(-1) + getSpacing();
      }
    }
    boolean fits = !detail.getText().isEmpty() && needed <= getWidth();
    if (detail.isManaged() != fits) {
      detail.setManaged(fits);
      detail.setVisible(fits);
    }
    super.layoutChildren();
  }
}
