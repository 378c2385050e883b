package app.paloma.ui.accounts;

import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

/// A password field that can be looked at while typing.
public final class PasswordBox extends HBox {
  private final PasswordField hidden = new PasswordField();
  private final TextField shown = new TextField();

  public PasswordBox(Messages words, String id) {
    super(4);
    hidden.setId(id);
    hidden.setAccessibleText(words.get("password"));
    shown.setAccessibleText(words.get("password"));
    shown.textProperty().bindBidirectional(hidden.textProperty());
    ToggleButton show = new ToggleButton();
    show.setGraphic(Icons.of("show"));
    show.getStyleClass().add("tool-button");
    show.setAccessibleText(words.get("password.show"));
    show.setTooltip(new Tooltip(words.get("password.show")));
    shown.visibleProperty().bind(show.selectedProperty());
    hidden.visibleProperty().bind(show.selectedProperty().not());
    StackPane field = new StackPane(hidden, shown);
    HBox.setHgrow(field, Priority.ALWAYS);
    getChildren().setAll(field, show);
  }

  public StringProperty textProperty() {
    return hidden.textProperty();
  }

  /// What is being checked stays as it is, and keeps the focus: a second Enter must not fall on
  /// another button.
  public void setBusy(boolean busy) {
    hidden.setEditable(!busy);
    shown.setEditable(!busy);
    setOpacity(busy ? 0.6 : 1);
  }

  /// Enter in the field starts a check, and what is disabled by it hands the focus on, with the key
  /// still down: it must not fall on the button that gives up.
  static void withoutEnter(Button cancel) {
    cancel.addEventFilter(
        KeyEvent.ANY,
        e -> {
          if (e.getCode() == KeyCode.ENTER) {
            e.consume();
          }
        });
  }

  public void setOnEnter(Runnable run) {
    hidden.setOnAction(e -> run.run());
    shown.setOnAction(e -> run.run());
  }

  public void focus() {
    TextField field = shown.isVisible() ? shown : hidden;
    field.requestFocus();
    field.selectAll();
  }
}
