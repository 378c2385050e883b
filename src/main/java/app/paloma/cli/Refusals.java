package app.paloma.cli;

import app.paloma.model.MessageSummary;
import app.paloma.model.RefusalReason;
import app.paloma.store.PendingChangeStore.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what a server did not take of what was changed here, so that it was taken back.
final class Refusals {
  private static final int MOST = 10_000;

  private final Session session;
  private long last;

  /// What was refused before is old.
  Refusals(Session session) {
    this.session = session;
    this.last = session.services().store().pendingChanges().lastRefusal();
  }

  private record Kind(String reason, String mailbox) {}

  /// Tells what is new since the last time, each reason once, and once a mailbox where the change
  /// was to that.
  ///
  /// @return whether something was refused that is still there to be changed
  boolean tell() {
    Map<Kind, List<Refusal>> byReason = new LinkedHashMap<>();
    Map<Kind, List<Refusal>> notTaken = new LinkedHashMap<>();
    for (Refusal each : session.services().store().pendingChanges().refusalsAfter(last, MOST)) {
      (isOnlyHere(each) ? notTaken : byReason)
          .computeIfAbsent(new Kind(each.reason(), each.mailbox()), _ -> new ArrayList<>())
          .add(each);
      last = each.id();
    }
    boolean failed = false;
    for (Map.Entry<Kind, List<Refusal>> each : byReason.entrySet()) {
      RefusalReason reason = RefusalReason.of(each.getKey().reason).orElse(null);
      boolean gone = reason == RefusalReason.MESSAGE_GONE || reason == RefusalReason.MAILBOX_GONE;
      failed |= !gone;
      String advice = reason == RefusalReason.READ_ONLY ? Words.get("refused.read_only") : "";
      session.output().error(takenBack(reason, each.getValue(), why(each.getKey())), advice);
    }
    for (Map.Entry<Kind, List<Refusal>> each : notTaken.entrySet()) {
      failed = true;
      tellNotTaken(each.getValue(), why(each.getKey()));
    }
    return failed;
  }

  /// A message that was to be put on the server and is kept here instead.
  private boolean isOnlyHere(Refusal refusal) {
    return summary(refusal).filter(message -> message.uid() == 0).isPresent();
  }

  private Optional<MessageSummary> summary(Refusal refusal) {
    return refusal.message().flatMap(session.services().store().messages()::get);
  }

  /// What is known here is said in the user's language, else in the server's words.
  private static String why(Kind kind) {
    return RefusalReason.of(kind.reason)
        .map(reason -> Words.get("refusal." + reason))
        .orElse(kind.reason);
  }

  private void tellNotTaken(List<Refusal> refusals, String why) {
    if (refusals.size() > 1) {
      session.output().trouble("not_taken.many", refusals.size(), why);
    } else {
      String subject = summary(refusals.getFirst()).map(MessageSummary::subject).orElse("");
      session.output().trouble("not_taken.one", subject, why);
    }
  }

  private String takenBack(RefusalReason reason, List<Refusal> refusals, String why) {
    String mailbox = refusals.getFirst().mailbox();
    if (reason == RefusalReason.NEW_MAIL) {
      return Words.what("refused.mailbox_stays", mailbox, why);
    }
    if (refusals.size() > 1) {
      return Words.what("refused.changes", refusals.size(), why);
    }
    if (!mailbox.isEmpty()) {
      return Words.what("refused.mailbox", mailbox, why);
    }
    return summary(refusals.getFirst())
        .map(MessageSummary::subject)
        .filter(subject -> !subject.isBlank())
        .map(subject -> Words.what("refused.message", subject, why))
        .orElseGet(() -> Words.what("refused.change", "", why));
  }
}
