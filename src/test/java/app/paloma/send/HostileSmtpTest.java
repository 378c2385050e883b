package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.MailException;
import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.testing.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that say what no RFC lets them say. Whatever it is, a message arrives once, or it is
/// visibly refused or uncertain, and what keeps it here is told in words.
final class HostileSmtpTest {
  private static final String MESSAGE = "From: alice@example.test\nSubject: x\n\nhi\n";
  private static final String MANY = "250-x\r\n".repeat(100_000) + "250 x";

  @TempDir Path directory;

  private static Stream<List<String>> replies() {
    Map<String, List<String>> by =
        Map.of(
            "",
            List.of("220", "220-\r\n220-\r\n220 ", "220-a\n220 b", "250 hello", "\0\0\0\0"),
            "EHLO",
            List.of(
                "250",
                "250-x\n250-size\n250-pipelining\n250 8bitmime",
                "250-x\r\n250-SIZE 99999999999999999999999\r\n250 PIPELINING\tfoo",
                "250-x\r\n250-SIZE -1\r\n250-LIMITS RCPTMAX= MAILMAX=x\r\n250 SIZE",
                "250-x\r\n250-limits MAILMAX=1\trcptmax=2\r\n250 pipelining",
                "250-x\r\n250-LIMITS RCPTMAX=0 MAILMAX=0\r\n250 PIPELINING",
                "250-x\r\n250 CHUNKING",
                "299 x",
                MANY),
            "MAIL",
            List.of(
                "250",
                "299",
                "251 4.9.9 x",
                "250-\r\n250",
                "250\t2.1.0\tok",
                "550 4.7.1 odd",
                "450 5.1.1 odd",
                "334 dGVzdA==",
                "552",
                "452",
                "250 ok\r\n250 ok"),
            "RCPT",
            List.of(
                "252 2.0.0 maybe",
                "251 will forward to <x@y.example>",
                "551 please try <x@y.example>",
                "552",
                "552 too many recipients",
                "452 4.5.3 too many",
                "299",
                "354 what",
                "250 ok\r\n250 again",
                "250\t2.1.5\tok",
                "550",
                "450 5.1.1 no",
                "220 hi"),
            "DATA",
            List.of(
                "354",
                "354-a\r\n354 b",
                "354 go\r\n354 go",
                "399 go",
                "334 go",
                "250 ok",
                "220 ok",
                "550 no",
                "354 go\r\n250 taken",
                "354 go\r\n550 no",
                "354 go\r\n421 no"),
            ".",
            List.of(
                "250",
                "299 x",
                "250-a\r\n250 b",
                "250-a\r\n550 b",
                "354 go\r\n250 ok",
                "250 ok\r\n550 spurious",
                "250 ok\r\n250 ok",
                "250 ok\r\n354 go",
                "250 ok\r\n421 bye",
                "250 4.0.0 ok",
                "\r\n250 ok",
                "250 " + "x".repeat(9000),
                "2500 ok",
                "garbage",
                MANY));
    return by.entrySet().stream()
        .flatMap(verb -> verb.getValue().stream().map(reply -> List.of(verb.getKey(), reply)))
        .flatMap(row ->
            Stream.of("HELP", "PIPELINING").map(e -> List.of(e, row.getFirst(), row.getLast())));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void whateverAServerSaysAMessageArrivesOnceOrItIsSeen(List<String> row) throws Exception {
    Path profile = Files.createDirectory(directory.resolve("p"));
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, row.get(0));
        OutboxFixture fixture =
            OutboxFixture.plain(
                profile, "smtp://localhost:" + server.port() + "?tls=none&auth=none")) {
      server.say(row.get(1), row.get(2));
      List<OutboxId> ids = new ArrayList<>();
      for (String to : List.of("a", "b")) {
        ids.add(fixture.enqueue(MESSAGE, to + "@example.net", to + "2@example.net"));
      }
      fixture.outbox.flush(e -> {});
      for (OutboxId id : ids) {
        if (fixture.result(id) != SendResult.SENT) {
          inWords(fixture, fixture.entry(id));
        }
      }
      server.say(row.get(1), "");
      fixture.clock.forward(Duration.ofHours(2));
      fixture.outbox.flush(e -> {});
      for (OutboxId id : ids) {
        SendResult result = fixture.result(id);
        for (Recipient recipient : fixture.entry(id).recipients()) {
          long copies = server.copies(recipient.address());
          switch (recipient.status()) {
            case ACCEPTED -> assertThat(copies).isOne();
            case PENDING -> {
              assertThat(result).isEqualTo(SendResult.UNCERTAIN);
              assertThat(copies).isLessThan(2);
            }
            case REJECTED -> {
              assertThat(copies).isZero();
              assertThat(recipient.code() / 100).isEqualTo(5);
              assertThat(row.get(2)).startsWith("5");
            }
            case DEFERRED -> throw new AssertionError("still waits: " + recipient);
          }
        }
      }
    }
  }

  /// Why it is still here, in both languages.
  private static void inWords(OutboxFixture fixture, Entry entry) {
    for (Locale language : List.of(Locale.ENGLISH, Locale.of("es"))) {
      List<String> words = new ArrayList<>();
      entry.recipients().stream()
          .filter(r -> r.code() > 0 && r.status() != RecipientStatus.ACCEPTED)
          .map(r ->
              ErrorText.explainReply(r.code(), r.enhanced(), r.text(), r.own(), false, language))
          .forEach(e -> words.add(e.what()));
      entry
          .why()
          .failure()
          .or(() -> fixture.outbox.lastFailure(entry.account()))
          .map((MailException e) -> ErrorText.explain(e, "mail.example", language))
          .ifPresent(e -> words.add(e.what()));
      assertThat(words).isNotEmpty().allSatisfy(text -> assertThat(text).isNotBlank());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HELP", "PIPELINING"})
  void aServerThatClosesAfterEachMessageGetsThemAll(String extension) throws Exception {
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture =
            OutboxFixture.plain(
                directory, "smtp://localhost:" + server.port() + "?tls=none&auth=none")) {
      server.takesOneAConnection();
      List<OutboxId> ids = new ArrayList<>();
      for (int n = 0; n < 12; n++) {
        ids.add(fixture.enqueue(MESSAGE, n + "@example.net"));
      }
      fixture.outbox.flush(e -> {});
      assertThat(ids).extracting(fixture::result).containsOnly(SendResult.SENT);
      assertThat(server.taken()).hasSize(12);
      assertThat(fixture.inSent()).isEqualTo(12);
    }
  }

  /// One recipient each of all that can be said, in one transaction: each has what it was told.
  @ParameterizedTest
  @ValueSource(strings = {"HELP", "PIPELINING", "LIMITS MAILMAX=1 RCPTMAX=2"})
  void eachRecipientGetsItOnceOrIsToldWhyNot(String extension) throws Exception {
    Map<String, String> said =
        Map.of(
            "a", "250 ok",
            "b", "251 will forward to <b@new.example>",
            "c", "551 please try <c@new.example>",
            "d", "550 5.1.1 unknown",
            "e", "450 4.2.1 busy",
            "f", "452 4.2.2 mailbox full",
            "g", "252 2.1.5 cannot verify",
            "h", "552 5.2.2 mailbox full",
            "i", "552 storage exceeded");
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, extension);
        OutboxFixture fixture =
            OutboxFixture.plain(
                directory, "smtp://localhost:" + server.port() + "?tls=none&auth=none")) {
      said.forEach((who, reply) -> server.answer(who + "@example.net", reply));
      OutboxId id =
          fixture.enqueue(
              MESSAGE,
              said.keySet().stream().map(who -> who + "@example.net").toArray(String[]::new));
      fixture.outbox.flush(e -> {});
      fixture.clock.forward(Duration.ofHours(2));
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.PARTIAL);
      for (Recipient recipient : fixture.entry(id).recipients()) {
        String reply = said.get(recipient.address().substring(0, 1));
        RecipientStatus wanted =
            switch (reply.charAt(0)) {
              case '2' -> RecipientStatus.ACCEPTED;
              case '4' -> RecipientStatus.DEFERRED;
              default -> RecipientStatus.REJECTED;
            };
        assertThat(recipient.status()).as(reply).isEqualTo(wanted);
        assertThat(server.copies(recipient.address()))
            .as(reply)
            .isEqualTo(wanted == RecipientStatus.ACCEPTED ? 1 : 0);
      }
      inWords(fixture, fixture.entry(id));
    }
  }

  /// RFC 5321 §4.5.3.1.10: the old code for too many recipients, which nobody has for ever.
  @ParameterizedTest
  @ValueSource(strings = {"552", "552 Too many recipients", "452", "452 4.5.3 Too many"})
  void whomThereWasNoRoomForGetsItInTheNextTransaction(String tooMany) throws Exception {
    for (String extension : List.of("HELP", "PIPELINING")) {
      String hello = "S: 220 mx\nC: EHLO [127.0.0.1]\nS: 250-mx\nS: 250 " + extension + "\n";
      boolean group = extension.equals("PIPELINING");
      String mail = "C: MAIL FROM:<alice@example.test>\n";
      String ok = "S: 250 ok\n";
      String a = "C: RCPT TO:<a@example.net>\n";
      String b = "C: RCPT TO:<b@example.net>\n";
      String data = "C: DATA\n";
      String content = "S: 354 go\nC* .\nS: 250 taken\n";
      String refused = "S: " + tooMany + "\n";
      try (ScriptedServer server =
              ScriptedServer.plain(
                  hello
                      + (group
                          ? mail + a + b + data + ok + ok + refused + content + mail + b + data + ok
                              + ok + content
                          : mail + ok + a + ok + b + refused + data + content + mail + ok + b + ok
                              + data + content)
                      + "C: QUIT\nS: 221 bye\n");
          OutboxFixture fixture =
              OutboxFixture.plain(
                  Files.createDirectory(directory.resolve(extension)),
                  "smtp://localhost:" + server.port() + "?tls=none&auth=none")) {
        OutboxId id = fixture.enqueue(MESSAGE, "a@example.net", "b@example.net");
        fixture.outbox.flush(e -> {});
        server.verify();
        assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      }
    }
  }
}
