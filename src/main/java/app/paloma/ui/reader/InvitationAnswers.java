package app.paloma.ui.reader;

import app.paloma.mime.InvitationMessage;
import app.paloma.mime.calendar.Invitation;
import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.MessageSummary;
import app.paloma.store.InvitationStore;
import java.io.IOException;
import java.time.Clock;

/// Answers invitations: one message to the organizer, by the outbox like any other mail.
public final class InvitationAnswers {
  /// Queues a finished message durably. Blocks.
  @FunctionalInterface
  public interface Outgoing {
    void send(AccountId account, byte[] message) throws IOException;
  }

  private final InvitationStore store;
  private final Outgoing outgoing;
  private final InvitationWords words;
  private final Clock clock;

  public InvitationAnswers(
      InvitationStore store, Outgoing outgoing, InvitationWords words, Clock clock) {
    this.store = store;
    this.outgoing = outgoing;
    this.words = words;
    this.clock = clock;
  }

  static InvitationStore.Key key(AccountId account, Invitation event) {
    return new InvitationStore.Key(account, event.uid(), event.occurrence());
  }

  /// Blocks. Nothing is remembered of an answer that could not be queued.
  void answer(MessageSummary message, ReceivedInvitation invitation, Answer answer)
      throws IOException {
    Address me = invitation.me().orElseThrow();
    Invitation event = invitation.event();
    byte[] reply =
        InvitationMessage.reply(
            event,
            me,
            answer,
            message.messageId(),
            words.replySubject(answer, event),
            words.replyText(answer, event, me),
            clock.instant());
    outgoing.send(message.account(), reply);
    store.answered(key(message.account(), event), event.sequence(), answer.name());
  }
}
