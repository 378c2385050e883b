package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import app.paloma.ui.EmptyState;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The list with its heading, quick filters and states.
public final class MessageListView extends BorderPane {
  /// Message ids, comma-separated, while they are dragged within the window.
  public static final DataFormat MESSAGES = dataFormat();

  /// Where the menu opens in a row when a key asks for it.
  private static final double MENU_INSET = 24;

  private final MessageListViewModel model;
  private final Messages words;
  private final Theme theme;
  private final RowsView list;
  private final StackPane center = new StackPane();
  private final ListHeading heading;
  private final ListColumns columns = new ListColumns();
  private final ColumnHeader columnHeader;
  private Consumer<String> onWidths = text -> {};
  private Runnable onRetry = () -> {};
  private Runnable onOpen = () -> {};
  private Runnable onPick = () -> {};
  private boolean fetched = true;

  private static DataFormat dataFormat() {
    DataFormat known = DataFormat.lookupMimeType("application/x-paloma-messages");
    return known != null ? known : new DataFormat("application/x-paloma-messages");
  }

  /// @param commands what the buttons of a hovered row do
  public MessageListView(
      MessageListViewModel model,
      Messages words,
      Formats formats,
      Theme theme,
      RowCommands commands) {
    this.model = model;
    this.words = words;
    this.theme = theme;
    getStyleClass().add("message-list-pane");
    MessageCell.Commands cellCommands =
        new MessageCell.Commands() {
          @Override
          public void archive(MessageId id) {
            commands.archive(List.of(id));
          }

          @Override
          public void delete(MessageId id) {
            commands.delete(List.of(id));
          }

          @Override
          public void toggleFlag(app.paloma.model.MessageSummary message) {
            commands.toggleFlag(message);
          }

          @Override
          public void toggleConversation(MessageRow row) {
            model.toggleConversation(row);
          }

          @Override
          public boolean mayRemove() {
            return commands.mayRemove();
          }

          @Override
          public boolean mayFlag() {
            return commands.mayFlag();
          }
        };
    columnHeader = new ColumnHeader(model, columns, words, theme, this::widthsChanged);
    columnHeader.managedProperty().bind(columnHeader.visibleProperty());
    columnHeader.visibleProperty().bind(model.arrangement().columnsProperty());
    list =
        new RowsView(
            model.rows(),
            model.selectionProperty(),
            () -> {
              RowCell cell =
                  inColumns()
                      ? new ColumnCell(model, columns, words, formats, theme, cellCommands)
                      : new MessageCell(model, words, formats, cellCommands);
              dragFrom(cell);
              return cell;
            });
    list.setAccessibleText(words.get("list.name"));
    model
        .arrangement()
        .columnsProperty()
        .addListener(o -> {
          list.recreate();
          size();
        });
    heading = new ListHeading(model, words, list::requestFocus);
    setTop(new VBox(heading, columnHeader));
    size();
    center.getChildren().add(list);
    setCenter(center);
    theme.density().addListener(o -> size());
    theme.textSize().addListener(o -> size());
    followOrder();
    followState();
    keys();
  }

  private void size() {
    double air =
        switch (theme.density().get()) {
          case COMPACT -> 12;
          case COMFORTABLE -> 20;
          case RELAXED -> 30;
        };
    list.setRowHeight(
        Math.round(inColumns() ? theme.lineHeight() + air / 2 : 3 * theme.lineHeight() + air));
  }

  private boolean inColumns() {
    return model.arrangement().columnsProperty().get();
  }

  /// Opens the quick filter and puts the cursor there.
  public void focusFilter() {
    heading.focusFilter();
  }

  /// Shows the same rows again: the day changed.
  public void redraw() {
    list.redraw();
  }

  public void focusList() {
    list.requestFocus();
  }

  /// Unread count or whatever else stands beside the title.
  public void setDetail(String text) {
    heading.setDetail(text);
  }

  /// How wide the columns are, kept elsewhere.
  public void setColumnWidths(String text, Consumer<String> keep) {
    columns.read(text);
    onWidths = keep;
  }

  private void widthsChanged() {
    onWidths.accept(columns.text());
  }

  /// Whether what is shown was ever brought from its server: an empty list says so.
  public void setFetched(boolean is) {
    if (fetched != is) {
      fetched = is;
      showState();
    }
  }

  public void setOnSaveSearch(Runnable save) {
    heading.setOnSaveSearch(save);
  }

  public void setOnRetry(Runnable retry) {
    onRetry = retry;
  }

  /// Enter or a double click. One click on a message, without keys that choose several.
  public void setOnPick(Runnable pick) {
    onPick = pick;
  }

  public void setOnOpen(Runnable open) {
    onOpen = open;
  }

  public void setContextMenu(ContextMenu menu) {
    list.setOnContextMenuRequested(e -> {
      if (e.isKeyboardTrigger()) {
        showAtLead(menu);
      } else {
        menu.show(list, e.getScreenX(), e.getScreenY());
      }
      e.consume();
    });
    // Not all desktops tell of their menu key otherwise.
    list.addEventHandler(
        KeyEvent.KEY_PRESSED,
        e -> {
          if (e.getCode() == KeyCode.CONTEXT_MENU
              || e.getCode() == KeyCode.F10 && e.isShiftDown()) {
            showAtLead(menu);
            e.consume();
          }
        });
    list.addEventHandler(MouseEvent.MOUSE_PRESSED, e -> menu.hide());
  }

  private void showAtLead(ContextMenu menu) {
    Node lead = list.leadCell().map(Node.class::cast).orElse(list);
    Point2D at = lead.localToScreen(MENU_INSET, MENU_INSET);
    menu.show(list, at.getX(), at.getY());
  }

  private void followOrder() {
    InvalidationListener rearranged = o -> list.rearranged();
    model.arrangement().sortByProperty().addListener(rearranged);
    model.arrangement().descendingProperty().addListener(rearranged);
    model.arrangement().threadsProperty().addListener(rearranged);
  }

  // --- states ---

  private void followState() {
    InvalidationListener show = o -> showState();
    model.stateProperty().addListener(show);
    model.targetProperty().addListener(show);
    model
        .targetProperty()
        .addListener(o -> {
          heading.closeFilter();
          list.toTop();
        });
    model.coverageProperty().addListener(show);
    model.arrangement().unreadOnlyProperty().addListener(show);
    showState();
  }

  private void showState() {
    ListTarget target = model.targetProperty().get();
    heading.show(target, model.coverageProperty().get());
    if (center.getChildren().size() > 1) {
      center.getChildren().remove(1);
    }
    hideList(false);
    switch (model.stateProperty().get()) {
      case EMPTY -> overlay(empty(target));
      case FAILED ->
          overlay(
              new EmptyState("error", words.get("list.failed"), words.get("list.failedDetail"))
                  .withAction(words.get("retry"), onRetry));
      case NOTHING, LOADING, READY -> {}
    }
  }

  /// Not by `visible`: a list that vanishes while a folder loads would lose the focus for good.
  private void hideList(boolean hide) {
    list.setOpacity(hide ? 0 : 1);
    list.setMouseTransparent(hide);
  }

  private void overlay(Node state) {
    hideList(true);
    center.getChildren().add(state);
  }

  private EmptyState empty(ListTarget target) {
    if (target instanceof ListTarget.Search) {
      return new EmptyState("search", words.get("list.noHits"), words.get("list.noHitsDetail"));
    }
    if (model.arrangement().isFiltered()) {
      return new EmptyState("filter", words.get("list.filteredOut"), "")
          .withAction(words.get("list.clearFilter"), model.arrangement()::clearFilters);
    }
    if (!fetched) {
      return new EmptyState(
          "get-mail", words.get("list.notFetched"), words.get("list.notFetched.detail"));
    }
    String role = target instanceof ListTarget.Folder folder ? folder.role().name() : "NONE";
    String key = words.has("list.empty." + role) ? "list.empty." + role : "list.empty.NONE";
    return new EmptyState(
        role.equals("INBOX") ? "dove" : "folder-open", words.get(key), words.get(key + ".detail"));
  }

  // --- keyboard and mouse ---

  private void keys() {
    list.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        onOpen.run();
        e.consume();
      } else if (e.getCode() == KeyCode.RIGHT || e.getCode() == KeyCode.LEFT) {
        toggleFocused(e.getCode() == KeyCode.RIGHT);
      }
    });
    list.setOnMouseClicked(e -> {
      if (e.getButton() != MouseButton.PRIMARY || !onMessage(e.getPickResult())) {
        return;
      }
      if (e.getClickCount() == 2) {
        onOpen.run();
      } else if (e.isStillSincePress() && !e.isShortcutDown() && !e.isShiftDown()) {
        onPick.run();
      }
    });
  }

  /// The scroll bar is clicked often and fast too, and a row's buttons mean what they say.
  private static boolean onMessage(PickResult picked) {
    for (Node node = picked.getIntersectedNode(); node != null; node = node.getParent()) {
      if (node instanceof ButtonBase) {
        return false;
      }
      if (node instanceof RowCell) {
        return true;
      }
    }
    return false;
  }

  private void toggleFocused(boolean expand) {
    int index = list.leadIndex();
    if (index < 0) {
      return;
    }
    MessageRow row = model.rows().get(index);
    if (row.isConversation() && model.isExpanded(index) != expand) {
      model.toggleConversation(row);
    }
  }

  private void dragFrom(RowCell cell) {
    cell.setOnDragDetected(e -> {
      if (model.selectionProperty().get().isEmpty()) {
        return;
      }
      // Offered both, GTK prefers to copy; who drags mail to a folder wants it there and gone here.
      Dragboard board =
          cell.startDragAndDrop(e.isShortcutDown() ? TransferMode.COPY : TransferMode.MOVE);
      ClipboardContent content = new ClipboardContent();
      content.put(
          MESSAGES,
          model.selectionProperty().get().stream()
              .map(MessageId::toString)
              .collect(Collectors.joining(",")));
      board.setContent(content);
      Label shadow =
          new Label(words.count("list.dragging", model.selectionProperty().get().size()));
      shadow.getStyleClass().add("drag-badge");
      new javafx.scene.Scene(shadow).getStylesheets().setAll(getScene().getStylesheets());
      board.setDragView(shadow.snapshot(null, null), -12, -12);
      e.consume();
    });
  }

  /// The ids of a drag that [#MESSAGES] describes.
  public static List<MessageId> dragged(Dragboard board) {
    if (!(board.getContent(MESSAGES) instanceof String text) || text.isEmpty()) {
      return List.of();
    }
    return java.util.Arrays.stream(text.split(","))
        .map(id -> new MessageId(Long.parseLong(id)))
        .toList();
  }
}
