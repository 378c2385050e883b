package app.paloma.ui;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// One quiet line with what can be done about it at its right; where that leaves the words too
/// little room, what can be done goes below them, and nothing is cut.
public final class NoticeBar extends Region {
  private static final double GAP = 8;

  private final Node icon;
  private final Label text;
  private final HBox actions = new HBox(4);

  /// @param kind a style class: `quiet`, `info`, `warning`, `danger`
  public NoticeBar(String kind, String iconName, Label text, Node... right) {
    this.icon = Icons.of(iconName);
    this.text = text;
    text.setWrapText(true);
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.getChildren().addAll(right);
    getStyleClass().addAll("bar", kind);
    getChildren().addAll(icon, text, actions);
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  private double iconWidth() {
    return icon.prefWidth(-1) + GAP;
  }

  private boolean below(double inner) {
    double buttons = actions.getChildren().isEmpty() ? 0 : actions.prefWidth(-1) + GAP;
    double room = inner - iconWidth() - buttons;
    return buttons > 0 && text.prefWidth(-1) > room && room < inner / 2;
  }

  private double textWidth(double inner) {
    double taken =
        actions.getChildren().isEmpty() || below(inner) ? 0 : actions.prefWidth(-1) + GAP;
    return Math.max(40, inner - iconWidth() - taken);
  }

  private double inner(double width) {
    Insets insets = getInsets();
    return width - insets.getLeft() - insets.getRight();
  }

  @Override
  protected double computeMinWidth(double height) {
    Insets insets = getInsets();
    return insets.getLeft() + insets.getRight() + Math.max(120, actions.minWidth(-1));
  }

  @Override
  protected double computePrefWidth(double height) {
    Insets insets = getInsets();
    return insets.getLeft()
        + insets.getRight()
        + iconWidth()
        + text.prefWidth(-1)
        + GAP
        + actions.prefWidth(-1);
  }

  @Override
  protected double computePrefHeight(double width) {
    Insets insets = getInsets();
    double inner = inner(width < 0 ? prefWidth(-1) : width);
    double words = Math.max(icon.prefHeight(-1), text.prefHeight(textWidth(inner)));
    double buttons = actions.prefHeight(-1);
    return insets.getTop()
        + insets.getBottom()
        + (below(inner) ? words + GAP / 2 + buttons : Math.max(words, buttons));
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    Insets insets = getInsets();
    double inner = inner(getWidth());
    boolean below = below(inner);
    double x = insets.getLeft();
    double y = insets.getTop();
    double height = getHeight() - y - insets.getBottom();
    double textWidth = textWidth(inner);
    double buttons = Math.min(inner, actions.prefWidth(-1));
    double words = below ? height - GAP / 2 - actions.prefHeight(-1) : height;
    icon.autosize();
    icon.relocate(x, snapPositionY(y + (words - icon.prefHeight(-1)) / 2));
    double textHeight = Math.min(words, text.prefHeight(textWidth));
    text.resizeRelocate(x + iconWidth(), y + (words - textHeight) / 2, textWidth, textHeight);
    actions.resizeRelocate(
        x + inner - buttons,
        below ? y + words + GAP / 2 : y,
        buttons,
        below ? actions.prefHeight(-1) : height);
  }
}
