package app.paloma.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailboxRole;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.types.*;
import app.paloma.testing.DovecotServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Everything the client can do, with a real Dovecot.
@Tag("server")
class DovecotImapTest {
  private static DovecotServer server;

  @BeforeAll
  static void start() throws Exception {
    server = DovecotServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static ImapClient open(String user, ImapListener listener) throws MailException {
    return Clients.open(server.imapUrl(user), server.caPem(), Clients.OPTIONS, listener);
  }

  private static byte[] message(String id, int lines) {
    StringBuilder text = new StringBuilder();
    text.append("From: Ann <ann@example.test>\r\nTo: alice@example.test\r\nSubject: message ");
    text.append(id).append("\r\nMessage-ID: <").append(id).append("@example.test>\r\n\r\n");
    for (int i = 0; i < lines; i++) {
      text.append("line ").append(i).append(" of a text that goes on and on\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static AppendMessage appendable(String id) {
    return AppendMessage.of(
        Flags.of(Flags.SEEN), Instant.parse("2026-01-31T10:20:30Z"), message(id, 3));
  }

  @Test
  void signsInAndSetsUpInFewRoundTrips() throws Exception {
    try (ImapClient client = open("alice", ImapListener.NONE)) {
      assertThat(client.qresync()).isTrue();
      assertThat(client.serverName()).isEqualToIgnoringCase("dovecot");
      assertThat(client.roundTripsAfterAuthentication()).isEqualTo(1);
      List<ListedMailbox> mailboxes = client.list(true);
      assertThat(client.roundTripsAfterAuthentication()).isEqualTo(2);
      assertThat(mailboxes)
          .anySatisfy(inbox -> {
            assertThat(inbox.role()).isEqualTo(MailboxRole.INBOX);
            assertThat(inbox.status().orElseThrow().uidValidity()).isPositive();
          });
      client.logout();
    }
  }

  @Test
  void wrongPasswordIsRejectedAndNothingElse() throws Exception {
    ServerSettings settings = ServerSettings.parse(server.imapUrl("alice"));
    assertThatThrownBy(() ->
            ImapClient.open(
                Clients.connect(settings, server.caPem()),
                settings,
                Secret.of("wrong"),
                Clients.OPTIONS,
                ImapListener.NONE))
        .isInstanceOf(MailException.AuthRejected.class);
  }

  @Test
  void mailboxesOfAnyNameAreMadeFoundRenamedAndRemoved() throws Exception {
    try (ImapClient client = open("bob", ImapListener.NONE)) {
      for (String name : List.of("Trabajo/Año 2026", "文件夹", "R&D", "a \"quoted\" \\ name")) {
        client.create(client.mailboxName(name), MailboxRole.NONE);
        client.subscribe(client.mailboxName(name), true);
        assertThat(client.list(false))
            .anySatisfy(mailbox -> {
              assertThat(mailbox.name().name()).isEqualTo(name);
              assertThat(mailbox.subscribed()).isTrue();
            });
        client.rename(client.mailboxName(name), client.mailboxName(name + "-x"));
        assertThat(client.status(client.mailboxName(name + "-x")).messages()).isZero();
        client.delete(client.mailboxName(name + "-x"));
      }
      client.create(client.mailboxName("Mis enviados"), MailboxRole.SENT);
      assertThat(client.list(true))
          .anySatisfy(mailbox -> assertThat(mailbox.role()).isEqualTo(MailboxRole.SENT));
      assertThatThrownBy(() -> client.select(client.mailboxName("missing"), Optional.empty()))
          .isInstanceOfSatisfying(
              MailException.CommandRejected.class,
              e -> assertThat(e).hasMessageContaining("exist"));
      client.noop();
    }
  }

  @Test
  void messagesKeepEveryOctet() throws Exception {
    try (ImapClient client = open("carol", ImapListener.NONE)) {
      byte[] large = message("large", 60_000);
      byte[] binary =
          "Subject: \u00e9\r\n\r\n\u0080\u00ff\r\n".getBytes(StandardCharsets.ISO_8859_1);
      Map<Long, byte[]> sent = new HashMap<>();
      for (byte[] octets : List.of(message("one", 1), large, binary)) {
        AppendUid uid =
            client
                .append(MailboxName.INBOX, AppendMessage.of(Flags.NONE, null, octets))
                .orElseThrow();
        sent.put(uid.uid(), octets);
      }
      client.select(MailboxName.INBOX, Optional.empty());
      UidSet all = client.uidSearchAll();
      assertThat(all).isEqualTo(UidSet.of(sent.keySet()));
      client.fetch(
          all,
          FetchRequest.of(FetchAttribute.FLAGS, FetchAttribute.RFC822_SIZE).with(Section.whole()),
          data -> {
            assertThat(data.octets("").orElseThrow()).isEqualTo(sent.get(data.uid()));
            assertThat(data.size()).isEqualTo(sent.get(data.uid()).length);
            assertThat(data.flags().isSeen()).isFalse();
          });
      ByteArrayOutputStream sink = new ByteArrayOutputStream();
      ByteArrayOutputStream inParts = new ByteArrayOutputStream();
      long uid = all.first() + 1;
      client.fetch(
          UidSet.of(uid),
          FetchRequest.of().with(Section.whole()).sinkAbove(1000, octets -> sink),
          data ->
              assertThat(data.section("").orElseThrow())
                  .isInstanceOf(SectionContent.Streamed.class));
      assertThat(sink.toByteArray()).isEqualTo(large);
      for (long offset = 0; offset < large.length; offset += 700_000) {
        client.fetch(
            UidSet.of(uid),
            FetchRequest.of().with(Section.whole().partial(offset, 700_000)),
            data -> inParts.writeBytes(data.octets("").orElseThrow()));
      }
      assertThat(inParts.toByteArray()).isEqualTo(large);
    }
  }

  @Test
  void fetchesInFlightEachGetTheirOwn() throws Exception {
    try (ImapClient client = open("dave", ImapListener.NONE)) {
      MailboxName box = client.mailboxName("Flight");
      client.create(box, MailboxRole.NONE);
      for (int i = 0; i < 60; i++) {
        client.append(box, appendable("flight" + i));
      }
      client.select(box, Optional.empty());
      UidSet all = client.uidSearchAll();
      List<List<Long>> got = new ArrayList<>();
      List<PendingFetch> pending = new ArrayList<>();
      for (UidSet batch : all.batches(7)) {
        List<Long> mine = new ArrayList<>();
        got.add(mine);
        pending.add(
            client.startFetch(
                batch,
                FetchRequest.of(FetchAttribute.FLAGS).with(Section.header()),
                data -> mine.add(data.uid())));
      }
      int before = client.roundTrips();
      for (PendingFetch fetch : pending) {
        fetch.await();
      }
      assertThat(client.roundTrips()).isLessThanOrEqualTo(before + 1);
      assertThat(got.stream().flatMap(List::stream).toList())
          .containsExactlyElementsOf(all.stream().boxed().toList());
      client.fetch(
          UidSet.of(all.first()),
          FetchRequest.of(
              FetchAttribute.ENVELOPE, FetchAttribute.BODYSTRUCTURE, FetchAttribute.INTERNALDATE),
          data -> {
            assertThat(data.envelope().subject()).isEqualTo("message flight0");
            assertThat(data.internalDate()).isEqualTo(Instant.parse("2026-01-31T10:20:30Z"));
            assertThat(data.bodyStructure().mediaType()).isEqualTo("text/plain");
          });
    }
  }

  @Test
  void changesOfOthersComeByQresync() throws Exception {
    try (ImapClient client = open("alice", ImapListener.NONE);
        ImapClient other = open("alice", ImapListener.NONE)) {
      MailboxName box = client.mailboxName("Resync");
      client.create(box, MailboxRole.NONE);
      for (int i = 0; i < 10; i++) {
        client.append(box, appendable("resync" + i));
      }
      SelectResult first = client.select(box, Optional.empty());
      assertThat(first.exists()).isEqualTo(10);
      assertThat(first.highestModSeq()).isPositive();
      UidSet all = client.uidSearchAll();
      client.unselect();
      other.select(box, Optional.empty());
      other.uidStore(UidSet.of(all.first()), true, Flags.of(Flags.FLAGGED), -1);
      other.uidStore(UidSet.of(all.last()), true, Flags.of(Flags.DELETED), -1);
      other.uidExpunge(UidSet.of(all.last()));
      other.unselect();
      SelectResult again =
          client.select(
              box, Optional.of(new QresyncState(first.uidValidity(), first.highestModSeq(), all)));
      assertThat(again.resynced()).isTrue();
      assertThat(again.vanished()).isEqualTo(UidSet.of(all.last()));
      assertThat(again.changes())
          .anySatisfy(change -> {
            assertThat(change.uid()).isEqualTo(all.first());
            assertThat(change.flags().isFlagged()).isTrue();
            assertThat(change.modSeq()).isGreaterThan(first.highestModSeq());
          });
      assertThat(again.exists()).isEqualTo(9);
    }
  }

  @Test
  void copiesMovesAndSearchesTellWhere() throws Exception {
    try (ImapClient client = open("bob", ImapListener.NONE)) {
      MailboxName from = client.mailboxName("From");
      MailboxName to = client.mailboxName("To");
      client.create(from, MailboxRole.NONE);
      client.create(to, MailboxRole.NONE);
      for (int i = 0; i < 3; i++) {
        client.append(from, appendable("copy" + i));
      }
      client.select(from, Optional.empty());
      UidSet found = client.uidSearchMessageId("<copy1@example.test>", 0);
      assertThat(found.size()).isEqualTo(1);
      UidMapping copied = client.uidCopy(found, to).orElseThrow();
      assertThat(copied.targets()).containsOnlyKeys(found.first());
      UidSet all = client.uidSearchAll();
      UidMapping moved = client.uidMove(all, to).orElseThrow();
      assertThat(moved.targets()).hasSize(3);
      assertThat(client.uidSearchAll().isEmpty()).isTrue();
      client.select(to, Optional.empty());
      assertThat(
              client.uidSearch(
                  new SearchKey.And(
                      List.of(
                          new SearchKey.Text(SearchKey.Place.SUBJECT, "message"),
                          new SearchKey.Not(
                              new SearchKey.Text(SearchKey.Place.TEXT, "niño\r\nA2 DELETE To"))))))
          .isEqualTo(client.uidSearchAll());
    }
  }

  @Test
  void newsComeWhileWaiting() throws Exception {
    List<Long> exists = new ArrayList<>();
    ImapListener listener =
        new ImapListener() {
          @Override
          public void exists(long messages) {
            exists.add(messages);
          }
        };
    try (ImapClient client = open("dave", listener)) {
      client.select(MailboxName.INBOX, Optional.empty());
      Thread deliver =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Thread.sleep(200);
                  server.deliver("dave", "INBOX", message("news", 1));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(client.idle(Duration.ofSeconds(20))).isEqualTo(IdleResult.ACTIVITY);
      deliver.join();
      assertThat(exists).contains(1L);
      assertThat(client.idle(Duration.ofMillis(200))).isEqualTo(IdleResult.RENEW);
      client.stopIdle();
      assertThat(client.idle(Duration.ofSeconds(20))).isEqualTo(IdleResult.STOPPED);
      Thread stop =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Thread.sleep(200);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                client.stopIdle();
              });
      assertThat(client.idle(Duration.ofSeconds(20))).isEqualTo(IdleResult.STOPPED);
      stop.join();
      client.noop();
    }
  }
}
