package app.paloma.ui.accounts;

import app.paloma.model.LeaveOnServer;
import app.paloma.ui.Messages;
import javafx.beans.property.ObjectProperty;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// What happens on a POP3 server to messages that are here.
public final class LeaveChoice extends VBox {
  private final ChoiceBox<LeaveOnServer> box = new ChoiceBox<>();

  public LeaveChoice(Messages words) {
    super(4);
    Label label = new Label(words.get("leave"));
    label.getStyleClass().add("strong");
    label.setLabelFor(box);
    box.setId("leave");
    box.setAccessibleText(words.get("leave"));
    box.setMaxWidth(Double.MAX_VALUE);
    box.getItems().setAll(AddAccountView.leaveChoices());
    box.valueProperty()
        .addListener((p, before, now) -> {
          if (now != null && !box.getItems().contains(now)) {
            box.getItems().add(now);
          }
        });
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(LeaveOnServer value) {
            return switch (value) {
              case null -> "";
              case LeaveOnServer.Keep() -> words.get("leave.keep");
              case LeaveOnServer.UntilDeleted() -> words.get("leave.untilDeleted");
              case LeaveOnServer.Delete() -> words.get("leave.delete");
              case LeaveOnServer.Days(int days) -> words.count("leave.days", days);
            };
          }

          @Override
          public LeaveOnServer fromString(String text) {
            return null;
          }
        });
    getChildren().setAll(label, box);
  }

  public ObjectProperty<LeaveOnServer> valueProperty() {
    return box.valueProperty();
  }
}
