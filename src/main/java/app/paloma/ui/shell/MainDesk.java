package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.ui.Actions;
import app.paloma.ui.Messages;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.folders.FolderNode;
import app.paloma.ui.folders.FolderPicker;
import app.paloma.ui.folders.FolderTreeView;
import app.paloma.ui.messages.MessageListView;
import app.paloma.ui.reader.ReaderView;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;

/// What the actions ask of the main window.
final class MainDesk implements MainActions.Desk {
  private final UiServices services;
  private final MailViewModel model;
  private final FolderTreeView folderView;
  private final MessageListView listView;
  private final ReaderView readerView;
  private final PaneLayout panes;
  private final Overlay overlay;
  private final MessageWindows messageWindows;
  private final BooleanProperty offline;
  private final Messages words;
  private final Theme theme;
  private final Runnable search;
  private AttentionCommands attention;
  private SnoozeMenu snooze;
  private AttachmentRemover remover;
  private Actions actions;

  /// @param offline whether the user wants no connection
  /// @param search puts the cursor into the search field
  MainDesk(
      UiServices services,
      MailViewModel model,
      FolderTreeView folderView,
      MessageListView listView,
      ReaderView readerView,
      PaneLayout panes,
      Overlay overlay,
      MessageWindows messageWindows,
      BooleanProperty offline,
      Messages words,
      Runnable search) {
    this.services = services;
    this.model = model;
    this.folderView = folderView;
    this.listView = listView;
    this.readerView = readerView;
    this.panes = panes;
    this.overlay = overlay;
    this.messageWindows = messageWindows;
    this.offline = offline;
    this.words = words;
    this.theme = services.theme();
    this.search = search;
  }

  /// All that can be done here: for the palette and the list of shortcuts.
  void know(
      Actions all, AttentionCommands commands, SnoozeMenu menu, AttachmentRemover attachments) {
    actions = all;
    remover = attachments;
    attention = commands;
    snooze = menu;
  }

  @Override
  public void openSnooze() {
    snooze.show();
  }

  @Override
  public void removeFiles(MessageId message) {
    remover.ask(message, panes.getScene().getWindow());
  }

  @Override
  public void toggleMute(List<MessageId> ids) {
    attention.toggleMute(ids);
  }

  @Override
  public void togglePin(List<MessageId> ids) {
    attention.togglePin(ids);
  }

  @Override
  public void getMail() {
    offline.set(false);
    services.executor().work(() -> services.engines().syncAll());
  }

  @Override
  public void openMoveTo(List<MessageId> ids) {
    pick(
        words.get("picker.move"),
        true,
        node -> {
          if (node instanceof FolderNode.Folder folder) {
            model.move(ids, folder.mailbox().id());
          }
        });
  }

  @Override
  public void openGoTo() {
    pick(words.get("picker.go"), false, model::goTo);
  }

  private void pick(
      String prompt, boolean mailboxesOnly, java.util.function.Consumer<FolderNode> chosen) {
    overlay.show(
        new FolderPicker(model.folders(), words, prompt, mailboxesOnly, chosen, overlay::close),
        30 * theme.fontSize(),
        26 * theme.fontSize(),
        Pos.TOP_CENTER);
  }

  @Override
  public void focusSearch() {
    search.run();
  }

  @Override
  public void focusFilter() {
    panes.bringToFront(PaneLayout.Pane.LIST);
    listView.focusFilter();
  }

  @Override
  public void findInMessage() {
    readerView.openFind();
  }

  @Override
  public void zoom(int direction) {
    switch (direction) {
      case 1 -> readerView.zoomIn();
      case -1 -> readerView.zoomOut();
      default -> readerView.zoomReset();
    }
  }

  @Override
  public void showSource() {
    readerView.showSource();
  }

  @Override
  public void print() {
    readerView.print();
  }

  @Override
  public void openPalette() {
    overlay.show(
        new CommandPalette(actions, words, overlay::close),
        36 * theme.fontSize(),
        28 * theme.fontSize(),
        Pos.TOP_CENTER);
  }

  @Override
  public void openShortcuts() {
    overlay.show(
        new ShortcutsHelp(actions, words),
        58 * theme.fontSize(),
        40 * theme.fontSize(),
        Pos.CENTER);
  }

  @Override
  public void nextPane(boolean forward) {
    List<Node> order = List.of(folderView, listView, readerView);
    Node focus = panes.getScene().getFocusOwner();
    int at = 1;
    for (int i = 0; i < order.size(); i++) {
      for (Node n = focus; n != null; n = n.getParent()) {
        if (n == order.get(i)) {
          at = i;
        }
      }
    }
    switch (Math.floorMod(at + (forward ? 1 : -1), 3)) {
      case 0 -> {
        panes.bringToFront(PaneLayout.Pane.FOLDERS);
        folderView.focusTree();
      }
      case 1 -> {
        panes.bringToFront(PaneLayout.Pane.LIST);
        listView.focusList();
      }
      default -> {
        panes.bringToFront(PaneLayout.Pane.READER);
        readerView.focusBody();
      }
    }
  }

  @Override
  public void pageDown() {
    if (!readerView.pageDown()) {
      model.list().moveToUnread(true);
    }
  }

  @Override
  public void pageUp() {
    readerView.pageUp();
  }

  @Override
  public void toggleDark() {
    theme.appearance().set(theme.isDark() ? Theme.Appearance.LIGHT : Theme.Appearance.DARK);
  }

  @Override
  public void saveMessage() {
    readerView.saveAs();
  }

  @Override
  public void copyText() {
    readerView.copyText();
  }

  @Override
  public void toggleColumns() {
    BooleanProperty columns = model.list().arrangement().columnsProperty();
    columns.set(!columns.get());
  }

  @Override
  public void toggleConversations() {
    BooleanProperty threads = model.list().arrangement().threadsProperty();
    threads.set(!threads.get());
  }

  @Override
  public void placeReader(ReadingPreferences.Pane where) {
    services.reading().pane().set(where);
  }

  @Override
  public void openWindow(MessageId message) {
    messageWindows.open(message);
  }

  @Override
  public void toggleOffline() {
    offline.set(!offline.get());
  }
}
