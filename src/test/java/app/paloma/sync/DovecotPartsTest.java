package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.AbsentParts;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageContent.Attachment;
import app.paloma.mime.MessageReader;
import app.paloma.model.FetchProgress;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.OfflineLimits;
import app.paloma.model.PartialMessage;
import app.paloma.model.PartialMessage.Absent;
import app.paloma.testing.DovecotServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The text of a message without the files that come with it, from a real server.
@Tag("server")
class DovecotPartsTest {
  @TempDir Path profile;
  private DovecotServer server;
  private SyncBench bench;
  private MessageId id;

  @BeforeEach
  void open() throws Exception {
    server = DovecotServer.start();
    server.deliver("alice", "INBOX", LargeMessage.octets());
    bench = new SyncBench(profile, server.imapPort());
    bench
        .store
        .preferences()
        .put(OfflineLimits.key(bench.account.id()), new OfflineLimits(false, 0, 100_000).toText());
    bench.syncWell();
    id = bench.messages("INBOX").getFirst().id();
  }

  @AfterEach
  void close() throws Exception {
    if (bench != null) {
      bench.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private final class Fetched implements AbsentParts {
    private final Map<String, byte[]> here = new HashMap<>();

    @Override
    public boolean isHere(Absent part) {
      return here.containsKey(part.section());
    }

    @Override
    public InputStream open(Absent part) {
      return new ByteArrayInputStream(here.get(part.section()));
    }

    @Override
    public void fetch(Absent part, FetchProgress progress) throws IOException {
      ByteArrayOutputStream to = new ByteArrayOutputStream();
      try {
        bench.engine.fetchPart(id, part.section(), 0, part.octets(), to, progress);
      } catch (app.paloma.model.MailException e) {
        throw new IOException(e);
      }
      here.put(part.section(), to.toByteArray());
    }
  }

  private PartialMessage partial() {
    return bench.store.contents().partial(id).orElseThrow();
  }

  /// RFC 8970, which few servers have.
  @Test
  void withHeadersAloneTheListHasTheFirstWordsFromTheServer() throws Exception {
    String limits = new OfflineLimits(true, 0, 0).toText();
    bench.store.preferences().put(OfflineLimits.key(bench.account.id()), limits);
    server.deliver("alice", "INBOX", SyncBench.message(3));
    bench.syncWell();
    MessageSummary message = bench.messages("INBOX").getFirst();
    assertThat(message.bodyState()).isEqualTo(BodyState.PARTIAL);
    assertThat(message.preview()).startsWith("Line 0 of message 3.");
  }

  @Test
  void theTextIsReadWithoutTheFiles() throws Exception {
    long storedBefore = bench.store.contents().extent(id).orElseThrow().stored();
    bench.engine.fetchText(id);
    assertThat(partial().skeleton().length).isLessThan(20_000);
    MessageReader reader = new MessageReader();
    MessageContent whole = reader.read(LargeMessage.octets());
    MessageContent text = reader.read(partial(), new Fetched());
    assertThat(text.text()).isEqualTo(whole.text()).contains("El a\u00f1o en cifras.");
    assertThat(text.html()).isEqualTo(whole.html());
    assertThat(text.subject()).isEqualTo(whole.subject());
    assertThat(text.attachments())
        .extracting(Attachment::name, Attachment::contentType, Attachment::inline)
        .containsExactlyElementsOf(
            whole.attachments().stream()
                .map(
                    a -> org.assertj.core.groups.Tuple.tuple(a.name(), a.contentType(), a.inline()))
                .toList());
    assertThat(text.attachments())
        .extracting(Attachment::isHere)
        .containsExactly(true, false, false, false);
    for (int i = 1; i < 4; i++) {
      assertThat((double) text.attachments().get(i).size())
          .isCloseTo(
              whole.attachments().get(i).size(),
              org.assertj.core.data.Percentage.withPercentage(1));
    }

    // It is found by its words, and is no more complete than before.
    assertThat(bench.messages("INBOX").getFirst().preview()).contains("en cifras");
    assertThat(bench.messages("INBOX").getFirst().bodyState()).isNotEqualTo(BodyState.COMPLETE);
    assertThat(bench.store.contents().extent(id).orElseThrow().complete()).isFalse();
    assertThat(bench.store.contents().extent(id).orElseThrow().stored()).isEqualTo(storedBefore);
  }

  @Test
  void aFileComesInRangesAndGoesOnWhereItWas() throws Exception {
    bench.engine.fetchText(id);
    Fetched parts = new Fetched();
    MessageContent content = new MessageReader().read(partial(), parts);
    List<Long> told = new ArrayList<>();
    Attachment report = content.attachments().get(1);
    report
        .content()
        .fetch((octets, total) -> {
          told.add(octets);
          return true;
        });
    assertThat(told).hasSizeGreaterThan(4).isSorted();
    assertThat(java.util.Arrays.equals(report.open().readAllBytes(), LargeMessage.REPORT)).isTrue();
    Attachment table = content.attachments().get(3);
    table.content().fetch(FetchProgress.NONE);
    assertThat(table.open().readAllBytes()).isEqualTo(LargeMessage.TABLE);

    Absent first = partial().absent().getFirst();
    byte[] encoded = parts.here.get(first.section());
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    assertThatThrownBy(() ->
            bench.engine.fetchPart(
                id, first.section(), 0, first.octets(), to, (octets, total) -> octets < 1))
        .isInstanceOfSatisfying(
            ConnectFailed.class,
            e -> assertThat(e.reason()).isEqualTo(ConnectFailed.Reason.CANCELLED));
    assertThat(to.size()).isPositive().isLessThan(encoded.length);
    bench.engine.fetchPart(id, first.section(), to.size(), first.octets(), to, FetchProgress.NONE);
    assertThat(to.toByteArray()).isEqualTo(encoded);
  }

  @Test
  void theWholeMessageTakesThePlaceOfItsText() throws Exception {
    bench.engine.fetchText(id);
    bench.engine.fetchBody(id);
    assertThat(bench.octets(id)).isEqualTo(LargeMessage.octets());
    assertThat(bench.store.contents().partial(id)).isEmpty();
    assertThat(bench.messages("INBOX").getFirst().bodyState()).isEqualTo(BodyState.COMPLETE);
  }

  @Test
  void aMessageThatIsMostlyTextComesWhole() throws Exception {
    byte[] long1 =
        ("Subject: long\r\nMessage-ID: <long@example.test>\r\n\r\n"
                + "words and words\r\n".repeat(30_000))
            .getBytes(StandardCharsets.US_ASCII);
    server.deliver("alice", "INBOX", long1);
    bench.syncWell();
    MessageId other =
        bench.messages("INBOX").stream()
            .filter(m -> m.messageId().contains("long@"))
            .findFirst()
            .orElseThrow()
            .id();
    bench.engine.fetchText(other);
    assertThat(bench.store.contents().extent(other).orElseThrow().complete()).isTrue();
  }
}
