package app.paloma.ui.outbox;

import app.paloma.model.OutboxId;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.outbox.OutboxViewModel.Choice;
import app.paloma.ui.outbox.OutboxViewModel.RecipientRow;
import app.paloma.ui.outbox.OutboxViewModel.Row;
import app.paloma.ui.outbox.OutboxViewModel.Tone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One card a message: what it is, how it stands, who refused it and why, what can be done.
public final class OutboxView {
  private static final double WIDEST_TIP = 480;
  private final OutboxViewModel model;
  private final Messages words;
  private final BorderPane root = new BorderPane();
  private final VBox cards = new VBox(12);
  private final ScrollPane scroll = new ScrollPane(cards);
  private final VBox empty = new VBox(12);

  /// In the list's order.
  private final Map<OutboxId, Shown> shown = new LinkedHashMap<>();

  private record Shown(Row row, Node card) {}

  public OutboxView(OutboxViewModel model) {
    this.model = model;
    this.words = model.words();
    root.getStyleClass().add("outbox");
    root.getStylesheets()
        .add(OutboxView.class.getResource("/app/paloma/ui/outbox/outbox.css").toExternalForm());
    cards.getStyleClass().add("outbox-cards");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("edge-to-edge", "outbox-scroll");
    Label none = new Label(words.get("empty.title"));
    none.getStyleClass().add("headline");
    Label text = new Label(words.get("empty.text"));
    text.getStyleClass().add("muted");
    empty.getChildren().setAll(Icons.huge("outbox"), none, text);
    empty.setAlignment(Pos.CENTER);
    Label note = new Label();
    note.setWrapText(true);
    note.textProperty().bind(model.noteProperty());
    HBox noteBar = new HBox(8, Icons.of("info"), note);
    noteBar.getStyleClass().add("bar");
    noteBar.visibleProperty().bind(model.noteProperty().isNotEmpty());
    noteBar.managedProperty().bind(noteBar.visibleProperty());
    BorderPane.setMargin(noteBar, new javafx.geometry.Insets(12, 16, 0, 16));
    root.setTop(noteBar);
    model.rows().addListener((ListChangeListener<Row>) c -> refresh());
    refresh();
  }

  public Parent root() {
    return root;
  }

  /// Only the cards of what changed are made anew, so that the list stays where it is, and the
  /// focus in its message.
  private void refresh() {
    Map<OutboxId, Shown> before = Map.copyOf(shown);
    Optional<Node> focus = focusInside();
    Optional<OutboxId> focused =
        focus.flatMap(owner ->
            before.entrySet().stream()
                .filter(card -> isInside(owner, card.getValue().card()))
                .map(Map.Entry::getKey)
                .findFirst());
    shown.clear();
    for (Row row : model.rows()) {
      Shown card = before.get(row.entry().id());
      shown.put(
          row.entry().id(),
          card != null && card.row().equals(row) ? card : new Shown(row, card(row)));
    }
    boolean replaced = focused.isPresent() && shown.get(focused.get()) != before.get(focused.get());
    if (replaced) {
      // Else the focus goes to the next control, and the list to it.
      scroll.requestFocus();
    }
    double place = pixels();
    show(shown.values().stream().map(Shown::card).toList());
    root.setCenter(shown.isEmpty() ? empty : scroll);
    cards.applyCss();
    scroll.layout();
    scrollTo(place);
    if (replaced && shown.containsKey(focused.get())) {
      focusAgain(shown.get(focused.get()).card(), focus.get().getId());
    }
  }

  private void show(List<Node> now) {
    List<Node> children = cards.getChildren();
    children.retainAll(now);
    for (int i = 0; i < now.size(); i++) {
      if (i == children.size() || children.get(i) != now.get(i)) {
        children.add(i, now.get(i));
      }
    }
  }

  private Optional<Node> focusInside() {
    Node owner = cards.getScene() == null ? null : cards.getScene().getFocusOwner();
    return Optional.ofNullable(owner).filter(node -> isInside(node, cards));
  }

  private static boolean isInside(Node node, Node parent) {
    Node at = node;
    while (at != null && at != parent) {
      at = at.getParent();
    }
    return at != null;
  }

  private static void focusAgain(Node card, String id) {
    Node same = id == null ? null : card.lookup("#" + id);
    Node next = same == null ? card.lookup(".button") : same;
    if (next != null) {
      next.requestFocus();
    }
  }

  /// How far the list is scrolled: the bar alone tells a part of a height that changes.
  private double pixels() {
    return scroll.getVvalue() * hidden();
  }

  private void scrollTo(double pixels) {
    scroll.setVvalue(hidden() <= 0 ? 0 : Math.min(1, pixels / hidden()));
  }

  private double hidden() {
    return Math.max(0, cards.getHeight() - scroll.getViewportBounds().getHeight());
  }

  private Node card(Row row) {
    Label subject = new Label(row.subject());
    subject.getStyleClass().add("strong");
    subject.setWrapText(true);
    Label to = new Label(words.get("to", row.to()));
    to.getStyleClass().add("muted");
    to.setMinWidth(0);
    Tooltip all = new Tooltip(row.to());
    all.setWrapText(true);
    all.setMaxWidth(WIDEST_TIP);
    to.setTooltip(all);
    Label state = new Label(row.state());
    state.setGraphic(
        Icons.of(
            switch (row.tone()) {
              case WAITING -> "later";
              case WORKING -> "send";
              case TROUBLE -> "warning";
              case QUESTION -> "help";
            }));
    state.setWrapText(true);
    state
        .getStyleClass()
        .addAll("outbox-state", row.tone().name().toLowerCase(java.util.Locale.ROOT));
    VBox box = new VBox(8, subject, to, state);
    if (!row.detail().isBlank()) {
      Label detail = new Label(row.detail());
      detail.setWrapText(true);
      box.getChildren().add(detail);
    }
    if (!row.recipients().isEmpty()) {
      VBox list = new VBox(8);
      list.getStyleClass().add("outbox-recipients");
      row.recipients().forEach(r -> list.getChildren().add(recipient(row, r)));
      box.getChildren().add(list);
    }
    FlowPane buttons = new FlowPane(8, 8);
    for (Choice choice : row.choices()) {
      Button button = new Button(words.get("choice." + choice));
      button.setId("outbox-" + choice.name().toLowerCase(java.util.Locale.ROOT));
      button.getStyleClass().add(isAdvised(row, choice) ? "accent-button" : "quiet-button");
      button.setOnAction(e -> model.choose(row, choice));
      buttons.getChildren().add(button);
    }
    if (!row.choices().isEmpty()) {
      box.getChildren().add(buttons);
    }
    box.getStyleClass().add("outbox-card");
    box.setAccessibleText(row.subject() + ", " + row.state());
    return box;
  }

  /// Of whether it was sent only the user can know: no answer is the better one. And what waits as
  /// it should needs nothing.
  private static boolean isAdvised(Row row, Choice choice) {
    return row.tone() != Tone.WAITING
        && choice == row.choices().getFirst()
        && choice != Choice.WAS_SENT;
  }

  private Node recipient(Row row, RecipientRow r) {
    String icon =
        switch (r.recipient().status()) {
          case ACCEPTED -> "done";
          case REJECTED -> "error";
          case DEFERRED -> "pending";
          case PENDING -> "later";
        };
    Node mark = Icons.of(icon);
    mark.getStyleClass().add(icon);
    Label who = new Label(r.recipient().address());
    who.getStyleClass().add("strong");
    who.setMinWidth(0);
    Label state = new Label(r.state());
    state.getStyleClass().add("muted");
    state.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(8, who, state);
    VBox text = new VBox(2, line);
    HBox.setHgrow(text, Priority.ALWAYS);
    add(text, r.why(), "");
    add(text, r.advice(), "muted");
    add(text, r.said(), "muted");
    String instead = r.recipient().tryInstead();
    if (!instead.isBlank()) {
      Button use = new Button(words.get("suggestion", instead));
      use.setId("use-suggestion");
      use.getStyleClass().add("quiet-button");
      use.setOnAction(e -> model.useSuggestion(row, r.recipient()));
      text.getChildren().add(use);
    }
    return new HBox(8, mark, text);
  }

  private static void add(VBox box, String text, String style) {
    if (!text.isBlank()) {
      Label label = new Label(text);
      label.setWrapText(true);
      if (!style.isEmpty()) {
        label.getStyleClass().add(style);
      }
      box.getChildren().add(label);
    }
  }
}
