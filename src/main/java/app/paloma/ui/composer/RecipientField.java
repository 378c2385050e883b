package app.paloma.ui.composer;

import app.paloma.model.Address;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/// To, Cc or Bcc: chips, and a field that completes. The list of suggestions floats in a pane over
/// the window, under the field.
final class RecipientField extends FlowPane {
  private final RecipientsViewModel model;
  private final Messages words;
  private final TextField input = new TextField();
  private final ListView<Address> list = new ListView<>();
  private final Pane overlay;
  private double line = 20;
  private boolean typing;
  private boolean writing;

  RecipientField(RecipientsViewModel model, Messages words, String name, String id, Pane overlay) {
    this.model = model;
    this.words = words;
    this.overlay = overlay;
    getStyleClass().add("recipients");
    setHgap(4);
    setVgap(4);
    widthProperty().subscribe(width -> setPrefWrapLength(Math.max(200, width.doubleValue())));
    setMinWidth(0);
    input.setId(id);
    input.getStyleClass().addAll("plain-field", "recipient-input");
    input.setAccessibleText(name);
    followText();
    input
        .prefWidthProperty()
        .bind(
            Bindings.createDoubleBinding(
                () -> Math.clamp(input.getLength() * line * 0.45 + 60, 160, 420),
                input.textProperty()));
    input.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    input
        .focusedProperty()
        .subscribe(focused -> {
          if (!focused) {
            model.commit();
          }
          showList();
        });
    setOnMouseClicked(e -> input.requestFocus());
    model.chips().addListener((ListChangeListener<RecipientsViewModel.Chip>) c -> refresh());
    buildList(name);
    refresh();
  }

  /// Typing may end an address: the text then becomes a chip while it is typed. A bidirectional
  /// binding would swallow that answer, so what is typed is offered to the model before it shows.
  private void followText() {
    input.setText(model.textProperty().get());
    input.setTextFormatter(
        new TextFormatter<>(change -> {
          if (writing || !change.isContentChange()) {
            return change;
          }
          String wanted = change.getControlNewText();
          typing = true;
          model.textProperty().set(wanted);
          typing = false;
          String now = model.textProperty().get();
          if (!now.equals(wanted)) {
            change.setRange(0, change.getControlText().length());
            change.setText(now);
            change.selectRange(now.length(), now.length());
          }
          return change;
        }));
    model
        .textProperty()
        .addListener((o, was, now) -> {
          if (!typing && !now.equals(input.getText())) {
            writing = true;
            input.setText(now);
            input.end();
            writing = false;
          }
        });
  }

  TextField input() {
    return input;
  }

  private void buildList(String name) {
    list.setItems(model.suggestions());
    list.getStyleClass().addAll("suggestions", "card-overlay");
    list.setAccessibleText(words.get("suggestions", name));
    list.setFocusTraversable(false);
    list.setManaged(false);
    list.setVisible(false);
    list.setCellFactory(v -> new SuggestionCell());
    model.selectedProperty().subscribe(n -> list.getSelectionModel().select(n.intValue()));
    model.suggestions().addListener((ListChangeListener<Address>) c -> showList());
    overlay.getChildren().add(list);
    localToSceneTransformProperty().subscribe(t -> placeList());
  }

  private void showList() {
    boolean show = input.isFocused() && !model.suggestions().isEmpty();
    list.setVisible(show);
    if (show) {
      list.getSelectionModel().select(model.selectedProperty().get());
      placeList();
    }
  }

  private void placeList() {
    if (!list.isVisible() || overlay.getScene() == null) {
      return;
    }
    line = input.prefHeight(-1);
    Bounds at = overlay.sceneToLocal(input.localToScene(input.getBoundsInLocal()));
    double row = Math.round(line * 1.75);
    list.setFixedCellSize(row);
    double width = Math.min(Math.max(line * 14, 340), overlay.getWidth() - 16);
    double x = Math.clamp(at.getMinX(), 8, Math.max(8, overlay.getWidth() - width - 8));
    list.resizeRelocate(
        x, at.getMaxY() + 4, width, Math.min(8, model.suggestions().size()) * row + 14);
  }

  private void key(KeyEvent e) {
    boolean open = list.isVisible();
    switch (e.getCode()) {
      case DOWN, UP -> {
        if (open) {
          model.moveSelection(e.getCode() == KeyCode.DOWN ? 1 : -1);
          e.consume();
        }
      }
      case ENTER -> {
        if (!e.isShortcutDown()) {
          model.accept();
          e.consume();
        }
      }
      case TAB -> {
        // What is typed is taken, and the key goes on to the next field.
        if (!e.isShiftDown() && !e.isShortcutDown()) {
          model.accept();
        }
      }
      case ESCAPE -> {
        if (open) {
          model.closeSuggestions();
          e.consume();
        }
      }
      case BACK_SPACE -> {
        if (input.getText().isEmpty() && !model.chips().isEmpty()) {
          model.editLast();
          input.end();
          e.consume();
        }
      }
      case V -> {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (e.isShortcutDown() && clipboard.hasString() && input.getSelection().getLength() == 0) {
          model.paste(clipboard.getString());
          input.end();
          e.consume();
        }
      }
      default -> {}
    }
  }

  private void refresh() {
    // The field itself stays where it is: taken out it would lose the focus.
    if (getChildren().isEmpty()) {
      getChildren().add(input);
    }
    getChildren().remove(0, getChildren().size() - 1);
    getChildren().addAll(0, model.chips().stream().map(this::chip).toList());
  }

  private Node chip(RecipientsViewModel.Chip chip) {
    Label name = new Label(chip.address().display());
    name.setMaxWidth(320);
    Button remove = new Button();
    remove.setGraphic(Icons.of("close"));
    remove.getStyleClass().addAll("tool-button", "chip-close");
    remove.setAccessibleText(words.get("recipient.remove", chip.address().display()));
    remove.setFocusTraversable(false);
    remove.setOnAction(e -> {
      model.remove(chip);
      input.requestFocus();
    });
    HBox box = new HBox(name, remove);
    box.getStyleClass().addAll("chip", "person");
    box.setAccessibleRole(AccessibleRole.TEXT);
    String says = chip.address().toString();
    if (chip.problem().isPresent()) {
      box.getStyleClass().add("wrong");
      box.getChildren().addFirst(Icons.of("warning"));
      says = words.get("problem." + chip.problem().get(), chip.address().email());
    }
    box.setAccessibleText(says);
    Tooltip.install(box, new Tooltip(says));
    box.setOnMouseClicked(e -> {
      if (e.getClickCount() == 2) {
        model.edit(chip);
        input.requestFocus();
        input.end();
      }
      e.consume();
    });
    return box;
  }

  private final class SuggestionCell extends ListCell<Address> {
    private final Label name = new Label();
    private final Label email = new Label();
    private final VBox box = new VBox(name, email);

    SuggestionCell() {
      name.getStyleClass().add("strong");
      email.getStyleClass().add("muted");
      setOnMousePressed(e -> {
        if (getItem() != null) {
          model.accept(getItem());
          input.requestFocus();
        }
        e.consume();
      });
    }

    @Override
    protected void updateItem(Address address, boolean empty) {
      super.updateItem(address, empty);
      if (empty || address == null) {
        setGraphic(null);
        return;
      }
      name.setText(address.display());
      email.setText(address.email());
      box.getChildren().setAll(name);
      if (!address.name().isBlank()) {
        box.getChildren().add(email);
      }
      setAccessibleText(address.toString());
      setGraphic(box);
    }
  }
}
