package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MessageId;
import app.paloma.sync.SyncEngine.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a move or an upload takes several commands for, and what happens between two of them.
class BetweenCommandsTest extends FakeServerFixture {
  private void open(String capabilities) {
    openSynced(FakeImapServer.holding(10, capabilities));
  }

  private List<MessageId> move(int count) {
    List<MessageId> moved = bench.newest("INBOX", count);
    bench.store.actions().move(moved, bench.mailbox("Archive").id());
    return moved;
  }

  private void settled() {
    bench.syncWell();
    bench.syncWell();
    assertInStep();
  }

  /// Two of three are moved when it refuses.
  @ParameterizedTest
  @CsvSource({
    "IDLE MOVE, NO refused",
    "IDLE MOVE, NO [INUSE] later",
    "IDLE MOVE UIDPLUS, NO refused",
    "IDLE MOVE UIDPLUS, NO [INUSE] later",
    "IDLE MOVE UIDPLUS CONDSTORE QRESYNC ENABLE, NO refused"
  })
  void aMoveThatIsRefusedHalfWay(String capabilities, String answer) {
    open(capabilities);
    AtomicBoolean begun = new AtomicBoolean();
    server.refuse(
        command -> {
          boolean now = command.startsWith("UID MOVE") && begun.compareAndSet(false, true);
          for (long uid = 8; now && uid <= 9; uid++) {
            FakeMailbox.Message message = server.inbox().messages.get(uid);
            server.inbox().remove(uid);
            server.mailbox("Archive").add(message.octets, message.flags);
          }
          return now;
        },
        answer);
    List<MessageId> moved = move(3);
    bench.sync();
    settled();
    boolean again = answer.contains("later");
    assertThat(server.inbox().messages).hasSize(again ? 7 : 8);
    assertThat(server.mailbox("Archive").messages).hasSize(again ? 3 : 2);
    List<MessageId> all = new ArrayList<>(ids("INBOX"));
    all.addAll(ids("Archive"));
    assertThat(all).as("they are the same messages").hasSize(10).containsAll(moved);
    assertThat(server.contentsSent).isEmpty();
  }

  /// What came by way of a list beside what came directly, and one that differs in its Subject
  /// alone. The line breaks after the command.
  @ParameterizedTest
  @CsvSource({
    "MOVE IDLE, false",
    "MOVE UIDPLUS IDLE, false",
    "UIDPLUS IDLE, false",
    "UIDPLUS IDLE, true"
  })
  void severalOfOneMessageIdStayWhatTheyAre(String capabilities, boolean headersOnly) {
    open(capabilities);
    String direct = new String(SyncBench.message(30), StandardCharsets.US_ASCII);
    for (String each :
        List.of(
            direct,
            "List-Id: <a.example.test>\r\n" + direct,
            direct.replace("number 30", "number 31"))) {
      server.inbox().add(each.getBytes(StandardCharsets.US_ASCII), Set.of());
    }
    bench.engine.syncNow(bench.account.id(), new Options(List.of(), headersOnly), m -> {});
    bench.store.actions().move(bench.newest("INBOX", 3).reversed(), bench.mailbox("Archive").id());
    server.refuse(
        command -> {
          if (command.startsWith("STATUS") && server.mailbox("Archive").messages.isEmpty()) {
            server.cutAtCommand(1, FakeImapServer.Cut.AFTER_COMMAND);
          }
          return false;
        },
        "");
    bench.sync();
    settled();
    assertThat(server.mailbox("Archive").messages).hasSize(3);
  }

  /// The server copies the last of them alone, and hangs up.
  @Test
  void whatWasNotCopiedIsNotDeletedForWhatWas() {
    open("UIDPLUS IDLE");
    String text = new String(SyncBench.message(30), StandardCharsets.US_ASCII);
    String other = text.replace("number 30", "number 31");
    server.inbox().add(text.getBytes(StandardCharsets.US_ASCII), Set.of());
    FakeMailbox.Message last =
        server.inbox().add(other.getBytes(StandardCharsets.US_ASCII), Set.of());
    bench.syncWell();
    bench.store.actions().move(bench.newest("INBOX", 2).reversed(), bench.mailbox("Archive").id());
    server.refuse(
        command -> {
          boolean now =
              command.startsWith("UID COPY") && server.mailbox("Archive").messages.isEmpty();
          if (now) {
            server.mailbox("Archive").add(last.octets, Set.of());
            server.dropConnections();
          }
          return now;
        },
        "NO dead");
    bench.sync();
    settled();
    assertThat(server.mailbox("Archive").messages.values())
        .extracting(m -> m.headerField("Subject"))
        .containsExactlyInAnyOrder("Message number 30", "Message number 31");
  }

  /// Another client removes them for good: the copies are what is left.
  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "UIDPLUS IDLE", "UIDPLUS CONDSTORE QRESYNC ENABLE IDLE"})
  void whatIsExpungedAfterItWasCopiedIsMoved(String capabilities) {
    open(capabilities);
    server.refuse(
        command -> {
          if (command.startsWith("UID STORE")) {
            server.inbox().remove(9);
            server.inbox().remove(10);
          }
          return false;
        },
        "");
    List<MessageId> moved = move(2);
    settled();
    assertThat(ids("Archive")).containsExactlyInAnyOrderElementsOf(moved);
    assertThat(server.inbox().messages).hasSize(8);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
  }

  /// Nobody may delete there (RFC 4314, no right `t`). It is in both places, as it is there, and
  /// the user is told why.
  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "UIDPLUS IDLE", "UIDPLUS CONDSTORE QRESYNC ENABLE IDLE"})
  void whatCannotBeDeletedAfterItWasCopiedIsInBothPlaces(String capabilities) {
    open(capabilities);
    server.refuse(c -> c.startsWith("UID STORE") && c.contains("\\Deleted"), "NO [NOPERM] no");
    List<MessageId> moved = move(2);
    bench.sync();
    settled();
    assertThat(bench.messages("Archive")).hasSize(2);
    assertThat(bench.messages("INBOX")).hasSize(10);
    assertThat(ids(capabilities.contains("UIDPLUS") ? "Archive" : "INBOX")).containsAll(moved);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).hasSize(2);
    assertThat(server.count(c -> c.startsWith("UID COPY"))).isEqualTo(1);
  }

  /// The UIDVALIDITY and UID that it tells are of another mailbox.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAppendUidOfAnotherMailbox(boolean named) {
    open("UIDPLUS IDLE CONDSTORE QRESYNC ENABLE LITERAL+");
    long other = server.inbox().uidValidity;
    server.habit = line -> line.replaceAll("APPENDUID \\d+ \\d+", "APPENDUID " + other + " 3");
    String text = new String(SyncBench.message(50), StandardCharsets.US_ASCII);
    byte[] raw =
        (named ? text : text.replaceAll("Message-ID: .*\r\n", ""))
            .getBytes(StandardCharsets.US_ASCII);
    bench.append("Archive", raw);
    bench.syncWell();
    List<MessageId> here = ids("Archive");
    settled();
    assertThat(ids("Archive")).hasSize(1).isEqualTo(here);
    assertThat(server.mailbox("Archive").messages).hasSize(1);
  }

  /// The same, one that could be right.
  @Test
  void anAppendUidOfAnotherMailboxWithAUidThatFits() {
    open("UIDPLUS IDLE CONDSTORE QRESYNC ENABLE LITERAL+");
    long other = server.inbox().uidValidity;
    server.habit = line -> line.replaceAll("APPENDUID \\d+ (\\d+)", "APPENDUID " + other + " $1");
    String text = new String(SyncBench.message(50), StandardCharsets.US_ASCII);
    bench.append(
        "Archive", text.replaceAll("Message-ID: .*\r\n", "").getBytes(StandardCharsets.US_ASCII));
    bench.append("Archive", 51);
    bench.syncWell();
    List<MessageId> here = ids("Archive");
    settled();
    assertThat(ids("Archive")).hasSize(2).containsExactlyInAnyOrderElementsOf(here);
    assertThat(server.mailbox("Archive").messages).hasSize(2);
  }
}
