package app.paloma.ui.reader;

import app.paloma.mime.calendar.Invitation;
import app.paloma.model.Address;
import app.paloma.store.InvitationStore;
import java.util.Optional;

/// The event a message is about, and what is known of it here.
///
/// @param me as whom it can be answered; empty where it cannot
public record ReceivedInvitation(
    Invitation event, Optional<InvitationStore.Known> known, Optional<Address> me) {
  /// A later message about it was seen.
  public boolean isOutdated() {
    return known.filter(k -> k.sequence() > event.sequence()).isPresent();
  }

  /// Cancelled by this message or another one.
  public boolean isCancelled() {
    return event.cancelled() || known.filter(InvitationStore.Known::cancelled).isPresent();
  }

  public boolean canBeAnswered() {
    return event.method() == Invitation.Method.REQUEST
        && !isCancelled()
        && !isOutdated()
        && me.isPresent()
        && event.organizer().isPresent()
        && !event.organizer().get().email().equalsIgnoreCase(me.get().email());
  }

  /// What was answered, to this version of it or one before.
  public Optional<Invitation.Answer> answer() {
    return known
        .filter(InvitationStore.Known::isAnswered)
        .map(k -> Invitation.Answer.valueOf(k.answer()));
  }

  /// An answer was given before something changed.
  public boolean isAnswerOld() {
    return known.filter(k -> k.isAnswered() && k.answeredSequence() < event.sequence()).isPresent();
  }
}
