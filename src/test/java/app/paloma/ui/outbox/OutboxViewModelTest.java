package app.paloma.ui.outbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.DeliveryWishes;
import app.paloma.model.OwnReply;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.testing.TestCertificates;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.outbox.OutboxViewModel.Choice;
import app.paloma.ui.outbox.OutboxViewModel.RecipientRow;
import app.paloma.ui.outbox.OutboxViewModel.Row;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxViewModelTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
  private final FakeOutbox services = new FakeOutbox();

  private OutboxViewModel open() {
    return open(Locale.ENGLISH);
  }

  private OutboxViewModel open(Locale locale) {
    return new OutboxViewModel(
        services,
        UiExecutor.direct(),
        Messages.of("/app/paloma/ui/outbox/OutboxMessages", locale),
        NOON,
        draft -> {},
        (account, failure) -> services.done.add("repair " + account + " " + failure.getMessage()));
  }

  @Test
  void whoHasItIsSaidWhileTheRestIsTriedAgain() {
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            State.QUEUED,
            1,
            NOON.instant().plusSeconds(300),
            FakeOutbox.recipient("a@b.example", RecipientStatus.ACCEPTED, 250, "", "", ""),
            FakeOutbox.recipient("c@b.example", RecipientStatus.DEFERRED, 450, "", "busy", "")));
    assertThat(open().rows().getFirst().state())
        .startsWith("Sent to some: 1 accepted, 1 to be tried again. Next try today at");
  }

  @Test
  void eachRecipientIsSaidInWords() {
    services.entries.add(FakeOutbox.mixed());
    OutboxViewModel model = open();
    Row row = model.rows().getFirst();
    assertThat(row.state()).isEqualTo("Sent to some: 2 accepted, 1 to be tried again, 2 refused");
    assertThat(row.recipients()).hasSize(5);
    assertThat(row.recipients().get(2).why()).isNotBlank();
    model.useSuggestion(row, row.recipients().get(3).recipient());
    assertThat(services.done).containsExactly("use marta@new.example");
    assertThat(model.noteProperty().get()).contains("on its way to marta@new.example");
  }

  /// Not the advice any more to do what was done.
  @Test
  void afterTheClickItSaysThatACopyWentThere() {
    services.entries.add(FakeOutbox.mixed());
    OutboxViewModel model = open();
    assertThat(model.rows().getFirst().recipients().get(3).advice()).contains("suggests");
    services.entries.set(0, FakeOutbox.suggestionUsed());
    model.refresh();
    assertThat(model.rows().getFirst().recipients().get(3).advice())
        .contains("A copy was sent to marta@new.example instead")
        .doesNotContain("suggests");
  }

  /// Nothing of it is in Drafts then, to be sent to all of them once more.
  @Test
  void whatSomeHaveIsGivenUpForTheOthers() {
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            State.QUEUED,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.ACCEPTED, 250, "", "ok", ""),
            FakeOutbox.recipient("c@b.example", RecipientStatus.DEFERRED, 450, "", "busy", "")));
    OutboxViewModel model = open();
    Row row = model.rows().getFirst();
    assertThat(row.choices()).containsExactly(Choice.TRY_AGAIN, Choice.GIVE_UP_REST);
    model.choose(row, Choice.GIVE_UP_REST);
    assertThat(services.done).containsExactly("give up rest of 1");
    assertThat(model.noteProperty().get()).contains("does not try any more");
  }

  @Test
  void whoWasGivenUpIsNotPromisedAnotherTry() {
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            State.PARTIAL,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.ACCEPTED, 250, "", "ok", ""),
            FakeOutbox.recipient("c@b.example", RecipientStatus.REJECTED, 450, "", "busy", "")));
    RecipientRow row = open().rows().getFirst().recipients().getLast();
    assertThat(row.state()).isEqualTo("not tried any more");
    assertThat(row.advice()).startsWith("Paloma has stopped trying.");
  }

  @Test
  void whatWasAnsweredHereIsNotPutIntoTheServersMouth() {
    OwnReply own = new OwnReply(OwnReply.Kind.TOO_BIG, "66300153", "62914560");
    Recipient recipient =
        new Recipient(
            "a@b.example",
            RecipientStatus.REJECTED,
            own.code(),
            own.enhanced(),
            own.text(),
            "",
            "",
            Optional.of(own));
    services.entries.add(FakeOutbox.entry(1, "Hi", State.REJECTED, 1, Instant.EPOCH, recipient));
    Row card = open().rows().getFirst();
    RecipientRow row = card.recipients().getFirst();
    assertThat(card.state()).isEqualTo("Not sent");
    assertThat(row.state()).isEqualTo("not sent");
    assertThat(row.why()).contains("It has 66.4 MB, and your mail server takes 62.9 MB at most.");
    assertThat(row.why() + row.said()).doesNotContain("server say", "server said");
  }

  @Test
  void anUncertainMessageAsksAndNeverSendsByItself() {
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Contract",
            State.UNCERTAIN,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "")));
    OutboxViewModel model = open();
    Row row = model.rows().getFirst();
    assertThat(row.choices())
        .containsExactly(Choice.LOOK_IN_SENT, Choice.WAS_SENT, Choice.SEND_AGAIN);
    model.choose(row, Choice.LOOK_IN_SENT);
    assertThat(model.noteProperty().get()).contains("not in Sent");
    assertThat(services.done).isEmpty();
    services.lookFails = new ConnectFailed(ConnectFailed.Reason.REFUSED, "refused", null);
    model.choose(row, Choice.LOOK_IN_SENT);
    assertThat(model.noteProperty().get())
        .contains("could not be asked")
        .doesNotContain("send it again");
    model.choose(row, Choice.WAS_SENT);
    assertThat(services.done).containsExactly("resolve 1 true");
  }

  /// In a POP3 account no server files anything in Sent.
  @Test
  void whereSentIsHereAloneNothingIsLookedForInIt() {
    services.sentOnServer = false;
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Contract",
            State.UNCERTAIN,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "")));
    assertThat(open().rows().getFirst().choices())
        .containsExactly(Choice.WAS_SENT, Choice.SEND_AGAIN);
  }

  static Stream<Arguments> obstacles() throws Exception {
    X509Certificate own =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        TestCertificates.shared().pem("self-signed").getBytes(US_ASCII)));
    return Stream.of(
        Arguments.of(new AuthRejected("535 5.7.8 wrong password"), Choice.PASSWORD),
        Arguments.of(AuthRejected.withoutMechanism("only GSSAPI"), Choice.SETTINGS),
        Arguments.of(
            new TlsFailed(TlsFailed.Reason.UNKNOWN_ISSUER, "self-signed", Optional.of(own), null),
            Choice.CERTIFICATE),
        Arguments.of(
            new TlsFailed(TlsFailed.Reason.STARTTLS_MISSING, "no STARTTLS", null),
            Choice.SETTINGS));
  }

  /// What waits for the user has the way to the answer, before anything else.
  @ParameterizedTest
  @MethodSource("obstacles")
  void whatKeepsTheAccountsMailCanBeAnswered(MailException failure, Choice help) {
    services.obstacle = failure;
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            State.QUEUED,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "")));
    OutboxViewModel model = open();
    Row row = model.rows().getFirst();
    assertThat(row.choices()).containsExactly(help, Choice.TRY_AGAIN, Choice.EDIT, Choice.CANCEL);
    model.choose(row, help);
    assertThat(services.done).containsExactly("repair 1 " + failure.getMessage());
    model.refresh();
    assertThat(model.rows().getFirst()).as("not made anew").isEqualTo(row);
  }

  /// It goes by itself when there is a connection again.
  @Test
  void aLostConnectionIsNoQuestion() {
    services.obstacle = new ConnectFailed(ConnectFailed.Reason.REFUSED, "refused", null);
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            State.QUEUED,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "")));
    assertThat(open().rows().getFirst().choices())
        .containsExactly(Choice.TRY_AGAIN, Choice.EDIT, Choice.CANCEL);
  }

  /// Trying again does not help against what is refused for good, so it is not what comes first.
  @ParameterizedTest
  @CsvSource({
    "PARTIAL, 550, EDIT_FOR_REFUSED TRY_AGAIN DISMISS",
    "PARTIAL, 450, TRY_AGAIN EDIT_FOR_REFUSED DISMISS",
    "REJECTED, 550, EDIT TRY_AGAIN DISMISS",
    "REJECTED, 450, TRY_AGAIN EDIT DISMISS",
  })
  void whatHelpsComesFirst(State state, int code, String choices) {
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            state,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient("a@b.example", RecipientStatus.ACCEPTED, 250, "", "ok", ""),
            FakeOutbox.recipient("c@b.example", RecipientStatus.REJECTED, code, "", "no", "")));
    OutboxViewModel model = open();
    Row row = model.rows().getFirst();
    assertThat(row.choices().stream().map(Choice::name)).containsExactly(choices.split(" "));
    model.choose(row, row.choices().getFirst());
  }

  /// All have it now; what is left is to take it out of the list.
  @Test
  void whereAllRefusedHaveItElsewhereNothingIsTriedAgain() {
    Entry mixed = FakeOutbox.suggestionUsed();
    services.entries.add(
        mixed.to(
            mixed.recipients().stream()
                .filter(r -> r.status() == RecipientStatus.ACCEPTED || !r.sentInstead().isEmpty())
                .toList()));
    assertThat(open().rows().getFirst().choices()).containsExactly(Choice.DISMISS);
  }

  @Test
  void aRetryNamesItsTime() {
    services.entries.add(
        FakeOutbox.entry(
            1,
            "Hi",
            State.QUEUED,
            2,
            Instant.parse("2026-11-20T12:15:00Z"),
            FakeOutbox.recipient(
                "a@b.example", RecipientStatus.DEFERRED, 450, "4.2.0", "busy", "")));
    Row row = open().rows().getFirst();
    assertThat(row.state()).contains("12:15");
    assertThat(row.choices()).containsExactly(Choice.TRY_AGAIN, Choice.EDIT, Choice.CANCEL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | 2026-11-20T12:00:10Z | Will be sent in a moment",
        "es | 2026-11-20T12:01:00Z | Se enviará en un momento",
        "en | 2026-11-20T18:00:00Z | Will be sent today at",
        "en | 2026-11-21T08:00:00Z | Will be sent tomorrow at",
        "en | 2026-11-24T08:00:00Z | Will be sent on Tuesday at",
        "en | 2026-12-24T08:00:00Z | Will be sent on December 24, 2026 at",
        "es | 2026-11-21T08:00:00Z | Se enviará mañana a las",
        "es | 2026-11-24T08:00:00Z | Se enviará el martes a las",
        "es | 2026-12-24T08:00:00Z | Se enviará el 24 de diciembre de 2026 a las",
      })
  void whatIsPutOffNamesItsDay(Locale locale, Instant when, String says) {
    Recipient to = FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "");
    services.entries.add(FakeOutbox.held(DeliveryWishes.NONE, when, to));
    assertThat(open(locale).rows().getFirst().state()).startsWith(says);
  }

  @Test
  void offLineItIsSaidWhyNothingLeaves() {
    services.online = false;
    Recipient to = FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "");
    services.entries.add(FakeOutbox.held(DeliveryWishes.NONE, Instant.EPOCH, to));
    Row row = open().rows().getFirst();
    assertThat(row.detail()).contains("working off line");
    assertThat(row.choices())
        .as("nothing that would come to nothing")
        .containsExactly(Choice.EDIT, Choice.CANCEL);
  }

  @Test
  void whatTheWriterAskedForIsSaid() {
    Recipient to = FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "");
    DeliveryWishes wishes = new DeliveryWishes(true, true, Optional.empty(), false, Instant.EPOCH);
    services.entries.add(FakeOutbox.held(wishes, Instant.EPOCH, to));
    assertThat(open().rows().getFirst().detail())
        .contains("asked to report its delivery", "over encrypted lines or not at all");
  }

  /// RFC 4865: the server has no command to give it back.
  @ParameterizedTest
  @CsvSource({
    "en, 1970-01-01T00:00:00Z, cannot be taken back",
    "es, 1970-01-01T00:00:00Z, no se podrá recuperar",
    "en, 2026-11-21T12:00:00Z, ''",
  })
  void whatTheServerIsToKeepIsSaidToBeGone(Locale locale, Instant notBefore, String said) {
    DeliveryWishes held =
        new DeliveryWishes(
            false, false, Optional.empty(), false, Instant.parse("2026-11-21T12:00:00Z"));
    Recipient to = FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "");
    services.entries.add(FakeOutbox.held(held, notBefore, to));
    String detail = open(locale).rows().getFirst().detail();
    assertThat(detail).contains(said);
    assertThat(detail.isEmpty()).isEqualTo(said.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"en, Goes to the server in a moment", "es, Irá al servidor en un momento"})
  void whatGoesToAServerThatKeepsItIsNotSaidToBeSent(Locale locale, String said) {
    Instant now = NOON.instant();
    DeliveryWishes held =
        new DeliveryWishes(false, false, Optional.empty(), false, now.plusSeconds(86_400));
    Recipient to = FakeOutbox.recipient("a@b.example", RecipientStatus.PENDING, 0, "", "", "");
    services.entries.add(FakeOutbox.held(held, now.plusSeconds(10), to));
    assertThat(open(locale).rows().getFirst().state()).isEqualTo(said);
  }
}
