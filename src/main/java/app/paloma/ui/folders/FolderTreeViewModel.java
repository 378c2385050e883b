package app.paloma.ui.folders;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.store.StoreChange;
import app.paloma.ui.UiExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// The folder tree: an immutable snapshot, read anew on a worker when the store says so; what is
/// folded and what is selected survive by key.
public final class FolderTreeViewModel {
  /// What the tree is made from.
  ///
  /// @param snoozed messages that are out of sight now
  public record Content(List<Account> accounts, List<Mailbox> mailboxes, int snoozed) {
    public Content(List<Account> accounts, List<Mailbox> mailboxes) {
      this(accounts, mailboxes, 0);
    }
  }

  private final Supplier<Content> source;
  private final FolderTreeBuilder builder;
  private final UiExecutor executor;
  private final SavedSearches searches;
  private final Consumer<Set<String>> remember;
  private final Set<String> collapsed;
  private final ReadOnlyObjectWrapper<List<FolderNode>> nodes =
      new ReadOnlyObjectWrapper<>(this, "nodes", List.of());
  private final ReadOnlyObjectWrapper<Content> content =
      new ReadOnlyObjectWrapper<>(this, "content", new Content(List.of(), List.of()));
  private final ReadOnlyObjectWrapper<Boolean> loaded =
      new ReadOnlyObjectWrapper<>(this, "loaded", false);
  private final ObjectProperty<String> selected = new SimpleObjectProperty<>(this, "selected", "");
  private Consumer<String> gone = title -> {};
  private boolean reading;
  private boolean readAgain;

  /// @param source blocks; called on workers
  /// @param searches what stands among the folders
  /// @param collapsed keys of what is folded at first
  /// @param remember told what is folded, after each change
  public FolderTreeViewModel(
      Supplier<Content> source,
      FolderTreeBuilder builder,
      SavedSearches searches,
      UiExecutor executor,
      Set<String> collapsed,
      Consumer<Set<String>> remember) {
    this.source = source;
    this.builder = builder;
    this.searches = searches;
    searches.allProperty().addListener((o, was, is) -> refresh());
    this.executor = executor;
    this.collapsed = new HashSet<>(collapsed);
    this.remember = remember;
  }

  public ReadOnlyObjectProperty<List<FolderNode>> nodesProperty() {
    return nodes.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Content> contentProperty() {
    return content.getReadOnlyProperty();
  }

  /// False until the store answered for the first time.
  public ReadOnlyObjectProperty<Boolean> loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /// The key of the selected line, or empty.
  public ObjectProperty<String> selectedProperty() {
    return selected;
  }

  /// Hears the title of a folder that was shown and is no more.
  public void onGone(Consumer<String> listener) {
    gone = listener;
  }

  public SavedSearches searches() {
    return searches;
  }

  public Optional<FolderNode> selectedNode() {
    return find(selected.get());
  }

  public Optional<FolderNode> find(String key) {
    return all().stream().filter(n -> n.key().equals(key)).findFirst();
  }

  /// Every line, top to bottom, folded ones too.
  public List<FolderNode> all() {
    List<FolderNode> all = new ArrayList<>();
    collect(nodes.get(), all);
    return all;
  }

  private static void collect(List<FolderNode> level, List<FolderNode> into) {
    for (FolderNode node : level) {
      into.add(node);
      collect(node.children(), into);
    }
  }

  public Optional<Mailbox> mailbox(MailboxId id) {
    return content.get().mailboxes().stream().filter(m -> m.id().equals(id)).findFirst();
  }

  /// The account's, hidden ones too, by their paths.
  List<Mailbox> mailboxes(AccountId account) {
    return content.get().mailboxes().stream()
        .filter(m -> m.account().equals(account))
        .sorted(Comparator.comparing(Mailbox::holder).thenComparing(FolderTreeBuilder::fullTitle))
        .toList();
  }

  public void storeChanged(StoreChange change) {
    switch (change) {
      case StoreChange.Accounts _, StoreChange.Mailboxes _, StoreChange.External _ -> refresh();
      case StoreChange.Messages _,
          StoreChange.Content _,
          StoreChange.Outbox _,
          StoreChange.Drafts _,
          StoreChange.PendingChanges _,
          StoreChange.Preferences _ -> {}
    }
  }

  public void refresh() {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    List<SavedSearches.Saved> saved = searches.all();
    executor.load(
        () -> {
          Content read = source.get();
          return new Snapshot(
              read, builder.build(read.accounts(), read.mailboxes(), saved, read.snoozed()));
        },
        snapshot -> {
          Optional<FolderNode> before = selectedNode();
          content.set(snapshot.content());
          nodes.set(snapshot.nodes());
          loaded.set(true);
          if (selectedNode().isEmpty()) {
            selected.set(firstKey());
            before
                .filter(node -> !(node instanceof FolderNode.Snoozed))
                .ifPresent(node -> gone.accept(node.title()));
          }
          next();
        },
        e -> next());
  }

  private record Snapshot(Content content, List<FolderNode> nodes) {}

  private void next() {
    reading = false;
    if (readAgain) {
      readAgain = false;
      refresh();
    }
  }

  private String firstKey() {
    return all().stream()
        .filter(n ->
            n.target().isPresent()
                && (n instanceof FolderNode.Unified
                    || n instanceof FolderNode.Folder f && f.mailbox().role() == MailboxRole.INBOX))
        .map(FolderNode::key)
        .findFirst()
        .orElse("");
  }

  public boolean isCollapsed(FolderNode node) {
    return collapsed.contains(node.key());
  }

  public void setCollapsed(FolderNode node, boolean fold) {
    if (fold ? collapsed.add(node.key()) : collapsed.remove(node.key())) {
      remember.accept(Set.copyOf(collapsed));
    }
  }

  /// Folders whose name or path has the typed letters, best first: for "move to" and "go to".
  public List<FolderNode> matching(String typed) {
    String needle = FolderText.fold(typed);
    return all().stream()
        .filter(n -> n.target().isPresent())
        .filter(n -> FolderText.fold(path(n)).contains(needle))
        .sorted((a, b) ->
            Boolean.compare(
                FolderText.fold(b.title()).startsWith(needle),
                FolderText.fold(a.title()).startsWith(needle)))
        .toList();
  }

  /// Account and name, to tell folders of the same name apart.
  public String path(FolderNode node) {
    if (!(node instanceof FolderNode.Folder folder)) {
      return node.title();
    }
    String account =
        content.get().accounts().stream()
            .filter(a -> a.id().equals(folder.mailbox().account()))
            .map(Account::email)
            .findFirst()
            .orElse("");
    return node.title() + " · " + account;
  }
}
