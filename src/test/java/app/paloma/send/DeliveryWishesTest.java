package app.paloma.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.DeliveryWishes;
import app.paloma.model.OutboxId;
import app.paloma.model.OwnReply;
import app.paloma.model.SubmissionOffer;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of servers, from the outbox to the wire; and what becomes of it where a server
/// does not offer it.
@Timeout(60)
class DeliveryWishesTest {
  @TempDir Path profile;

  private OutboxFixture fixture(FaultySmtpServer server) {
    return new OutboxFixture(profile, "smtp://localhost:" + server.port() + "?tls=none&auth=none");
  }

  private static OutboxId enqueue(OutboxFixture fixture, DeliveryWishes wishes) throws IOException {
    return fixture.outbox.enqueue(
        List.of(fixture.account),
        new ByteArrayInputStream("To: bob@example.net\r\n\r\nhello\r\n".getBytes(UTF_8)),
        Optional.empty(),
        List.of(),
        fixture.clock.instant(),
        wishes);
  }

  private static DeliveryWishes heldUntil(Instant until) {
    return new DeliveryWishes(false, false, Optional.empty(), false, until);
  }

  private static DeliveryWishes within(Duration time, boolean orReturn) {
    return new DeliveryWishes(false, false, Optional.of(time), orReturn, Instant.EPOCH);
  }

  @Test
  void aServerThatCanKeepsItUntilItIsTime() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "FUTURERELEASE 86400");
        OutboxFixture fixture = fixture(server)) {
      Instant until = fixture.clock.instant().plus(Duration.ofHours(3));
      OutboxId id = enqueue(fixture, heldUntil(until));
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(server.envelopes().getFirst())
          .isEqualTo(
              "MAIL FROM:<alice@example.test> HOLDUNTIL=" + until.truncatedTo(ChronoUnit.SECONDS));
      assertThat(fixture.outbox.offers(fixture.account.id()))
          .containsExactly(SubmissionOffer.FUTURERELEASE);
    }
  }

  /// It cannot at all, or not for so long.
  @ParameterizedTest
  @ValueSource(strings = {"PIPELINING", "FUTURERELEASE 3600"})
  void whereTheServerDoesNotItIsKeptHere(String extension) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture = fixture(server)) {
      Instant until = fixture.clock.instant().plus(Duration.ofHours(3));
      OutboxId id = enqueue(fixture, heldUntil(until));
      fixture.outbox.deliver(id);
      assertThat(fixture.entry(id).state()).isEqualTo(State.QUEUED);
      assertThat(fixture.entry(id).notBefore()).isEqualTo(until.truncatedTo(ChronoUnit.MILLIS));
      fixture.outbox.flush(entry -> {});
      assertThat(server.envelopes()).isEmpty();
      fixture.clock.forward(Duration.ofHours(4));
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(server.envelopes().getFirst()).isEqualTo("MAIL FROM:<alice@example.test>");
    }
  }

  /// What is left of the time, from when it was queued.
  @Test
  void howSoonItIsToBeThereIsToldInTheTimeThatIsLeft() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "DELIVERBY 60");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id = enqueue(fixture, within(Duration.ofHours(2), true));
      OutboxId late = enqueue(fixture, within(Duration.ofMinutes(1), false));
      fixture.clock.forward(Duration.ofMinutes(30));
      fixture.outbox.deliver(id);
      fixture.outbox.deliver(late);
      assertThat(server.envelopes())
          .filteredOn(line -> line.startsWith("MAIL"))
          .containsExactly(
              "MAIL FROM:<alice@example.test> BY=5400;R", "MAIL FROM:<alice@example.test> BY=60;N");
    }
  }

  /// It was asked for more time, and would have delivered what was to come back.
  @Test
  void aServerThatIsNotQuickEnoughIsNotAskedToSendBackWhatIsLate() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "DELIVERBY 7200");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id = enqueue(fixture, within(Duration.ofHours(1), true));
      OutboxId told = enqueue(fixture, within(Duration.ofHours(1), false));
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason()).contains("DELIVERBY");
      assertThat(fixture.result(told)).isEqualTo(SendResult.SENT);
      assertThat(server.envelopes().getFirst()).endsWith(" BY=7200;N");
    }
  }

  /// Strangers' servers keep nothing, and nobody vouches for their certificates.
  @Test
  void deliveredDirectlyItIsKeptHereAndPromisedNothing() throws Exception {
    try (FaultySmtpServer server =
            new FaultySmtpServer(Edge.NEVER, "FUTURERELEASE 86400", "REQUIRETLS");
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      Instant until = fixture.clock.instant().plus(Duration.ofHours(3));
      OutboxId held = enqueue(fixture, heldUntil(until));
      OutboxId promised =
          enqueue(fixture, new DeliveryWishes(false, true, Optional.empty(), false, Instant.EPOCH));
      fixture.outbox.flush(entry -> {});
      assertThat(fixture.entry(held).state()).isEqualTo(State.QUEUED);
      assertThat(fixture.entry(held).notBefore()).isEqualTo(until.truncatedTo(ChronoUnit.MILLIS));
      assertThat(fixture.entry(promised).recipients().getFirst().own())
          .map(OwnReply::kind)
          .contains(OwnReply.Kind.REQUIRE_TLS);
      assertThat(server.envelopes()).isEmpty();
    }
  }

  @Test
  void aPromiseThatNobodyGivesIsNotBroken() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "SIZE 0");
        OutboxFixture fixture = fixture(server)) {
      OutboxId id =
          enqueue(fixture, new DeliveryWishes(false, true, Optional.empty(), false, Instant.EPOCH));
      OutboxId timely = enqueue(fixture, within(Duration.ofHours(2), true));
      fixture.outbox.deliver(id);
      fixture.outbox.deliver(timely);
      assertThat(server.taken()).isEmpty();
      assertThat(fixture.entry(id).state()).isEqualTo(State.REJECTED);
      assertThat(fixture.entry(id).recipients().getFirst().own())
          .map(OwnReply::kind)
          .contains(OwnReply.Kind.REQUIRE_TLS);
      assertThat(fixture.entry(timely).recipients().getFirst().own())
          .map(OwnReply::kind)
          .contains(OwnReply.Kind.NOT_OFFERED);
    }
  }
}
