package app.paloma.ui.settings;

import app.paloma.model.Account;
import app.paloma.ui.Messages;
import app.paloma.ui.Preferences;
import app.paloma.ui.Theme;
import atlantafx.base.controls.ToggleSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.collections.ListChangeListener;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.TextArea;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;

/// The pages that hold nothing but choices.
final class SettingsPages {
  private final SettingsViewModel model;
  private final Preferences preferences;
  private final Theme theme;
  private final Messages words;

  SettingsPages(SettingsViewModel model, Preferences preferences, Theme theme) {
    this.model = model;
    this.preferences = preferences;
    this.theme = theme;
    this.words = model.words();
  }

  SettingRows appearance() {
    SettingRows rows = new SettingRows();
    rows.add(
        words.get("theme"),
        words.get("theme.text"),
        SettingRows.choice(
            "theme",
            List.of(Theme.Appearance.values()),
            a -> words.get("theme." + a),
            preferences.appearance()));
    rows.add(
        words.get("density"),
        words.get("density.text"),
        SettingRows.choice(
            "density",
            List.of(Theme.Density.values()),
            d -> words.get("density." + d),
            preferences.density()));
    rows.add(
        words.get("text-size"),
        words.get("text-size.text"),
        numbers(
            "text-size",
            List.of(90, 100, 110, 125, 150, 175, 200),
            preferences.textSize().asObject(),
            n -> words.get("percent", n)));
    return rows;
  }

  SettingRows writing() {
    SettingRows rows = new SettingRows();
    rows.add(words.get("default-account"), words.get("default-account.text"), defaultAccount());
    rows.add(words.get("rich"), words.get("rich.text"), toggle("rich", preferences.richText()));
    rows.add(
        words.get("undo-send"),
        words.get("undo-send.text"),
        numbers(
            "undo-send",
            List.of(0, 5, 10, 20, 30, 60),
            preferences.undoSendSeconds().asObject(),
            n -> n == 0 ? words.get("undo-send.none") : words.count("seconds", n)));
    rows.add(
        words.get("quote"),
        words.get("quote.text"),
        SettingRows.choice(
            "quote",
            List.of(Preferences.QuotePosition.values()),
            q -> words.get("quote." + q),
            preferences.quotePosition()));
    rows.add(
        words.get("ask-receipt"),
        words.get("ask-receipt.text"),
        toggle("ask-receipt", preferences.askReceipt()));
    return rows;
  }

  SettingRows network() {
    SettingRows rows = new SettingRows();
    ToggleSwitch offline = new ToggleSwitch();
    offline.setId("offline");
    offline.setSelected(!model.services().online());
    offline
        .selectedProperty()
        .addListener(
            (p, before, now) -> model.executor().work(() -> model.services().setOnline(!now)));
    rows.add(words.get("offline"), words.get("offline.text"), offline);
    return rows;
  }

  SettingRows advanced() {
    SettingRows rows = new SettingRows();
    rows.addText(
        words.get("profile"), words.get("profile.text"), model.services().profile().toString());
    rows.addText(words.get("passwords"), "", model.services().passwordsKept());
    model
        .services()
        .transcript()
        .ifPresent(lines -> {
          Button show = new Button(words.get("transcript.show"));
          show.setId("transcript");
          show.getStyleClass().add("quiet-button");
          show.setOnAction(e -> showTranscript(lines.get()));
          rows.add(words.get("transcript"), words.get("transcript.text"), show);
        });
    return rows;
  }

  private void showTranscript(String lines) {
    TextArea text = new TextArea(lines.isBlank() ? words.get("transcript.empty") : lines);
    text.setEditable(false);
    text.getStyleClass().add("transcript");
    text.setAccessibleText(words.get("transcript"));
    BorderPane root = new BorderPane(text);
    root.getStylesheets().add(SettingsWindow.stylesheet());
    Scene scene = new Scene(root, 860, 560);
    theme.apply(scene);
    Stage stage = new Stage();
    stage.setTitle(words.get("transcript"));
    stage.setScene(scene);
    stage.show();
  }

  private ChoiceBox<Long> defaultAccount() {
    ChoiceBox<Long> box =
        SettingRows.choice(
            "default-account",
            List.of(0L),
            this::accountName,
            preferences.defaultAccount().asObject());
    Runnable fill =
        () -> {
          List<Long> ids = new ArrayList<>(List.of(0L));
          model.accounts().forEach(a -> ids.add(a.id().value()));
          long chosen = preferences.defaultAccount().get();
          box.getItems().setAll(ids);
          box.setValue(ids.contains(chosen) ? chosen : 0L);
        };
    model.accounts().addListener((ListChangeListener<Account>) c -> fill.run());
    if (!model.accounts().isEmpty()) {
      fill.run();
    }
    return box;
  }

  private String accountName(long id) {
    return model.accounts().stream()
        .filter(a -> a.id().value() == id)
        .map(Account::email)
        .findFirst()
        .orElse(words.get("default-account.first"));
  }

  static ChoiceBox<Integer> numbers(
      String id,
      List<Integer> usual,
      Property<Integer> property,
      java.util.function.Function<Integer, String> words) {
    List<Integer> values =
        Stream.concat(usual.stream(), Stream.of(property.getValue())).distinct().toList();
    return SettingRows.choice(id, values, words, property);
  }

  static ToggleSwitch toggle(String id, BooleanProperty property) {
    ToggleSwitch box = new ToggleSwitch();
    box.setId(id.toLowerCase(Locale.ROOT));
    box.selectedProperty().bindBidirectional(property);
    return box;
  }
}
