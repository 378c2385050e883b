package app.paloma.ui.shell;

import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.messages.Tag;
import app.paloma.ui.messages.TagChips;
import app.paloma.ui.messages.Tags;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Dialog;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/// Tags to choose from: checked where all chosen messages have them.
final class TagMenu {
  private final MailViewModel model;
  private final Messages words;
  private final Theme theme;
  private final Supplier<Window> owner;

  TagMenu(MailViewModel model, Messages words, Theme theme, Supplier<Window> owner) {
    this.model = model;
    this.words = words;
    this.theme = theme;
    this.owner = owner;
  }

  Menu menu() {
    Menu menu = new Menu(words.get("tags.menu"));
    // A menu without items never opens.
    fill(menu);
    menu.setOnShowing(e -> fill(menu));
    return menu;
  }

  private void fill(Menu menu) {
    menu.getItems().clear();
    Tags tags = model.list().tags();
    for (Tag tag : tags.all()) {
      CheckMenuItem item = new CheckMenuItem(tag.name(), TagChips.dot(tag));
      item.setSelected(model.allHave(tag));
      item.setOnAction(
          e -> model.list().whole(model.list().selected(), ids -> model.tag(ids, tag)));
      item.setDisable(model.list().selected().isEmpty());
      menu.getItems().add(item);
    }
    MenuItem create = new MenuItem(words.get("tags.new"));
    create.setOnAction(e -> create());
    menu.getItems().addAll(new SeparatorMenuItem(), create);
    Menu forget = new Menu(words.get("tags.remove"));
    for (Tag tag : tags.all()) {
      MenuItem item = new MenuItem(tag.name(), TagChips.dot(tag));
      item.setOnAction(e -> tags.remove(tag));
      forget.getItems().add(item);
    }
    if (!forget.getItems().isEmpty()) {
      menu.getItems().add(forget);
    }
  }

  /// Asks for a name and a colour; the chosen messages get the new tag.
  private void create() {
    Dialog<ButtonType> dialog = new Dialog<>();
    dialog.initOwner(owner.get());
    dialog.setTitle(words.get("tags.newTitle"));
    dialog.setHeaderText(words.get("tags.newTitle"));
    TextField name = new TextField();
    name.setPromptText(words.get("tags.name"));
    name.setAccessibleText(words.get("tags.name"));
    ToggleGroup colours = new ToggleGroup();
    HBox row = new HBox(4);
    for (int n = 0; n < Tag.COLOURS; n++) {
      ToggleButton swatch = new ToggleButton(null, TagChips.dot(new Tag("x", "x", n)));
      swatch.setUserData(n);
      swatch.setToggleGroup(colours);
      swatch.setAccessibleText(words.get("tags.colour", n + 1));
      swatch.getStyleClass().add("tool-button");
      row.getChildren().add(swatch);
    }
    int next = model.list().tags().all().size() % Tag.COLOURS;
    colours.selectToggle(colours.getToggles().get(next));
    dialog.getDialogPane().setContent(new VBox(12, name, row));
    ButtonType go = new ButtonType(words.get("tags.create"), ButtonBar.ButtonData.OK_DONE);
    dialog
        .getDialogPane()
        .getButtonTypes()
        .setAll(
            List.of(go, new ButtonType(words.get("cancel"), ButtonBar.ButtonData.CANCEL_CLOSE)));
    dialog
        .getDialogPane()
        .lookupButton(go)
        .disableProperty()
        .bind(name.textProperty().map(String::isBlank));
    theme.apply(dialog.getDialogPane().getScene());
    dialog.setOnShown(e -> name.requestFocus());
    if (dialog.showAndWait().filter(go::equals).isPresent()) {
      int colour =
          colours.getSelectedToggle() == null
              ? next
              : (Integer) colours.getSelectedToggle().getUserData();
      String text = name.getText().strip();
      Tag tag = new Tag(Tag.keywordFor(text), text, colour);
      model.list().tags().put(tag);
      model.list().whole(model.list().selected(), ids -> model.tagOn(ids, tag));
    }
  }
}
