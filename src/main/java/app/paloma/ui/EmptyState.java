package app.paloma.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// Says why there is nothing here: one picture, one sentence, at most one thing to do.
public final class EmptyState extends VBox {
  public EmptyState(String icon, String headline, String detail) {
    getStyleClass().add("empty-state");
    setAlignment(Pos.CENTER);
    Label title = new Label(headline);
    title.getStyleClass().add("empty-headline");
    title.setWrapText(true);
    title.setAlignment(Pos.CENTER);
    title.setTextAlignment(TextAlignment.CENTER);
    getChildren().addAll(Icons.huge(icon), title);
    if (!detail.isEmpty()) {
      Label text = new Label(detail);
      text.getStyleClass().add("muted");
      text.setWrapText(true);
      text.setTextAlignment(TextAlignment.CENTER);
      text.setAlignment(Pos.CENTER);
      text.setMaxWidth(420);
      getChildren().add(text);
    }
  }

  public EmptyState withAction(String text, Runnable action) {
    Button button = new Button(text);
    button.getStyleClass().add("quiet-button");
    button.setOnAction(e -> action.run());
    getChildren().add(button);
    return this;
  }
}
