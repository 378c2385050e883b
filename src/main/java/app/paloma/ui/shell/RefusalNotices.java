package app.paloma.ui.shell;

import app.paloma.model.MessageSummary;
import app.paloma.model.RefusalReason;
import app.paloma.store.PendingChangeStore.Refusal;
import app.paloma.store.Store;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Says it when a server would not do what the user did here, and it was taken back.
final class RefusalNotices {
  private static final int MOST = 50;

  private final Store store;
  private final UiExecutor executor;
  private final Messages words;
  private final Consumer<String> say;
  private long last = -1;
  private boolean reading;

  RefusalNotices(Store store, UiExecutor executor, Messages words, Consumer<String> say) {
    this.store = store;
    this.executor = executor;
    this.words = words;
    this.say = say;
  }

  private record News(long last, String text) {}

  /// What was refused before the window opened is old.
  void begin() {
    executor.load(() -> store.pendingChanges().lastRefusal(), id -> last = id, e -> {});
  }

  /// On the UI thread, when something became of a pending change.
  void look() {
    if (last < 0 || reading) {
      return;
    }
    reading = true;
    long from = last;
    executor.load(
        () -> news(from),
        news -> {
          reading = false;
          last = news.last();
          if (!news.text().isEmpty()) {
            say.accept(news.text());
          }
        },
        e -> reading = false);
  }

  private News news(long from) {
    List<Refusal> refusals = store.pendingChanges().refusalsAfter(from, MOST);
    if (refusals.isEmpty()) {
      return new News(from, "");
    }
    Refusal first = refusals.getFirst();
    Optional<RefusalReason> known = RefusalReason.of(first.reason());
    String why =
        known
            .map(reason -> words.get("refusal." + reason, first.mailbox()))
            .orElseGet(() -> words.get("refusal.server", first.reason()));
    Optional<MessageSummary> about = first.message().flatMap(store.messages()::get);
    String subject = about.map(MessageSummary::subject).orElse("");
    if (refusals.size() == 1 && known.equals(Optional.of(RefusalReason.NEW_MAIL))) {
      // It was not the server who refused.
      return new News(first.id(), why);
    }
    return new News(refusals.getLast().id(), what(refusals, about, subject) + " " + why);
  }

  private String what(List<Refusal> refusals, Optional<MessageSummary> about, String subject) {
    String mailbox = refusals.getFirst().mailbox();
    if (refusals.size() == 1 && !mailbox.isEmpty()) {
      return words.get("refusal.folder", mailbox);
    }
    return refusals.size() > 1 || subject.isBlank()
        ? words.count("refusal.changes", refusals.size())
        : words.get(
            about.orElseThrow().uid() == 0 ? "refusal.notTaken" : "refusal.change", subject);
  }
}
