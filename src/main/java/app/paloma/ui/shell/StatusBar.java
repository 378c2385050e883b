package app.paloma.ui.shell;

import app.paloma.model.AccountId;
import app.paloma.ui.DetailLine;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The line at the bottom: what goes on and how to stop it, what waits to be sent, on or off line.
final class StatusBar extends DetailLine {
  private final Label text = new Label();
  private final ProgressBar progress = new ProgressBar();
  private final Button cancel;
  private final Button repair;
  private final Button outbox = new Button(null, Icons.of("outbox"));

  StatusBar(
      StatusViewModel model,
      Messages words,
      BooleanProperty offline,
      Consumer<AccountId> onCancel,
      Consumer<AccountId> onRepair,
      Runnable onOutbox) {
    getStyleClass().add("status-bar");
    setAlignment(Pos.CENTER_LEFT);
    text.setMinWidth(0);
    progress.getStyleClass().add("status-progress");
    progress.setPrefWidth(120);
    progress.setMinWidth(60);
    cancel = small(words.get("cancel"));
    repair = small(words.get("status.repair"));
    cancel.setOnAction(e -> model.lineProperty().get().busy().forEach(onCancel));
    repair.setOnAction(e -> model.lineProperty().get().failed().ifPresent(onRepair));
    outbox.getStyleClass().addAll("tool-button", "status-button");
    outbox.setOnAction(e -> onOutbox.run());
    outbox.setMinWidth(Region.USE_PREF_SIZE);
    ToggleButton offlineToggle = new ToggleButton(null, Icons.of("online"));
    offlineToggle.getStyleClass().addAll("tool-button", "status-button");
    offlineToggle.selectedProperty().bindBidirectional(offline);
    offlineToggle.setMinWidth(Region.USE_PREF_SIZE);
    Runnable label =
        () -> {
          boolean off = offline.get();
          offlineToggle.setGraphic(Icons.of(off ? "offline" : "online"));
          offlineToggle.setText(off ? words.get("status.offlineShort") : null);
          String hint = words.get(off ? "action.goOnline" : "action.goOffline");
          offlineToggle.setTooltip(new Tooltip(hint));
          offlineToggle.setAccessibleText(hint);
        };
    offline.addListener(o -> label.run());
    label.run();
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    getChildren().addAll(text, detail(), progress, cancel, repair, gap, outbox, offlineToggle);
    model.lineProperty().addListener(o -> show(model.lineProperty().get()));
    show(model.lineProperty().get());
    model.waitingProperty().addListener((o, was, is) -> showOutbox(is, words));
    showOutbox(model.waitingProperty().get(), words);
  }

  private static Button small(String text) {
    Button button = new Button(text);
    button.getStyleClass().addAll("link-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private void show(StatusViewModel.Line line) {
    text.setText(line.text());
    detail().setText(line.detail());
    text.setGraphic(Icons.of(line.icon()));
    show(progress, line.progress() <= 1);
    progress.setProgress(
        line.progress() < 0 ? ProgressBar.INDETERMINATE_PROGRESS : line.progress());
    show(cancel, line.isBusy());
    show(repair, line.failed().isPresent());
  }

  private void showOutbox(StatusViewModel.Waiting waiting, Messages words) {
    show(outbox, waiting.count() > 0);
    String key = waiting.needsUser() ? "status.undecided" : "status.outbox";
    outbox.setText(words.count(key, waiting.count()));
    outbox.setGraphic(Icons.of(waiting.needsUser() ? "warning" : "outbox"));
    outbox.setTooltip(waiting.reason().isEmpty() ? null : new Tooltip(waiting.reason()));
  }

  private static void show(javafx.scene.Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }
}
