package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.RefusalReason;
import app.paloma.sync.FakeImapServer.Cut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A draft that is written on is one message on the server, whatever happens on the way (RFC 8508
/// where the server has it).
class ReplacedDraftTest {
  @TempDir Path profile;
  private FakeImapServer server;
  private SyncBench bench;
  private MessageId draft;

  @BeforeEach
  void open() {
    server = new FakeImapServer();
    server.capabilities.add("REPLACE");
    bench = new SyncBench(profile, server.port());
    bench.syncWell();
    draft = file(1, Flags.DRAFT | Flags.SEEN);
    bench.syncWell();
    server.commands.clear();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    server.close();
  }

  private MessageId file(int n, int flags) {
    byte[] raw = SyncBench.message(n);
    return bench
        .store
        .messages()
        .append(
            bench.mailbox("Drafts").id(),
            Flags.of(flags),
            Instant.parse("2026-01-01T10:00:00Z"),
            new MessageReader().index(raw, true),
            raw);
  }

  /// As the composer does it.
  private void writeOn(int n) {
    MessageId newer = file(n, Flags.DRAFT | Flags.SEEN);
    bench.store.actions().deletePermanently(List.of(draft));
    draft = newer;
  }

  private void isTheOne(int n) {
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Drafts").messages.values())
        .extracting(m -> m.headerField("Message-ID"))
        .containsExactly("<m" + n + "@example.test>");
    assertThat(bench.messages("Drafts")).extracting(m -> m.id()).containsExactly(draft);
    ImapSyncTest.assertSame(bench, server, "Drafts");
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
  }

  @Test
  void itTakesThePlaceOfTheOneBeforeInOneCommand() {
    writeOn(2);
    bench.syncWell();
    writeOn(3);
    isTheOne(3);
    assertThat(server.count(c -> c.startsWith("UID REPLACE"))).isEqualTo(2);
    assertThat(server.commands).noneMatch(c -> c.startsWith("APPEND") || c.startsWith("UID STORE"));
    assertThat(server.contentsSent).as("nothing comes back that came from here").isEmpty();
  }

  /// Which command it was.
  private int place() {
    for (int i = 0; i < server.commands.size(); i++) {
      if (server.commands.get(i).startsWith("UID REPLACE")) {
        return i + 1;
      }
    }
    return 0;
  }

  /// The line breaks before or after it was carried out.
  @ParameterizedTest
  @CsvSource({"BEFORE_COMMAND, true", "AFTER_COMMAND, true", "AFTER_COMMAND, false"})
  void itIsThereOnceWhereverTheLineBreaks(Cut how, boolean uidPlus) {
    if (!uidPlus) {
      server.capabilities.remove("UIDPLUS");
    }
    writeOn(2);
    bench.syncWell();
    int place = place();
    server.commands.clear();
    writeOn(3);
    server.cutAtCommand(place, how);
    bench.sync();
    assertThat(place()).as("the line broke at it").isEqualTo(place);
    server.heal();
    isTheOne(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO [CANNOT] not here", "BAD unknown", "NO [OVERQUOTA] no room for two"})
  void whereItIsRefusedTwoCommandsDoIt(String answer) {
    server.refuse(c -> c.startsWith("UID REPLACE"), answer);
    writeOn(2);
    isTheOne(2);
  }

  /// A server that takes the old one away and drops the new one has none: it is here.
  @Test
  void whatTheServerOnlySaysItTookStaysHere() {
    server.losesAppended = true;
    writeOn(2);
    bench.sync();
    bench.sync();
    assertThat(server.mailbox("Drafts").messages).isEmpty();
    assertThat(bench.messages("Drafts")).extracting(m -> m.id()).containsExactly(draft);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9))
        .extracting(refusal -> refusal.reason())
        .containsExactly(RefusalReason.NOT_THERE.text());
  }

  @Test
  void whatIsNoDraftIsNotReplaced() {
    MessageId newer = file(2, Flags.SEEN);
    bench.store.actions().deletePermanently(List.of(draft));
    draft = newer;
    isTheOne(2);
    assertThat(server.commands).noneMatch(c -> c.startsWith("UID REPLACE"));
  }
}
