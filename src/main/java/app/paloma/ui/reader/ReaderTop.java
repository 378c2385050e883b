package app.paloma.ui.reader;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// What stands above a message's text: as high as it wants to be while the text keeps its share of
/// the pane; beyond that it scrolls.
final class ReaderTop extends ScrollPane {
  private static final double SHARE = 0.62;

  /// Room for some lines of text and the chips of the files, in a low pane too.
  private static final double LEFT = 180;

  private final Region content;
  private final Region pane;

  /// @param pane the pane whose height is shared
  ReaderTop(Region content, Region pane) {
    super(content);
    this.content = content;
    this.pane = pane;
    getStyleClass().add("reader-top");
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setMinHeight(0);
    setFocusTraversable(false);
    content.heightProperty().addListener(o -> requestLayout());
    pane.heightProperty().addListener(o -> requestLayout());
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double wanted = content.prefHeight(width > 0 ? width : getWidth());
    double height = pane.getHeight();
    return height > 0 ? Math.min(wanted, Math.max(height * SHARE, height - LEFT)) : wanted;
  }
}
