package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailRoute;
import app.paloma.model.OutboxId;
import app.paloma.model.OwnReply;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a message is not delivered: after two days of trying, and not because this computer was
/// off, or off-line, for two days.
final class GivingUpTest {
  private static final String MESSAGE = "From: alice@example.test\nSubject: x\n\nhi\n";

  @TempDir Path profile;

  /// Nobody listens there.
  private int port;

  @BeforeEach
  void aPort() throws IOException {
    try (ServerSocket none = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = none.getLocalPort();
    }
  }

  private OutboxFixture fixture(int to) {
    return OutboxFixture.plain(profile, "smtp://localhost:" + to + "?tls=none&auth=none");
  }

  private static void tryFor(OutboxFixture fixture, Duration time, int tries) {
    for (int i = 0; i < tries; i++) {
      fixture.clock.forward(time.dividedBy(tries));
      fixture.outbox.flush(e -> {});
    }
  }

  @Test
  void whatNoServerTookForTwoDaysIsNotDeliveredAndCanBeTriedAgain() throws Exception {
    OutboxId first;
    OutboxId second;
    OutboxId young;
    try (OutboxFixture fixture = fixture(port)) {
      first = fixture.enqueue(MESSAGE, "a@example.net");
      second = fixture.enqueue(MESSAGE, "b@example.net", "c@example.net");
      tryFor(fixture, Duration.ofHours(47), 10);
    }
    try (OutboxFixture fixture = fixture(port)) {
      fixture.clock.forward(Duration.ofHours(47));
      young = fixture.enqueue(MESSAGE, "d@example.net");
      tryFor(fixture, Duration.ofMinutes(30), 5);
      assertThat(fixture.result(first)).isEqualTo(SendResult.QUEUED);
      tryFor(fixture, Duration.ofHours(1), 1);
      for (OutboxId old : new OutboxId[] {first, second}) {
        assertThat(fixture.result(old)).isEqualTo(SendResult.REJECTED);
        assertThat(fixture.entry(old).why().failure()).isPresent();
        assertThat(fixture.entry(old).recipients())
            .allSatisfy(r -> assertThat(r.status()).isEqualTo(RecipientStatus.REJECTED))
            .extracting(r -> r.own().map(OwnReply::kind).orElseThrow())
            .containsOnly(OwnReply.Kind.UNANSWERED);
      }
      assertThat(fixture.store.outbox().list()).hasSize(3);
      assertThat(fixture.result(young)).isEqualTo(SendResult.QUEUED);

      fixture.outbox.retry(second);
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(second)).isEqualTo(SendResult.QUEUED);
      try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER)) {
        fixture.serverIs(server.port());
        fixture.outbox.flush(e -> {});
        assertThat(fixture.result(second)).isEqualTo(SendResult.SENT);
        assertThat(fixture.result(young)).isEqualTo(SendResult.SENT);
        assertThat(fixture.result(first)).isEqualTo(SendResult.REJECTED);
        assertThat(server.taken()).hasSize(2);
      }
    }
  }

  /// It was tried as it was queued; then the computer was off.
  @Test
  void theFirstFailureAfterDaysIsNotTheLast() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(port)) {
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      fixture.outbox.flush(e -> {});
      tryFor(fixture, Duration.ofDays(4), 1);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);

      fixture.serverIs(server.port());
      server.answer("a@example.net", "450 4.7.1 greylisted");
      fixture.outbox.flush(e -> {});
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      tryFor(fixture, Duration.ofHours(49), 1);
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason()).contains("greylisted");
    }
  }

  @Test
  void whatAServerDiesOfForTwoDaysIsNotDelivered() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = fixture(server.port())) {
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      server.say("MAIL", "what?");
      fixture.outbox.flush(e -> {});
      tryFor(fixture, Duration.ofHours(47), 1);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      tryFor(fixture, Duration.ofHours(2), 1);
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason()).contains("not an SMTP reply: what?");
    }
  }

  /// RFC 3207 §4: 454 is for a temporary reason. It waited for the user, who could do nothing.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "STARTTLS\nS: 454 4.7.0 TLS not available\nNEXT\n",
        // Alert: internal error.
        "STARTTLS\nS: 220 go\nC~ .*\nS- \\x15\\x03\\x03\\x00\\x02\\x02\\x50\nNEXT\n"
      })
  void aServerThatHasNoTlsJustNowIsTriedAgain(String startTls) throws Exception {
    String hello = "S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 STARTTLS\nC: ";
    String all = (hello + startTls).repeat(4).replaceFirst("NEXT\n$", "");
    try (ScriptedServer server = ScriptedServer.plain(all);
        OutboxFixture fixture =
            new OutboxFixture(profile, "smtp://localhost:" + server.port() + "?auth=none")) {
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      assertThat(fixture.outbox.queue(fixture.account).blockedUntil())
          .isBetween(
              fixture.clock.instant().plusSeconds(1), fixture.clock.instant().plusSeconds(120));
    }
  }

  @Test
  void aComputerWithoutANetworkGivesNothingUp() throws Exception {
    try (OutboxFixture fixture =
        OutboxFixture.plain(profile, "smtp://224.0.0.1:25?tls=none&auth=none")) {
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      tryFor(fixture, Duration.ofDays(5), 20);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      assertThat(fixture.entry(id).recipients())
          .extracting(Recipient::status)
          .containsOnly(RecipientStatus.PENDING);
    }
  }

  /// A computer that hands its mail over by itself, off-line over a long weekend: the days without
  /// a network are not those that the recipient's server had.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWeekendWithoutANetworkIsNoneOfTheTwoDays(boolean dns) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = _ -> to(dns, "224.0.0.1");
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net", "b@example.org");
      tryFor(fixture, Duration.ofDays(4), 16);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);

      fixture.routes = _ -> to(true, "127.0.0.1");
      server.answer("a@example.net", "450 4.7.1 greylisted");
      tryFor(fixture, Duration.ofHours(40), 4);
      fixture.routes = domain -> to(domain.equals("example.test"), "127.0.0.1");
      tryFor(fixture, Duration.ofHours(2), 1);
      assertThat(fixture.result(id)).isEqualTo(SendResult.PARTIAL);
      fixture.routes = _ -> to(true, "127.0.0.1");
      tryFor(fixture, Duration.ofHours(2), 1);
      assertThat(fixture.entry(id).recipients())
          .extracting(Recipient::status)
          .containsExactly(RecipientStatus.DEFERRED, RecipientStatus.ACCEPTED);
      tryFor(fixture, Duration.ofHours(10), 2);
      assertThat(fixture.entry(id).recipients().getFirst())
          .returns(RecipientStatus.REJECTED, Recipient::status)
          .returns("greylisted", Recipient::text);
    }
  }

  /// Others are found at the same time, or its address is one that this computer will never reach.
  @ParameterizedTest
  @ValueSource(strings = {"", "ff0e::1"})
  void aDomainThatIsNotReachedForTwoDaysIsGivenUpAllTheSame(String address) throws Exception {
    try (OutboxFixture fixture = OutboxFixture.direct(profile, port)) {
      fixture.routes = domain -> to(domain.equals("example.test") || !address.isEmpty(), address);
      OutboxId id = fixture.enqueue(MESSAGE, "a@example.net");
      tryFor(fixture, Duration.ofHours(46), 6);
      assertThat(fixture.result(id)).isEqualTo(SendResult.QUEUED);
      tryFor(fixture, Duration.ofHours(3), 1);
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
    }
  }

  private static MailRoute to(boolean dns, String address) throws IOException {
    if (!dns) {
      throw new IOException("no name server answers");
    }
    return new MailRoute.Servers(List.of(address));
  }
}
