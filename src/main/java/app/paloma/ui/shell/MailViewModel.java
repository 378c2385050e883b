package app.paloma.ui.shell;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.StoreFailure;
import app.paloma.store.MessageActions.Done;
import app.paloma.store.StoreChange;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.folders.FolderNode;
import app.paloma.ui.folders.FolderTreeViewModel;
import app.paloma.ui.folders.SavedSearches;
import app.paloma.ui.messages.ListArrangement;
import app.paloma.ui.messages.ListTarget;
import app.paloma.ui.messages.MessageListViewModel;
import app.paloma.ui.messages.Tag;
import app.paloma.ui.reader.OpenMessage;
import app.paloma.ui.reader.ReaderViewModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The window as a whole: the folder leads the list, the list leads the reader, and what is done to
/// messages is done here, at once for the eye and durably on a worker, with an offer to undo.
public final class MailViewModel {
  /// A line that goes by itself.
  ///
  /// @param action what its button says, empty for a line without a button
  public record Toast(String text, String action, Runnable onAction) {}

  /// Knows how each folder was left.
  @FunctionalInterface
  public interface ViewMemory {
    /// Hands the view of the folder with this key to `open`.
    void enter(String key, Consumer<ListArrangement.View> open);
  }

  private static final Duration TYPING_PAUSE = Duration.ofMillis(90);

  private final FolderTreeViewModel folders;
  private final MessageListViewModel list;
  private final ReaderViewModel reader;
  private final ViewMemory views;
  private final BooleanProperty readerHidden = new SimpleBooleanProperty(this, "readerHidden");
  private final MailCommands commands;
  private final UiExecutor executor;
  private final Messages words;
  private final ReadOnlyObjectWrapper<Toast> toast = new ReadOnlyObjectWrapper<>(this, "toast");
  private final StringProperty search = new SimpleStringProperty(this, "search", "");
  private final Deque<Long> undoable = new ArrayDeque<>();
  private final ReadOnlyBooleanWrapper mayRemove = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyBooleanWrapper mayFlag = new ReadOnlyBooleanWrapper(true);
  private final ReadOnlyBooleanWrapper mayMarkRead = new ReadOnlyBooleanWrapper(true);
  private int typed;
  private int underWay;
  private int undosAsked;

  public MailViewModel(
      FolderTreeViewModel folders,
      MessageListViewModel list,
      ReaderViewModel reader,
      ViewMemory views,
      MailCommands commands,
      UiExecutor executor,
      Messages words) {
    this.folders = folders;
    this.list = list;
    this.reader = reader;
    this.views = views;
    this.commands = commands;
    this.executor = executor;
    this.words = words;
    folders.selectedProperty().addListener(o -> openFolder());
    folders.onGone(title -> say(words.get("toast.folderGone", title)));
    list.selectionProperty().addListener((o, was, is) -> showSelected());
    readerHidden.addListener((o, was, is) -> showSelected());
    search.addListener(o -> typing());
    list.targetProperty().addListener(o -> lookAtRights());
    folders.contentProperty().addListener(o -> lookAtRights());
  }

  public FolderTreeViewModel folders() {
    return folders;
  }

  public MessageListViewModel list() {
    return list;
  }

  public ReaderViewModel reader() {
    return reader;
  }

  public ReadOnlyObjectProperty<Toast> toastProperty() {
    return toast.getReadOnlyProperty();
  }

  /// What is typed into the search field; empty goes back to the folder.
  public StringProperty searchProperty() {
    return search;
  }

  public void say(String text) {
    say(text, "", () -> {});
  }

  /// With a button for the one thing to do about it.
  public void say(String text, String action, Runnable onAction) {
    toast.set(new Toast(text, action, onAction));
  }

  void sayCount(String key, int count) {
    say(words.count(key, count));
  }

  /// The store could not do it; nothing half-done remains.
  public void refused(Exception e) {
    if (e instanceof StoreFailure) {
      ErrorText.Explanation why = ErrorText.explain(e, "", words.locale());
      say(why.what() + " " + why.advice());
    } else {
      say(words.get("toast.failed"));
    }
  }

  public void dismissToast() {
    toast.set(null);
  }

  /// What the store said; called on the UI thread.
  public void storeChanged(StoreChange change) {
    folders.storeChanged(change);
    list.storeChanged(change);
    switch (change) {
      case StoreChange.Content content -> reader.contentChanged(content.id());
      case StoreChange.Messages messages -> {
        if (!messages.changed().isEmpty()) {
          messages.changed().forEach(reader::contentChanged);
        }
      }
      case StoreChange.Accounts _,
          StoreChange.Mailboxes _,
          StoreChange.Outbox _,
          StoreChange.Drafts _,
          StoreChange.PendingChanges _,
          StoreChange.Preferences _,
          StoreChange.External _ -> {}
    }
  }

  /// Where no reader is to be seen, selecting a message is not reading it.
  public BooleanProperty readerHiddenProperty() {
    return readerHidden;
  }

  private void showSelected() {
    reader.show(readerHidden.get() ? List.of() : list.selectionProperty().get());
  }

  private void openFolder() {
    folders
        .selectedNode()
        .ifPresent(node -> node.target().ifPresent(target -> openTarget(node.key(), target)));
  }

  private void openTarget(String key, ListTarget target) {
    if (!search.get().isEmpty()) {
      search.set("");
    }
    views.enter(key, view -> list.open(target, view));
  }

  private void typing() {
    int mine = ++typed;
    if (search.get().isBlank()) {
      openFolder();
      return;
    }
    executor.later(
        TYPING_PAUSE,
        () -> {
          if (mine == typed && !search.get().isBlank()) {
            list.open(new ListTarget.Search(search.get(), words.get("search.title", search.get())));
          }
        });
  }

  // --- what may be done here ---

  private boolean may(Predicate<Mailbox> right) {
    return !(list.targetProperty().get() instanceof ListTarget.Folder folder)
        || folder.mailboxes().stream().flatMap(id -> folders.mailbox(id).stream()).allMatch(right);
  }

  private void lookAtRights() {
    mayRemove.set(may(Mailbox::mayRemove));
    mayFlag.set(may(Mailbox::mayFlag));
    mayMarkRead.set(may(Mailbox::mayMarkRead));
  }

  /// Whether messages of the folder on the screen can be deleted and moved elsewhere.
  public ReadOnlyBooleanProperty mayRemoveProperty() {
    return mayRemove.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty mayFlagProperty() {
    return mayFlag.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty mayMarkReadProperty() {
    return mayMarkRead.getReadOnlyProperty();
  }

  /// Puts the search on the screen into the tree, and goes there.
  public void saveSearch() {
    if (list.targetProperty().get() instanceof ListTarget.Search shown) {
      SavedSearches.Saved saved = folders.searches().save(shown.text());
      folders.selectedProperty().set("search:" + saved.query());
      search.set("");
      list.open(new ListTarget.Search(saved.query(), saved.name()));
      say(words.get("toast.searchSaved", saved.name()));
    }
  }

  /// The message that is read: where the reader was turned to another one of the conversation, that
  /// one, else the one that is selected.
  public Optional<MessageId> current() {
    return reader.turned().or(list::current);
  }

  /// What an action is about.
  public List<MessageId> chosen() {
    return reader.turned().map(List::of).orElseGet(list::selected);
  }

  // --- what is done to messages ---

  interface Command {
    Done run(List<MessageId> ids);
  }

  /// For rows that leave the list: they go at once; should the store refuse, they come back.
  void leave(List<MessageId> ids, Command command, String key, Object... arguments) {
    if (ids.isEmpty()) {
      return;
    }
    if (reader.turned().filter(ids::contains).isPresent()) {
      showSelected();
    }
    list.removeNow(ids);
    run(() -> command.run(ids), key, arguments);
  }

  void run(Callable<Done> command, String key, Object... arguments) {
    underWay++;
    executor.load(
        command,
        done -> {
          if (done.undoGroup() != 0) {
            undoable.push(done.undoGroup());
          }
          if (!key.isEmpty()) {
            say(
                words.count(key, done.messages(), arguments),
                done.undoGroup() == 0 ? "" : words.get("undo"),
                () -> undo(done.undoGroup()));
          }
          ended();
        },
        e -> {
          list.refresh();
          refused(e);
          ended();
        });
  }

  private void ended() {
    underWay--;
    while (underWay == 0 && undosAsked > 0) {
      undosAsked--;
      undo();
    }
  }

  public void archive(List<MessageId> ids) {
    leave(ids, commands::archive, "toast.archived");
  }

  public void junk(List<MessageId> ids) {
    leave(ids, commands::junk, "toast.junk");
  }

  public void delete(List<MessageId> ids) {
    boolean forGood =
        list.targetProperty().get() instanceof ListTarget.Folder folder
            && folder.role() == MailboxRole.TRASH;
    leave(ids, commands::delete, forGood ? "toast.deletedForGood" : "toast.deleted");
  }

  public void move(List<MessageId> ids, MailboxId target) {
    String name =
        folders.find("mailbox:" + target).map(FolderNode::title).orElse(target.toString());
    boolean here =
        list.targetProperty().get() instanceof ListTarget.Folder folder
            && folder.mailboxes().equals(List.of(target));
    if (!here && !mayRemove.get()) {
      copy(ids, target);
    } else if (!here) {
      leave(ids, list -> commands.move(list, target), "toast.moved", name);
    }
  }

  public void copy(List<MessageId> ids, MailboxId target) {
    String name =
        folders.find("mailbox:" + target).map(FolderNode::title).orElse(target.toString());
    if (!ids.isEmpty()) {
      run(() -> commands.copy(ids, target), "toast.copied", name);
    }
  }

  public void toggleFlag(MessageSummary message) {
    flag(List.of(message.id()), !message.flags().isFlagged());
  }

  /// All get a star unless all have one.
  public void toggleFlag(List<MessageId> ids) {
    flag(ids, !all(ids, message -> message.flags().isFlagged()));
  }

  private void flag(List<MessageId> ids, boolean on) {
    Flags star = Flags.of(Flags.FLAGGED);
    set(ids, on ? star : Flags.NONE, on ? Flags.NONE : star);
  }

  /// All get the tag unless all have it.
  public void tag(List<MessageId> ids, Tag tag) {
    Flags keyword = Flags.ofNames(List.of(tag.keyword()));
    boolean all = all(ids, message -> message.flags().hasKeyword(tag.keyword()));
    set(ids, all ? Flags.NONE : keyword, all ? keyword : Flags.NONE);
  }

  public void tagOn(List<MessageId> ids, Tag tag) {
    set(ids, Flags.ofNames(List.of(tag.keyword())), Flags.NONE);
  }

  /// Whether all selected messages have it.
  public boolean allHave(Tag tag) {
    return all(list.selected(), message -> message.flags().hasKeyword(tag.keyword()));
  }

  private Optional<MessageSummary> summary(MessageId id) {
    return list.summary(id)
        .or(() ->
            reader.open().map(OpenMessage::summary).filter(message -> message.id().equals(id)));
  }

  public void toggleRead(List<MessageId> ids) {
    markRead(ids, !all(ids, message -> message.flags().has(Flags.SEEN)));
  }

  public void markRead(List<MessageId> ids, boolean read) {
    Flags seen = Flags.of(Flags.SEEN);
    set(ids, read ? seen : Flags.NONE, read ? Flags.NONE : seen);
  }

  /// Messages folded into a conversation are not on the screen: those that are decide. Where none
  /// is, as before its row is read, nothing is taken for done.
  private boolean all(List<MessageId> ids, Predicate<MessageSummary> has) {
    List<MessageSummary> known = ids.stream().map(this::summary).flatMap(Optional::stream).toList();
    return !known.isEmpty() && known.stream().allMatch(has);
  }

  private void set(List<MessageId> ids, Flags add, Flags remove) {
    if (!ids.isEmpty()) {
      run(() -> commands.setFlags(ids, add, remove), "");
    }
  }

  /// Everything unread in these folders.
  public void markAllRead(List<MailboxId> mailboxes, Callable<List<MessageId>> unread) {
    executor.load(
        unread,
        ids -> {
          if (!ids.isEmpty()) {
            run(() -> commands.setFlags(ids, Flags.of(Flags.SEEN), Flags.NONE), "toast.markedRead");
          }
        },
        this::refused);
  }

  /// Takes the last thing back that the user did here. What the window does by itself, such as
  /// marking the message on the screen as read, is not among them. What is still being done is
  /// waited for: it would be the thing before it otherwise.
  public void undo() {
    if (underWay > 0) {
      undosAsked++;
    } else if (undoable.isEmpty()) {
      say(words.get("toast.nothingToUndo"));
    } else {
      undo(undoable.peek());
    }
  }

  private void undo(long group) {
    undoable.remove(group);
    executor.load(
        () -> commands.undo(group),
        done -> {
          boolean undone = done.filter(d -> d.messages() > 0).isPresent();
          say(words.get(undone ? "toast.undone" : "toast.nothingToUndo"));
          list.refresh();
        },
        this::refused);
  }

  // --- where one is ---

  /// The folder on the screen, where it is one.
  public Optional<Mailbox> currentMailbox() {
    return folders.selectedNode().orElse(null) instanceof FolderNode.Folder folder
        ? Optional.of(folder.mailbox())
        : Optional.empty();
  }

  public void goTo(FolderNode node) {
    search.set("");
    folders.selectedProperty().set(node.key());
  }

  /// The newest unread message of all inboxes, wherever one is.
  public void goToNewestUnread() {
    List<MailboxId> inboxes =
        folders.contentProperty().get().mailboxes().stream()
            .filter(m -> m.role() == MailboxRole.INBOX)
            .map(Mailbox::id)
            .toList();
    list.newestUnread(
        inboxes,
        found -> {
          if (found.isEmpty()) {
            say(words.get("toast.nothingUnread"));
            return;
          }
          boolean here =
              list.targetProperty().get() instanceof ListTarget.Folder folder
                  && folder.mailboxes().contains(found.get().mailbox());
          if (!here) {
            search.set("");
            folders.selectedProperty().set("mailbox:" + found.get().mailbox());
          }
          list.arrangement().clearFilters();
          list.selectionProperty().set(List.of(found.get().id()));
        });
  }

  /// The account's Inbox, counted from 1.
  public void goToAccount(int number) {
    folders.all().stream()
        .filter(n -> n instanceof FolderNode.AccountNode)
        .skip(number - 1L)
        .findFirst()
        .flatMap(account -> account.children().stream().findFirst())
        .ifPresent(this::goTo);
  }
}
