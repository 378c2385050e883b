package app.paloma.send;

import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;

/// What became of a message so far, in the words of the command line.
public enum SendResult {
  SENT,
  /// Some recipients have it, others do not (yet).
  PARTIAL,
  QUEUED,
  REJECTED,
  UNCERTAIN,
  CANCELLED;

  public static SendResult of(Entry entry) {
    Recipients recipients = new Recipients(entry.recipients());
    if (entry.state() == State.UNCERTAIN || entry.state() == State.DOT_SENT) {
      return UNCERTAIN;
    }
    boolean some = recipients.any(RecipientStatus.ACCEPTED);
    boolean rejected = recipients.any(RecipientStatus.REJECTED);
    boolean waiting =
        recipients.any(RecipientStatus.PENDING) || recipients.any(RecipientStatus.DEFERRED);
    if (some) {
      return rejected || waiting ? PARTIAL : SENT;
    }
    return switch (entry.state()) {
      case QUEUED, CONNECTING, ENVELOPE, DATA -> QUEUED;
      case REJECTED, PARTIAL -> REJECTED;
      case CANCELLED -> CANCELLED;
      case ACCEPTED, SAVED -> SENT;
      case DOT_SENT, UNCERTAIN -> UNCERTAIN;
    };
  }

  /// `sent`, `partial`, `queued`, `rejected`, `uncertain`, `cancelled`.
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
