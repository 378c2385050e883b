package app.paloma.ui.reader;

import app.paloma.mime.MailingList;
import app.paloma.model.Address;
import app.paloma.model.MessageId;
import app.paloma.ui.UiExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;

/// The cards a message brings along.
public final class MessageCardFactory implements ReaderView.MessageCards {
  private final InvitationWords words;
  private final InvitationAnswers answers;
  private final ReceiptAnswers receipts;
  private final UiExecutor executor;
  private final Clock clock;
  private final Consumer<String> say;
  private final MailingListViewModel.Poster poster;
  private final Consumer<MessageId> replyToList;
  private final Consumer<List<Address>> keepContacts;
  // What was left stays left while the message is drawn anew.
  private final Map<MessageId, MailingListViewModel> lists = new HashMap<>();

  /// @param keepContacts blocks; called on a worker
  public MessageCardFactory(
      InvitationWords words,
      InvitationAnswers answers,
      ReceiptAnswers receipts,
      UiExecutor executor,
      Clock clock,
      Consumer<String> say,
      MailingListViewModel.Poster poster,
      Consumer<MessageId> replyToList,
      Consumer<List<Address>> keepContacts) {
    this.words = words;
    this.answers = answers;
    this.receipts = receipts;
    this.executor = executor;
    this.clock = clock;
    this.say = say;
    this.poster = poster;
    this.replyToList = replyToList;
    this.keepContacts = keepContacts;
  }

  @Override
  public List<Node> of(OpenMessage message, Consumer<String> openLink) {
    List<Node> cards = new ArrayList<>(DeliveryReportBars.of(message, words.messages(), clock));
    message
        .receipt()
        .ifPresent(request -> cards.add(ReceiptBar.of(message, request, receipts, executor, say)));
    message
        .invitation()
        .ifPresent(invitation ->
            cards.add(
                new InvitationCard(
                    new InvitationViewModel(
                        message.summary(), invitation, answers, words, executor, say),
                    words,
                    openLink)));
    message
        .contacts()
        .forEach(card ->
            cards.add(new VCardBar(card, keepContacts, openLink, executor, say, words.messages())));
    MailingList.of(message.content())
        .ifPresent(list -> cards.add(listBar(list, message, openLink)));
    return cards;
  }

  private Node listBar(MailingList list, OpenMessage message, Consumer<String> openLink) {
    MessageId id = message.summary().id();
    MailingListViewModel model =
        lists.computeIfAbsent(
            id,
            _ ->
                new MailingListViewModel(
                    list,
                    message.content().from().display(),
                    poster,
                    executor,
                    words.messages(),
                    openLink));
    return new MailingListBar(model, words.messages(), () -> replyToList.accept(id), openLink);
  }
}
