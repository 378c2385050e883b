package app.paloma.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.smtp.MailTransaction.Body;
import app.paloma.protocol.smtp.MailTransaction.ForwardPath;
import app.paloma.protocol.smtp.MailTransaction.Notify;
import app.paloma.protocol.smtp.MailTransaction.Return;
import app.paloma.protocol.smtp.TransactionResult.Outcome;
import app.paloma.protocol.smtp.TransactionResult.RecipientReply;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmtpClientTest {
  private static final String HELLO =
      """
      S: 220 mx.example ESMTP
      C: EHLO [127.0.0.1]
      """;
  private static final String PLAIN_SERVER = HELLO + "S: 250 mx.example\n";
  private static final String PIPELINING =
      HELLO
          + """
          S: 250-mx.example
          S: 250-PIPELINING
          S: 250-SIZE 1000
          S: 250-DSN
          S: 250-8BITMIME
          S: 250 ENHANCEDSTATUSCODES
          """;

  private static ServerSettings settings(ScriptedServer server, String query) {
    return ServerSettings.parse("smtp://localhost:" + server.port() + query);
  }

  private static SmtpClient connect(ScriptedServer server) throws MailException {
    return connect(server, "?tls=none&auth=none");
  }

  private static SmtpClient connect(ScriptedServer server, String query) throws MailException {
    return SmtpClient.connect(
        LoopbackConnections.open(),
        settings(server, query).withUser(query.contains("auth=none") ? "" : "alice"),
        Optional.empty(),
        "alice",
        query.contains("auth=none") ? Optional.empty() : Optional.of(Secret.of("sesame")),
        SmtpTimeouts.INTERACTIVE);
  }

  private static TransactionResult send(SmtpClient client, String text, String... recipients)
      throws MailException, IOException {
    return client.send(
        MailTransaction.of("me@example.org", List.of(recipients), text.length(), Body.SEVEN_BIT),
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        TransactionListener.NONE);
  }

  private static List<Outcome> outcomes(TransactionResult result) {
    return result.recipients().stream().map(RecipientReply::outcome).toList();
  }

  @Test
  void sendsStepByStepToAServerWithoutExtensions() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: 220-hello
            S: 220 again
            C: EHLO [127.0.0.1]
            S: 502 what?
            C: HELO [127.0.0.1]
            S: 250 hi
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<a@example.net>
            S: 250 ok
            C: DATA
            S: 354 go on
            C: Subject: x
            C:
            C: ..dots
            C: ...
            C: end
            C: .
            S: 250 queued
            C: QUIT
            S: 221 bye
            """
                .replace("C:\n", "C: \n"))) {
      SmtpClient client = connect(server);
      TransactionResult result = send(client, "Subject: x\n\n.dots\r..\r\nend", "a@example.net");
      client.quit();
      server.verify();
      assertThat(outcomes(result)).containsExactly(Outcome.ACCEPTED);
      assertThat(result.data().orElseThrow().code()).isEqualTo(250);
    }
  }

  @Test
  void oneRefusedRecipientNeverStopsTheOthers() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<a@example.net>
                C: RCPT TO:<b@example.net>
                C: RCPT TO:<c@example.net>
                C: RCPT TO:<d@example.net>
                C: RCPT TO:<e@example.net>
                C: DATA
                S: 250 2.1.0 ok
                S: 250 2.1.5 ok
                S: 550 5.1.1 no such user
                S: 551-5.1.6 User not local;
                S: 551 5.1.6 please try <c@new.example>
                S: 450 4.2.1 mailbox busy
                S: 251 2.1.5 will forward to <e@new.example>
                S: 354 go
                C: hi
                C: .
                S: 250 2.0.0 taken
                """)) {
      TransactionResult result;
      try (SmtpClient client = connect(server)) {
        result =
            send(
                client,
                "hi\r\n",
                "a@example.net",
                "b@example.net",
                "c@example.net",
                "d@example.net",
                "e@example.net");
      }
      server.verify();
      assertThat(outcomes(result))
          .containsExactly(
              Outcome.ACCEPTED,
              Outcome.REJECTED,
              Outcome.REJECTED,
              Outcome.DEFERRED,
              Outcome.ACCEPTED);
      SmtpReply moved = result.recipients().get(2).reply();
      assertThat(moved.enhanced()).isEqualTo("5.1.6");
      assertThat(moved.text()).isEqualTo("User not local; please try <c@new.example>");
      assertThat(moved.tryInstead("c@example.net")).contains("c@new.example");
      assertThat(result.recipients().get(4).reply().tryInstead("e@example.net"))
          .contains("e@new.example");
      assertThat(result.recipients().get(1).reply().tryInstead("b@example.net")).isEmpty();
    }
  }

  @Test
  void theNextEnvelopeLeavesBehindTheContent() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<a@example.net>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<b@example.net>
                C: RCPT TO:<c@example.net>
                C: DATA
                S: 451 4.3.0 later
                S: 250 ok
                S: 550 5.1.1 nobody
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                """)) {
      SmtpClient client = connect(server);
      MailTransaction second =
          MailTransaction.of(
              "me@example.org", List.of("b@example.net", "c@example.net"), 4, Body.SEVEN_BIT);
      TransactionResult first =
          client.send(
              MailTransaction.of("me@example.org", List.of("a@example.net"), 4, Body.SEVEN_BIT),
              () -> new ByteArrayInputStream(new byte[] {'y', 'o', '\r', '\n'}),
              new TransactionListener() {
                @Override
                public Optional<MailTransaction> following() {
                  return Optional.of(second);
                }
              });
      TransactionResult then =
          client.send(
              second,
              () -> new ByteArrayInputStream(new byte[] {'y', 'o', '\r', '\n'}),
              TransactionListener.NONE);
      client.quit();
      server.verify();
      assertThat(outcomes(first)).containsExactly(Outcome.DEFERRED);
      assertThat(outcomes(then)).containsExactly(Outcome.REJECTED, Outcome.ACCEPTED);
    }
  }

  @Test
  void whereContentIsAwaitedGoodbyeIsNotSaid() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<a@example.net>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<b@example.net>
                C: DATA
                S: 250 taken
                S: 250 ok
                S: 250 ok
                S: 354 go
                """)) {
      SmtpClient client = connect(server);
      client.send(
          MailTransaction.of("me@example.org", List.of("a@example.net"), 4, Body.SEVEN_BIT),
          () -> new ByteArrayInputStream(new byte[] {'y', 'o', '\r', '\n'}),
          new TransactionListener() {
            @Override
            public Optional<MailTransaction> following() {
              return Optional.of(
                  MailTransaction.of(
                      "me@example.org", List.of("b@example.net"), 4, Body.SEVEN_BIT));
            }
          });
      client.quit();
      assertThat(server.received()).as("QUIT would be content").doesNotContain("QUIT");
    }
  }

  @Test
  void anEmptyMessageEndsDataThatNobodyReceives() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<a@example.net>
                C: DATA
                S: 250 ok
                S: 550 no
                S: 354 go
                C: .
                S: 554 no valid recipients
                C: RSET
                C: MAIL FROM:<me@example.org> SIZE=4
                C: RCPT TO:<b@example.net>
                C: DATA
                S: 250 flushed
                S: 250 ok
                S: 250 ok
                S: 354 go
                C: yo
                C: .
                S: 452 4.3.1 disk full
                """)) {
      try (SmtpClient client = connect(server)) {
        ArrayList<String> edges = new ArrayList<>();
        TransactionListener listener =
            new TransactionListener() {
              @Override
              public void beforeFinalDot() {
                edges.add("dot");
              }
            };
        TransactionResult first =
            client.send(
                MailTransaction.of("me@example.org", List.of("a@example.net"), 4, Body.SEVEN_BIT),
                () -> new ByteArrayInputStream(new byte[] {'h', 'i', '\r', '\n'}),
                listener);
        assertThat(outcomes(first)).containsExactly(Outcome.REJECTED);
        assertThat(edges).as("nothing was promised").isEmpty();
        assertThat(outcomes(send(client, "yo\r\n", "b@example.net")))
            .containsExactly(Outcome.DEFERRED);
      }
      server.verify();
    }
  }

  @Test
  void tooManyRecipientsAreForTheNextTransaction() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER
                + """
                C: MAIL FROM:<me@example.org>
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: RCPT TO:<b@example.net>
                S: 452 4.5.3 too many recipients
                C: RCPT TO:<c@example.net>
                S: 452 4.2.2 mailbox full
                C: DATA
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      try (SmtpClient client = connect(server)) {
        assertThat(outcomes(send(client, "x", "a@example.net", "b@example.net", "c@example.net")))
            .containsExactly(Outcome.ACCEPTED, Outcome.NEXT_TRANSACTION, Outcome.DEFERRED);
      }
      server.verify();
    }
  }

  @Test
  void limitsAreKept() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250 LIMITS RCPTMAX=1 MAILMAX=1
                C: MAIL FROM:<me@example.org>
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      try (SmtpClient client = connect(server)) {
        assertThat(outcomes(send(client, "x", "a@example.net", "b@example.net")))
            .containsExactly(Outcome.ACCEPTED, Outcome.NEXT_TRANSACTION);
        assertThat(client.canSendMore()).isFalse();
      }
      server.verify();
    }
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedBeforeTheUpload() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(PIPELINING + "C: QUIT\nS: 221 bye\n")) {
      SmtpClient client = connect(server);
      TransactionResult result = send(client, "x".repeat(1001), "a@example.net");
      client.quit();
      server.verify();
      assertThat(result.recipients().getFirst().reply().toString()).startsWith("552 5.3.4");
    }
  }

  @Test
  void asksForReports() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PIPELINING
                + """
                C: MAIL FROM:<me@example.org> BODY=8BITMIME RET=HDRS ENVID=a+2Bb
                C: RCPT TO:<a@xn--mnchen-3ya.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+3D@x
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      MailTransaction transaction =
          new MailTransaction(
              "me@example.org",
              List.of(
                  new ForwardPath(
                      "a@münchen.example", Set.of(Notify.FAILURE, Notify.SUCCESS), "a=@x")),
              0,
              Body.EIGHT_BIT,
              Optional.of(Return.HDRS),
              "a+b",
              Optional.empty(),
              Optional.empty(),
              false);
      try (SmtpClient client = connect(server)) {
        assertThat(
                client
                    .send(
                        transaction,
                        () -> new ByteArrayInputStream(new byte[0]),
                        TransactionListener.NONE)
                    .accepted())
            .isTrue();
      }
      server.verify();
    }
  }

  private static MailTransaction promise(
      Optional<MailTransaction.DeliverBy> by, Optional<MailTransaction.Hold> hold, boolean tls) {
    return new MailTransaction(
        "me@example.org",
        List.of(MailTransaction.ForwardPath.of("a@example.net")),
        4,
        Body.SEVEN_BIT,
        Optional.empty(),
        "",
        by,
        hold,
        tls);
  }

  private static TransactionResult send(SmtpClient client, MailTransaction transaction)
      throws MailException, IOException {
    return client.send(
        transaction,
        () -> new ByteArrayInputStream(new byte[] {'y', 'o', '\r', '\n'}),
        TransactionListener.NONE);
  }

  @Test
  void asksForATimeAndForALaterOne() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx.example
                S: 250-DELIVERBY 120
                S: 250 FUTURERELEASE 86400 2030-01-01T00:00:00Z
                C: MAIL FROM:<me@example.org> BY=120;RT HOLDUNTIL=2026-12-24T18:00:00Z
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 kept
                """)) {
      try (SmtpClient client = connect(server)) {
        MailTransaction transaction =
            promise(
                Optional.of(
                    new MailTransaction.DeliverBy(java.time.Duration.ofSeconds(30), true, true)),
                Optional.of(
                    new MailTransaction.Hold(java.time.Instant.parse("2026-12-24T18:00:00.5Z"))),
                false);
        assertThat(outcomes(send(client, transaction))).containsExactly(Outcome.ACCEPTED);
      }
      server.verify();
    }
  }

  @Test
  void aPromiseTheServerCannotKeepIsNotAskedFor() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(PLAIN_SERVER);
        SmtpClient client = connect(server)) {
      var byReturn = new MailTransaction.DeliverBy(java.time.Duration.ofMinutes(5), true, false);
      var hold = new MailTransaction.Hold(java.time.Instant.parse("2026-12-24T18:00:00Z"));
      for (MailTransaction transaction :
          List.of(
              promise(Optional.of(byReturn), Optional.empty(), false),
              promise(Optional.empty(), Optional.of(hold), false),
              promise(Optional.empty(), Optional.empty(), true))) {
        assertThat(outcomes(send(client, transaction))).containsExactly(Outcome.REJECTED);
      }
      assertThat(server.received()).containsExactly("EHLO [127.0.0.1]");
    }
  }

  @Test
  void requiresTlsOnTheWayOfAServerThatPromisesIt() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx.example
                S: 250-REQUIRETLS
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                TLS
                C: EHLO [127.0.0.1]
                S: 250-mx.example
                S: 250 REQUIRETLS
                C: MAIL FROM:<me@example.org> REQUIRETLS
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      try (SmtpClient client = connect(server, "?tls=starttls&auth=none")) {
        assertThat(outcomes(send(client, promise(Optional.empty(), Optional.empty(), true))))
            .containsExactly(Outcome.ACCEPTED);
      }
      server.verify();
    }
  }

  @Test
  void internationalAddressesNeedSmtpUtf8() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER
                + """
                C: MAIL FROM:<me@example.org>
                S: 250 ok
                C: RCPT TO:<b@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 250 ok
                """)) {
      try (SmtpClient client = connect(server)) {
        TransactionResult result = send(client, "x", "josé@example.net", "b@example.net");
        assertThat(outcomes(result)).containsExactly(Outcome.REJECTED, Outcome.ACCEPTED);
        assertThat(result.recipients().getFirst().reply().enhanced()).isEqualTo("5.6.7");
      }
      server.verify();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.c>\r\nRCPT TO:<evil@x.example",
        "a@b\n.c",
        "a@b.c\rX",
        "a b@c.d",
        "a@b c",
        "<a@b.c>",
        "a\0@b.c",
        "@b.c",
        "a@",
        "a",
        "\"a\"b\"@c.d",
        "a@[1.2.3.4\r\n]",
        "a\u2028@b.c",
        "\uD800@b.c"
      })
  void nothingThatCouldEndACommandGetsIntoOne(String address) throws Exception {
    assertThatThrownBy(() -> SmtpPath.normalise(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("\r", "\n", "\0");
    try (ScriptedServer server = ScriptedServer.plain(PLAIN_SERVER + "C: QUIT\nS: 221 bye\n")) {
      SmtpClient client = connect(server);
      assertThat(outcomes(send(client, "x", address))).containsExactly(Outcome.REJECTED);
      assertThatThrownBy(() -> client.verify("x\r\nQUIT"))
          .isInstanceOf(IllegalArgumentException.class);
      client.quit();
      server.verify();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b@example.org", "\"a b\"@c.d", "\"q\\\"x\"@c.d", "x@[127.0.0.1]"})
  void unusualAddressesAreUsable(String address) {
    assertThat(SmtpPath.normalise(address)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: 421 4.3.2 closing",
        HELLO + "S: 421 too busy",
        PLAIN_SERVER + "C: MAIL FROM:<me@example.org>\nS: 421-bye\nS: 421 bye",
        PLAIN_SERVER
            + "C: MAIL FROM:<me@example.org>\nS: 250 ok\nC: RCPT TO:<a@example.net>\nS: 421 bye",
      })
  void the421OfAnyMomentSaysThatTheServerCloses(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      assertThatThrownBy(
              () -> {
                try (SmtpClient client = connect(server)) {
                  send(client, "x", "a@example.net");
                }
              })
          .isInstanceOfSatisfying(
              ConnectFailed.class,
              e -> assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.SERVER_CLOSED));
    }
  }

  @Test
  void the421AfterTheMessageIsAnAnswer() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER
                + """
                C: MAIL FROM:<me@example.org>
                S: 250 ok
                C: RCPT TO:<a@example.net>
                S: 250 ok
                C: DATA
                S: 354 go
                C* .
                S: 421 4.4.2 timeout, not taken
                """)) {
      try (SmtpClient client = connect(server)) {
        assertThat(outcomes(send(client, "x", "a@example.net"))).containsExactly(Outcome.DEFERRED);
        assertThat(client.canSendMore()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: HTTP/1.1 400 Bad Request",
        "S: 354 go",
        "S: 25",
        "S: * OK IMAP",
        "S: +OK POP3",
        HELLO + "S: 354 go",
        HELLO + "S: 250-a\nS: 251 b",
        PLAIN_SERVER + "C: MAIL FROM:<me@example.org>\nS: 354 go",
      })
  void whatIsNotSmtpEndsTheConnection(String script) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(script)) {
      assertThatThrownBy(
              () -> {
                try (SmtpClient client = connect(server)) {
                  send(client, "x", "a@example.net");
                }
              })
          .isInstanceOf(ProtocolBroken.class);
    }
  }

  @Test
  void aRepliesLengthHasALimit() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain("S: 220 x\nC: EHLO [127.0.0.1]\n" + "S: 250-x\n".repeat(20_001))) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(ProtocolBroken.class);
    }
  }

  @Test
  void aServerThatGreetsWith554RefusesEverybody() throws Exception {
    try (ScriptedServer server = ScriptedServer.plain("S: 554 5.7.1 go away")) {
      assertThatThrownBy(() -> connect(server))
          .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.code()).isEqualTo(554));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // hidden, refused, refused for now, something else; only HELO
        "S: 250 mx.example",
        "S: 250 STARTTLS",
        "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 502 no",
        "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 454 4.7.0 not now",
        "S: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 354 else",
        "S: 500 what\nC: HELO [127.0.0.1]\nS: 250 mx",
        "S: 250-mx\n"
            + "S: 250 STARTTLS\n"
            + "C: STARTTLS\n"
            + "S- 220 go\\r\\n250-fake\\r\\n250 AUTH PLAIN\\r\\n\n"
            + "TLS",
      })
  void withoutTlsNothingSecretLeaves(String rest) throws Exception {
    try (ScriptedServer server = ScriptedServer.plain(HELLO + rest)) {
      assertThatThrownBy(() -> connect(server, "")).isInstanceOf(TlsFailed.class);
      assertThat(server.received()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void afterStartTlsTheServerIsAskedAnew() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250-AUTH LOGIN
                S: 250-SIZE 5
                S: 250 STARTTLS
                C: STARTTLS
                S: 220 go
                TLS
                C: EHLO [127.0.0.1]
                S: 250-mx
                S: 250 AUTH PLAIN
                C: AUTH PLAIN AGFsaWNlAHNlc2FtZQ==
                S: 235 2.7.0 in
                C: QUIT
                S: 221 bye
                """)) {
      SmtpClient client = connect(server, "");
      assertThat(client.keywords().maxSize()).isZero();
      assertThat(client.isSecure()).isTrue();
      client.quit();
      server.verify();
    }
  }

  @Test
  void aRefusedPasswordIsNotTriedAgain() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250 AUTH PLAIN LOGIN
                C~ AUTH PLAIN .*
                S: 535 5.7.8 wrong
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOf(AuthRejected.class)
          .hasMessageContaining("535 5.7.8 wrong");
      server.verify();
    }
  }

  @Test
  void aRefusedMechanismIsFollowedByTheNext() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250-AUTH=LOGIN
                S: 250 AUTH PLAIN
                C~ AUTH PLAIN .*
                S: 504 5.5.4 not really
                C: AUTH LOGIN
                S: 334 VXNlcm5hbWU6
                C: YWxpY2U=
                S: 334 UGFzc3dvcmQ6
                C: c2VzYW1l
                S: 235 in
                """)) {
      connect(server, "?tls=none").close();
      server.verify();
    }
  }

  @Test
  void aLoginThatFailsForNowIsNotTheUsersMatter() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250 AUTH PLAIN
                C~ AUTH .*
                S: 454 4.7.0 database down
                """)) {
      assertThatThrownBy(() -> connect(server, "?tls=none"))
          .isInstanceOfSatisfying(CommandRejected.class, e -> assertThat(e.code()).isEqualTo(454));
    }
  }

  @Test
  void verifiesAndExpands() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            PLAIN_SERVER
                + """
                C: VRFY smith
                S: 250 Fred Smith <Smith@example.org>
                C: EXPN staff
                S: 250-Ann <ann@example.org>
                S: 250-bob@example.org
                S: 250 <@relay.example:carl@example.org>
                C: VRFY nobody
                S: 550 5.1.1 who?
                """)) {
      try (SmtpClient client = connect(server)) {
        assertThat(client.verify("smith").addresses()).containsExactly("Smith@example.org");
        assertThat(client.expand("staff").addresses())
            .containsExactly("ann@example.org", "bob@example.org", "carl@example.org");
        assertThat(client.verify("nobody").code()).isEqualTo(550);
      }
      server.verify();
    }
  }

  @Test
  void binaryContentGoesInChunks() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            HELLO
                + """
                S: 250-mx
                S: 250-CHUNKING
                S: 250-PIPELINING
                S: 250 BINARYMIME
                C: MAIL FROM:<me@example.org> BODY=BINARYMIME
                C: RCPT TO:<a@example.net>
                S: 250 ok
                S: 250 ok
                C: BDAT 6 LAST
                C: .\0\0x
                S: 250 ok
                """)) {
      byte[] octets = {'.', 0, 0, 'x', '\r', '\n'};
      try (SmtpClient client = connect(server)) {
        TransactionResult result =
            client.send(
                MailTransaction.of("me@example.org", List.of("a@example.net"), 0, Body.BINARY),
                () -> new ByteArrayInputStream(octets),
                TransactionListener.NONE);
        assertThat(result.accepted()).isTrue();
      }
      assertThat(server.received()).contains(".\0\0x");
    }
  }
}
