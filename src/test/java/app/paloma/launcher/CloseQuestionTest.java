package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.ui.Messages;
import app.paloma.ui.outbox.FakeOutbox;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloseQuestionTest {
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
        Arrays.stream(states.split(" "))
            .map(State::valueOf)
            .map(CloseQuestionTest::entry)
            .toList());
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
    assertThat(about(outbox).detail(words())).contains(says);
  }

  @Test
  void whatLeavesByItselfIsToldFromWhatDoesNot() {
    assertThat(about("QUEUED QUEUED UNCERTAIN").detail(words()))
        .startsWith("2 leave as soon as")
        .contains("One waits for you");
  }

  @Test
  void nothingIsAskedWhereAllWasSent() {
    assertThat(about("ACCEPTED SAVED").ask(null, null, Locale.ENGLISH))
        .isEqualTo(CloseQuestion.Answer.CLOSE);
  }

  private static Messages words() {
    return Messages.of("/app/paloma/launcher/LauncherMessages", Locale.ENGLISH);
  }
}
