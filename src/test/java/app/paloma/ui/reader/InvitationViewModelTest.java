package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.InvitationMessage;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.mime.calendar.Invitation;
import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.Invitation.Method;
import app.paloma.model.MessageSummary;
import app.paloma.store.Store;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.UiExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Invitations from the store to the octets that leave, without a window.
class InvitationViewModelTest {
  @TempDir Path directory;
  private final List<byte[]> sent = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final InvitationWords words =
      new InvitationWords(InvitationWords.bundle(Locale.ENGLISH), DemoProfile.CLOCK.getZone());
  private Store store;
  private ReaderSource source;
  private boolean full;

  @BeforeEach
  void open() {
    store = DemoProfile.create(directory);
    source = ReaderSource.of(store, new NoFetching(), new MessageReader(), new HtmlCleaner());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private MessageSummary message(String subject) {
    return store
                .search()
                .search(app.paloma.search.SearchQueryParser.parse(subject), 50)
                .ids()
                .length
            == 0
        ? null
        : store
            .messages()
            .summaries(
                store.search().search(app.paloma.search.SearchQueryParser.parse(subject), 50).ids())
            .stream()
            .filter(m -> m.account().value() == 1)
            .findFirst()
            .orElseThrow();
  }

  private ReceivedInvitation received(MessageSummary message) {
    MessageContent content = source.content(message.id());
    return source.invitation(message, InvitationMessage.find(content).orElseThrow());
  }

  private InvitationViewModel model(String subject) {
    MessageSummary message = message(subject);
    return new InvitationViewModel(
        message,
        received(message),
        new InvitationAnswers(
            store.invitations(),
            (account, octets) -> {
              if (full) {
                throw new IOException("disk full");
              }
              sent.add(octets);
            },
            words,
            DemoProfile.CLOCK),
        words,
        UiExecutor.direct(),
        said::add);
  }

  @Test
  void acceptingSendsOneAnswerToTheOrganizer() {
    InvitationViewModel model = model("subject:\"Garden plan\"");
    assertThat(sent).isEmpty();

    model.answer(Answer.ACCEPTED);
    model.answer(Answer.ACCEPTED);

    assertThat(sent).hasSize(1);
    MessageContent reply = new MessageReader().read(sent.getFirst());
    assertThat(reply.to()).hasSize(1);
    assertThat(reply.to().getFirst().email()).isEqualTo("hannah.weiss@atelier.example");
    assertThat(reply.from().email()).isEqualTo("clara@paloma.example");
    assertThat(reply.subject()).isEqualTo("Accepted: Garden plan: first walk round");
    assertThat(new String(sent.getFirst(), StandardCharsets.US_ASCII))
        .containsIgnoringCase("method=REPLY");
    Invitation answer = InvitationMessage.find(reply).orElseThrow();
    assertThat(answer.method()).isEqualTo(Method.REPLY);
    assertThat(answer.attendees().getFirst().answer()).isEqualTo(Answer.ACCEPTED);
    assertThat(model.state()).isEqualTo("You accepted");
    assertThat(model("subject:\"Garden plan\"").answerProperty().get()).isEqualTo(Answer.ACCEPTED);

    model.answer(Answer.DECLINED);
    assertThat(sent).hasSize(2);
    assertThat(model("subject:\"Garden plan\"").answerProperty().get()).isEqualTo(Answer.DECLINED);
  }

  @Test
  void anAnswerThatCouldNotBeQueuedIsNoAnswer() {
    full = true;
    InvitationViewModel model = model("subject:\"Garden plan\"");
    model.answer(Answer.ACCEPTED);

    assertThat(model.answerProperty().get()).isNull();
    assertThat(said)
        .containsExactly("Your answer could not be put into the outbox. Nothing was sent.");
    assertThat(model("subject:\"Garden plan\"").answerProperty().get()).isNull();
  }

  @Test
  void anUpdateAsksAgainAndOutdatesTheOlderMessage() {
    InvitationViewModel first = model("subject:\"Choir\" from:jonas after:2026-06-10");
    assertThat(first.invitation().canBeAnswered()).isTrue();
    MessageSummary message = message("subject:\"Choir\" from:jonas after:2026-06-10");
    Invitation event = first.invitation().event();
    first.answer(Answer.ACCEPTED);
    store
        .invitations()
        .seen(InvitationAnswers.key(message.account(), event), event.sequence() + 1, false);

    ReceivedInvitation again = received(message);
    assertThat(again.isOutdated()).isTrue();
    assertThat(again.canBeAnswered()).isFalse();
    assertThat(again.answer()).contains(Answer.ACCEPTED);
  }

  @Test
  void cancellationsAndAnswersOfOthersAskForNothing() {
    ReceivedInvitation cancelled = model("subject:\"Cancelled\"").invitation();
    assertThat(cancelled.isCancelled()).isTrue();
    assertThat(cancelled.canBeAnswered()).isFalse();
    assertThat(words.kind(cancelled)).isEqualTo("Cancelled");

    ReceivedInvitation reply = model("subject:\"Accepted\" from:lucia").invitation();
    assertThat(words.kind(reply)).isEqualTo("Lucía Herrera accepted");
    assertThat(reply.canBeAnswered()).isFalse();
  }

  @Test
  void timesAreTheReadersAndSayWhatTheOthersClockShows() {
    Invitation event = model("subject:\"Choir\" from:jonas after:2026-06-10").invitation().event();
    assertThat(words.when(event).orElseThrow()).contains("7:30").contains("9:30");
    assertThat(words.whenThere(event).orElseThrow()).contains("6:30");
    assertThat(words.recurrence(event.recurrence().orElseThrow()))
        .isEqualTo("Every week on Thursday, until July 16, 2026");
    InvitationWords spanish =
        new InvitationWords(InvitationWords.bundle(Locale.of("es")), DemoProfile.CLOCK.getZone());
    assertThat(spanish.recurrence(event.recurrence().orElseThrow()))
        .isEqualTo("Cada semana, jueves, hasta el 16 de julio de 2026");
  }
}
