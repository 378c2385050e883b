package app.paloma.ui.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// Builds a page of settings: a name, a sentence where it helps, and the control at the right.
final class SettingRows {
  /// @param texts what the search looks in
  record Row(List<String> texts, Node node) {}

  private final List<Row> rows = new ArrayList<>();

  List<Row> rows() {
    return rows;
  }

  /// Words to be read; as long as they like.
  void addText(String name, String description, String value) {
    Label text = new Label(value);
    text.setWrapText(true);
    VBox row = text(name, description);
    row.getChildren().add(text);
    row.getStyleClass().add("setting-row");
    rows.add(new Row(List.of(name, description, value), row));
  }

  void add(String name, String description, Region control) {
    VBox text = text(name, description);
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    control.setMinWidth(Region.USE_PREF_SIZE);
    if (control.getAccessibleText() == null) {
      control.setAccessibleText(name);
    }
    ((Label) text.getChildren().getFirst()).setLabelFor(control);
    HBox row = new HBox(16, text, control);
    // Else the row would be as high as the text is when it has no room.
    text.prefWidthProperty()
        .bind(row.widthProperty().subtract(control.widthProperty()).subtract(16));
    text.setAlignment(Pos.CENTER_LEFT);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("setting-row");
    rows.add(new Row(List.of(name, description), row));
  }

  private static VBox text(String name, String description) {
    Label title = new Label(name);
    title.getStyleClass().add("strong");
    title.setWrapText(true);
    VBox text = new VBox(2, title);
    if (!description.isBlank()) {
      Label more = new Label(description);
      more.getStyleClass().add("muted");
      more.setWrapText(true);
      text.getChildren().add(more);
    }
    return text;
  }

  /// Something that takes the whole width.
  void addWide(List<String> texts, Node node) {
    rows.add(new Row(texts, node));
  }

  static <T> ChoiceBox<T> choice(
      String id, List<T> values, Function<T, String> words, Property<T> property) {
    ChoiceBox<T> box = new ChoiceBox<>();
    box.setId(id);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public T fromString(String text) {
            return null;
          }
        });
    box.getItems().setAll(values);
    if (property.getValue() != null && !values.contains(property.getValue())) {
      box.getItems().add(property.getValue());
    }
    box.valueProperty().bindBidirectional(property);
    // Bindings are weak, and a property made for this box is held by nobody else.
    box.setUserData(property);
    return box;
  }
}
