package app.paloma.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.protocol.imap.types.*;
import app.paloma.testing.ScriptedServer;
import java.util.ArrayList;
import java.util.List;

/// Conversations with a server that keeps to a script.
final class Dialogues {
  private Dialogues() {}

  /// What the listener heard.
  static final class Heard implements ImapListener {
    final List<String> all = new ArrayList<>();

    @Override
    public void exists(long messages) {
      all.add("exists " + messages);
    }

    @Override
    public void expunged(long sequence) {
      all.add("expunged " + sequence);
    }

    @Override
    public void vanished(UidSet uids, boolean earlier) {
      all.add("vanished " + uids);
    }

    @Override
    public void fetched(FetchData data) {
      all.add("fetched " + data.uid());
    }

    @Override
    public void alert(String text) {
      all.add("alert " + text);
    }

    @Override
    public void listed(ListedMailbox mailbox) {
      all.add("listed " + mailbox.name());
    }

    @Override
    public void status(MailboxName mailbox, MailboxStatus status) {
      all.add("status " + mailbox);
    }

    @Override
    public void warning(String text) {
      all.add("warning " + text);
    }
  }

  @FunctionalInterface
  interface Talk {
    void with(ImapClient client) throws Exception;
  }

  /// Plays a dialogue after signing in with these capabilities; tags begin with a1.
  static Heard play(String capabilities, String script, Talk talk) throws Exception {
    return play(Clients.QUIET, capabilities, script, talk);
  }

  static Heard play(ImapOptions options, String capabilities, String script, Talk talk)
      throws Exception {
    Heard heard = new Heard();
    try (ScriptedServer server =
        ScriptedServer.plain(
            "S: * PREAUTH [CAPABILITY IMAP4rev1 " + capabilities + "] hello\n" + script)) {
      String url = "imap://alice@localhost:" + server.port() + "?tls=none";
      try (ImapClient client = Clients.open(url, options, heard)) {
        talk.with(client);
      }
      server.verify();
    }
    return heard;
  }

  static ScriptedServer openFails(
      String script, String query, Class<? extends MailException> failure, String reason)
      throws Exception {
    Heard heard = new Heard();
    ScriptedServer server = ScriptedServer.plain(script);
    try (server) {
      String url = "imap://alice@localhost:" + server.port() + query;
      assertThatThrownBy(() -> Clients.open(url, Clients.QUIET, heard))
          .isInstanceOf(failure)
          .satisfies(e -> {
            if (e instanceof TlsFailed tls) {
              assertThat(tls.reason()).hasToString(reason);
            } else if (e instanceof ConnectFailed lost) {
              assertThat(lost.reason()).hasToString(reason);
            } else {
              assertThat(e).hasMessageContaining(reason);
            }
          });
    }
    assertThat(heard.all).isEmpty();
    assertThat(String.join("\n", server.received()))
        .doesNotContain("LOGIN", "AUTHENTICATE", "secret");
    return server;
  }
}
