package app.paloma.protocol.imap;

import static app.paloma.protocol.imap.Dialogues.openFails;
import static app.paloma.protocol.imap.Dialogues.play;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.Dialogues.Heard;
import app.paloma.protocol.imap.types.*;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.testing.LoopbackConnections;
import app.paloma.testing.ScriptedServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said to servers of all sorts until a session is open.
class SignInDialogueTest {
  @Test
  void preauthBeforeStartTlsIsRefused() throws Exception {
    openFails(
        "S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hello\nSTALL",
        "",
        TlsFailed.class,
        "STARTTLS_UNSAFE");
  }

  @Test
  void aServerWithoutStartTlsGetsNothing() throws Exception {
    openFails(
        """
        S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
        C: a1 CAPABILITY
        S: * CAPABILITY IMAP4rev1 AUTH=PLAIN
        S: a1 OK done
        """,
        "",
        TlsFailed.class,
        "STARTTLS_MISSING");
    openFails(
        """
        S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hello
        C: a1 STARTTLS
        S: a1 BAD not now
        """,
        "",
        TlsFailed.class,
        "STARTTLS_MISSING");
  }

  @Test
  void whatWasSaidBeforeTlsIsForgotten() throws Exception {
    Heard heard = new Heard();
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: * LIST () "/" injected
            S: * OK [ALERT] hello
            C: a1 CAPABILITY
            S: * 1 EXISTS
            S: * CAPABILITY IMAP4rev1 STARTTLS AUTH=XEVIL
            S: * 1 FETCH (UID 1 BODY[] {3}\\r\\nabc)
            S: a1 OK [ALERT] done
            C: a2 STARTTLS
            S: * STATUS INBOX (MESSAGES 5)
            S: a2 OK go
            TLS
            C: a3 CAPABILITY
            S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN
            S: a3 OK done
            C: a4 AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==
            S: a4 OK [CAPABILITY IMAP4rev1 IDLE] welcome
            """)) {
      try (ImapClient client =
          Clients.open("imap://alice@localhost:" + server.port(), Clients.QUIET, heard)) {
        assertThat(client.capabilities().names()).containsExactly("IDLE", "IMAP4REV1");
      }
      server.verify();
    }
    assertThat(heard.all).isEmpty();
  }

  @Test
  void whyTheServerRejectedUsIsKept() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 LOGIN alice secret\n"
                + "S: a1 NO [EXPIRED] change it\n")) {
      assertThatThrownBy(() ->
              Clients.open(
                  "imap://alice@localhost:" + server.port() + "?tls=none",
                  Clients.QUIET,
                  ImapListener.NONE))
          .isInstanceOfSatisfying(
              MailException.AuthRejected.class,
              rejected -> assertThat(rejected.detailCode()).isEqualTo("EXPIRED"));
    }
  }

  /// RFC 2221. Neither is the password said in another way, nor does anybody go there.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMAP://alice@mail2.example/|REFERRAL mail2.example",
        "imap://alice;AUTH=*@mail2.example:1143/;x=1|REFERRAL mail2.example",
        "imap://mail2.example/|REFERRAL mail2.example",
        "nonsense|REFERRAL",
      })
  void anAccountThatIsOnAnotherServerIsAnError(String url, String detailCode) throws Exception {
    String refusal = "NO [REFERRAL " + url + "] Try elsewhere.";
    List<String> scripts =
        List.of(
            "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 LOGIN alice secret\nS: a1 " + refusal,
            "S: * OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5 AUTH=PLAIN] hello\n"
                + "C: a1 AUTHENTICATE CRAM-MD5\nS: + PDFAdD4=\nC~ .*\nS: a1 "
                + refusal,
            "S: * BYE [REFERRAL " + url + "] Try elsewhere.");
    for (String script : scripts) {
      try (ScriptedServer server = ScriptedServer.plain(script + "\n")) {
        String address = "imap://alice@localhost:" + server.port() + "?tls=none";
        assertThatThrownBy(() -> Clients.open(address, Clients.QUIET, ImapListener.NONE))
            .isInstanceOfSatisfying(
                MailException.AuthRejected.class,
                rejected -> assertThat(rejected.detailCode()).isEqualTo(detailCode));
        server.verify();
      }
    }
  }

  /// Dovecot, Yahoo, Gmail, Courier; then those that are about the password.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a1 NO [UNAVAILABLE] sorry|UNAVAILABLE",
        "a1 NO [INUSE] sorry|INUSE",
        "a1 NO [LIMIT] Rate limit hit|LIMIT",
        "a1 NO [CONTACTADMIN] sorry|CONTACTADMIN",
        "a1 NO [LIMIT] Maximum number of connections from user+IP exceeded|TOO-MANY-CONNECTIONS",
        "a1 NO [UNAVAILABLE] Too many sessions|TOO-MANY-CONNECTIONS",
        "a1 NO [ALERT] Too many simultaneous connections. (Failure)|TOO-MANY-CONNECTIONS",
        "a1 NO Temporary problem, please try again later|UNAVAILABLE",
        "* BYE [UNAVAILABLE] sorry|UNAVAILABLE",
        "* BYE Connection limit exceeded|TOO-MANY-CONNECTIONS",
        "* BYE sorry|''",
        "a1 NO [AUTHENTICATIONFAILED] sorry|",
        "a1 NO [AUTHENTICATIONFAILED] limit of sessions with a wrong password|",
        "a1 NO [EXPIRED] sorry|",
        "a1 NO [ALERT] Invalid credentials|",
        "a1 NO account temporarily locked: too many failed login attempts|",
      })
  void aBusyServerHasNotRejectedUs(String answer, String detailCode) throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            "S: * OK [CAPABILITY IMAP4rev1] hello\nC: a1 LOGIN alice secret\nS: "
                + answer
                + "\n")) {
      assertThatThrownBy(() ->
              Clients.open(
                  "imap://alice@localhost:" + server.port() + "?tls=none",
                  Clients.QUIET,
                  ImapListener.NONE))
          .satisfies(e -> {
            if (detailCode == null) {
              assertThat(e).isInstanceOf(MailException.AuthRejected.class);
            } else {
              assertThat(e)
                  .isInstanceOfSatisfying(
                      ConnectFailed.class,
                      closed -> assertThat(closed.detailCode()).isEqualTo(detailCode));
            }
          });
    }
  }

  @Test
  void loginDisabledIsRespected() throws Exception {
    openFails(
        "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] hello\n",
        "?tls=none",
        MailException.AuthRejected.class,
        "GSSAPI");
  }

  @Test
  void saslIrIsGivenUpWhereItIsRefused() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello
            C: a1 AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==
            S: a1 BAD too many arguments
            C: a2 AUTHENTICATE PLAIN
            S: +
            C: AGFsaWNlAHNlY3JldA==
            S: * CAPABILITY IMAP4rev1
            S: a2 OK welcome
            """)) {
      try (ImapClient client =
          Clients.open(
              "imap://alice@localhost:" + server.port() + "?tls=none",
              Clients.QUIET,
              ImapListener.NONE)) {
        assertThat(client.quirks()).containsExactly(Quirk.SASL_IR_REFUSED);
      }
      server.verify();
    }
  }

  /// Cyrus with saslauthd lists every mechanism it has, and can check the password itself alone.
  @Test
  void afterARefusedProofThePasswordItselfIsTried() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=CRAM-MD5 AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=PLAIN] vm
            C~ a1 AUTHENTICATE SCRAM-SHA-256 [A-Za-z0-9+/=]+
            S: a1 NO authentication failure
            C: a2 AUTHENTICATE PLAIN AGFsaWNlAHNlY3JldA==
            S: * CAPABILITY IMAP4rev1
            S: a2 OK User logged in
            """)) {
      Clients.open(
              "imap://alice@localhost:" + server.port() + "?tls=none",
              Clients.QUIET,
              ImapListener.NONE)
          .close();
      server.verify();
    }
  }

  /// Each refusal is a failed login in the server's log; after some of them it shuts people out.
  @Test
  void aRefusedProofIsNotOfferedToThatServerAgain() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.plain(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5] one
            C: a1 AUTHENTICATE CRAM-MD5
            S: a1 NO authentication failure
            C: a2 LOGIN alice secret
            S: * CAPABILITY IMAP4rev1
            S: a2 OK User logged in
            NEXT
            S: * OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5] two
            C: a1 LOGIN alice secret
            S: * CAPABILITY IMAP4rev1
            S: a1 OK User logged in
            NEXT
            S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=CRAM-MD5] the password is not taken any more
            C: a1 AUTHENTICATE CRAM-MD5
            S: + PDE+
            C~ [A-Za-z0-9+/=]+
            S: * CAPABILITY IMAP4rev1
            S: a1 OK User logged in
            """)) {
      ConnectionFactory connections = LoopbackConnections.plain();
      ServerSettings settings =
          ServerSettings.parse("imap://alice@localhost:" + server.port() + "?tls=none");
      for (int i = 0; i < 3; i++) {
        ImapClient.open(
                connections.open(settings, Optional.empty(), "alice@localhost"),
                settings,
                Secret.of("secret"),
                Clients.QUIET,
                ImapListener.NONE)
            .close();
      }
      server.verify();
    }
  }

  @Test
  void enableThatIsRefusedLeavesAPlainSession() throws Exception {
    play(
        "ENABLE CONDSTORE QRESYNC",
        """
        C: a1 ENABLE CONDSTORE QRESYNC
        S: a1 BAD what
        C: a2 SELECT "INBOX" (CONDSTORE)
        S: a2 OK [READ-WRITE] done
        """,
        client -> {
          assertThat(client.qresync()).isFalse();
          assertThat(client.quirks()).containsExactly(Quirk.ENABLE_REFUSED);
          client.select(MailboxName.INBOX, Optional.of(new QresyncState(1, 5, UidSet.EMPTY)));
        });
  }
}
