package app.paloma.ui.shell;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// Shows one card over the window (command palette, shortcuts, folder picker); a click beside it or
/// Escape puts it away and the focus back.
final class Overlay extends StackPane {
  private Node before;

  Overlay() {
    getStyleClass().add("scrim");
    setVisible(false);
    setOnMousePressed(e -> {
      if (e.getTarget() == this) {
        close();
      }
    });
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.ESCAPE) {
            close();
            e.consume();
          }
        });
  }

  void show(Region card, double width, double height, Pos where) {
    if (!isVisible()) {
      before = getScene().getFocusOwner();
    }
    card.setMaxSize(width, height);
    card.setPrefHeight(height);
    StackPane.setAlignment(card, where);
    StackPane.setMargin(card, new Insets(where == Pos.TOP_CENTER ? 64 : 16, 16, 16, 16));
    getChildren().setAll(card);
    setVisible(true);
    card.requestFocus();
  }

  void close() {
    setVisible(false);
    getChildren().clear();
    if (before != null) {
      before.requestFocus();
      before = null;
    }
  }
}
