package app.paloma.protocol.imap;

import static app.paloma.protocol.imap.Dialogues.play;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.Flags;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.Dialogues.Talk;
import app.paloma.protocol.imap.types.AppendMessage;
import app.paloma.protocol.imap.types.AppendUid;
import app.paloma.protocol.imap.types.ListedMailbox;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.SearchKey;
import app.paloma.protocol.imap.types.UidSet;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// UTF8=ACCEPT and UTF8=ONLY (RFC 6855), which the Dovecot of these tests does not have.
class Utf8DialogueTest {
  private static final ImapOptions OPTIONS =
      new ImapOptions(
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Map.of(),
          false,
          true,
          Thread.ofVirtual().factory());

  /// `Subject: ñ`, 18 octets with the line ends and a text.
  private static final byte[] INTERNATIONAL = "Subject: ñ\r\n\r\nx\r\n".getBytes(UTF_8);

  private static final byte[] ASCII = "Subject: n\r\n\r\nñ\r\n".getBytes(UTF_8);

  /// ENABLE, and a first message in UTF-8.
  private static final String OFFERED =
      """
      C: a1 ENABLE UTF8=ACCEPT
      S: * ENABLED UTF8=ACCEPT
      S: a1 OK done
      C: a2 APPEND "Sent" UTF8 (~{18+}
      C: Subject: \u00f1
      C:\s
      C: x
      C: )
      """;

  private static void talk(String capabilities, String script, Talk talk) throws Exception {
    // The scripted server tells the octets it gets as characters.
    String heard =
        script
            .lines()
            .map(
                line -> line.startsWith("C:") ? new String(line.getBytes(UTF_8), ISO_8859_1) : line)
            .collect(Collectors.joining("\n"));
    play(OPTIONS, capabilities + " ENABLE LITERAL+", heard, talk);
  }

  private static AppendMessage message(byte[] octets) {
    return AppendMessage.of(Flags.NONE, null, octets);
  }

  @Test
  void namesAreUtf8InBothDirectionsAndSearchNamesNoCharset() throws Exception {
    talk(
        "UTF8=ACCEPT",
        """
        C: a1 ENABLE UTF8=ACCEPT
        S: * ENABLED UTF8=ACCEPT
        S: a1 OK done
        C: a2 LIST "" "*"
        C: a3 LSUB "" "*"
        S: * LIST () "/" "Reuni\u00f3n"
        S: * LIST () "/" "R&AOk-"
        S: a2 OK done
        S: a3 OK done
        C: a4 CREATE "A\u00f1o"
        S: a4 OK done
        C: a5 UID SEARCH SUBJECT "ni\u00f1o"
        S: * SEARCH 4
        S: a5 OK done
        """,
        client -> {
          assertThat(client.list(false))
              .extracting(ListedMailbox::name)
              .extracting(MailboxName::name)
              .containsExactly("Reuni\u00f3n", "R&AOk-");
          client.create(client.mailboxName("A\u00f1o"), MailboxRole.NONE);
          assertThat(client.uidSearch(new SearchKey.Text(SearchKey.Place.SUBJECT, "ni\u00f1o")))
              .isEqualTo(UidSet.of(4));
        });
  }

  @Test
  void aServerThatDoesNotSayItIsEnabledIsSpokenToAsBefore() throws Exception {
    talk(
        "UTF8=ACCEPT",
        """
        C: a1 ENABLE UTF8=ACCEPT
        S: * ENABLED
        S: a1 OK done
        C: a2 CREATE "A&APE-o"
        S: a2 OK done
        C: a3 APPEND "Sent" {18+}
        C: Subject: \u00f1
        C:\s
        C: x
        C:\s
        S: a3 OK [APPENDUID 5 1] done
        """,
        client -> {
          client.create(client.mailboxName("A\u00f1o"), MailboxRole.NONE);
          assertThat(client.append(client.mailboxName("Sent"), message(INTERNATIONAL)))
              .contains(new AppendUid(5, 1));
        });
  }

  @Test
  void aHeaderInUtf8IsSaidToBeOneAndOnlyThat() throws Exception {
    for (String capability : new String[] {"UTF8=ACCEPT", "UTF8=ONLY"}) {
      talk(
          capability,
          OFFERED
              + """
              S: a2 OK [APPENDUID 5 1] done
              C: a3 APPEND "Sent" {18+}
              C: Subject: n
              C:\s
              C: \u00f1
              C:\s
              S: a3 OK [APPENDUID 5 2] done
              """,
          client -> {
            MailboxName sent = client.mailboxName("Sent");
            assertThat(client.append(sent, message(INTERNATIONAL))).contains(new AppendUid(5, 1));
            assertThat(client.append(sent, message(ASCII))).contains(new AppendUid(5, 2));
            assertThat(client.quirks()).isEmpty();
          });
    }
  }

  /// A proxy that took ENABLE for a back end which does not know the rest.
  @Test
  void aRefusedUtf8AppendIsSentAsAnyOther() throws Exception {
    talk(
        "UTF8=ACCEPT",
        OFFERED
            + """
            S: a2 BAD what is that
            C: a3 APPEND "Sent" {18+}
            C: Subject: \u00f1
            C:\s
            C: x
            C:\s
            S: a3 OK [APPENDUID 5 1] done
            C: a4 APPEND "Sent" {18+}
            C: Subject: \u00f1
            C:\s
            C: x
            C:\s
            S: a4 OK [APPENDUID 5 2] done
            """,
        client -> {
          MailboxName sent = client.mailboxName("Sent");
          assertThat(client.append(sent, message(INTERNATIONAL))).contains(new AppendUid(5, 1));
          assertThat(client.quirks()).containsExactly(Quirk.UTF8_APPEND_REFUSED);
          assertThat(client.append(sent, message(INTERNATIONAL))).contains(new AppendUid(5, 2));
        });
  }

  @Test
  void aRefusalWithAReasonIsNotTriedAgain() throws Exception {
    talk(
        "UTF8=ACCEPT",
        OFFERED
            + """
            S: a2 NO [OVERQUOTA] full
            """,
        client ->
            assertThatThrownBy(
                    () -> client.append(client.mailboxName("Sent"), message(INTERNATIONAL)))
                .isInstanceOfSatisfying(
                    CommandRejected.class, e -> assertThat(e.detailCode()).isEqualTo("OVERQUOTA")));
  }

  @Test
  void enableThatIsRefusedLeavesNamesAsTheyWere() throws Exception {
    talk(
        "UTF8=ACCEPT",
        """
        C: a1 ENABLE UTF8=ACCEPT
        S: a1 NO [CANNOT] not today
        C: a2 CREATE "A&APE-o"
        S: a2 OK done
        """,
        client -> {
          assertThat(client.quirks()).containsExactly(Quirk.ENABLE_REFUSED);
          client.create(client.mailboxName("A\u00f1o"), MailboxRole.NONE);
        });
  }
}
