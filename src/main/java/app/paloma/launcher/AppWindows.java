package app.paloma.launcher;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Draft;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.store.StoreChange;
import app.paloma.sync.SyncEngine;
import app.paloma.ui.Preferences;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.WarmUp;
import app.paloma.ui.accounts.AddAccountDialog;
import app.paloma.ui.accounts.ServerQuestions;
import app.paloma.ui.accounts.StoreAccountServices;
import app.paloma.ui.composer.ComposeActions;
import app.paloma.ui.composer.ComposerEnvironment;
import app.paloma.ui.composer.ComposerHost;
import app.paloma.ui.composer.ComposerSettings;
import app.paloma.ui.composer.ComposerWindow;
import app.paloma.ui.composer.StoreComposerServices;
import app.paloma.ui.outbox.OutboxWindow;
import app.paloma.ui.outbox.StoreOutboxServices;
import app.paloma.ui.settings.SettingsWindow;
import app.paloma.ui.settings.StoreSettingsServices;
import app.paloma.ui.shell.MainWindow;
import app.paloma.ui.shell.Windows;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.Stage;

/// All windows of the program: opens them, keeps one of each where one is enough, and asks the user
/// when a server wants a password or shows a certificate that proves nothing. UI thread only.
final class AppWindows implements Windows, ComposerHost {
  /// Among so many newest ones a message is looked for that may have been sent.
  private static final int MOST_IN_SENT = 200;

  private static final Duration AFTER_START = Duration.ofSeconds(2);

  private final AppContext context;
  private final UiExecutor executor;
  private final Theme theme;
  private final Preferences preferences;
  private final ReadingPreferences reading;
  private final Locale locale;
  private final Stage mainStage;
  private final Consumer<URI> openLink;
  private final StoreAccountServices accounts;
  private final ServerQuestions questions;
  private final ComposerEnvironment environment;
  private final ComposeActions compose;
  private final List<ComposerWindow> composers = new ArrayList<>();
  private MainWindow main;
  private SettingsWindow settings;
  private OutboxWindow outbox;
  private AddAccountDialog addAccount;

  AppWindows(
      AppContext context,
      UiExecutor executor,
      Theme theme,
      Preferences preferences,
      ReadingPreferences reading,
      Locale locale,
      Stage mainStage,
      Consumer<URI> openLink) {
    this.context = context;
    this.executor = executor;
    this.theme = theme;
    this.preferences = preferences;
    this.reading = reading;
    this.locale = locale;
    this.mainStage = mainStage;
    this.openLink = openLink;
    accounts =
        new StoreAccountServices(
            context.store(),
            context.sync(),
            context.outbox(),
            context.credentials(),
            context.trust(),
            context::discovery);
    questions = new ServerQuestions(accounts, executor, theme, locale);
    environment =
        new ComposerEnvironment(
            new StoreComposerServices(
                context.store(), context.outbox(), context.reader(), context.clock()),
            () -> ComposerSettings.of(preferences),
            executor,
            theme,
            locale,
            context.clock(),
            this);
    compose =
        new ComposeActions(
            context.store(),
            context.reader(),
            context.sync()::fetchBody,
            environment,
            preferences.defaultAccount()::get,
            this::openComposer);
  }

  /// The main window is there: questions of the engines can be asked over it.
  void attach(MainWindow window) {
    main = window;
    context.sync().subscribe(status -> executor.ui(() -> answer(status)));
    context
        .store()
        .subscribe(change -> {
          if (change instanceof StoreChange.Outbox) {
            executor.work(this::lookAtOutbox);
          }
        });
    executor.work(() -> ComposeActions.fileForgotten(context.store(), environment.services()));
    executor.later(AFTER_START, this::warmUp);
  }

  private void warmUp() {
    WarmUp warmUp = new WarmUp(main.scene(), theme, executor, context.clock());
    ComposerWindow.warmUp(environment, warmUp);
    FirstOpenings.prepare(warmUp);
    main.warmUp(warmUp);
  }

  /// A password or certificate that keeps mail from leaving is asked about as for incoming mail.
  private void lookAtOutbox() {
    for (Account account : context.store().accounts().list()) {
      context
          .outbox()
          .lastFailure(account.id())
          .ifPresent(failure ->
              executor.ui(() -> questions.hear(mainStage, account, account.outgoing(), failure)));
    }
  }

  /// A `mailto:` link or a message file; an empty line only brings the window to the front.
  void open(String what) {
    mainStage.setIconified(false);
    mainStage.toFront();
    if (what.regionMatches(true, 0, "mailto:", 0, 7)) {
      openMailto(what);
    } else if (!what.isBlank()) {
      openMessageFile(Path.of(what));
    }
  }

  @Override
  public void openMessageFile(Path file) {
    MessageFileWindow.open(
        file, context, executor, theme, locale, mainStage, openLink, this::openMailto);
  }

  @Override
  public void openComposer(Draft draft) {
    for (ComposerWindow open : composers) {
      if (draft.id().value() != 0 && open.model().id().equals(draft.id())) {
        open.stage().toFront();
        return;
      }
    }
    ComposerWindow window = new ComposerWindow(environment, draft);
    window.stage().getIcons().setAll(mainStage.getIcons());
    composers.add(window);
    window.stage().setOnHidden(_ -> composers.remove(window));
    window.show();
  }

  @Override
  public void openComposerNew(Optional<AccountId> account) {
    compose.newMessage(account);
  }

  @Override
  public void reply(MessageId message) {
    compose.reply(message, false);
  }

  @Override
  public void replyAll(MessageId message) {
    compose.reply(message, true);
  }

  @Override
  public void replyToList(MessageId message) {
    compose.replyToList(message);
  }

  @Override
  public void forward(MessageId message) {
    compose.forward(message);
  }

  @Override
  public void editDraft(MessageId message) {
    compose.editDraft(message);
  }

  @Override
  public void openMailto(String url) {
    compose.mailto(url);
  }

  @Override
  public void openAddAccount() {
    if (addAccount != null && addAccount.stage().isShowing()) {
      addAccount.stage().toFront();
      return;
    }
    boolean first = main.model().folders().contentProperty().get().accounts().isEmpty();
    addAccount =
        new AddAccountDialog(
            accounts,
            executor,
            theme,
            locale,
            first,
            account -> executor.work(() -> context.sync().syncSoon(account.id())));
    addAccount.show(mainStage);
  }

  @Override
  public void openSettings(Optional<Account> account) {
    if (settings == null || !settings.stage().isShowing()) {
      settings =
          new SettingsWindow(
              new StoreSettingsServices(
                  context.store(),
                  context.sync(),
                  online -> executor.ui(() -> main.offlineProperty().set(!online)),
                  context.credentials(),
                  accounts,
                  Optional.of(this::transcript)),
              preferences,
              reading,
              executor,
              theme,
              locale,
              this::openAddAccount);
    }
    settings.show(mainStage, account);
  }

  private String transcript() {
    StringBuilder text = new StringBuilder();
    context.transcript().lines().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  @Override
  public void openOutbox() {
    if (outbox == null || !outbox.stage().isShowing()) {
      outbox =
          new OutboxWindow(
              new StoreOutboxServices(
                  context.store(),
                  context.outbox(),
                  context.reader(),
                  (account, query) -> context.sync().searchServer(account, query, MOST_IN_SENT),
                  context.clock()),
              executor,
              theme,
              locale,
              context.clock(),
              this::openComposer,
              this::repair);
    }
    outbox.show(mainStage);
  }

  @Override
  public void toast(String text, String action, Runnable onAction) {
    main.model().say(text, action, onAction);
  }

  @Override
  public void reopen(Draft draft) {
    openComposer(draft);
  }

  private void answer(SyncEngine.Status status) {
    if (!(status instanceof SyncEngine.Status.Failed failed)
        || !(failed.failure() instanceof MailException failure)) {
      return;
    }
    account(failed.account())
        .ifPresent(account -> questions.hear(mainStage, account, account.incoming(), failure));
  }

  private Optional<Account> account(AccountId id) {
    return main.model().folders().contentProperty().get().accounts().stream()
        .filter(a -> a.id().equals(id))
        .findFirst();
  }

  /// What keeps an account's mail from leaving is asked about, else its settings are shown.
  private void repair(AccountId id, MailException failure) {
    account(id)
        .filter(account -> !questions.ask(outbox.stage(), account, account.outgoing(), failure))
        .ifPresent(account -> openSettings(Optional.of(account)));
  }

  /// Closes the program: first what is being written is kept, then the user is asked where mail has
  /// not left yet.
  @Override
  public void quit() {
    Runnable goOn = mainStage::hide;
    List<ComposerWindow> open = List.copyOf(composers);
    if (open.isEmpty()) {
      closeOverOutbox(goOn);
      return;
    }
    int[] left = {open.size()};
    for (ComposerWindow window : open) {
      window
          .model()
          .close(() -> {
            if (--left[0] == 0) {
              closeOverOutbox(goOn);
            }
          });
    }
  }

  private void closeOverOutbox(Runnable goOn) {
    executor.load(
        () -> CloseQuestion.about(context.store().outbox().list(), context.clock().instant()),
        question -> {
          switch (question.ask(mainStage, theme, locale, context.clock())) {
            case CLOSE -> goOn.run();
            case SHOW_OUTBOX -> openOutbox();
            case STAY -> {}
          }
        },
        _ -> goOn.run());
  }
}
