package app.paloma.cli;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.MessageId;
import app.paloma.store.Store;
import app.paloma.store.StoreChange;
import app.paloma.sync.SyncEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `paloma watch`: stays connected and prints a line a change, until it is interrupted.
@Command(name = "watch", description = "Stay connected and print what changes.")
final class WatchCommand implements Callable<Integer> {
  /// How late a message that was put aside may come back.
  private static final int LOOK_SECONDS = 10;

  @ParentCommand Paloma paloma;

  /// Accounts of which it was said that they are watched, and nothing else since.
  private final Set<AccountId> watched = ConcurrentHashMap.newKeySet();

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    session.accounts(null);
    Refusals refusals = new Refusals(session);
    Store store = session.services().store();
    BlockingQueue<StoreChange> changes = new LinkedBlockingQueue<>();
    CountDownLatch ended = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Thread hook =
        new Thread(() -> {
          main.interrupt();
          try {
            ended.await(4, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Runtime.getRuntime().addShutdownHook(hook);
    try (AutoCloseable _ = store.subscribe(changes::add);
        AutoCloseable _ = session.services().sync().subscribe(status -> tell(session, status))) {
      session.services().sync().start();
      while (!Thread.currentThread().isInterrupted()) {
        store.attention().returnDue();
        StoreChange change = changes.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (change instanceof StoreChange.Messages messages) {
          print(session, messages);
        } else if (change instanceof StoreChange.PendingChanges) {
          refusals.tell();
        }
      }
    } catch (InterruptedException e) {
      session.output().progress(Words.get("stopped"));
    } finally {
      session.services().close();
      ended.countDown();
    }
    return ExitStatus.DONE;
  }

  private void tell(Session session, SyncEngine.Status status) {
    if (status instanceof SyncEngine.Status.Failed failed) {
      watched.remove(failed.account());
      paloma.failed(failed.failure());
    } else if (status instanceof SyncEngine.Status.Alert alert) {
      email(session, alert.account())
          .ifPresent(email -> session.output().alert(email, alert.text()));
    } else if (status instanceof SyncEngine.Status.Idle idle && watched.add(idle.account())) {
      email(session, idle.account())
          .ifPresent(email -> session.output().progress(Words.get("watching", email)));
    }
  }

  private static Optional<String> email(Session session, AccountId account) {
    return session.services().store().accounts().get(account).map(Account::email);
  }

  private void print(Session session, StoreChange.Messages change) {
    Rows rows = new Rows(session);
    print(session, rows, "added", change, change.added());
    print(session, rows, "changed", change, change.changed());
    for (MessageId id : change.removed()) {
      line(session, rows, "removed", change, id, Map.of());
    }
  }

  private void print(
      Session session, Rows rows, String event, StoreChange.Messages change, List<MessageId> ids) {
    long[] wanted = ids.stream().mapToLong(MessageId::value).toArray();
    session
        .services()
        .store()
        .messages()
        .summaries(wanted)
        .forEach(m -> line(session, rows, event, change, m.id(), rows.json(m)));
  }

  private void line(
      Session session,
      Rows rows,
      String event,
      StoreChange.Messages change,
      MessageId id,
      Map<String, Object> more) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("event", event);
    String account =
        session
            .services()
            .store()
            .mailboxes()
            .get(change.mailbox())
            .map(m -> rows.account(m.account()))
            .orElse("");
    row.put("account", account);
    row.put("mailbox", rows.mailbox(change.mailbox()));
    row.put("id", id.value());
    more.forEach(row::putIfAbsent);
    if (json) {
      session.output().json(row);
    } else {
      Object from = row.getOrDefault("from", "");
      Object subject = row.getOrDefault("subject", "");
      session
          .output()
          .line(
              Output.printable(
                  Words.get("event." + event)
                      + "  "
                      + row.get("mailbox")
                      + "  "
                      + id
                      + "  "
                      + from
                      + "  "
                      + subject));
    }
  }
}
