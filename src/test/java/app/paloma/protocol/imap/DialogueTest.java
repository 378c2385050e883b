package app.paloma.protocol.imap;

import static app.paloma.protocol.imap.Dialogues.play;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.Dialogues.Heard;
import app.paloma.protocol.imap.types.*;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is said to servers of all sorts, line by line.
class DialogueTest {
  @Test
  void esearchAnsweredWithNothingFallsBack() throws Exception {
    play(
        "ESEARCH",
        """
        C: a1 UID SEARCH RETURN (ALL) ALL
        S: a1 OK done
        C: a2 UID SEARCH ALL
        S: * SEARCH 1 2 3 9
        S: a2 OK done
        C: a3 UID SEARCH ALL
        S: * SEARCH
        S: a3 OK done
        """,
        client -> {
          assertThat(client.uidSearchAll()).isEqualTo(UidSet.parse("1:3,9"));
          assertThat(client.quirks()).containsExactly(Quirk.ESEARCH_UNANSWERED);
          assertThat(client.uidSearchAll().isEmpty()).isTrue();
        });
  }

  @Test
  void searchGivesUpACharsetThatIsRefused() throws Exception {
    play(
        "LITERAL+",
        """
        C: a1 UID SEARCH CHARSET UTF-8 SUBJECT {5+}
        C~ ni.*
        S: a1 NO [BADCHARSET (US-ASCII)] no
        C: a2 UID SEARCH SUBJECT {5+}
        C~ ni.*
        S: * SEARCH 4
        S: a2 OK done
        """,
        client -> {
          assertThat(client.uidSearch(new SearchKey.Text(SearchKey.Place.SUBJECT, "niño")))
              .isEqualTo(UidSet.of(4));
          assertThat(client.quirks()).containsExactly(Quirk.CHARSET_REFUSED);
        });
  }

  @Test
  void selectParametersAndListReturnAreGivenUp() throws Exception {
    play(
        "CONDSTORE LIST-EXTENDED LIST-STATUS SPECIAL-USE",
        """
        C: a1 SELECT "INBOX" (CONDSTORE)
        S: a1 BAD syntax
        C: a2 SELECT "INBOX"
        S: * 3 EXISTS
        S: * OK [UIDVALIDITY 7] ok
        S: * OK [UIDNEXT 12] ok
        S: a2 OK [READ-ONLY] done
        C: a3 LIST "" "*" RETURN (SUBSCRIBED SPECIAL-USE)
        S: a3 BAD syntax
        C: a4 LIST "" "*"
        C: a5 LSUB "" "*"
        S: * LIST () "/" INBOX
        S: * LIST (\\\\Noselect) "/" Papelera
        S: * LIST () "/" "Enviados"
        S: * LIST () "/" "Old/Sent"
        S: a4 OK done
        S: * LSUB () "/" Enviados
        S: a5 OK done
        """
            .replace("\\\\", "\\x5c"),
        client -> {
          SelectResult selected = client.select(MailboxName.INBOX, Optional.empty());
          assertThat(selected.exists()).isEqualTo(3);
          assertThat(selected.uidValidity()).isEqualTo(7);
          assertThat(selected.uidNext()).isEqualTo(12);
          assertThat(selected.readOnly()).isTrue();
          List<ListedMailbox> all = client.list(false);
          assertThat(all)
              .extracting(ListedMailbox::role)
              .containsExactly(
                  MailboxRole.INBOX, MailboxRole.NONE, MailboxRole.SENT, MailboxRole.NONE);
          assertThat(all.get(1).selectable()).isFalse();
          assertThat(all.get(2).subscribed()).isTrue();
          assertThat(client.quirks())
              .containsExactlyInAnyOrder(
                  Quirk.SELECT_PARAMETERS_REFUSED, Quirk.LIST_RETURN_REFUSED);
        });
  }

  @Test
  void listWithStatusIsOneRoundTrip() throws Exception {
    play(
        "NAMESPACE CONDSTORE LIST-EXTENDED LIST-STATUS SPECIAL-USE",
        """
        C: a1 NAMESPACE
        S: * NAMESPACE (("" "/")) NIL (("Shared/" "/"))
        S: a1 OK done
        C: a2 LIST "" ("*" "Shared/*") RETURN (SUBSCRIBED SPECIAL-USE STATUS (MESSAGES UIDNEXT UIDVALIDITY UNSEEN HIGHESTMODSEQ))
        S: * LIST (\\x5cSubscribed) "/" INBOX
        S: * STATUS INBOX (MESSAGES 4 UIDNEXT 9 UIDVALIDITY 1 UNSEEN 0 HIGHESTMODSEQ 77)
        S: * LIST (\\x5cJunk) "/" "&zMA-"
        S: * STATUS "&zMA-" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 2 UNSEEN 0 HIGHESTMODSEQ 1)
        S: * LIST () "/" "Shared/Sent"
        S: * LIST () "/" "Shared/Sent"
        S: * STATUS "Shared/Sent" (MESSAGES 0)
        S: a2 OK done
        """,
        client -> {
          List<ListedMailbox> all = client.list(true);
          assertThat(client.roundTripsAfterAuthentication()).isEqualTo(2);
          assertThat(all).hasSize(3);
          assertThat(all.get(0).status().orElseThrow().highestModSeq()).isEqualTo(77);
          assertThat(all.get(1).role()).isEqualTo(MailboxRole.JUNK);
          assertThat(all.get(2).role()).isEqualTo(MailboxRole.NONE);
          assertThat(all.get(2).holder()).isEqualTo(MailboxHolder.SHARED);
        });
  }

  @Test
  void aMalformedFetchCostsOneMessage() throws Exception {
    List<Long> got = new ArrayList<>();
    Heard heard =
        play(
            "",
            """
            C: a1 UID FETCH 1:3 (UID RFC822.SIZE)
            S: * 1 FETCH (UID 1 RFC822.SIZE 5)
            S: * 2 FETCH (UID 2 RFC822.SIZE
            S: * 2 FETCH (UID 2 FLAGS (\\x5cSeen))
            S: * 3 FETCH (UID 3 RFC822.SIZE 7)
            S: * 9 FETCH (UID 9 FLAGS ())
            S: * 4 EXPUNGE
            S: a1 OK done
            """,
            client -> {
              client.fetch(
                  UidSet.range(1, 3),
                  FetchRequest.of(FetchAttribute.RFC822_SIZE),
                  data -> got.add(data.uid()));
              assertThat(client.warnings()).isEqualTo(1);
            });
    assertThat(got).containsExactly(1L, 3L);
    assertThat(heard.all).hasSize(4).contains("fetched 2", "fetched 9", "expunged 4");
  }

  @Test
  void aMailboxNameCannotCarryACommand() throws Exception {
    play(
        "",
        """
        C: a1 SELECT {25}
        S: + go
        C: INBOX"
        C: a2 DELETE Archive
        S: a1 NO no such mailbox
        """,
        client ->
            assertThatThrownBy(() ->
                    client.select(
                        new MailboxName("INBOX\"\r\na2 DELETE Archive", "x"), Optional.empty()))
                .isInstanceOf(MailException.CommandRejected.class));
    assertThatThrownBy(() ->
            play(
                "",
                "",
                client ->
                    client.uidStore(
                        UidSet.of(1), true, Flags.ofNames(List.of("x) a2 LOGOUT")), -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// GNU Mailutils: a message is not to stay away for the sake of its keywords.
  @Test
  void aMessageIsAppendedWithoutTheKeywordsThatTheServerRefuses() throws Exception {
    play(
        "LITERAL+",
        """
        C: a1 APPEND "Sent" (\\Seen $Forwarded work) {3+}
        C: abc
        S: a1 BAD APPEND Unrecognized flag
        C: a2 APPEND "Sent" (\\Seen) {3+}
        C: abc
        S: a2 OK done
        C: a3 APPEND "Sent" (\\Seen) {3+}
        C: abc
        S: a3 OK done
        """,
        client -> {
          MailboxName sent = client.mailboxName("Sent");
          Flags flags = Flags.ofNames(List.of("\\Seen", "$Forwarded", "work"));
          for (int i = 0; i < 2; i++) {
            client.append(sent, AppendMessage.of(flags, null, new byte[] {'a', 'b', 'c'}));
          }
          assertThat(client.quirks()).containsExactly(Quirk.APPEND_KEYWORDS_REFUSED);
        });
  }

  @Test
  void severalMessagesAreAppendedTogether() throws Exception {
    play(
        "LITERAL+ MULTIAPPEND UIDPLUS",
        """
        C: a1 APPEND "Sent" (\\Seen) {3+}
        C: abc {2+}
        C: de
        S: a1 OK [APPENDUID 5 77:78] done
        """,
        client -> {
          List<AppendMessage> two =
              List.of(
                  AppendMessage.of(Flags.of(Flags.SEEN), null, new byte[] {'a', 'b', 'c'}),
                  AppendMessage.of(Flags.NONE, null, new byte[] {'d', 'e'}));
          assertThat(client.append(client.mailboxName("Sent"), two))
              .containsExactly(new AppendUid(5, 77), new AppendUid(5, 78));
          assertThat(client.canAppendTogether()).isTrue();
        });
  }

  @Test
  void aServerThatOnlyAnnouncesMultiappendIsAskedOnce() throws Exception {
    play(
        "LITERAL+ MULTIAPPEND",
        """
        C: a1 APPEND "Sent" {1+}
        C: a {1+}
        C: b
        S: a1 BAD unexpected characters
        """,
        client -> {
          AppendMessage a = AppendMessage.of(Flags.NONE, null, new byte[] {'a'});
          AppendMessage b = AppendMessage.of(Flags.NONE, null, new byte[] {'b'});
          assertThatThrownBy(() -> client.append(client.mailboxName("Sent"), List.of(a, b)))
              .isInstanceOf(CommandRejected.class);
          assertThat(client.canAppendTogether()).isFalse();
          assertThat(client.quirks()).containsExactly(Quirk.MULTIAPPEND_REFUSED);
        });
  }

  @Test
  void appendWaitsForTheServerAndHearsItsRefusal() throws Exception {
    play(
        "UIDPLUS",
        """
        C: a1 APPEND "Sent" (\\x5cSeen) {5}
        S: a1 NO [TRYCREATE] no such mailbox
        C: a2 APPEND "Sent" {5}
        S: * 3 EXISTS
        S: + go
        C: abc
        C:\s
        S: a2 OK [APPENDUID 5 77] done
        """
            .replace("\\x5cSeen", "\\Seen")
            .replace("C:\\s", "C: "),
        client -> {
          byte[] octets = "abc\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          MailboxName sent = client.mailboxName("Sent");
          assertThatThrownBy(
                  () -> client.append(sent, AppendMessage.of(Flags.of(Flags.SEEN), null, octets)))
              .isInstanceOfSatisfying(
                  MailException.CommandRejected.class,
                  e -> assertThat(e.detailCode()).isEqualTo("TRYCREATE"));
          assertThat(client.append(sent, AppendMessage.of(Flags.NONE, null, octets)))
              .contains(new AppendUid(5, 77));
        });
  }

  @Test
  void moveTellsItsMappingInAnUntaggedOk() throws Exception {
    Heard heard =
        play(
            "MOVE UIDPLUS",
            """
            C: a1 UID MOVE 4:5 "Trash"
            S: * OK [COPYUID 9 4:5 14:15] moved
            S: * 2 EXPUNGE
            S: * 2 EXPUNGE
            S: a1 OK done
            C: a2 UID COPY 6 "Trash"
            S: a2 OK done
            """,
            client -> {
              assertThat(client.uidMove(UidSet.range(4, 5), client.mailboxName("Trash")))
                  .contains(new UidMapping(9, java.util.Map.of(4L, 14L, 5L, 15L)));
              assertThat(client.uidCopy(UidSet.of(6), client.mailboxName("Trash"))).isEmpty();
            });
    assertThat(heard.all).containsExactly("expunged 2", "expunged 2");
  }

  @Test
  void aServerThatCannotMoveIsNotAskedAgain() throws Exception {
    play(
        "MOVE UIDPLUS",
        """
        C: a1 UID MOVE 4 "Trash"
        S: a1 NO [NOPERM] not supported for you
        C: a2 UID MOVE 4 "Trash"
        S: a2 NO MOVE extension not supported
        """,
        client -> {
          for (boolean after : List.of(true, false)) {
            assertThatThrownBy(() -> client.uidMove(UidSet.of(4), client.mailboxName("Trash")))
                .isInstanceOf(MailException.CommandRejected.class);
            assertThat(client.canMove()).isEqualTo(after);
          }
        });
  }

  @Test
  void idleOfAllSorts() throws Exception {
    Heard heard =
        play(
            "IDLE",
            """
            C: a1 IDLE
            S: * 5 EXISTS
            S: + idling
            C: DONE
            S: * 6 EXISTS
            S: a1 OK done
            C: a2 IDLE
            S: + idling
            S: a2 OK enough
            C: a3 IDLE
            S: + idling
            S: * OK still here
            C: DONE
            S: a3 OK done
            C: a4 IDLE
            S: a4 BAD what
            """,
            client -> {
              Duration day = Duration.ofDays(1);
              assertThat(client.idle(day)).isEqualTo(IdleResult.ACTIVITY);
              assertThat(client.idle(day)).isEqualTo(IdleResult.ENDED_BY_SERVER);
              assertThat(client.idle(Duration.ofMillis(300))).isEqualTo(IdleResult.RENEW);
              assertThat(client.idle(day)).isEqualTo(IdleResult.ENDED_BY_SERVER);
              assertThat(client.canIdle()).isFalse();
              assertThat(client.quirks()).containsExactly(Quirk.IDLE_REFUSED);
            });
    assertThat(heard.all).containsExactly("exists 5", "exists 6");
  }

  @Test
  void newsOfOtherMailboxesComeWhereTheServerTellsThem() throws Exception {
    Heard heard =
        play(
            "IDLE NOTIFY",
            """
            C: a1 NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange)) (SUBSCRIBED (MessageNew MessageExpunge FlagChange))
            S: a1 OK done
            C: a2 IDLE
            S: + idling
            S: * STATUS Work (UIDNEXT 5 MESSAGES 3)
            C: DONE
            S: a2 OK done
            C: a3 NOOP
            S: * OK [NOTIFICATIONOVERFLOW] too many
            S: a3 OK done
            """,
            client -> {
              assertThat(client.notifyOfOthers()).isTrue();
              assertThat(client.idle(Duration.ofDays(1))).isEqualTo(IdleResult.ACTIVITY);
              client.noop();
              assertThat(client.canNotify()).isFalse();
            });
    assertThat(heard.all).containsExactly("status Work");
    play(
        "IDLE NOTIFY",
        """
        C~ a1 NOTIFY.*
        S: a1 NO [BADEVENT (MessageNew)] no
        """,
        client -> {
          assertThat(client.notifyOfOthers()).isFalse();
          assertThat(client.canNotify()).isFalse();
          assertThat(client.canIdle()).isTrue();
        });
  }

  @Test
  void whoAsksIsToldWhereNoMailboxOpensBefore() throws Exception {
    play(
        "",
        """
        C: a1 SELECT "INBOX"
        S: a1 NO SELECT Unsafe Login. Please contact kefu@188.com for help
        C~ a2 ID .*
        S: * ID NIL
        S: a2 OK ID completed
        C: a3 SELECT "INBOX"
        S: * 3 EXISTS
        S: a3 OK [READ-WRITE] done
        """,
        client -> {
          assertThat(client.select(MailboxName.INBOX, Optional.empty()).exists()).isEqualTo(3);
          assertThat(client.quirks()).containsExactly(Quirk.ID_BEFORE_SELECT);
        });
  }

  @Test
  void goodbyeAndSilenceAreToldApart() throws Exception {
    play(
        "",
        """
        C: a1 NOOP
        S: * BYE going down
        """,
        client ->
            assertThatThrownBy(client::noop)
                .isInstanceOfSatisfying(
                    ConnectFailed.class,
                    e -> {
                      assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.SERVER_CLOSED);
                      assertThat(e).hasMessageContaining("going down");
                    }));
    play(
        "",
        "C: a1 NOOP\n",
        client ->
            assertThatThrownBy(client::noop)
                .isInstanceOfSatisfying(
                    ConnectFailed.class,
                    e -> assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.LOST)));
  }

  @Test
  void manyMessagesGoInFewCommands() throws Exception {
    UidSet.Builder odd = new UidSet.Builder();
    for (long uid = 100_001; uid < 104_000; uid += 2) {
      odd.add(uid);
    }
    play(
        "",
        """
        C~ a1 UID STORE [0-9,]{7000,7900} \\+FLAGS.SILENT \\(\\\\Seen\\)
        C~ a2 UID STORE [0-9,]{5000,7900} \\+FLAGS.SILENT \\(\\\\Seen\\)
        S: a1 OK done
        S: a2 OK done
        """,
        client -> {
          client.uidStore(odd.build(), true, Flags.of(Flags.SEEN), -1);
          assertThat(client.roundTripsAfterAuthentication()).isEqualTo(1);
        });
  }
}
