package app.paloma.ui.shell;

import app.paloma.model.MessageId;
import app.paloma.store.AttentionStore;
import app.paloma.store.AttentionStore.Marks;
import app.paloma.store.StoreChange;
import app.paloma.ui.Formats;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// Muting, pinning and snoozing in the window, and the clock that brings back what was snoozed.
public final class AttentionCommands {
  /// A computer that slept wakes up later than any timer was set to; so it is looked at often.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final AttentionStore store;
  private final MailViewModel model;
  private final UiExecutor executor;
  private final Formats formats;
  private final Clock clock;
  private int waiting;

  AttentionCommands(
      AttentionStore store,
      MailViewModel model,
      UiExecutor executor,
      Formats formats,
      Clock clock) {
    this.store = store;
    this.model = model;
    this.executor = executor;
    this.formats = formats;
    this.clock = clock;
  }

  /// All conversations are muted unless all are.
  public void toggleMute(List<MessageId> ids) {
    boolean on = !all(ids, Marks::muted);
    model.run(() -> store.mute(ids, on), on ? "toast.muted" : "toast.unmuted");
  }

  /// The rows themselves are pinned; a whole conversation is let go.
  public void togglePin(List<MessageId> ids) {
    if (all(ids, Marks::pinned)) {
      model.list().whole(ids, whole -> model.run(() -> store.pin(whole, false), "toast.unpinned"));
    } else {
      model.run(() -> store.pin(ids, true), "toast.pinned");
    }
  }

  public void snooze(List<MessageId> ids, Instant until) {
    model.leave(ids, some -> store.snooze(some, until), "toast.snoozed", formats.ahead(until));
  }

  /// Back in their places at once.
  public void unsnooze(List<MessageId> ids) {
    executor.load(
        () -> {
          store.unsnooze(ids);
          return ids.size();
        },
        count -> {
          model.list().refresh();
          model.sayCount("toast.unsnoozed", count);
        },
        model::refused);
  }

  public boolean allSnoozed() {
    return all(model.list().selected(), marks -> marks.snoozedUntil().isPresent());
  }

  private boolean all(List<MessageId> ids, Predicate<Marks> mark) {
    return !ids.isEmpty()
        && ids.stream().allMatch(id -> mark.test(model.list().rows().marks(id.value())));
  }

  /// What is due comes back now and from now on.
  public void begin() {
    look();
  }

  /// Called on the UI thread.
  public void storeChanged(StoreChange change) {
    if (change instanceof StoreChange.External
        || change instanceof StoreChange.Messages messages && messages.many()) {
      look();
    }
  }

  private void look() {
    int mine = ++waiting;
    executor.load(
        () -> {
          store.returnDue();
          return store.nextReturn();
        },
        next -> next.ifPresent(when -> waitFor(mine, when)),
        // Whoever can change nothing now (a full disk) tries again.
        e -> waitFor(mine, clock.instant().plus(LONGEST_WAIT)));
  }

  private void waitFor(int mine, Instant when) {
    if (mine != waiting) {
      return;
    }
    Duration left = Duration.between(clock.instant(), when);
    Duration wait =
        left.compareTo(LONGEST_WAIT) > 0
            ? LONGEST_WAIT
            : left.isNegative() ? Duration.ZERO : left.plusMillis(1);
    executor.later(
        wait,
        () -> {
          if (mine != waiting) {
            return;
          }
          if (clock.instant().isBefore(when)) {
            waitFor(mine, when);
          } else {
            look();
          }
        });
  }

  /// No timer goes on after this.
  public void end() {
    waiting++;
  }
}
