package app.paloma.ui;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DateCell;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.StringConverter;

/// Asks for a day and a time of day to come.
public final class MomentChooser {
  private static final LocalTime MORNING = LocalTime.of(8, 0);

  private final Clock clock;
  private final Dialog<ButtonType> dialog = new Dialog<>();
  private final DatePicker day;
  private final ComboBox<LocalTime> time = new ComboBox<>();
  private final ButtonType go;

  /// @param title the question
  /// @param verb what happens then, for the button
  public MomentChooser(
      Window owner,
      Theme theme,
      Formats formats,
      Clock clock,
      Messages words,
      String title,
      String verb) {
    this.clock = clock;
    dialog.initOwner(owner);
    dialog.setTitle(title);
    dialog.setHeaderText(title);
    LocalDate today = LocalDate.now(clock);
    day = new DatePicker(today.plusDays(1));
    day.setAccessibleText(words.get("moment.day"));
    day.setDayCellFactory(picker ->
        new DateCell() {
          @Override
          public void updateItem(LocalDate date, boolean empty) {
            super.updateItem(date, empty);
            setDisable(empty || date.isBefore(today));
          }
        });
    for (int half = 0; half < 48; half++) {
      time.getItems().add(LocalTime.of(half / 2, half % 2 * 30));
    }
    time.setEditable(true);
    time.setAccessibleText(words.get("moment.time"));
    time.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(LocalTime at) {
            return at == null ? "" : formats.hour(at);
          }

          @Override
          public LocalTime fromString(String text) {
            return Formats.hour(text).orElse(null);
          }
        });
    time.setValue(MORNING);
    time.getEditor().setPrefColumnCount(6);
    HBox row = new HBox(8, day, time);
    row.setAlignment(Pos.CENTER_LEFT);
    Label wrong = new Label();
    wrong.getStyleClass().add("muted");
    StringProperty typed = time.getEditor().textProperty();
    wrong
        .textProperty()
        .bind(
            typed.map(text ->
                words.get(Formats.hour(text).isEmpty() ? "moment.unclear" : "moment.past")));
    BooleanBinding over =
        Bindings.createBooleanBinding(() -> chosen().isEmpty(), day.valueProperty(), typed);
    wrong.visibleProperty().bind(over);
    go = new ButtonType(verb, ButtonBar.ButtonData.OK_DONE);
    ButtonType cancel = new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
    dialog.getDialogPane().setContent(new VBox(8, row, wrong));
    dialog.getDialogPane().getButtonTypes().setAll(List.of(go, cancel));
    dialog.getDialogPane().lookupButton(go).disableProperty().bind(over);
    dialog.setOnShown(_ -> day.requestFocus());
    theme.apply(dialog.getDialogPane().getScene());
  }

  public Optional<Instant> ask() {
    return dialog.showAndWait().filter(go::equals).flatMap(_ -> chosen());
  }

  /// Empty where it is over already, or not yet typed as a time.
  private Optional<Instant> chosen() {
    return Formats.hour(time.getEditor().getText())
        .flatMap(at -> Optional.ofNullable(day.getValue()).map(date -> date.atTime(at)))
        .map(moment -> moment.atZone(clock.getZone()).toInstant())
        .filter(clock.instant()::isBefore);
  }

  Dialog<ButtonType> dialog() {
    return dialog;
  }
}
