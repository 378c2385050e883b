package app.paloma.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.MessageReader;
import app.paloma.model.ServerSettings;
import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftId;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MessageId;
import app.paloma.model.OutboxId;
import app.paloma.model.SentCopy;
import app.paloma.model.SubmissionOffer;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.send.FaultySmtpServer.Taken;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.testing.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutboxTest {
  private static final String MESSAGE =
      """
      From: Alice <alice@example.test>
      To: Bob <bob@example.net>,
       carol@example.net
      Cc: BOB@example.net
      Bcc: dave@example.net
      Subject: Hello

      .dot
      end
      """;

  @TempDir Path profile;

  private OutboxFixture fixture(FaultySmtpServer server) {
    return fixture(server.port());
  }

  private OutboxFixture fixture(int port) {
    return new OutboxFixture(profile, "smtp://localhost:" + port + "?tls=none&auth=none");
  }

  private static List<RecipientStatus> statuses(OutboxFixture fixture, OutboxId id) {
    return fixture.entry(id).recipients().stream().map(Recipient::status).toList();
  }

  /// The answer to the content is lost: whom the server had refused before cannot have it, and whom
  /// it had put off gets it later.
  @ParameterizedTest
  @ValueSource(strings = {"PIPELINING", "SIZE 0"})
  void whatWasRefusedIsNotUncertain(String extension) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.DOT_TAKEN, extension);
        OutboxFixture fixture = fixture(server)) {
      server.answer("bob@example.net", "550 5.1.1 no such user");
      server.answer("carol@example.net", "450 4.2.1 busy");
      OutboxId id = fixture.enqueue(MESSAGE);
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
      assertThat(statuses(fixture, id))
          .containsExactly(
              RecipientStatus.REJECTED,
              RecipientStatus.DEFERRED,
              RecipientStatus.PENDING,
              RecipientStatus.PENDING);
      fixture.outbox.resolve(id, true);
      assertThat(fixture.result(id)).isEqualTo(SendResult.PARTIAL);
      assertThat(statuses(fixture, id)).first().isEqualTo(RecipientStatus.REJECTED);
      server.answer("carol@example.net", "250 2.1.5 ok");
      fixture.outbox.retry(id);
      fixture.outbox.deliver(id);
      assertThat(server.copies("bob@example.net")).isZero();
      assertThat(server.copies("carol@example.net")).isEqualTo(1);
      assertThat(server.copies("dave@example.net")).isEqualTo(1);
      assertThat(statuses(fixture, id))
          .containsExactly(
              RecipientStatus.REJECTED,
              RecipientStatus.ACCEPTED,
              RecipientStatus.ACCEPTED,
              RecipientStatus.ACCEPTED);
    }
  }

  /// The window says so; it went out all the same.
  @Test
  void offLineNothingLeavesAndBackAgainInOrder() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      fixture.outbox.setOnline(false);
      OutboxId first = fixture.enqueue(MESSAGE, "a@example.net");
      OutboxId second = fixture.enqueue(MESSAGE, "b@example.net");
      fixture.outbox.start();
      fixture.outbox.retry(second);
      fixture.outbox.flush(e -> {});
      assertThat(fixture.entry(first).state()).isEqualTo(State.QUEUED);
      assertThat(server.copies("a@example.net") + server.copies("b@example.net")).isZero();
      fixture.outbox.setOnline(true);
      await(() -> fixture.entry(second).state() == State.SAVED);
      assertThat(fixture.entry(first).state()).isEqualTo(State.SAVED);
      assertThat(server.copies("a@example.net")).isOne();
    }
  }

  /// It waited as long as after any lost connection, though the user had asked for it.
  @Test
  void whatTheUserSendsAgainLeavesAtOnce() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.DOT_TAKEN, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id = fixture.enqueue(MESSAGE, "bob@example.net");
      fixture.outbox.start();
      await(() -> fixture.entry(id).state() == State.UNCERTAIN);
      fixture.outbox.resolve(id, false);
      await(() -> fixture.entry(id).state() == State.SAVED);
      assertThat(server.copies("bob@example.net")).isEqualTo(2);
    }
  }

  @Test
  void sendsAFinishedMessageWithoutItsBcc() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING", "SIZE 0");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id = fixture.enqueue(MESSAGE);
      String messageId = fixture.entry(id).messageId();
      assertThat(messageId).endsWith("@example.test");
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      Taken taken = server.taken().getFirst();
      assertThat(taken.reversePath()).isEqualTo("alice@example.test");
      assertThat(taken.recipients())
          .containsExactly(
              "bob@example.net", "carol@example.net", "BOB@example.net", "dave@example.net");
      assertThat(taken.content())
          .doesNotContainIgnoringCase("bcc")
          .contains("Message-ID: <" + messageId + ">\r\n", "\r\nDate: ".substring(2))
          .endsWith("Cc: BOB@example.net\r\nSubject: Hello\r\n\r\n.dot\r\nend\r\n");
      assertThat(fixture.inSent()).isOne();
    }
  }

  /// The second is too large to be encoded in memory.
  @ParameterizedTest
  @ValueSource(ints = {1, 1_200_000})
  void eightBitContentIsEncodedWhereTheServerTakesNone(int lines) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "SIZE 0");
        OutboxFixture fixture = fixture(server)) {
      String header =
          """
          From: alice@example.test
          To: bob@example.net
          MIME-Version: 1.0
          Content-Type: text/plain; charset=utf-8
          Content-Transfer-Encoding: 8bit

          """;
      OutboxId id = fixture.enqueue(header + "mañana\n".repeat(lines));
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      String taken = server.taken().getFirst().content();
      int body = taken.indexOf("\r\n\r\n") + 4;
      assertThat(taken.substring(0, body))
          .endsWith("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
      assertThat(taken.substring(body).equals("ma=C3=B1ana\r\n".repeat(lines))).isTrue();
      assertThat(server.envelopes().getFirst()).endsWith(" SIZE=" + taken.length());
    }
  }

  @Test
  void whatCannotBeEncodedIsRefusedWithTheReason() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "8BITMIME");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id =
          fixture.enqueue(
              """
              From: alice@example.test
              To: bob@example.net
              MIME-Version: 1.0
              Content-Type: multipart/signed; boundary=x; protocol="application/pgp-signature"

              --x

              """
                  + "long ".repeat(500)
                  + "\n--x\n\nsignature\n--x--\n");
      OutboxId next = fixture.enqueue(MESSAGE);
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason())
          .startsWith("bob@example.net: 554 5.6.2 The message has lines of more than 998 octets")
          .contains("signature");
      assertThat(fixture.result(next)).isEqualTo(SendResult.SENT);
      assertThat(server.taken()).hasSize(1);
    }
  }

  @Test
  void resentFieldsNameTheRecipients() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      OutboxId id =
          fixture.enqueue(
              "Resent-From: r@example.test\nResent-To: new@example.net\nResent-Bcc: x@example.net\n"
                  + MESSAGE);
      fixture.outbox.deliver(id);
      assertThat(server.taken().getFirst().recipients())
          .containsExactly("new@example.net", "x@example.net");
      assertThat(server.taken().getFirst().reversePath()).isEqualTo("r@example.test");
      assertThat(server.taken().getFirst().content()).doesNotContainIgnoringCase("bcc:");
    }
  }

  @Test
  void refusesWhatNamesNobodyOrNonsense() {
    try (OutboxFixture fixture = fixture(1)) {
      assertThatThrownBy(() -> fixture.enqueue("From: a@b.c\n\nx"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> fixture.enqueue("To: a@b.c\n\nx", "a@b.c>\r\nRCPT TO:<x@y.z"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(fixture.store.outbox().list()).isEmpty();
    }
  }

  @Test
  void eachRecipientHasAnOutcomeAndTheDeferredOneIsTriedAgain() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      server.answer("b@example.net", "550 5.1.1 no such user");
      server.answer("c@example.net", "551 5.1.6 try <c@new.example>");
      server.answer("d@example.net", "450 4.2.1 busy");
      OutboxId id =
          fixture.enqueue(
              MESSAGE, "a@example.net", "b@example.net", "c@example.net", "d@example.net");
      fixture.outbox.deliver(id);
      assertThat(statuses(fixture, id))
          .containsExactly(
              RecipientStatus.ACCEPTED,
              RecipientStatus.REJECTED,
              RecipientStatus.REJECTED,
              RecipientStatus.DEFERRED);
      assertThat(fixture.entry(id).recipients().get(2).tryInstead()).isEqualTo("c@new.example");
      assertThat(fixture.result(id)).isEqualTo(SendResult.PARTIAL);
      assertThat(fixture.entry(id).state()).isEqualTo(State.QUEUED);
      assertThat(fixture.entry(id).nextAttempt()).isAfter(fixture.clock.instant());

      server.answer("d@example.net", "250 ok");
      fixture.outbox.start();
      Thread.sleep(300);
      assertThat(server.copies("d@example.net")).as("not before its time").isZero();
      fixture.clock.forward(Duration.ofMinutes(2));
      fixture.outbox.wake();
      await(() -> fixture.entry(id).state() == State.PARTIAL);
      assertThat(server.copies("d@example.net")).isOne();
      assertThat(server.copies("a@example.net")).isOne();
      assertThat(fixture.inSent()).isOne();
    }
  }

  /// A server that forwards what it said it does not take would deliver it twice.
  @Test
  void whoHasItAtAnotherAddressIsNotTriedAgain() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "PIPELINING");
        OutboxFixture fixture = fixture(server)) {
      server.answer("b@example.net", "550 5.1.1 no such user");
      server.answer("c@example.net", "551 5.1.6 try <c@new.example>");
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net", "b@example.net", "c@example.net");
      fixture.outbox.deliver(id);
      fixture.outbox.sendInstead(id, fixture.entry(id).recipients().getLast());
      server.answer("b@example.net", "250 ok");
      server.answer("c@example.net", "250 ok");
      fixture.outbox.retry(id);
      fixture.outbox.flush(e -> {});
      assertThat(server.copies("b@example.net")).isOne();
      assertThat(server.copies("c@new.example")).isOne();
      assertThat(server.copies("c@example.net")).isZero();
      assertThat(fixture.entry(id).recipients().getLast().sentInstead()).isEqualTo("c@new.example");
    }
  }

  @Test
  void aWrongPasswordWaitsForTheUser() throws Exception {
    String refusal =
        """
        S: 220 x
        C: EHLO [127.0.0.1]
        S: 250-x
        S: 250 AUTH PLAIN
        C~ AUTH PLAIN .*
        S: 535 5.7.8 wrong
        """;
    try (ScriptedServer server = ScriptedServer.plain(refusal + "NEXT\n" + refusal);
        OutboxFixture fixture =
            new OutboxFixture(profile, "smtp://alice@localhost:" + server.port() + "?tls=none")) {
      OutboxId id = fixture.enqueue(MESSAGE);
      fixture.outbox.start();
      await(() -> fixture.outbox.lastFailure(fixture.account.id()).isPresent());
      fixture.clock.forward(Duration.ofHours(5));
      fixture.outbox.wake();
      Thread.sleep(300);
      assertThat(server.received()).filteredOn(line -> line.startsWith("AUTH")).hasSize(1);
      assertThat(fixture.outbox.lastFailure(fixture.account.id()))
          .containsInstanceOf(AuthRejected.class);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      fixture.outbox.retry(id);
      server.verify();
    }
  }

  /// It went on waiting for the user, who had answered already.
  @Test
  void whatWaitedForAPasswordLeavesAsSoonAsItIsThere() throws Exception {
    String greeting =
        """
        S: 220 x
        C: EHLO [127.0.0.1]
        S: 250-x
        S: 250 AUTH PLAIN
        C~ AUTH PLAIN .*
        """;
    try (ScriptedServer server =
            ScriptedServer.plain(
                greeting
                    + """
                    S: 535 5.7.8 wrong
                    NEXT
                    """
                    + greeting
                    + """
                    S: 235 2.7.0 right
                    C~ MAIL .*
                    S: 550 5.7.1 no
                    """);
        OutboxFixture fixture =
            new OutboxFixture(profile, "smtp://alice@localhost:" + server.port() + "?tls=none")) {
      OutboxId id = fixture.enqueue(MESSAGE);
      fixture.outbox.start();
      await(() -> fixture.outbox.lastFailure(fixture.account.id()).isPresent());
      fixture.outbox.resume(fixture.account.id());
      await(() -> fixture.entry(id).state() == State.REJECTED);
    }
  }

  @Test
  void theServersOwnCopyIsTheOnlyOne() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      fixture.filedBy(SentCopy.SERVER);
      OutboxId id = fixture.enqueue(MESSAGE);
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(fixture.inSent()).isZero();
    }
  }

  @Test
  void submissionServersThatFileTheCopyAreKnown() throws Exception {
    for (String host :
        List.of("smtp.gmail.com", "SMTP-Mail.Outlook.com", "gmail.com", "mail.notgmail.com")) {
      try (OutboxFixture fixture =
          new OutboxFixture(profile.resolve(host), "smtps://alice@" + host)) {
        assertThat(filesCopy(fixture, "imaps"))
            .as(host)
            .isEqualTo(host.equals("mail.notgmail.com"));
        assertThat(filesCopy(fixture, "pop3s")).as("its Sent is not to be had: " + host).isTrue();
        fixture.store.preferences().put(SentCopy.seenKey(fixture.account.id()), "true");
        assertThat(filesCopy(fixture, "imaps")).as("seen to file it: " + host).isFalse();
      }
    }
  }

  private static boolean filesCopy(OutboxFixture fixture, String incoming) throws Exception {
    Account a = fixture.account;
    Account account =
        new Account(
            a.id(),
            a.email(),
            a.name(),
            ServerSettings.parse(incoming + "://alice@localhost"),
            a.outgoing(),
            a.leaveOnServer(),
            a.caPem(),
            a.sentCopy(),
            a.signature());
    return new SentFiling(fixture.store, new MessageReader())
        .filesCopy(account, fixture.entry(fixture.enqueue(MESSAGE)));
  }

  @Test
  void theUserSettlesWhatIsUncertain() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.DOT_TAKEN);
        OutboxFixture fixture = fixture(server)) {
      OutboxId went = fixture.enqueue(MESSAGE, "x@example.net");
      fixture.outbox.deliver(went);
      server.at(Edge.DOT_NOT_TAKEN, () -> {});
      OutboxId did = fixture.enqueue(MESSAGE, "y@example.net");
      fixture.outbox.deliver(did);
      assertThat(fixture.result(went)).isEqualTo(SendResult.UNCERTAIN);
      assertThat(fixture.result(did)).isEqualTo(SendResult.UNCERTAIN);
      fixture.outbox.resolve(went, true);
      fixture.outbox.resolve(did, false);
      fixture.outbox.flush(e -> {});
      assertThat(server.copies("x@example.net")).isOne();
      assertThat(server.copies("y@example.net")).isOne();
      assertThat(fixture.inSent()).isEqualTo(2);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private Draft asking(OutboxFixture fixture) {
    return fixture
        .store
        .drafts()
        .save(
            new Draft(
                new DraftId(0),
                fixture.account.id(),
                fixture.account.address(),
                List.of(Address.of("bob@example.net")),
                List.of(),
                List.of(),
                "Contract",
                "text",
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                Draft.Kind.NEW,
                Optional.empty(),
                Optional.empty(),
                fixture.clock.instant(),
                new Draft.Asks(true, true, false)));
  }

  @Test
  void reportsAreAskedForWhereTheServerSendsThem() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "DSN");
        OutboxFixture fixture = fixture(server)) {
      assertThat(fixture.outbox.offers(fixture.account.id())).isEmpty();
      OutboxId id = fixture.outbox.enqueue(asking(fixture), fixture.clock.instant());
      assertThat(fixture.entry(id).wishes().report()).isTrue();
      fixture.outbox.deliver(id);
      String messageId = fixture.entry(id).messageId();
      assertThat(server.envelopes())
          .containsExactly(
              "MAIL FROM:<alice@example.test> RET=HDRS ENVID=" + messageId,
              "RCPT TO:<bob@example.net> NOTIFY=SUCCESS,FAILURE,DELAY"
                  + " ORCPT=rfc822;bob@example.net");
      assertThat(server.taken().getFirst().content())
          .contains("Disposition-Notification-To: Alice <alice@example.test>\r\n");
      assertThat(fixture.outbox.offers(fixture.account.id())).containsExactly(SubmissionOffer.DSN);
    }
  }

  @Test
  void aReceiptLeavesWithTheNullReversePathAndIsNotFiled() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      byte[] asks = "From: bob@example.net\r\n\r\nread?".getBytes(UTF_8);
      MessageId about =
          fixture
              .store
              .pop3()
              .arrived(
                  fixture.account.id(),
                  "u1",
                  "hash",
                  fixture.clock.instant(),
                  new MessageReader().index(asks, true),
                  asks,
                  asks.length,
                  true);
      byte[] receipt = "From: alice@example.test\r\n\r\nseen".getBytes(UTF_8);
      for (boolean first : List.of(true, false)) {
        assertThat(
                fixture.outbox.enqueueReceipt(
                    about, fixture.account.id(), List.of("bob@example.net"), receipt))
            .isEqualTo(first);
      }
      OutboxId id = fixture.store.outbox().list().getFirst().id();
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(server.envelopes().getFirst()).isEqualTo("MAIL FROM:<>");
      assertThat(server.copies("bob@example.net")).isOne();
      assertThat(fixture.inSent()).isZero();
    }
  }
}
