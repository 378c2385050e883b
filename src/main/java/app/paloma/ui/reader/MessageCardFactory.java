package app.paloma.ui.reader;

import app.paloma.ui.UiExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;

/// The cards a message brings along.
public final class MessageCardFactory implements ReaderView.MessageCards {
  private final InvitationWords words;
  private final InvitationAnswers answers;
  private final UiExecutor executor;
  private final Consumer<String> say;

  public MessageCardFactory(
      InvitationWords words, InvitationAnswers answers, UiExecutor executor, Consumer<String> say) {
    this.words = words;
    this.answers = answers;
    this.executor = executor;
    this.say = say;
  }

  @Override
  public List<Node> of(OpenMessage message, Consumer<String> openLink) {
    List<Node> cards = new ArrayList<>();
    message
        .invitation()
        .ifPresent(invitation ->
            cards.add(
                new InvitationCard(
                    new InvitationViewModel(
                        message.summary(), invitation, answers, words, executor, say),
                    words,
                    openLink)));
    return cards;
  }
}
