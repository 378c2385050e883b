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
      session
          .output()
          .error(
              (reason == RefusalReason.NEW_MAIL
                      ? "the mailbox \"" + each.getKey().mailbox + "\" was not deleted"
                      : subject(each.getValue()))
                  + ": "
                  + each.getKey().reason,
              reason == RefusalReason.READ_ONLY
                  ? "copy the message to a mailbox of yours; paloma mailboxes shows which can only"
                      + " be read"
                  : "");
    }
    for (Map.Entry<Kind, List<Refusal>> each : notTaken.entrySet()) {
      failed = true;
      session
          .output()
          .error(
              notTaken(each.getValue()) + ": " + each.getKey().reason,
              "make room on the server, or move it to another mailbox");
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

  private String notTaken(List<Refusal> refusals) {
    return refusals.size() > 1
        ? "the server did not take " + refusals.size() + " messages, which stay on this computer"
        : "the server did not take \""
            + summary(refusals.getFirst()).map(MessageSummary::subject).orElse("")
            + "\", which stays on this computer";
  }

  private String subject(List<Refusal> refusals) {
    if (refusals.size() > 1) {
      return refusals.size() + " changes were not accepted by the server and are taken back";
    }
    String mailbox = refusals.getFirst().mailbox();
    if (!mailbox.isEmpty()) {
      return "a change to the mailbox \""
          + mailbox
          + "\" was not accepted by the server and is"
          + " taken back";
    }
    String about =
        summary(refusals.getFirst())
            .map(MessageSummary::subject)
            .filter(subject -> !subject.isBlank())
            .map(subject -> " to \"" + subject + "\"")
            .orElse("");
    return "a change" + about + " was not accepted by the server and is taken back";
  }
}
