package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailboxRole;
import app.paloma.model.MessageSummary;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.Store;
import app.paloma.sync.FaultyPop3Server.Edge;
import app.paloma.testing.DoomedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at each edge of a POP3 session that deletes what it fetched, then a new process: each
/// message is here once, nothing was deleted that was not here. The table is part of the
/// documentation.
final class KilledWhileFetchingTest {
  private static final Path DOCUMENT = Path.of("src/docs/delivery-guarantees.md");

  @TempDir Path directory;

  @Test
  void inTheMiddleOfTheGoodbye() throws Exception {
    assertThat(Files.readString(DOCUMENT)).contains(row(Edge.QUIT_DONE));
  }

  @Test
  @Tag("slow")
  void atEachEdge() throws Exception {
    StringBuilder table =
        new StringBuilder(
            """
            | killed at | neither here nor on the server | messages here in the end, of 3 | left on the server |
            |---|---|---|---|
            """);
    for (Edge edge : EnumSet.complementOf(EnumSet.of(Edge.NEVER))) {
      table.append(row(edge));
    }
    Path made = Path.of("target", "delivery-guarantees-killed-pop3.md");
    Files.createDirectories(made.getParent());
    Files.writeString(made, table);
    assertThat(Files.readString(DOCUMENT)).as("see " + made).contains(table);
  }

  /// Of 300 messages 240 came; none of them is in the store yet when the process dies.
  @Test
  void whatCameDoesNotComeAgain() throws Exception {
    Path profile = Files.createDirectories(directory.resolve("profile"));
    try (DoomedProcess process = new DoomedProcess(directory.resolve("log"));
        FaultyPop3Server server = new FaultyPop3Server(Edge.NEVER)) {
      for (int n = 1; n <= 300; n++) {
        String head = "From: a@b.example\r\nSubject: number %d\r\n\r\n".formatted(n);
        server.maildrop.put("unique" + n, head + "twenty octets a line".repeat(800) + "\r\n");
      }
      List<String> all = List.copyOf(server.maildrop.values());
      server.retrieving =
          n -> {
            if (n == 241) {
              // What was sent before comes to where it belongs.
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700));
              process.kill();
            }
          };
      String url = "pop3://alice@localhost:" + server.port() + "?tls=none";
      process.start(List.of(), FetchingProcess.class, profile.toString(), url);
      assertThat(process.await(60)).as(process.said()).isNotZero();
      server.retrieving = n -> {};
      server.commands.clear();
      FetchingProcess.run(profile, url);
      assertThat(server.count("RETR")).isBetween(60L, 68L);
      assertThat(texts(profile)).containsExactlyInAnyOrderElementsOf(all);
      assertThat(server.maildrop).isEmpty();
    }
  }

  private String row(Edge edge) throws Exception {
    Path profile = Files.createDirectories(directory.resolve(edge.name()));
    try (DoomedProcess process = new DoomedProcess(directory.resolve(edge + ".log"));
        FaultyPop3Server server = new FaultyPop3Server(edge)) {
      server.at(edge, process::kill);
      String large =
          "From: c@d.example\r\nSubject: large\r\n\r\n"
              + "x".repeat(98).concat("\r\n").repeat(60_000);
      server.maildrop.put("1", "From: a@b.example\r\nSubject: one\r\n\r\n.one\r\n");
      server.maildrop.put("2", large);
      server.maildrop.put("3", "From: a@b.example\r\nSubject: three\r\n\r\nthree\r\n");
      List<String> all = List.copyOf(server.maildrop.values());
      String url = "pop3://alice@localhost:" + server.port() + "?tls=none";
      process.start(List.of(), FetchingProcess.class, profile.toString(), url);
      assertThat(process.await(60)).as(edge + ": " + process.said()).isNotZero();
      List<String> here = texts(profile);
      long lost =
          all.stream()
              .filter(text -> !here.contains(text) && !server.maildrop.containsValue(text))
              .count();
      assertThat(lost).as(edge.name()).isZero();
      FetchingProcess.run(profile, url);
      FetchingProcess.run(profile, url);
      assertThat(texts(profile)).as(edge.name()).containsExactlyInAnyOrderElementsOf(all);
      return "| %s | %d | %d | %d |\n"
          .formatted(
              edge.name().toLowerCase(Locale.ROOT).replace('_', ' '),
              lost,
              all.size(),
              server.maildrop.size());
    }
  }

  private static List<String> texts(Path profile) {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      ArrayList<String> texts = new ArrayList<>();
      store
          .accounts()
          .find("alice@example.test")
          .flatMap(account -> store.mailboxes().byRole(account.id(), MailboxRole.INBOX))
          .ifPresent(inbox -> {
            ListQuery everything = ListQuery.newestFirst(List.of(inbox.id()));
            for (MessageSummary message :
                store.messages().summaries(store.messages().ids(everything, 0, 1000))) {
              texts.add(
                  new String(
                      store.contents().bytes(message.id(), 100 << 20),
                      StandardCharsets.ISO_8859_1));
            }
          });
      return texts;
    }
  }
}
