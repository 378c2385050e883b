package app.paloma.ui.composer;

import app.paloma.model.DraftAttachment;
import app.paloma.ui.Formats;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The files of a message as chips, their size together, and a warning where that is too much.
final class AttachmentBar extends VBox {
  private final AttachmentsViewModel model;
  private final Messages words;
  private final Formats formats;
  private final FlowPane chips = new FlowPane(8, 8);
  private final Label total = new Label();
  private final Label warning = new Label();
  private final ProgressIndicator busy = new ProgressIndicator();

  AttachmentBar(AttachmentsViewModel model, Messages words, Formats formats) {
    this.model = model;
    this.words = words;
    this.formats = formats;
    getStyleClass().add("attachment-bar");
    total.getStyleClass().add("muted");
    warning.getStyleClass().add("bad");
    warning.setWrapText(true);
    chips.setRowValignment(javafx.geometry.VPos.CENTER);
    busy.setPrefSize(16, 16);
    busy.visibleProperty().bind(model.busyProperty());
    busy.managedProperty().bind(busy.visibleProperty());
    chips.setMinWidth(0);
    widthProperty()
        .subscribe(width -> chips.setPrefWrapLength(Math.max(200, width.doubleValue() - 48)));
    ScrollPane scroll = new ScrollPane(chips);
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(130);
    scroll.setMinHeight(0);
    scroll.getStyleClass().add("edge-to-edge");
    getChildren().addAll(scroll, warning);
    model.all().addListener((ListChangeListener<DraftAttachment>) c -> refresh());
    model.busyProperty().subscribe(this::refresh);
    model.failureProperty().subscribe(this::refresh);
    refresh();
  }

  private void refresh() {
    chips
        .getChildren()
        .setAll(model.all().stream().filter(a -> !a.inline()).map(this::chip).toList());
    String failure = model.failureProperty().get();
    boolean any = !chips.getChildren().isEmpty() || model.busyProperty().get();
    setVisible(any || !failure.isEmpty());
    setManaged(isVisible());
    warning.setText(failure.isEmpty() ? model.warning(words, formats, 0) : failure);
    warning.setVisible(!warning.getText().isEmpty());
    warning.setManaged(warning.isVisible());
    int files = chips.getChildren().size();
    total.setText(words.count("files", files, formats.size(model.total())));
    HBox sum = new HBox(8, busy, total);
    sum.getStyleClass().add("attachment-sum");
    chips.getChildren().add(sum);
  }

  private Node chip(DraftAttachment file) {
    Label name = new Label(file.name());
    name.setMaxWidth(260);
    name.setTooltip(new Tooltip(file.name()));
    Label size = new Label(formats.size(file.size()));
    size.getStyleClass().add("muted");
    size.setMinWidth(USE_PREF_SIZE);
    Button remove = new Button();
    remove.setGraphic(Icons.of("close"));
    remove.getStyleClass().addAll("tool-button", "chip-close");
    remove.setAccessibleText(words.get("file.remove", file.name()));
    remove.setTooltip(new Tooltip(words.get("file.remove", file.name())));
    remove.setOnAction(e -> model.remove(file));
    HBox box =
        new HBox(Icons.of(Icons.forFile(file.contentType(), file.name())), name, size, remove);
    box.getStyleClass().addAll("chip", "file");
    box.setAccessibleText(file.name() + ", " + formats.size(file.size()));
    return box;
  }
}
