package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.discovery.DnsJavaResolver;
import app.paloma.discovery.MailRouting;
import app.paloma.model.MailRoute;
import app.paloma.model.OutboxId;
import app.paloma.model.OwnReply;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.State;
import app.paloma.testing.DnsServer;
import app.paloma.testing.ScriptedServer;
import app.paloma.testing.TestCertificates;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Delivery to the recipients' own servers. All listen on one port; addresses of 127.0.0.0/8 where
/// nobody listens are servers that are down.
final class DirectRunTest {
  private static final String MESSAGE = "From: alice@example.test\nSubject: x\n\nhi\n";

  @TempDir Path profile;

  private static DirectRoutes.Lookup asking(DnsServer dns) {
    int colon = dns.address().indexOf(':');
    InetSocketAddress address =
        new InetSocketAddress(
            dns.address().substring(0, colon),
            Integer.parseInt(dns.address().substring(colon + 1)));
    return domain -> new MailRouting(DnsJavaResolver.of(address), new Random(1)).route(domain);
  }

  private static Map<String, String> told(OutboxFixture fixture, OutboxId id) {
    return fixture.entry(id).recipients().stream()
        .collect(Collectors.toMap(Recipient::address, r -> r.status() + " " + r.enhanced()));
  }

  @Test
  void eachDomainGetsTheMessageFromItsOwnServers() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER);
        DnsServer dns =
            new DnsServer(
                "down.test MX 10 dead.down.test.",
                "down.test MX 20 alive.down.test.",
                "dead.down.test A 127.9.9.9",
                "alive.down.test A 127.0.0.1",
                "plain.test A 127.0.0.1",
                "alias.test CNAME plain.test.",
                "null.test MX 0 .",
                "broken.test SERVFAIL");
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = asking(dns);
      OutboxId id =
          fixture.enqueue(
              MESSAGE,
              "a@down.test",
              "b@DOWN.test",
              "c@plain.test",
              "d@alias.test",
              "e@null.test",
              "f@nowhere.test",
              "g@broken.test");
      fixture.outbox.deliver(id);
      assertThat(told(fixture, id))
          .containsEntry("a@down.test", "ACCEPTED 2.1.5")
          .containsEntry("b@DOWN.test", "ACCEPTED 2.1.5")
          .containsEntry("c@plain.test", "ACCEPTED 2.1.5")
          .containsEntry("d@alias.test", "ACCEPTED 2.1.5")
          .containsEntry("e@null.test", "REJECTED 5.1.10")
          .containsEntry("f@nowhere.test", "REJECTED 5.1.2")
          .containsEntry("g@broken.test", "DEFERRED 4.4.3");
      assertThat(fixture.entry(id).recipients())
          .as("no server's words")
          .filteredOn(recipient -> recipient.own().isPresent())
          .extracting(Recipient::address)
          .containsExactly("e@null.test", "f@nowhere.test", "g@broken.test");
      assertThat(server.taken())
          .extracting(FaultySmtpServer.Taken::recipients)
          .containsExactly(
              List.of("a@down.test", "b@DOWN.test"),
              List.of("c@plain.test"),
              List.of("d@alias.test"));
      assertThat(fixture.entry(id).state()).isEqualTo(State.QUEUED);
      assertThat(fixture.inSent()).isOne();
      fixture.clock.forward(Duration.ofHours(1));
      fixture.outbox.flush(e -> {});
      assertThat(server.taken()).hasSize(3);
      assertThat(fixture.inSent()).isOne();
    }
  }

  @Test
  void oneUncertainDomainLeavesTheOthersWaiting() throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.DOT_TAKEN);
        DnsServer dns = new DnsServer("one.test A 127.0.0.1", "two.test A 127.0.0.1");
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = asking(dns);
      OutboxId id = fixture.enqueue(MESSAGE, "a@one.test", "b@two.test");
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.UNCERTAIN);
      fixture.outbox.resolve(id, true);
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(server.copies("a@one.test")).isOne();
      assertThat(server.copies("b@two.test")).isOne();
      assertThat(fixture.inSent()).isOne();
    }
  }

  @Test
  void whoHasItAlreadyDoesNotGetItFromTheNextServerToo() throws Exception {
    String hello =
        """
        S: 220 mx.one.test
        C: EHLO [127.0.0.1]
        S: 250 mx.one.test
        C: MAIL FROM:<alice@example.test>
        S: 250 2.1.0 ok
        """;
    String content = "C: DATA\nS: 354 go on\nC* .\nS: 250 2.0.0 taken\n";
    try (ScriptedServer server =
            ScriptedServer.plain(
                // It has no TLS, and is asked again without.
                "S: 220 mx\nC: EHLO [127.0.0.1]\nS: 250 mx\nNEXT\n"
                    + hello
                    + "C: RCPT TO:<a@one.test>\nS: 250 2.1.5 ok\n"
                    + "C: RCPT TO:<b@one.test>\nS: 452 4.5.3 too many recipients\n"
                    + content
                    + "C: MAIL FROM:<alice@example.test>\nNEXT\n"
                    + "S: 220 mx\nC: EHLO [127.0.0.1]\nS: 250 mx\nNEXT\n"
                    + hello
                    + "C: RCPT TO:<b@one.test>\nS: 250 2.1.5 ok\n"
                    + content
                    + "C: QUIT\nS: 221 bye\n");
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = domain -> new MailRoute.Servers(List.of("127.0.0.1", "127.0.0.1"));
      OutboxId id = fixture.enqueue(MESSAGE, "a@one.test", "b@one.test");
      fixture.outbox.deliver(id);
      server.verify();
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
    }
  }

  /// Not the account's own server refuses it: there is none.
  @Test
  void theirServersLimitsAreTheirs() throws Exception {
    String hello =
        """
        S: 220 mx.one.test
        C: EHLO [127.0.0.1]
        S: 250-mx.one.test
        S: 250-LIMITS RCPTMAX=1 MAILMAX=1
        S: 250 SIZE %d
        """;
    String noTls = "S: 220 mx\nC: EHLO [127.0.0.1]\nS: 250 mx\nNEXT\n";
    try (ScriptedServer server =
            ScriptedServer.plain(
                noTls
                    + hello.formatted(20)
                    + "C: QUIT\nS: 221 bye\nNEXT\n"
                    + taking(noTls + hello.formatted(10_000), "a@one.test")
                    + "NEXT\n"
                    + taking(noTls + hello.formatted(10_000), "b@one.test"));
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = domain -> new MailRoute.Servers(List.of("127.0.0.1"));
      OutboxId large = fixture.enqueue(MESSAGE, "a@one.test");
      fixture.outbox.deliver(large);
      OwnReply own = fixture.entry(large).recipients().getFirst().own().orElseThrow();
      assertThat(own.theirServer()).isTrue();
      OutboxId two = fixture.enqueue(MESSAGE, "a@one.test", "b@one.test");
      fixture.outbox.deliver(two);
      server.verify();
      assertThat(fixture.result(two)).isEqualTo(SendResult.SENT);
    }
  }

  private static String taking(String hello, String recipient) {
    return hello
        + """
        C~ MAIL FROM:<alice@example.test> SIZE=[0-9]+
        S: 250 ok
        C: RCPT TO:<%s>
        S: 250 ok
        C: DATA
        S: 354 go
        C* .
        S: 250 taken
        C: QUIT
        S: 221 bye
        """
            .formatted(recipient);
  }

  @Test
  void tlsIsUsedWhereItIsOfferedAndItsCertificateDoesNotMatter() throws Exception {
    TestCertificates.shared();
    try (ScriptedServer server =
            ScriptedServer.plain(
                """
                S: 220 mx
                C~ EHLO \\[127.0.0.1\\]
                S: 250-mx
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                TLS
                C~ EHLO .*
                S: 250 mx
                C: MAIL FROM:<alice@example.test>
                S: 250 ok
                C: RCPT TO:<a@one.test>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 taken
                C: QUIT
                S: 221 bye
                """);
        DnsServer dns = new DnsServer("one.test A 127.0.0.1");
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = asking(dns);
      OutboxId id = fixture.enqueue(MESSAGE, "a@one.test");
      fixture.outbox.deliver(id);
      server.verify();
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Edge.class,
      names = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
  void aSessionThatEndsBeforeTheContentIsOpenedAgainInTheSameRun(Edge edge) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(edge);
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = domain -> new MailRoute.Servers(List.of("127.9.9.9", "127.0.0.1"));
      OutboxId id = fixture.enqueue(MESSAGE, "a@one.test", "b@two.test");
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(server.copies("a@one.test")).isOne();
      assertThat(server.copies("b@two.test")).isOne();
    }
  }

  /// What had left in part waits for the next run; what had left, for the user.
  @ParameterizedTest
  @EnumSource(
      value = Edge.class,
      names = {"CONTENT", "DOT_NOT_TAKEN", "DOT_TAKEN"})
  void contentLeavesOnceARun(Edge edge) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(edge);
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = domain -> new MailRoute.Servers(List.of("127.0.0.1"));
      OutboxId id = fixture.enqueue(MESSAGE + "many lines\n".repeat(1 << 20), "a@one.test");
      fixture.outbox.deliver(id);
      assertThat(server.envelopes()).hasSize(2);
      assertThat(fixture.result(id))
          .isEqualTo(edge == Edge.CONTENT ? SendResult.QUEUED : SendResult.UNCERTAIN);
    }
  }

  @Test
  void aServerThatSaysGoodbyeForeverIsAskedAFewTimes() throws Exception {
    String goodbye = "S: 421 4.3.2 shutting down\n";
    try (ScriptedServer server =
            ScriptedServer.plain(goodbye + "NEXT\n" + goodbye + "NEXT\n" + goodbye);
        OutboxFixture fixture = OutboxFixture.direct(profile, server.port())) {
      fixture.routes = domain -> new MailRoute.Servers(List.of("127.0.0.1"));
      OutboxId id = fixture.enqueue(MESSAGE, "a@one.test");
      fixture.outbox.deliver(id);
      server.verify();
      assertThat(fixture.entry(id).state()).isEqualTo(State.QUEUED);
      OwnReply own = fixture.entry(id).recipients().getFirst().own().orElseThrow();
      assertThat(own.kind()).isEqualTo(OwnReply.Kind.TURNED_AWAY);
    }
  }
}
