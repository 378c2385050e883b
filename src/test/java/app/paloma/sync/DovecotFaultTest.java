package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.AbsentParts;
import app.paloma.mime.MessageReader;
import app.paloma.model.FetchProgress;
import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.OfflineLimits;
import app.paloma.model.PartialMessage.Absent;
import app.paloma.testing.DovecotServer;
import app.paloma.testing.FaultProxy;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real server behind a line that cuts and corrupts, with COMPRESS=DEFLATE and without: packs,
/// QRESYNC, parts of messages. What follows a fault ends at the server's state.
@Tag("server")
class DovecotFaultTest {
  private static final int MESSAGES = 90;
  private static final String ZLIB =
      """
      listen = *
      protocol imap {
        mail_plugins = imap_zlib
      }
      """;

  @TempDir Path profiles;
  private final Map<String, byte[]> sent = new HashMap<>();
  private DovecotServer server;
  private FaultProxy proxy;
  private SyncBench bench;
  private InetAddress address;
  private int profile;

  /// COMPRESS is not used with this machine itself, but with another of its addresses. Where there
  /// is none, both rounds are without.
  private void start(boolean compressed) throws Exception {
    address =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> compressed && a instanceof Inet4Address && !a.isLoopbackAddress())
            .findFirst()
            .orElse(InetAddress.getLoopbackAddress());
    server = DovecotServer.start(ZLIB);
    SyncBenchmark.fill(server, MESSAGES, 3_000, sent);
    server.deliver("alice", "INBOX", LargeMessage.octets());
    proxy = new FaultProxy(address, server.imapPort());
    fresh();
  }

  /// Another computer with the same account.
  private void fresh() {
    if (bench != null) {
      bench.close();
    }
    bench =
        new SyncBench(
            profiles.resolve("p" + profile++),
            address.getHostAddress(),
            proxy.port(),
            "alice",
            DovecotServer.PASSWORD);
  }

  @AfterEach
  void close() throws Exception {
    if (bench != null) {
      bench.close();
    }
    if (proxy != null) {
      proxy.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private void anotherClientFlags(MessageSummary message) throws Exception {
    String uid = Long.toString(message.uid());
    server.doveadm("flags", "add", "-u", "alice", "\\Flagged", "mailbox", "INBOX", "uid", uid);
  }

  private void everythingIsHere(String what) {
    List<MessageSummary> here = bench.messages("INBOX");
    assertThat(here).as(what).hasSize(MESSAGES + 1);
    for (MessageSummary message : here) {
      assertThat(message.bodyState()).as(what).isEqualTo(BodyState.COMPLETE);
      byte[] original = sent.get(message.messageId());
      byte[] octets = bench.octets(message.id());
      if (original == null) {
        original = LargeMessage.octets();
        octets = Arrays.copyOfRange(octets, octets.length - original.length, octets.length);
      }
      assertThat(Arrays.equals(octets, original)).as(what + " " + message.messageId()).isTrue();
    }
    assertThat(bench.store.maintenance().check())
        .as(what)
        .allSatisfy(finding -> {
          assertThat(finding.ok()).isTrue();
          assertThat(finding.repaired()).isEmpty();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFirstSynchronizationGoesOnWhereTheLineBroke(boolean compressed) throws Exception {
    start(compressed);
    bench.syncWell();
    long whole = proxy.downOctets();
    everythingIsHere("no fault");
    if (compressed && !address.isLoopbackAddress()) {
      long octets = sent.values().stream().mapToLong(o -> o.length).sum();
      assertThat(whole).isLessThan((octets + LargeMessage.octets().length) * 9 / 10);
    }
    for (long octet = 500; octet < whole; octet = octet * 5) {
      fresh();
      String what = "cut at " + octet + " of " + whole;
      proxy.cutDown(octet);
      bench.sync();
      assertThat(proxy.fired()).as(what).isTrue();
      proxy.heal();
      bench.syncWell();
      everythingIsHere(what);
      proxy.heal();
      bench.syncWell();
      assertThat(proxy.downOctets()).as(what + ": nothing comes twice").isLessThan(20_000);
    }
  }

  private long count(String mailbox) throws Exception {
    return server
        .doveadm("search", "-u", "alice", "mailbox", mailbox, "all")
        .lines()
        .filter(line -> !line.isBlank())
        .count();
  }

  /// What is changed on both sides while the line breaks happens once on both.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void changesHappenOnceWhereverTheLineBreaks(boolean compressed) throws Exception {
    start(compressed);
    bench.syncWell();
    int moved = 0;
    for (boolean up : new boolean[] {true, false}) {
      for (long octet = 40; octet < 2_000; octet = octet * 3) {
        String what = (up ? "cut up at " : "cut down at ") + octet;
        List<MessageSummary> all = bench.messages("INBOX");
        List<MessageId> ids = all.stream().map(MessageSummary::id).toList();
        bench.store.actions().move(ids.subList(0, 2), bench.mailbox("Archive").id());
        bench.store.actions().setFlags(ids.subList(2, 6), Flags.of(Flags.ANSWERED), Flags.NONE);
        bench.append("Sent", 1_000 + moved);
        anotherClientFlags(all.get(7));
        moved += 2;
        if (up) {
          proxy.cutUp(octet);
        } else {
          proxy.cutDown(octet);
        }
        bench.sync();
        proxy.heal();
        bench.syncWell();
        bench.syncWell();
        assertThat(count("INBOX")).as(what).isEqualTo(MESSAGES + 1 - moved);
        assertThat(count("Archive")).as(what).isEqualTo(moved);
        assertThat(count("Sent")).as(what).isEqualTo(moved / 2);
        same(what);
      }
    }
  }

  private void same(String what) throws Exception {
    TreeMap<Long, String> here = new TreeMap<>();
    for (MessageSummary message : bench.messages("INBOX")) {
      here.put(
          message.uid(),
          message.flags().isSeen()
              + " "
              + message.flags().isFlagged()
              + " "
              + message.flags().has(Flags.ANSWERED));
    }
    TreeMap<Long, String> there = new TreeMap<>();
    for (String line :
        server
            .doveadm("-f", "tab", "fetch", "-u", "alice", "uid flags", "mailbox", "INBOX")
            .lines()
            .skip(1)
            .toList()) {
      String[] cells = line.split("\t", -1);
      there.put(
          Long.parseLong(cells[0]),
          cells[1].contains("\\Seen")
              + " "
              + cells[1].contains("\\Flagged")
              + " "
              + cells[1].contains("\\Answered"));
    }
    assertThat(here).as(what).isEqualTo(there);
    assertThat(bench.store.pendingChanges().count(bench.account.id())).as(what).isZero();
  }

  /// DEFLATE has no checksum: a wrong octet becomes any others. Which messages there are and their
  /// flags are right after the next synchronization that looks at everything.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWrongOctetIsMended(boolean compressed) throws Exception {
    start(compressed);
    bench.syncWell();
    for (long octet = 30; octet < 4_000; octet = octet * 5 / 2) {
      List<MessageSummary> all = bench.messages("INBOX");
      server.doveadm("expunge", "-u", "alice", "mailbox", "INBOX", "uid", "" + all.getLast().uid());
      anotherClientFlags(all.get(3));
      proxy.corruptDown(octet, 0x21);
      bench.sync();
      proxy.heal();
      bench.syncWell();
      bench.engine.verify(bench.account.id(), SyncEngine.Options.ALL, report -> {});
      same("wrong octet " + octet);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTextAndAFileComeInSpiteOfBreaks(boolean compressed) throws Exception {
    start(compressed);
    MessageReader reader = new MessageReader();
    for (long octet = 300; octet < 60_000; octet = octet * 7) {
      fresh();
      String what = "cut at " + octet;
      bench
          .store
          .preferences()
          .put(OfflineLimits.key(bench.account.id()), new OfflineLimits(true, 0, 0).toText());
      bench.syncWell();
      MessageId large =
          bench.messages("INBOX").stream()
              .filter(m -> m.messageId().equals("large@example.test"))
              .findFirst()
              .orElseThrow()
              .id();
      proxy.cutDown(octet);
      try {
        bench.engine.fetchText(large);
      } catch (MailException e) {
        assertThat(proxy.fired()).as(what + ": " + e).isTrue();
      }
      proxy.heal();
      bench.engine.fetchText(large);
      var content =
          reader.read(bench.store.contents().partial(large).orElseThrow(), AbsentParts.NONE);
      assertThat(content.text()).as(what).isEqualTo(reader.read(LargeMessage.octets()).text());
      Absent file =
          bench.store.contents().partial(large).orElseThrow().absent().stream()
              .max((a, b) -> Long.compare(a.octets(), b.octets()))
              .orElseThrow();
      ByteArrayOutputStream to = new ByteArrayOutputStream();
      proxy.cutDown(octet * 5);
      try {
        bench.engine.fetchPart(large, file.section(), 0, file.octets(), to, FetchProgress.NONE);
      } catch (MailException e) {
        assertThat(proxy.fired()).as(what + ": " + e).isTrue();
      }
      proxy.heal();
      if (to.size() < file.octets()) {
        bench.engine.fetchPart(
            large, file.section(), to.size(), file.octets(), to, FetchProgress.NONE);
      }
      byte[] decoded = java.util.Base64.getMimeDecoder().decode(to.toByteArray());
      assertThat(Arrays.equals(decoded, LargeMessage.REPORT)).as(what).isTrue();
      bench.engine.fetchBody(large);
      byte[] octets = bench.octets(large);
      byte[] original = LargeMessage.octets();
      assertThat(
              Arrays.equals(
                  Arrays.copyOfRange(octets, octets.length - original.length, octets.length),
                  original))
          .as(what)
          .isTrue();
    }
  }
}
