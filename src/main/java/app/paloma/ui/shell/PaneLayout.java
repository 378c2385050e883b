package app.paloma.ui.shell;

import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// Three panes side by side; where there is no room, the reader takes the list's place, and in a
/// very narrow window one pane stands for all. Larger text needs the room of a larger window.
final class PaneLayout extends StackPane {
  enum Pane {
    FOLDERS,
    LIST,
    READER
  }

  private enum Width {
    WIDE,
    MEDIUM,
    NARROW
  }

  private static final double MEDIUM_BELOW = 900;
  private static final double NARROW_BELOW = 640;

  private final Region folders;
  private final Region list;
  private final Region reader;
  private final ObjectProperty<ReadingPreferences.Pane> readingPane;
  private final Theme theme;
  private final Messages words;
  private final WindowPreferences preferences;
  private final SplitPane split = new SplitPane();
  private final SplitPane stacked = new SplitPane();
  private final BorderPane swap = new BorderPane();
  private final ReadOnlyBooleanWrapper readerHidden =
      new ReadOnlyBooleanWrapper(this, "readerHidden");
  private final ReadOnlyObjectWrapper<Pane> front =
      new ReadOnlyObjectWrapper<>(this, "front", Pane.LIST);
  private Width width;
  private double foldersWidth;
  private double listWidth;
  private String filled = "";

  PaneLayout(
      Region folders,
      Region list,
      Region reader,
      ObjectProperty<ReadingPreferences.Pane> readingPane,
      Theme theme,
      Messages words,
      WindowPreferences preferences) {
    this.folders = folders;
    this.list = list;
    this.reader = reader;
    this.readingPane = readingPane;
    stacked.setOrientation(Orientation.VERTICAL);
    stacked.getStyleClass().add("panes");
    readingPane.addListener((o, was, is) -> fill());
    this.theme = theme;
    this.words = words;
    this.preferences = preferences;
    foldersWidth = preferences.number("window.divider.folders", 264);
    listWidth = preferences.number("window.divider.list", 368);
    split.getStyleClass().add("panes");
    getChildren().add(split);
    afterDrag(split, this::remember);
    afterDrag(stacked, this::rememberBelow);
    folders.setMinWidth(140);
    list.setMinWidth(220);
    reader.setMinWidth(260);
    widthProperty().addListener(o -> arrange());
    theme.textSize().addListener(o -> arrange());
  }

  ReadOnlyObjectProperty<Pane> frontProperty() {
    return front.getReadOnlyProperty();
  }

  /// Brings a pane to the eye where not all fit.
  void bringToFront(Pane pane) {
    front.set(pane);
    fill();
  }

  /// A message was chosen: where the list is all there is room for, the message takes its place.
  void picked() {
    if (!showsAll()) {
      bringToFront(Pane.READER);
    }
  }

  boolean showsAll() {
    return width == Width.WIDE;
  }

  private double scale() {
    return theme.textSize().get() / 100.0;
  }

  private void arrange() {
    double room = getWidth() / scale();
    if (room <= 0) {
      return;
    }
    Width next =
        room < NARROW_BELOW ? Width.NARROW : room < MEDIUM_BELOW ? Width.MEDIUM : Width.WIDE;
    if (next != width) {
      width = next;
      fill();
    } else {
      place();
    }
  }

  /// Whether no reader is to be seen because the user wants none beside the list.
  ReadOnlyBooleanProperty readerHiddenProperty() {
    return readerHidden.getReadOnlyProperty();
  }

  private void fill() {
    if (width == null) {
      return;
    }
    ReadingPreferences.Pane where = readingPane.get();
    readerHidden.set(
        width == Width.WIDE && where == ReadingPreferences.Pane.OFF && front.get() != Pane.READER);
    String shape = width + " " + where;
    if (!shape.equals(filled)) {
      split.getItems().clear();
      stacked.getItems().clear();
      swap.setCenter(null);
      swap.setTop(null);
      filled = shape;
    }
    switch (width) {
      case WIDE -> {
        switch (where) {
          case RIGHT -> show(folders, list, reader);
          case BELOW -> {
            if (stacked.getItems().isEmpty()) {
              stacked.getItems().setAll(list, reader);
              stacked.setDividerPosition(0, preferences.number("window.divider.below", 0.45));
            }
            show(folders, stacked);
          }
          case OFF -> showSwap();
        }
      }
      case MEDIUM -> showSwap();
      case NARROW -> {
        split.getItems().setAll(swap);
        swap.setCenter(
            switch (front.get()) {
              case FOLDERS -> folders;
              case LIST -> list;
              case READER -> reader;
            });
        swap.setTop(
            switch (front.get()) {
              case FOLDERS -> null;
              case LIST -> back(Pane.FOLDERS);
              case READER -> back(Pane.LIST);
            });
      }
    }
    place();
    // The split pane lays its new items out once by their own wishes.
    Platform.runLater(this::place);
  }

  private void showSwap() {
    boolean reading = front.get() == Pane.READER;
    swap.setCenter(reading ? reader : list);
    swap.setTop(reading ? back(Pane.LIST) : null);
    show(folders, swap);
  }

  private void show(Node... panes) {
    if (!split.getItems().equals(List.of(panes))) {
      split.getItems().setAll(panes);
    }
  }

  /// Dividers also move when the window's size changes: only where somebody put them is kept.
  private static void afterDrag(SplitPane pane, Runnable keep) {
    pane.addEventFilter(
        MouseEvent.MOUSE_RELEASED,
        e -> {
          if (e.getTarget() instanceof Node node
              && node.getStyleClass().contains("split-pane-divider")
              && node.getParent() == pane) {
            keep.run();
          }
        });
  }

  private void rememberBelow() {
    preferences.put("window.divider.below", Double.toString(stacked.getDividerPositions()[0]));
  }

  private Node back(Pane to) {
    Button button =
        new Button(words.get(to == Pane.LIST ? "back.list" : "back.folders"), Icons.of("back"));
    button.getStyleClass().add("tool-button");
    button.setOnAction(e -> bringToFront(to));
    HBox bar = new HBox(button);
    bar.getStyleClass().add("back-bar");
    bar.setAlignment(Pos.CENTER_LEFT);
    return bar;
  }

  private void place() {
    double room = getWidth();
    if (room <= 0 || split.getDividers().isEmpty()) {
      return;
    }
    double left = Math.clamp(foldersWidth * scale(), 140, room * 0.34);
    split.setDividerPosition(0, left / room);
    if (split.getItems().size() == 3) {
      double middle = Math.clamp(listWidth * scale(), 220, room * 0.45);
      split.setDividerPosition(1, (left + middle) / room);
    }
  }

  private void remember() {
    double[] positions = split.getDividerPositions();
    foldersWidth = positions[0] * getWidth() / scale();
    preferences.put("window.divider.folders", Long.toString(Math.round(foldersWidth)));
    if (positions.length > 1) {
      listWidth = (positions[1] - positions[0]) * getWidth() / scale();
      preferences.put("window.divider.list", Long.toString(Math.round(listWidth)));
    }
  }
}
