package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.DeliveryWishes;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.outbox.FakeOutbox;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloseQuestionTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  private static Entry entry(State state) {
    return FakeOutbox.entry(
        1,
        "Hi",
        state,
        1,
        Instant.EPOCH,
        FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", ""));
  }

  private static CloseQuestion about(String states) {
    return CloseQuestion.about(
        Arrays.stream(states.split(" ")).map(State::valueOf).map(CloseQuestionTest::entry).toList(),
        NOON.instant());
  }

  private static CloseQuestion putOff(String... times) {
    Recipient to = FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "");
    return CloseQuestion.about(
        Arrays.stream(times)
            .map(Instant::parse)
            .map(when -> FakeOutbox.held(DeliveryWishes.NONE, when, to))
            .toList(),
        NOON.instant());
  }

  private static String detail(CloseQuestion question) {
    return question.detail(words(), new Formats(Messages.ui(Locale.ENGLISH), NOON));
  }

  /// It was said to leave as soon as Paloma is open again.
  @Test
  void whatIsPutOffIsSaidToLeaveThen() {
    assertThat(detail(putOff("2026-11-21T08:00:00Z")))
        .startsWith("It is to leave tomorrow at 8:00");
    assertThat(detail(putOff("2026-11-24T08:00:00Z", "2026-11-21T08:00:00Z")))
        .startsWith("They are to leave later, the first tomorrow at 8:00");
    assertThat(detail(putOff("2026-11-20T12:00:10Z", "2026-11-21T08:00:00Z")))
        .as("the first waits for an undo only")
        .startsWith("They leave as soon as");
  }

  /// Refused mail, and mail of which nobody knows, was left behind without a word.
  @ParameterizedTest
  @CsvSource({
    "UNCERTAIN, It waits for you",
    "REJECTED PARTIAL, They wait for you",
    "QUEUED, It leaves as soon as",
    "QUEUED DATA, They leave as soon as",
    "QUEUED UNCERTAIN, One waits for you",
    "QUEUED UNCERTAIN REJECTED, 2 wait for you",
  })
  void saysWhatBecomesOfTheMail(String outbox, String says) {
    assertThat(detail(about(outbox))).contains(says);
  }

  @Test
  void whatLeavesByItselfIsToldFromWhatDoesNot() {
    assertThat(detail(about("QUEUED QUEUED UNCERTAIN")))
        .startsWith("2 leave as soon as")
        .contains("One waits for you");
  }

  @Test
  void nothingIsAskedWhereAllWasSent() {
    assertThat(about("ACCEPTED SAVED").ask(null, null, Locale.ENGLISH, NOON))
        .isEqualTo(CloseQuestion.Answer.CLOSE);
  }

  private static Messages words() {
    return Messages.of("/app/paloma/launcher/LauncherMessages", Locale.ENGLISH);
  }
}
