package app.paloma.cli;

import app.paloma.model.MessageSummary;
import app.paloma.model.RefusalReason;
import app.paloma.store.PendingChangeStore.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /// Tells what is new since the last time, each reason once.
  ///
  /// @return whether something was refused that is still there to be changed
  boolean tell() {
    Map<String, List<Refusal>> byReason = new LinkedHashMap<>();
    for (Refusal each : session.services().store().pendingChanges().refusalsAfter(last, MOST)) {
      byReason.computeIfAbsent(each.reason(), _ -> new ArrayList<>()).add(each);
      last = each.id();
    }
    boolean failed = false;
    for (Map.Entry<String, List<Refusal>> each : byReason.entrySet()) {
      RefusalReason reason = RefusalReason.of(each.getKey()).orElse(null);
      boolean gone = reason == RefusalReason.MESSAGE_GONE || reason == RefusalReason.MAILBOX_GONE;
      failed |= !gone;
      session
          .output()
          .error(
              (reason == RefusalReason.NEW_MAIL
                      ? "a mailbox was not deleted"
                      : subject(each.getValue()))
                  + ": "
                  + each.getKey(),
              reason == RefusalReason.READ_ONLY
                  ? "copy the message to a mailbox of yours; paloma mailboxes shows which can only"
                      + " be read"
                  : "");
    }
    return failed;
  }

  private String subject(List<Refusal> refusals) {
    if (refusals.size() > 1) {
      return refusals.size() + " changes were not accepted by the server and are taken back";
    }
    String about =
        refusals
            .getFirst()
            .message()
            .flatMap(session.services().store().messages()::get)
            .map(MessageSummary::subject)
            .filter(subject -> !subject.isBlank())
            .map(subject -> " to \"" + subject + "\"")
            .orElse("");
    return "a change" + about + " was not accepted by the server and is taken back";
  }
}
