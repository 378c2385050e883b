package app.paloma.ui.shell;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.MailException;
import app.paloma.model.MailProtocol;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.sync.SyncEngine;
import app.paloma.ui.ActionButtons;
import app.paloma.ui.Actions;
import app.paloma.ui.EmptyState;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.WarmUp;
import app.paloma.ui.folders.FolderNode;
import app.paloma.ui.folders.FolderTreeBuilder;
import app.paloma.ui.folders.FolderTreeView;
import app.paloma.ui.folders.FolderTreeViewModel;
import app.paloma.ui.folders.SavedSearches;
import app.paloma.ui.messages.ListTarget;
import app.paloma.ui.messages.MessageListView;
import app.paloma.ui.messages.MessageListViewModel;
import app.paloma.ui.messages.MessageSource;
import app.paloma.ui.messages.RowCommands;
import app.paloma.ui.reader.ReaderView;
import app.paloma.ui.reader.ReaderViewModel;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// The main window: puts the rooms together and hands keys, menus and buttons to the actions.
public final class MainWindow implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofMillis(400);
  private static final Duration DAY_CHECK = Duration.ofSeconds(20);

  private final UiServices services;
  private final Windows windows;
  private final Messages words;
  private final Theme theme;
  private final UiExecutor executor;
  private final MailViewModel model;
  private final StatusViewModel status;
  private final RefusalNotices refusals;
  private final AttentionCommands attention;
  private final BooleanProperty offline = new SimpleBooleanProperty(this, "offline");
  private final FolderTreeView folderView;
  private final MessageListView listView;
  private final ReaderView readerView;
  private final MainToolBar toolBar;
  private final PaneLayout panes;
  private final MessageWindows messageWindows;
  private final Overlay overlay = new Overlay();
  private final StackPane welcome = new StackPane();
  private final Actions actions;
  private final Scene scene;
  private final WindowPlace place;
  private final List<AutoCloseable> subscriptions;

  /// Builds the window; the caller shows the stage. UI thread.
  public MainWindow(UiServices services, Windows windows, WindowPreferences preferences) {
    this.services = services;
    this.windows = windows;
    this.words = Messages.ui(services.locale());
    this.theme = services.theme();
    this.executor = services.executor();
    Formats formats = new Formats(words, services.clock());

    FolderTreeViewModel folders =
        new FolderTreeViewModel(
            () ->
                new FolderTreeViewModel.Content(
                    services.store().accounts().list(),
                    services.store().mailboxes().listAll(),
                    services.store().attention().snoozed()),
            new FolderTreeBuilder(words),
            new SavedSearches(
                preferences.get("searches").orElse(""), text -> preferences.put("searches", text)),
            executor,
            preferences
                .get("folders.collapsed")
                .map(text -> Set.of(text.split("\n")))
                .orElse(Set.of()),
            keys -> preferences.put("folders.collapsed", String.join("\n", keys)));
    MessageListViewModel list =
        new MessageListViewModel(
            MessageSource.of(services.store()), TagWords.tags(preferences, words), executor);
    MailCommands commands = MailCommands.of(services.store().actions());
    Readers readers = new Readers(services, windows, commands, words);
    ReaderViewModel reader = readers.model();
    reader.conversationsProperty().bind(list.arrangement().threadsProperty());
    FolderViews views = new FolderViews(preferences, services.reading(), list.arrangement());
    model = new MailViewModel(folders, list, reader, views::enter, commands, executor, words);
    attention =
        new AttentionCommands(
            services.store().attention(), model, executor, formats, services.clock());
    refusals = new RefusalNotices(services.store(), executor, words, model::say);
    status =
        new StatusViewModel(
            words,
            executor,
            this::accountName,
            this::mailboxTitle,
            this::explain,
            () -> services.store().outbox().list());
    folders.contentProperty().addListener(_ -> status.renamed());

    folderView =
        new FolderTreeView(folders, words, theme, new Folders(services, windows, model, words));
    listView =
        new MessageListView(
            list,
            words,
            formats,
            theme,
            new RowCommands() {
              @Override
              public void archive(List<MessageId> ids) {
                model.list().whole(ids, model::archive);
              }

              @Override
              public void delete(List<MessageId> ids) {
                model.list().whole(ids, model::delete);
              }

              @Override
              public void toggleFlag(MessageSummary message) {
                model.toggleFlag(message);
              }

              @Override
              public boolean mayRemove() {
                return model.mayRemoveProperty().get();
              }

              @Override
              public boolean mayFlag() {
                return model.mayFlagProperty().get();
              }
            });
    readerView = readers.view(reader, model);
    listView.setColumnWidths(
        preferences.get("list.columns").orElse(""), text -> preferences.put("list.columns", text));
    messageWindows =
        new MessageWindows(
            id -> new MessageWindow(id, services, windows, readers, model, preferences, words));
    panes =
        new PaneLayout(
            folderView, listView, readerView, services.reading().pane(), theme, words, preferences);
    model.readerHiddenProperty().bind(panes.readerHiddenProperty());
    MainDesk desk =
        new MainDesk(
            services,
            model,
            folderView,
            listView,
            readerView,
            panes,
            overlay,
            messageWindows,
            offline,
            words,
            this::focusSearch);
    actions = MainActions.create(model, windows, desk, words);
    SnoozeMenu snoozeMenu =
        new SnoozeMenu(model, attention, words, formats, theme, services.clock(), listView);
    desk.know(
        actions, attention, snoozeMenu, new AttachmentRemover(services, model, words, formats));
    toolBar = new MainToolBar(actions, model, words, listView::focusList);
    StatusBar statusBar =
        new StatusBar(
            status,
            words,
            offline,
            account -> executor.work(() -> services.engines().cancel(account)),
            account ->
                windows.openSettings(
                    folders.contentProperty().get().accounts().stream()
                        .filter(a -> a.id().equals(account))
                        .findFirst()),
            windows::openOutbox);
    ToastPane toast = new ToastPane(model);
    StackPane.setAlignment(toast, Pos.BOTTOM_LEFT);
    StackPane.setMargin(toast, new Insets(0, 16, 16, 16));
    BorderPane body = new BorderPane(new StackPane(panes, welcome, toast));
    TagMenu tagMenu = new TagMenu(model, words, theme, () -> scene().getWindow());
    AltMenuBar menuBar = new AltMenuBar(actions, tagMenu.menu(), snoozeMenu.menu(), words);
    body.setTop(new VBox(menuBar, toolBar));
    body.setBottom(statusBar);
    StackPane root = new StackPane(body, overlay);
    root.getStyleClass().add("main-window");
    place = new WindowPlace(preferences);
    scene = new Scene(root, place.width(), place.height());
    theme.apply(scene);
    Shortcuts.install(scene, actions);
    menuBar.install(scene);
    listView.setContextMenu(contextMenu(tagMenu, snoozeMenu));
    listView.setOnOpen(this::openSelected);
    listView.setOnPick(panes::picked);
    listView.setOnRetry(list::refresh);
    listView.setOnSaveSearch(model::saveSearch);
    offline.addListener((o, was, is) -> executor.work(() -> services.engines().setOnline(!is)));
    follow(folders, list);
    subscriptions =
        List.of(
            services.store().subscribe(change -> executor.ui(() -> stored(change))),
            services.engines().subscribe(this::heard));
    folders.refresh();
    status.outboxChanged();
    refusals.begin();
    attention.begin();
  }

  private void stored(app.paloma.store.StoreChange change) {
    model.storeChanged(change);
    attention.storeChanged(change);
    if (change instanceof app.paloma.store.StoreChange.PendingChanges) {
      refusals.look();
    }
    if (change instanceof app.paloma.store.StoreChange.Outbox) {
      status.outboxChanged();
    }
  }

  private void follow(FolderTreeViewModel folders, MessageListViewModel list) {
    Runnable detail =
        () -> {
          int unread = folders.selectedNode().map(FolderNode::unread).filter(n -> n > 0).orElse(0);
          boolean folder =
              list.targetProperty().get() instanceof ListTarget.Folder shown
                  && shown.role() != MailboxRole.DRAFTS;
          listView.setDetail(unread > 0 && folder ? words.count("list.unreadCount", unread) : "");
          listView.setFetched(
              !(list.targetProperty().get() instanceof ListTarget.Folder shown)
                  || shown.mailboxes().stream().allMatch(id -> wasFetched(folders, id)));
        };
    folders.nodesProperty().addListener(o -> detail.run());
    list.targetProperty().addListener(o -> detail.run());
    folders.loadedProperty().addListener(o -> showWelcome());
    folders.nodesProperty().addListener(o -> showWelcome());
    welcome.setVisible(false);
    welcome.getStyleClass().add("welcome");
    list.selectionProperty()
        .addListener((o, was, is) -> {
          if (is.isEmpty() && panes.frontProperty().get() == PaneLayout.Pane.READER) {
            panes.bringToFront(PaneLayout.Pane.LIST);
          }
        });
    folders.selectedProperty().addListener(o -> panes.bringToFront(PaneLayout.Pane.LIST));
  }

  /// Whether a mailbox was opened on its server once; a maildrop has no such mark.
  private static boolean wasFetched(FolderTreeViewModel folders, MailboxId id) {
    return folders
        .mailbox(id)
        .filter(mailbox -> mailbox.uidValidity() == 0 && isImap(folders, mailbox.account()))
        .isEmpty();
  }

  private static boolean isImap(FolderTreeViewModel folders, AccountId id) {
    return folders.contentProperty().get().accounts().stream()
        .anyMatch(a -> a.id().equals(id) && a.incoming().protocol() == MailProtocol.IMAP);
  }

  /// A first start has one thing to do.
  private void showWelcome() {
    boolean empty =
        model.folders().loadedProperty().get()
            && model.folders().contentProperty().get().accounts().isEmpty();
    welcome.setVisible(empty);
    if (empty && welcome.getChildren().isEmpty()) {
      welcome
          .getChildren()
          .add(
              new EmptyState("dove", words.get("welcome.title"), words.get("welcome.detail"))
                  .withAction(words.get("action.addAccount"), windows::openAddAccount));
    }
  }

  public Scene scene() {
    return scene;
  }

  /// Does ahead what the first opening of what lies over the window costs.
  public void warmUp(WarmUp warmUp) {
    warmUp.page(() -> new ShortcutsHelp(actions, words));
  }

  public MailViewModel model() {
    return model;
  }

  public StatusViewModel status() {
    return status;
  }

  /// Whether the user works off line; the engines follow.
  public BooleanProperty offlineProperty() {
    return offline;
  }

  public Actions actions() {
    return actions;
  }

  public MessageListView listView() {
    return listView;
  }

  private void focusSearch() {
    toolBar.focusSearch();
  }

  /// Puts away what is shown over the window.
  public void closeOverlay() {
    overlay.close();
  }

  /// Brings the message to the eye where not all panes fit.
  public void showReader() {
    panes.bringToFront(PaneLayout.Pane.READER);
  }

  public void showOn(Stage stage) {
    stage.setTitle(words.get("app.name"));
    stage.setScene(scene);
    place.restore(stage, scene);
    stage.show();
    listView.focusList();
    executor.later(WARM_UP, readerView::warmUp);
    followDays(LocalDate.now(services.clock()));
  }

  /// "Today" is another day after midnight, and after the computer slept.
  private void followDays(LocalDate shown) {
    executor.later(
        DAY_CHECK,
        () -> {
          LocalDate today = LocalDate.now(services.clock());
          if (!today.equals(shown)) {
            listView.redraw();
          }
          followDays(today);
        });
  }

  /// Brings a message to the eye: from a notification or the command line.
  public void open(MessageId message, MailboxId mailbox) {
    model.folders().selectedProperty().set("mailbox:" + mailbox);
    model.list().selectionProperty().set(List.of(message));
    panes.bringToFront(PaneLayout.Pane.READER);
  }

  /// What to do about a server is one click away; about a full disk it is said at once.
  private String explain(Exception failure) {
    ErrorText.Explanation text = ErrorText.explain(failure, "", services.locale());
    return failure instanceof MailException ? text.what() : text.what() + " " + text.advice();
  }

  /// From any thread.
  private void heard(SyncEngine.Status now) {
    status.syncStatus(now);
    if (now instanceof SyncEngine.Status.Alert alert) {
      // The tree may not be read yet.
      executor.load(
          () -> services.store().accounts().get(alert.account()),
          account ->
              account.ifPresent(
                  known -> model.say(words.get("toast.server", known.email(), alert.text()))),
          e -> {});
    }
  }

  private String accountName(AccountId id) {
    return model.folders().contentProperty().get().accounts().stream()
        .filter(a -> a.id().equals(id))
        .map(Account::email)
        .findFirst()
        .orElse("");
  }

  /// What the tree calls it; its own name while the tree does not have it yet.
  private String mailboxTitle(AccountId account, String name) {
    return model.folders().contentProperty().get().mailboxes().stream()
        .filter(m -> m.account().equals(account) && m.name().equals(name))
        .findFirst()
        .map(new FolderTreeBuilder(words)::title)
        .orElse(name.equals("INBOX") ? words.get("role.INBOX") : name);
  }

  private ContextMenu contextMenu(TagMenu tagMenu, SnoozeMenu snoozeMenu) {
    ContextMenu menu = new ContextMenu();
    for (String id :
        List.of(
            "message.reply",
            "message.replyAll",
            "message.forward",
            "|",
            "message.read",
            "message.flag",
            "message.pin",
            "message.mute",
            "|",
            "message.archive",
            "message.move",
            "message.junk",
            "message.delete",
            "|",
            "message.removeFiles",
            "message.source")) {
      menu.getItems()
          .add(id.equals("|") ? new SeparatorMenuItem() : ActionButtons.menuItem(actions.get(id)));
    }
    menu.getItems().addAll(6, List.of(tagMenu.menu(), snoozeMenu.menu()));
    return menu;
  }

  private void openSelected() {
    model
        .list()
        .current()
        .ifPresent(id -> {
          boolean drafts =
              model.list().targetProperty().get() instanceof ListTarget.Folder folder
                  && folder.role() == MailboxRole.DRAFTS;
          if (drafts) {
            windows.editDraft(id);
          } else if (panes.showsAll()) {
            messageWindows.open(id);
          } else {
            panes.bringToFront(PaneLayout.Pane.READER);
            readerView.focusBody();
          }
        });
  }

  /// Messages in windows of their own.
  public MessageWindows messageWindows() {
    return messageWindows;
  }

  @Override
  public void close() {
    messageWindows.close();
    attention.end();
    for (AutoCloseable subscription : subscriptions) {
      try {
        subscription.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
