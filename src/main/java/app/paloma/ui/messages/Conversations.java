package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.UiExecutor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Conversations that are one row until somebody unfolds them.
final class Conversations {
  private final MessageSource source;
  private final MessageRows rows;
  private final UiExecutor executor;
  private final Consumer<Exception> onFailure;

  Conversations(
      MessageSource source, MessageRows rows, UiExecutor executor, Consumer<Exception> onFailure) {
    this.source = source;
    this.rows = rows;
    this.executor = executor;
    this.onFailure = onFailure;
  }

  /// Shows the messages of a conversation below it, newest first, or hides them.
  ///
  /// @param still whether the list shows the same as when this was asked for
  void toggle(MessageRow row, BooleanSupplier still) {
    int index = rows.indexOfId(row.id());
    if (index < 0 || row.summary().isEmpty() || rows.collapse(index)) {
      return;
    }
    long threadId = row.summary().get().threadId();
    executor.load(
        () -> source.thread(threadId),
        messages -> {
          int now = rows.indexOfId(row.id());
          if (still.getAsBoolean() && now >= 0 && !rows.isExpanded(now)) {
            rows.insertChildren(now, others(row, messages));
          }
        },
        onFailure);
  }

  private long[] others(MessageRow row, List<MessageSummary> messages) {
    return messages.reversed().stream()
        .mapToLong(m -> m.id().value())
        .filter(id -> id != row.id() && rows.indexOfId(id) < 0)
        .toArray();
  }

  /// The messages an action on these rows is about: a folded conversation stands for all its
  /// messages in the folder's mailboxes. Where nothing is folded the answer comes at once.
  void whole(ListTarget.Folder folder, List<MessageId> ids, Consumer<List<MessageId>> act) {
    Set<Long> folded = new LinkedHashSet<>();
    for (MessageId id : ids) {
      rows.folded(id.value()).ifPresent(folded::add);
    }
    if (folded.isEmpty()) {
      act.accept(ids);
      return;
    }
    executor.load(
        () -> {
          Set<MessageId> all = new LinkedHashSet<>(ids);
          for (long threadId : folded) {
            source.thread(threadId).stream()
                .filter(m -> folder.mailboxes().contains(m.mailbox()))
                .forEach(m -> all.add(m.id()));
          }
          return List.copyOf(all);
        },
        act,
        onFailure);
  }
}
