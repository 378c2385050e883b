package app.paloma.ui.folders;

import app.paloma.model.AccountId;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.messages.ListTarget;
import app.paloma.ui.messages.MessageListView;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/// One line of the tree: icon, name, unread as a quiet pill. Takes dropped messages.
final class FolderCell extends TreeCell<FolderNode> {
  private static final PseudoClass ACCOUNT = PseudoClass.getPseudoClass("account");
  private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
  private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");

  private final FolderTreeViewModel model;
  private final Messages words;
  private final FolderCommands commands;
  private final FolderPrompts prompts;
  private final Label name = new Label();
  private final Label count = new Label();
  private final FontIcon lock = Icons.of("lock");
  private final HBox line = new HBox();

  FolderCell(
      FolderTreeViewModel model, Messages words, FolderCommands commands, FolderPrompts prompts) {
    this.model = model;
    this.words = words;
    this.commands = commands;
    this.prompts = prompts;
    getStyleClass().add("folder-cell");
    name.getStyleClass().add("folder-name");
    name.setMinWidth(0);
    name.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(name, Priority.ALWAYS);
    count.getStyleClass().add("pill");
    count.setMinWidth(Region.USE_PREF_SIZE);
    lock.getStyleClass().addAll("icon-small", "folder-lock");
    line.getStyleClass().add("folder-line");
    line.setAlignment(Pos.CENTER_LEFT);
    line.setMinWidth(0);
    line.setPrefWidth(1);
    setOnDragOver(this::dragOver);
    setOnDragEntered(e -> pseudoClassStateChanged(DROP, accepts(e)));
    setOnDragExited(e -> pseudoClassStateChanged(DROP, false));
    setOnDragDropped(this::dropped);
    setOnContextMenuRequested(e -> {
      if (getItem() != null) {
        menu(getItem()).show(this, e.getScreenX(), e.getScreenY());
        e.consume();
      }
    });
  }

  @Override
  protected void updateItem(FolderNode node, boolean empty) {
    super.updateItem(node, empty);
    if (empty || node == null) {
      setGraphic(null);
      setAccessibleText(null);
      pseudoClassStateChanged(ACCOUNT, false);
      return;
    }
    boolean account = node instanceof FolderNode.AccountNode;
    pseudoClassStateChanged(ACCOUNT, account);
    name.setText(node.title());
    int unread = node.unread();
    boolean counted = unread > 0 && !(account && getTreeItem().isExpanded());
    count.setText(count(unread));
    count.setVisible(counted);
    count.setManaged(counted);
    pseudoClassStateChanged(UNREAD, unread > 0 && !account && !isDrafts(node));
    if (account) {
      line.getChildren().setAll(name, count);
    } else {
      FontIcon icon = Icons.of(FolderTreeView.icon(node));
      line.getChildren().setAll(icon, name, count);
      if (isLocked(node)) {
        line.getChildren().add(2, lock);
      }
    }
    setGraphic(line);
    setText(null);
    String title =
        isLocked(node) ? words.get("folders.spokenReadOnly", node.title()) : node.title();
    setAccessibleText(unread > 0 ? words.count("folders.spoken", unread, title) : title);
    setTooltip(isLocked(node) ? new Tooltip(words.get("folders.readOnly")) : null);
  }

  private static boolean isLocked(FolderNode node) {
    return node instanceof FolderNode.Folder f
        && f.mailbox().isLocked()
        && f.mailbox().selectable();
  }

  private static boolean isDrafts(FolderNode node) {
    return node instanceof FolderNode.Folder f && f.mailbox().role() == MailboxRole.DRAFTS;
  }

  private String count(int unread) {
    return words.get("number", unread);
  }

  private ContextMenu menu(FolderNode node) {
    ContextMenu menu = new ContextMenu();
    menu.setAutoHide(true);
    switch (node) {
      case FolderNode.AccountNode account -> {
        menu.getItems()
            .addAll(
                item(
                    "folders.new",
                    () ->
                        prompts.newFolder(
                            getItem().title(),
                            name -> commands.create(account.account(), "", name))),
                item("folders.choose", () -> choose(account.account())),
                item("folders.verify", () -> commands.verify(account.account())),
                new SeparatorMenuItem(),
                item(
                    "folders.accountSettings",
                    () -> commands.openAccountSettings(account.account())));
      }
      case FolderNode.Unified unified ->
          menu.getItems()
              .add(item("folders.markRead", () -> commands.markAllRead(unified.mailboxes())));
      case FolderNode.Group group ->
          menu.getItems().add(item("folders.choose", () -> choose(group.account())));
      case FolderNode.SavedSearch search ->
          menu.getItems()
              .addAll(
                  item(
                      "searches.rename",
                      () ->
                          prompts.rename(
                              search.title(),
                              name -> model.searches().rename(search.query(), name))),
                  item("searches.remove", () -> model.searches().remove(search.query())));
      case FolderNode.Snoozed _ -> {
        // Nothing can be done to it as a whole.
      }
      case FolderNode.Folder folder -> folderMenu(menu, folder);
    }
    return menu;
  }

  private void choose(AccountId id) {
    model.contentProperty().get().accounts().stream()
        .filter(a -> a.id().equals(id))
        .findFirst()
        .ifPresent(account ->
            new FolderChooser(model.mailboxes(id))
                .ask(account, getTreeView(), words, commands::subscribe));
  }

  /// Offers nothing that the server would refuse.
  private void folderMenu(ContextMenu menu, FolderNode.Folder folder) {
    Mailbox mailbox = folder.mailbox();
    List<MenuItem> items = menu.getItems();
    if (mailbox.mayMarkRead()) {
      items.add(item("folders.markRead", () -> commands.markAllRead(List.of(mailbox.id()))));
      items.add(new SeparatorMenuItem());
    }
    String parent = mailbox.delimiter() == 0 ? "" : mailbox.name() + mailbox.delimiter();
    if (mailbox.rights().mayCreateInside()) {
      items.add(
          item(
              "folders.newInside",
              () ->
                  prompts.newFolder(
                      folder.title(), name -> commands.create(mailbox.account(), parent, name))));
    }
    if (mailbox.role() == MailboxRole.NONE) {
      if (mailbox.rights().mayDelete()) {
        items.add(
            item(
                "folders.rename",
                () -> prompts.rename(mailbox.leaf(), name -> commands.rename(mailbox, name))));
        items.add(
            item(
                "folders.delete",
                () ->
                    prompts.confirmDelete(
                        folder.title(), mailbox.messages(), () -> commands.delete(mailbox))));
      }
      items.add(new SeparatorMenuItem());
      items.add(item("folders.hide", () -> commands.subscribe(mailbox, false)));
    }
    items.add(item("folders.choose", () -> choose(mailbox.account())));
  }

  private MenuItem item(String key, Runnable action) {
    MenuItem item = new MenuItem(words.get(key));
    item.setOnAction(e -> action.run());
    return item;
  }

  // --- dropping messages ---

  private boolean accepts(DragEvent event) {
    return target() != null && event.getDragboard().hasContent(MessageListView.MESSAGES);
  }

  private MailboxId target() {
    return getItem() instanceof FolderNode.Folder folder
            && folder.target().orElse(null) instanceof ListTarget.Folder
            && folder.mailbox().mayInsert()
        ? folder.mailbox().id()
        : null;
  }

  private void dragOver(DragEvent event) {
    if (accepts(event)) {
      event.acceptTransferModes(TransferMode.COPY_OR_MOVE);
      event.consume();
    }
  }

  private void dropped(DragEvent event) {
    if (!accepts(event)) {
      return;
    }
    var ids = MessageListView.dragged(event.getDragboard());
    if (event.getTransferMode() == TransferMode.COPY) {
      commands.copy(ids, target());
    } else {
      commands.move(ids, target());
    }
    event.setDropCompleted(!ids.isEmpty());
    event.consume();
    model.refresh();
  }
}
