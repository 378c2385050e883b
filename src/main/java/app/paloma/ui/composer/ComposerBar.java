package app.paloma.ui.composer;

import app.paloma.model.SubmissionOffer;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.MomentChooser;
import app.paloma.ui.Theme;
import java.io.File;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;

/// The row at the bottom: Send first, then format and files, then what is saved, then throwing
/// away.
final class ComposerBar {
  private final ComposerViewModel model;
  private final Messages words;
  private final Theme theme;
  private final HBox node = new HBox(8);
  private final MenuButton later = new MenuButton();

  ComposerBar(ComposerViewModel model, EditorPane editor, Theme theme) {
    this.model = model;
    this.theme = theme;
    this.words = model.words();
    Button send = new Button(words.get("send"), Icons.of("send"));
    send.setId("send");
    send.getStyleClass().addAll("accent-button");
    send.setMinWidth(Region.USE_PREF_SIZE);
    send.setTooltip(new Tooltip(words.get("send.tip")));
    send.setOnAction(e -> model.send());
    dress(later, "later", "later");
    later.setId("later");
    later.setMinWidth(Region.USE_PREF_SIZE);
    later.setOnShowing(e -> fillLater());
    fillLater();
    ToolBar tools = new ToolBar();
    tools.getStyleClass().add("composer-tools");
    FormatBar format = new FormatBar(words, editor::command, editor::askLink);
    tools.getItems().addAll(format.nodes());
    Button attach = tool("attachment", "attach", this::chooseFiles);
    attach.setId("attach");
    Button mode = tool("plain-text", "mode.plain", () -> {});
    mode.setId("mode");
    mode.setOnAction(e -> model.richProperty().set(!model.richProperty().get()));
    tools.getItems().addFirst(attach);
    tools.getItems().add(mode);
    tools.setMinWidth(0);
    HBox.setHgrow(tools, Priority.ALWAYS);
    model
        .richProperty()
        .subscribe(rich -> {
          format.show(rich);
          dress(mode, rich ? "plain-text" : "rich-text", rich ? "mode.plain" : "mode.rich");
        });
    editor.onState(format::state);
    MenuButton asks = asks();
    Label status = new Label();
    status.setId("saved");
    status.getStyleClass().add("muted");
    status.textProperty().bind(model.statusProperty());
    status.setMinWidth(Region.USE_PREF_SIZE);
    Button discard = tool("delete", "discard", model::discard);
    discard.setId("discard");
    discard.setMinWidth(Region.USE_PREF_SIZE);
    HBox sendBox = new HBox(2, send, later);
    sendBox.setAlignment(Pos.CENTER_LEFT);
    sendBox.setMinWidth(Region.USE_PREF_SIZE);
    node.setAlignment(Pos.CENTER_LEFT);
    node.getStyleClass().add("composer-bar");
    node.getChildren().setAll(sendBox, tools, status, asks, discard);
  }

  Node node() {
    return node;
  }

  void chooseFiles() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.get("attach"));
    List<File> files = chooser.showOpenMultipleDialog(node.getScene().getWindow());
    if (files != null) {
      files.forEach(file -> model.attachments().add(file.toPath()));
    }
  }

  private void fillLater() {
    MenuItem title = new MenuItem(words.get("later.title"));
    title.setDisable(true);
    later.getItems().setAll(title, new SeparatorMenuItem());
    for (SendTimes.Choice choice :
        SendTimes.from(model.clock().instant().atZone(model.clock().getZone()))) {
      MenuItem item =
          new MenuItem(
              words.get(
                  choice.key(),
                  DateWords.time(choice.when().toInstant(), choice.when().getZone(), words)));
      item.setOnAction(e -> model.sendLater(choice.when().toInstant()));
      later.getItems().add(item);
    }
    MenuItem choose = new MenuItem(words.get("later.choose"));
    choose.setId("later-choose");
    choose.setOnAction(e -> chooseTime());
    later.getItems().add(choose);
    CheckMenuItem there = wish("later.there", SubmissionOffer.FUTURERELEASE);
    SeparatorMenuItem above = new SeparatorMenuItem();
    above.visibleProperty().bind(there.visibleProperty());
    later.getItems().addAll(above, there);
  }

  private void chooseTime() {
    Messages common = Messages.ui(words.locale());
    new MomentChooser(
            node.getScene().getWindow(),
            theme,
            new Formats(common, model.clock()),
            model.clock(),
            common,
            words.get("later.when"),
            words.get("later"))
        .ask()
        .ifPresent(model::sendLater);
  }

  /// What the writer wants to be told and promised.
  private MenuButton asks() {
    MenuButton menu = new MenuButton();
    dress(menu, "mail-open", "ask");
    menu.getStyleClass().add("no-arrow");
    menu.setId("asks");
    menu.setMinWidth(Region.USE_PREF_SIZE);
    CheckMenuItem receipt = new CheckMenuItem(words.get("ask.receipt"));
    receipt.setId("ask-receipt");
    receipt.selectedProperty().bindBidirectional(model.wishes().readReceiptProperty());
    menu.getItems()
        .setAll(
            receipt,
            wish("ask.report", SubmissionOffer.DSN),
            wish("ask.tls", SubmissionOffer.REQUIRETLS));
    return menu;
  }

  private CheckMenuItem wish(String key, SubmissionOffer offer) {
    CheckMenuItem item = new CheckMenuItem(words.get(key));
    item.setId(key.replace('.', '-'));
    item.selectedProperty().bindBidirectional(model.wishes().property(offer));
    item.visibleProperty().bind(model.wishes().shown(offer));
    return item;
  }

  private Button tool(String icon, String key, Runnable run) {
    Button button = new Button();
    dress(button, icon, key);
    button.setOnAction(e -> run.run());
    return button;
  }

  private void dress(ButtonBase button, String icon, String key) {
    button.setGraphic(Icons.of(icon));
    if (!button.getStyleClass().contains("tool-button")) {
      button.getStyleClass().add("tool-button");
    }
    button.setTooltip(new Tooltip(words.get(key)));
    button.setAccessibleText(words.get(key));
  }
}
