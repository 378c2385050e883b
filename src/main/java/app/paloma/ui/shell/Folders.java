package app.paloma.ui.shell;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.AccountId;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.MessageStore.SortBy;
import app.paloma.store.StoreException;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Report;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.folders.FolderCommands;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the folder tree does, on workers.
final class Folders implements FolderCommands {
  private static final int BLOCK = 100_000;

  private final UiServices services;
  private final Windows windows;
  private final MailViewModel model;
  private final UiExecutor executor;
  private final Messages words;

  Folders(UiServices services, Windows windows, MailViewModel model, Messages words) {
    this.words = words;
    this.services = services;
    this.windows = windows;
    this.model = model;
    this.executor = services.executor();
  }

  @Override
  public void move(List<MessageId> messages, MailboxId target) {
    model.list().whole(messages, all -> model.move(all, target));
  }

  @Override
  public void copy(List<MessageId> messages, MailboxId target) {
    model.list().whole(messages, all -> model.copy(all, target));
  }

  @Override
  public void create(AccountId account, String parent, String name) {
    run(() -> services.store().actions().createMailbox(account, parent + name));
  }

  @Override
  public void rename(Mailbox mailbox, String newName) {
    String parent = mailbox.parent();
    String full = parent.isEmpty() ? newName : parent + mailbox.delimiter() + newName;
    run(() -> services.store().actions().renameMailbox(mailbox.id(), full));
  }

  @Override
  public void delete(Mailbox mailbox) {
    run(
        () -> services.store().actions().deleteMailbox(mailbox.id()),
        e -> {
          boolean messagesLeft =
              e instanceof StoreException refused
                  && refused.reason() == StoreException.Reason.NOT_FETCHED;
          if (messagesLeft) {
            model.say(words.get("folders.notYet", mailbox.leaf()));
            executor.work(() -> services.engines().syncAll());
          } else {
            model.refused(e);
          }
        });
  }

  @Override
  public void markAllRead(List<MailboxId> mailboxes) {
    model.markAllRead(
        mailboxes,
        () ->
            Arrays.stream(
                    services
                        .store()
                        .messages()
                        .ids(
                            new ListQuery(mailboxes, true, false, false, false, SortBy.DATE, true),
                            0,
                            BLOCK))
                .mapToObj(MessageId::new)
                .toList());
  }

  @Override
  public void subscribe(Mailbox mailbox, boolean subscribe) {
    run(() -> {
      services.store().actions().subscribe(mailbox.id(), subscribe);
      if (subscribe) {
        // Who asks to see a folder wants its mail now.
        services.engines().syncAll();
      }
    });
  }

  @Override
  public void verify(AccountId account) {
    model.say(words.get("verify.begun"));
    executor.load(
        () -> services.engines().verify(account),
        report -> model.say(words(report)),
        model::refused);
  }

  private String words(Report report) {
    Optional<Exception> failure =
        report
            .failure()
            .or(() -> report.mailboxes().stream().flatMap(m -> m.failure().stream()).findFirst());
    if (failure.isPresent()) {
      String why = ErrorText.explain(failure.get(), "", services.locale()).what();
      return words.get("verify.failed", why);
    }
    int added = report.mailboxes().stream().mapToInt(MailboxReport::added).sum();
    int changed = report.mailboxes().stream().mapToInt(MailboxReport::changed).sum();
    int removed = report.mailboxes().stream().mapToInt(MailboxReport::removed).sum();
    int messages = report.mailboxes().stream().mapToInt(MailboxReport::messages).sum();
    return added + changed + removed == 0
        ? words.count("verify.same", messages)
        : words.get("verify.mended", added, changed, removed);
  }

  @Override
  public void openAccountSettings(AccountId account) {
    windows.openSettings(
        model.folders().contentProperty().get().accounts().stream()
            .filter(a -> a.id().equals(account))
            .findFirst());
  }

  private void run(Runnable task) {
    run(task, model::refused);
  }

  private void run(Runnable task, Consumer<Exception> refused) {
    executor.load(
        () -> {
          task.run();
          return true;
        },
        done -> model.folders().refresh(),
        refused);
  }
}
