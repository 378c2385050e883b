package app.paloma.ui.shell;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.AccountId;
import app.paloma.model.MailException;
import app.paloma.store.OutboxStore;
import app.paloma.sync.SyncEngine.Status;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What goes on, in one line. Engines report from their own threads, often; the screen hears of it
/// at its own pace.
public final class StatusViewModel {
  /// @param icon a name of the icon set
  /// @param detail what may be left out where the line is short
  /// @param progress 0 to 1, below 0 while unknown, above 1 where nothing is in progress
  /// @param busy accounts that can be cancelled
  /// @param failed an account that waits for the user
  public record Line(
      String icon,
      String text,
      String detail,
      double progress,
      List<AccountId> busy,
      Optional<AccountId> failed) {
    Line(
        String icon,
        String text,
        double progress,
        List<AccountId> busy,
        Optional<AccountId> failed) {
      this(icon, text, "", progress, busy, failed);
    }

    public boolean isBusy() {
      return !busy.isEmpty();
    }
  }

  /// @param count of those that need the user, where any does, else of those that wait
  /// @param reason why the oldest still waits, in the server's words; may be empty
  public record Waiting(int count, String reason, boolean needsUser) {}

  private final Messages words;
  private final UiExecutor executor;
  private final Function<AccountId, String> accountName;
  private final BiFunction<AccountId, String, String> mailboxTitle;
  private final Function<Exception, String> explain;
  private final Supplier<List<OutboxStore.Entry>> outbox;
  private final Map<AccountId, Status> statuses = new ConcurrentHashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private final ReadOnlyObjectWrapper<Line> line;
  private final ReadOnlyObjectWrapper<Waiting> waiting =
      new ReadOnlyObjectWrapper<>(this, "waiting", new Waiting(0, "", false));

  public StatusViewModel(
      Messages words,
      UiExecutor executor,
      Function<AccountId, String> accountName,
      BiFunction<AccountId, String, String> mailboxTitle,
      Function<Exception, String> explain,
      Supplier<List<OutboxStore.Entry>> outbox) {
    this.words = words;
    this.executor = executor;
    this.accountName = accountName;
    this.mailboxTitle = mailboxTitle;
    this.explain = explain;
    this.outbox = outbox;
    this.line = new ReadOnlyObjectWrapper<>(this, "line", quiet());
  }

  public ReadOnlyObjectProperty<Line> lineProperty() {
    return line.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Waiting> waitingProperty() {
    return waiting.getReadOnlyProperty();
  }

  /// From any thread.
  public void syncStatus(Status status) {
    if (status instanceof Status.Alert) {
      return;
    }
    statuses.put(status.account(), status);
    if (due.compareAndSet(false, true)) {
      executor.ui(() -> {
        due.set(false);
        line.set(summary());
      });
    }
  }

  /// Accounts and folders are known now, or are called something else: a server may answer sooner
  /// than the tree is read. UI thread.
  public void renamed() {
    if (!statuses.isEmpty()) {
      line.set(summary());
    }
  }

  private Line quiet() {
    return new Line("done", words.get("status.upToDate"), 2, List.of(), Optional.empty());
  }

  private Line summary() {
    List<Status> all = List.copyOf(statuses.values());
    List<AccountId> busy =
        all.stream()
            .filter(s -> s instanceof Status.Working || s instanceof Status.Connecting)
            .map(Status::account)
            .toList();
    for (Status status : all) {
      if (status instanceof Status.Working working) {
        return working(working, busy);
      }
    }
    for (Status status : all) {
      if (status instanceof Status.Failed failed) {
        return new Line(
            "warning",
            words.get(
                "status.failed",
                accountName.apply(failed.account()),
                explain.apply(failed.failure())),
            2,
            busy,
            // Settings of an account do not help where this computer's disk is the matter.
            failed.failure() instanceof MailException
                ? Optional.of(failed.account())
                : Optional.empty());
      }
    }
    if (!busy.isEmpty()) {
      return new Line(
          "sync",
          words.get("status.connecting", accountName.apply(busy.getFirst())),
          -1,
          busy,
          Optional.empty());
    }
    if (!all.isEmpty() && all.stream().allMatch(s -> s instanceof Status.Offline)) {
      return new Line("offline", words.get("status.offline"), 2, List.of(), Optional.empty());
    }
    return quiet();
  }

  private Line working(Status.Working working, List<AccountId> busy) {
    String where = mailboxTitle.apply(working.account(), working.mailbox());
    String text =
        working.total() > 0
            ? words.get("status.working", where, working.done(), working.total())
            : words.get("status.workingOpen", where);
    String rate =
        working.messagesPerSecond() >= 1
            ? words.get("status.rate", Math.round(working.messagesPerSecond()))
            : "";
    double progress = working.total() > 0 ? (double) working.done() / working.total() : -1;
    return new Line("sync", text, rate, progress, busy, Optional.empty());
  }

  public void outboxChanged() {
    executor.load(
        () -> count(outbox.get()), waiting::set, e -> waiting.set(new Waiting(0, "", false)));
  }

  private String reason(OutboxStore.Entry entry) {
    return entry
        .why()
        .failure()
        .map(failure -> ErrorText.explain(failure, "", words.locale()).what())
        .orElse(entry.reason());
  }

  /// What the user has to decide comes before what goes out by itself.
  private Waiting count(List<OutboxStore.Entry> entries) {
    int waiting = 0;
    int undecided = 0;
    String why = "";
    for (OutboxStore.Entry entry : entries) {
      if (entry.waitsForUser()) {
        undecided++;
        why = reason(entry);
      } else if (entry.leavesByItself()) {
        waiting++;
        why = why.isEmpty() ? reason(entry) : why;
      }
    }
    String reason = why == null ? "" : why;
    return undecided > 0
        ? new Waiting(undecided, reason, true)
        : new Waiting(waiting, reason, false);
  }
}
