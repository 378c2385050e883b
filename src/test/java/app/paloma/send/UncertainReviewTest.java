package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import app.paloma.model.Flags;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy that turns up proves that a message went out, where it is a copy of what left then: not
/// of an earlier try, not of another message that has the same Message-ID.
final class UncertainReviewTest {
  private static final String MESSAGE =
      """
      From: Alice <alice@example.test>
      To: bob@example.net, carol@example.net
      Subject: Hello
      Message-ID: <one@example.test>

      hi
      """;

  @TempDir Path profile;

  private OutboxFixture fixture(FaultySmtpServer server) {
    return new OutboxFixture(profile, "smtp://localhost:" + server.port() + "?tls=none&auth=none");
  }

  private static void arrives(OutboxFixture fixture, String message) {
    Mailbox inbox =
        fixture.store.mailboxes().byRole(fixture.account.id(), MailboxRole.INBOX).orElseThrow();
    byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
    fixture
        .store
        .messages()
        .append(
            inbox.id(),
            Flags.NONE,
            fixture.clock.instant(),
            new MessageReader().index(octets, true),
            octets);
  }

  /// It was not taken, and nothing that is here says that it was.
  private static OutboxId stillUncertain(
      OutboxFixture fixture, FaultySmtpServer server, String message) throws Exception {
    server.at(Edge.DOT_NOT_TAKEN, () -> {});
    OutboxId id = fixture.enqueue(message);
    fixture.outbox.deliver(id);
    assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
    assertThat(fixture.outbox.reviewUncertain(fixture.account.id())).isZero();
    assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
    return id;
  }

  private static void settlesIt(OutboxFixture fixture, OutboxId id) {
    assertThat(fixture.outbox.reviewUncertain(fixture.account.id())).isOne();
    assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
  }

  @Test
  void itsCopyInTheInboxSettlesIt() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      OutboxId id = stillUncertain(fixture, server, MESSAGE);
      arrives(fixture, "Received: from x\n" + MESSAGE);
      settlesIt(fixture, id);
      assertThat(fixture.inSent()).isOne();
    }
  }

  @Test
  void theCopyOfAnEarlierTrySaysNothingAboutWhoWasPutOff() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      server.answer("carol@example.net", "450 4.2.1 busy");
      OutboxId id = fixture.enqueue(MESSAGE);
      fixture.outbox.deliver(id);
      assertThat(fixture.inSent()).as("for bob").isOne();
      server.answer("carol@example.net", "250 2.1.5 ok");
      server.at(Edge.DOT_NOT_TAKEN, () -> {});
      fixture.outbox.retry(id);
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
      fixture.outbox.reviewUncertain(fixture.account.id());
      assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
      fixture.outbox.resolve(id, false);
      fixture.outbox.deliver(id);
      assertThat(server.copies("carol@example.net")).isOne();
      assertThat(server.copies("bob@example.net")).isOne();
      assertThat(fixture.inSent()).isOne();
    }
  }

  @Test
  void theCopyOfTheSameMessageSentBeforeSaysNothing() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      fixture.outbox.deliver(fixture.enqueue(MESSAGE));
      assertThat(fixture.inSent()).isOne();
      stillUncertain(fixture, server, MESSAGE);
    }
  }

  @Test
  void whatIsPassedOnIsNotTheMessageThatCame() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      arrives(fixture, MESSAGE);
      String passedOn =
          """
          Resent-From: alice@example.test
          Resent-To: dave@example.net,
           alice@example.test
          """
              + MESSAGE;
      OutboxId id = stillUncertain(fixture, server, passedOn);
      arrives(fixture, "Received: from x\n" + passedOn.replace(",\n ", ", "));
      settlesIt(fixture, id);
    }
  }

  @Test
  void anotherMessageWithItsMessageIdSaysNothing() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server)) {
      arrives(fixture, MESSAGE.replace("Hello", "Yesterday's"));
      OutboxId id = stillUncertain(fixture, server, MESSAGE);
      arrives(fixture, MESSAGE);
      settlesIt(fixture, id);
    }
  }
}
