package app.paloma.ui.folders;

import app.paloma.model.MailboxRole;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.util.List;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;

/// The tree on the left.
public final class FolderTreeView extends BorderPane {
  private final FolderTreeViewModel model;
  private final TreeView<FolderNode> tree = new TreeView<>();
  private boolean syncing;

  public FolderTreeView(
      FolderTreeViewModel model, Messages words, Theme theme, FolderCommands commands) {
    this.model = model;
    getStyleClass().add("folder-pane");
    tree.getStyleClass().add("folder-tree");
    tree.setAccessibleText(words.get("folders.name"));
    tree.setShowRoot(false);
    tree.setRoot(new TreeItem<>());
    FolderPrompts prompts = new FolderPrompts(this, words);
    tree.setCellFactory(v -> new FolderCell(model, words, commands, prompts));
    tree.setFixedCellSize(theme.folderRow());
    theme.density().addListener(o -> tree.setFixedCellSize(theme.folderRow()));
    theme.textSize().addListener(o -> tree.setFixedCellSize(theme.folderRow()));
    setCenter(tree);
    model.nodesProperty().addListener(o -> rebuild());
    model.selectedProperty().addListener(o -> showSelection());
    tree.getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, is) -> {
          if (!syncing && is != null && is.getValue().target().isPresent()) {
            syncing = true;
            model.selectedProperty().set(is.getValue().key());
            syncing = false;
          }
        });
    rebuild();
  }

  public void focusTree() {
    tree.requestFocus();
  }

  /// New snapshot into old items, so that nothing jumps: only what changed is touched.
  private void rebuild() {
    syncing = true;
    merge(tree.getRoot(), model.nodesProperty().get());
    syncing = false;
    showSelection();
  }

  private void merge(TreeItem<FolderNode> parent, List<FolderNode> nodes) {
    List<TreeItem<FolderNode>> items = parent.getChildren();
    for (int i = 0; i < nodes.size(); i++) {
      FolderNode node = nodes.get(i);
      int at = find(items, node.key(), i);
      TreeItem<FolderNode> item;
      if (at < 0) {
        item = item(node);
        items.add(i, item);
      } else {
        item = items.get(at);
        if (at != i) {
          items.remove(at);
          items.add(i, item);
        }
        if (!node.equals(item.getValue())) {
          item.setValue(node);
        }
      }
      merge(item, node.children());
    }
    if (items.size() > nodes.size()) {
      items.subList(nodes.size(), items.size()).clear();
    }
  }

  private static int find(List<TreeItem<FolderNode>> items, String key, int from) {
    for (int i = from; i < items.size(); i++) {
      if (items.get(i).getValue().key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private TreeItem<FolderNode> item(FolderNode node) {
    TreeItem<FolderNode> item = new TreeItem<>(node);
    item.setExpanded(!model.isCollapsed(node));
    item.expandedProperty().addListener((o, was, is) -> model.setCollapsed(item.getValue(), !is));
    return item;
  }

  private void showSelection() {
    if (syncing) {
      return;
    }
    TreeItem<FolderNode> item = find(tree.getRoot(), model.selectedProperty().get());
    syncing = true;
    if (item != null && tree.getSelectionModel().getSelectedItem() != item) {
      for (TreeItem<FolderNode> up = item.getParent(); up != null; up = up.getParent()) {
        up.setExpanded(true);
      }
      tree.getSelectionModel().select(item);
    } else if (item == null) {
      tree.getSelectionModel().clearSelection();
    }
    syncing = false;
  }

  private static TreeItem<FolderNode> find(TreeItem<FolderNode> below, String key) {
    for (TreeItem<FolderNode> item : below.getChildren()) {
      if (item.getValue().key().equals(key)) {
        return item;
      }
      TreeItem<FolderNode> deeper = find(item, key);
      if (deeper != null) {
        return deeper;
      }
    }
    return null;
  }

  static String icon(FolderNode node) {
    return switch (node) {
      case FolderNode.Unified _ -> "inbox-all";
      case FolderNode.SavedSearch _ -> "saved-search";
      case FolderNode.Snoozed _ -> "snooze";
      case FolderNode.AccountNode _ -> "account";
      case FolderNode.Group _ -> "people";
      case FolderNode.Folder folder -> icon(folder.mailbox().role());
    };
  }

  static String icon(MailboxRole role) {
    return switch (role) {
      case INBOX -> "inbox";
      case DRAFTS -> "drafts";
      case SENT -> "sent";
      case ARCHIVE -> "archive";
      case JUNK -> "junk";
      case TRASH -> "delete";
      case ALL -> "all-mail";
      case FLAGGED -> "flag";
      case NONE -> "folder";
    };
  }
}
