package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers as they are: each writes in a way that some real one does, and every one must end at the
/// same mail on both sides, with nothing fetched twice.
class OddServersTest {
  private static final String MODERN =
      "CONDSTORE ENABLE ESEARCH LIST-EXTENDED LIST-STATUS MOVE QRESYNC SPECIAL-USE UIDPLUS"
          + " UNSELECT LITERAL+ IDLE";
  private static final String OLD = "IDLE";

  @TempDir Path profile;

  private static Arguments odd(String name, UnaryOperator<String> habit) {
    return Arguments.of(name, habit);
  }

  private static UnaryOperator<String> replacing(String regex, String by) {
    return line -> line.replaceAll(regex, by);
  }

  /// Before each tagged answer the server says something more.
  private static UnaryOperator<String> saying(String more) {
    return line -> line.matches("a\\d+ .*") ? more + "\r\n" + line : line;
  }

  static Stream<Arguments> habits() {
    return Stream.of(
        odd("as it should be", UnaryOperator.identity()),
        odd("no UIDNEXT in SELECT", replacing("^\\* OK \\[UIDNEXT.*", "")),
        odd("no UIDNEXT anywhere", replacing("^\\* OK \\[UIDNEXT.*| UIDNEXT \\d+", "")),
        odd("no PERMANENTFLAGS", replacing("^\\* OK \\[PERMANENTFLAGS.*", "")),
        odd("no FLAGS", replacing("^\\* FLAGS .*", "")),
        odd("no CAPABILITY before it is asked", replacing("\\[CAPABILITY [^]]*\\] ", "")),
        odd(
            "the Inbox of Exchange",
            replacing("^(\\* (?:LIST|LSUB|STATUS) .*)\"INBOX\"", "$1Inbox")),
        odd("names without quotes", replacing("^(\\* (?:LIST|LSUB) .*) \"(\\w+)\"$", "$1 $2")),
        odd(
            "names as literals",
            line ->
                line.startsWith("* LIST") && line.endsWith("\"Archive\"")
                    ? line.replace("\"Archive\"", "{7}\r\nArchive")
                    : line),
        odd("lower case", replacing("^(\\* \\d+) FETCH \\(UID", "$1 fetch (uid")),
        odd("answers without a text", replacing("^(a\\d+ OK(?: \\[[^]]*\\])?) .*", "$1")),
        odd(
            "spaces behind",
            line -> line.startsWith("* ") && !line.endsWith("}") ? line + " " : line),
        odd("two spaces", replacing("^\\* (\\d+) FETCH \\(", "* $1  FETCH  (")),
        odd("codes nobody knows", saying("* OK [X-ODD (a [b] \"c]\") {d}] what")),
        odd("an alert each time", saying("* NO [ALERT] Mailbox is at 98% of quota")),
        odd("words nobody knows", saying("* XLIST-NEWS 5 (\"a\" NIL (b c))")),
        odd("what is no response at all", saying("*")),
        odd("broken responses", saying("* 1 FETCH (UID 1 FLAGS (\\Seen")),
        odd("NOOPs of a proxy", saying("* OK Still here")),
        odd("RECENT all the time", saying("* 3 RECENT")),
        odd("flags nobody set", replacing("FLAGS \\(\\)", "FLAGS NIL")),
        odd("MODSEQ without parentheses", replacing("MODSEQ \\((\\d+)\\)", "MODSEQ $1")),
        odd("another order", replacing("\\(UID (\\d+) (FLAGS \\([^)]*\\))", "($2 UID $1")),
        odd("no INTERNALDATE", replacing("INTERNALDATE \"[^\"]*\" ?", "")),
        odd("INTERNALDATE NIL", replacing("INTERNALDATE \"[^\"]*\"", "INTERNALDATE NIL")),
        odd("an empty INTERNALDATE", replacing("INTERNALDATE \"[^\"]*\"", "INTERNALDATE \"\"")),
        odd(
            "an absurd INTERNALDATE",
            replacing("INTERNALDATE \"[^\"]*\"", "INTERNALDATE \"00-Jan-0000 99:99:99 +9999\"")),
        odd("sizes of Exchange", replacing("RFC822.SIZE \\d+", "RFC822.SIZE 17")),
        odd("no sizes", replacing("RFC822.SIZE \\d+ ?", "")),
        odd("sizes below zero", replacing("RFC822.SIZE \\d+", "RFC822.SIZE -1")),
        odd(
            "FLAGS in a response of their own, before",
            replacing(
                "^(\\* \\d+ FETCH \\(UID \\d+ )(FLAGS \\([^)]*\\)) (.*\\{\\d+\\})$",
                "$1$2)\r\n$1$3")),
        odd(
            "a list with names that only hold others",
            line ->
                line.startsWith("* LIST") && line.endsWith("\"INBOX\"")
                    ? line
                        + "\r\n* LIST (\\Noselect \\HasChildren) \"/\" Top\r\n"
                        + "* LIST (\\NonExistent \\HasChildren) \"/\" Gone"
                    : line),
        odd("every mailbox twice", line -> line.startsWith("* LIST") ? line + "\r\n" + line : line),
        odd(
            "a list without hierarchy",
            replacing("^(\\* (?:LIST|LSUB) \\([^)]*\\)) \"/\"", "$1 NIL")),
        odd("no [READ-WRITE]", replacing("\\[READ-WRITE\\] ", "")),
        odd("no COPYUID and APPENDUID", replacing("\\[(?:COPYUID|APPENDUID)[^]]*\\] ", "")),
        odd(
            "COPYUID of another length",
            replacing("\\[COPYUID (\\d+) \\S+ \\S+\\]", "[COPYUID $1 1:9 3]")),
        odd("nonsense as COPYUID", replacing("\\[COPYUID [^]]*\\]", "[COPYUID]")),
        odd(
            "a search in several lines",
            line ->
                line.matches("\\* SEARCH .* .*")
                    ? line.replaceAll(" (\\d+)", "\r\n* SEARCH $1").replaceFirst("^.*\r\n", "")
                    : line),
        odd("an empty ESEARCH for everything", replacing("^\\* ESEARCH .*", "* ESEARCH UID")),
        odd("no ESEARCH at all", replacing("^\\* ESEARCH .*", "")),
        odd("EXISTS too high", replacing("^\\* (\\d+) EXISTS", "* $17 EXISTS")),
        odd("EXISTS too low", replacing("^\\* \\d+ EXISTS", "* 1 EXISTS")),
        odd("STATUS of nothing", replacing("^\\* STATUS .*", "")),
        odd("STATUS that counts nothing", replacing("\\(MESSAGES \\d+", "(MESSAGES 0")),
        odd("HIGHESTMODSEQ that stands still", replacing("HIGHESTMODSEQ \\d+", "HIGHESTMODSEQ 1")),
        odd("HIGHESTMODSEQ zero", replacing("HIGHESTMODSEQ \\d+", "HIGHESTMODSEQ 0")),
        odd("NOMODSEQ", replacing("\\[HIGHESTMODSEQ \\d+\\]", "[NOMODSEQ]")),
        odd("expunges that never were", saying("* 1 EXPUNGE")),
        odd("a refused ENABLE", line -> line.startsWith("* ENABLED") ? "* ENABLED" : line));
  }

  private FakeImapServer server;
  private SyncBench bench;

  private void open(String capabilities, UnaryOperator<String> habit) {
    server = new FakeImapServer(capabilities.split(" ", -1));
    server.habit = habit;
    bench = new SyncBench(profile.resolve("p" + server.port()), server.port());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("habits")
  void bothSidesEndTheSame(String name, UnaryOperator<String> habit) throws IOException {
    for (String capabilities : List.of(MODERN, OLD, "CONDSTORE ENABLE UIDPLUS", "UIDPLUS MOVE")) {
      open(capabilities, habit);
      try {
        everythingOnce();
      } finally {
        bench.close();
        server.close();
      }
    }
  }

  private void everythingOnce() {
    for (int n = 1; n <= 40; n++) {
      server.inbox().add(SyncBench.message(n), n % 4 == 0 ? Set.of("\\Seen") : Set.of());
    }
    bench.syncWell();
    bench.syncWell();
    converged();

    server.inbox().remove(3);
    server.inbox().remove(40);
    flag(7, "\\Flagged");
    for (int n = 41; n <= 43; n++) {
      server.inbox().add(SyncBench.message(n), Set.of("\\Answered"));
    }
    bench.syncWell();
    bench.syncWell();
    converged();

    List<MessageId> ids = bench.messages("INBOX").stream().map(MessageSummary::id).toList();
    bench.store.actions().setFlags(ids.subList(0, 4), Flags.of(Flags.SEEN), Flags.NONE);
    bench.store.actions().move(ids.subList(4, 9), bench.mailbox("Archive").id());
    boolean mayExpunge = server.can("UIDPLUS");
    if (mayExpunge) {
      bench.store.actions().deletePermanently(ids.subList(9, 10));
    }
    append(99);
    flag(20, "\\Flagged");
    bench.syncWell();
    bench.syncWell();
    bench.syncWell();
    assertThat(server.mailbox("Archive").messages).hasSize(5);
    assertThat(server.mailbox("Sent").messages).hasSize(1);
    if (mayExpunge || server.can("MOVE")) {
      assertThat(server.inbox().messages).hasSize(mayExpunge ? 35 : 36);
      converged();
    }
    assertThat(bench.store.pendingChanges().count(bench.account.id())).isZero();
    assertThat(bench.messages("INBOX")).hasSize(mayExpunge ? 35 : 36);
    assertThat(bench.messages("Archive")).hasSize(5);
  }

  private void flag(long uid, String flag) {
    FakeMailbox.Message message = server.inbox().messages.get(uid);
    message.flags.add(flag);
    message.modSeq = ++server.inbox().modSeq;
  }

  private void append(int n) {
    byte[] raw = SyncBench.message(n);
    bench
        .store
        .messages()
        .append(
            bench.mailbox("Sent").id(),
            Flags.of(Flags.SEEN),
            Instant.parse("2026-01-01T10:00:00Z"),
            new MessageReader().index(raw, true),
            raw);
  }

  private void converged() {
    for (String name : List.of("INBOX", "Archive", "Sent")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.messages("INBOX"))
        .allMatch(m -> m.bodyState() == MessageSummary.BodyState.COMPLETE);
    assertThat(server.contentsSent).as("nothing is fetched twice").doesNotHaveDuplicates();
  }
}
