package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Flags;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers as they are: each writes in a way that some real one does, and every one must end at the
/// same mail on both sides, with nothing fetched twice.
class OddServersTest {
  private static final String OLD = "IDLE";

  @TempDir Path profile;

  private static Arguments odd(String name, UnaryOperator<String> habit) {
    return Arguments.of(name, habit);
  }

  /// Before each tagged answer the server says something more.
  private static Arguments saying(String name, String more) {
    return odd(name, line -> line.matches("a\\d+ .*") ? more + "\r\n" + line : line);
  }

  static Stream<Arguments> written() throws IOException {
    try (InputStream in = OddServersTest.class.getResourceAsStream("odd-servers.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(OddServersTest::row);
    }
  }

  /// Bars within a field have a backslash before them.
  private static Arguments row(String line) {
    String[] fields = line.split("(?<!\\\\)\\|", -1);
    Pattern pattern = Pattern.compile(fields[1].strip().replace("\\|", "|").replace('\u2423', ' '));
    String by = fields[2].strip().replace("\u23ce", "\r\n").replace('\u2423', ' ');
    return odd(fields[0].strip(), sent -> pattern.matcher(sent).replaceAll(by));
  }

  static Stream<Arguments> habits() throws IOException {
    return Stream.concat(
        written(),
        Stream.of(
            odd("as it should be", UnaryOperator.identity()),
            saying("codes nobody knows", "* OK [X-ODD (a [b] \"c]\") {d}] what"),
            saying("an alert each time", "* NO [ALERT] Mailbox is at 98% of quota"),
            saying("words nobody knows", "* XLIST-NEWS 5 (\"a\" NIL (b c))"),
            saying("what is no response at all", "*"),
            saying("broken responses", "* 1 FETCH (UID 1 FLAGS (\\Seen"),
            saying("NOOPs of a proxy", "* OK Still here"),
            saying("RECENT all the time", "* 3 RECENT"),
            saying("expunges that never were", "* 1 EXPUNGE"),
            saying("a message nobody asked for", "* 77 FETCH (UID 4000 FLAGS (\\Seen))"),
            saying("flags of a message without a name", "* 1 FETCH (FLAGS (\\Seen \\Deleted))"),
            saying("a message without a number", "* 0 FETCH (UID 0 FLAGS ())"),
            saying("EXISTS that shrinks", "* 2 EXISTS"),
            saying("a very long line", "* OK " + "words ".repeat(20_000)),
            saying("the STATUS of another", "* STATUS \"Other\" (MESSAGES 5 UIDNEXT 9)"),
            saying("UIDs that never were here", "* VANISHED 4000:4100"),
            odd(
                "a search in several lines",
                line ->
                    line.matches("\\* SEARCH .* .*")
                        ? line.replaceAll(" (\\d+)", "\r\n* SEARCH $1").replaceFirst("^.*\r\n", "")
                        : line),
            odd("nothing found is not said", line -> line.equals("* SEARCH") ? "" : line)));
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
    for (String capabilities :
        List.of(FakeImapServer.MODERN, OLD, "CONDSTORE ENABLE UIDPLUS", "UIDPLUS MOVE")) {
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
    bench.append("Sent", 99);
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

  private void converged() {
    for (String name : List.of("INBOX", "Archive", "Sent")) {
      ImapSyncTest.assertSame(bench, server, name);
    }
    assertThat(bench.messages("INBOX"))
        .allMatch(m -> m.bodyState() == MessageSummary.BodyState.COMPLETE);
    assertThat(server.contentsSent).as("nothing is fetched twice").doesNotHaveDuplicates();
  }
}
