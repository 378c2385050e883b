package app.paloma.ui.reader;

import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.model.MessageSummary;
import app.paloma.ui.UiExecutor;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// One invitation on the screen: what was answered, and answering. Nothing leaves without a click.
public final class InvitationViewModel {
  private final MessageSummary message;
  private final ReceivedInvitation invitation;
  private final InvitationAnswers answers;
  private final InvitationWords words;
  private final UiExecutor executor;
  private final Consumer<String> say;
  private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(this, "answer");
  private final ReadOnlyBooleanWrapper sending = new ReadOnlyBooleanWrapper(this, "sending");

  public InvitationViewModel(
      MessageSummary message,
      ReceivedInvitation invitation,
      InvitationAnswers answers,
      InvitationWords words,
      UiExecutor executor,
      Consumer<String> say) {
    this.message = message;
    this.invitation = invitation;
    this.answers = answers;
    this.words = words;
    this.executor = executor;
    this.say = say;
    answer.set(invitation.answer().filter(a -> !invitation.isAnswerOld()).orElse(null));
  }

  public ReceivedInvitation invitation() {
    return invitation;
  }

  /// What the user answered to this version, or null.
  public ReadOnlyObjectProperty<Answer> answerProperty() {
    return answer.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty sendingProperty() {
    return sending.getReadOnlyProperty();
  }

  /// The one line below the buttons: where an answer goes, or what it was.
  public String state() {
    String organizer = invitation.event().organizer().map(p -> p.email()).orElse("");
    if (answer.get() != null) {
      return words.answered(answer.get());
    }
    String where = words.messages().get("invitation.answerTo", organizer);
    Optional<Answer> before = invitation.answer();
    return before.isPresent()
        ? words.answered(before.get())
            + ". "
            + words.messages().get("invitation.oldAnswer")
            + " "
            + where
        : where;
  }

  /// Sends the answer; the same one again is no second message.
  public void answer(Answer chosen) {
    if (sending.get() || chosen == answer.get() || !invitation.canBeAnswered()) {
      return;
    }
    sending.set(true);
    executor.load(
        () -> {
          answers.answer(message, invitation, chosen);
          return chosen;
        },
        done -> {
          sending.set(false);
          answer.set(done);
          say.accept(
              words
                  .messages()
                  .get("invitation.sent", invitation.event().organizer().orElseThrow().display()));
        },
        failed -> {
          sending.set(false);
          say.accept(words.messages().get("invitation.failed"));
        });
  }
}
