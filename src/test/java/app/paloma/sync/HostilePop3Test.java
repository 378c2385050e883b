package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.diagnosis.ErrorText;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageSummary;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.store.MessageStore.ListQuery;
import app.paloma.store.Store;
import app.paloma.sync.FaultyPop3Server.Edge;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Report;
import app.paloma.testing.LoopbackConnections;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Maildrops that break RFC 1939, in an account that deletes what is here: nothing may be deleted
/// that is not here.
final class HostilePop3Test {
  @TempDir Path profile;
  private Store store;
  private FaultyPop3Server server;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC());
    server = new FaultyPop3Server(Edge.NEVER);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    store.close();
  }

  private Account account(LeaveOnServer leave) {
    return store
        .accounts()
        .find("alice@example.test")
        .orElseGet(() ->
            store
                .accounts()
                .add(
                    Account.unsaved(
                            "alice@example.test",
                            "Alice",
                            ServerSettings.parse(
                                "pop3://alice@localhost:" + server.port() + "?tls=none"),
                            ServerSettings.parse("smtp://localhost:1?tls=none&auth=none"))
                        .withLeaveOnServer(leave)));
  }

  private MailboxReport sync(LeaveOnServer leave) throws MailException {
    return new Pop3Sync(LoopbackConnections.plain(), store, new MessageReader(), Clock.systemUTC())
        .sync(account(leave), Secret.of("x"), false, () -> false, (m, done, total) -> {});
  }

  private List<String> here() {
    Account account = store.accounts().list().getFirst();
    var box = store.mailboxes().byRole(account.id(), MailboxRole.INBOX).orElseThrow();
    List<String> texts = new ArrayList<>();
    for (MessageSummary message :
        store
            .messages()
            .summaries(store.messages().ids(ListQuery.newestFirst(List.of(box.id())), 0, 1000))) {
      texts.add(
          new String(store.contents().bytes(message.id(), 1 << 20), StandardCharsets.ISO_8859_1));
    }
    return texts;
  }

  private static String message(int n) {
    return "From: a@b.example\r\nSubject: number " + n + "\r\n\r\nbody " + n + "\r\n";
  }

  private static final LeaveOnServer KEEP = new LeaveOnServer.Keep();
  private static final LeaveOnServer DELETE = new LeaveOnServer.Delete();

  /// "same" and "same " are one unique-id to a reader.
  @Test
  void aNewMessageUnderARepeatedUniqueIdIsNotTakenForAnother() throws Exception {
    server.maildrop.put("same", message(1));
    server.maildrop.put("same ", message(2));
    assertThat(sync(KEEP).added()).isEqualTo(2);
    assertThat(sync(KEEP).added()).isZero();
    server.maildrop.remove("same");
    assertThat(sync(KEEP).added()).isZero();
    server.maildrop.put("same", message(3));
    assertThat(sync(KEEP).added()).isOne();
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(2), message(3));
  }

  @Test
  void repeatedUniqueIdsAreDeletedOnlyWhenAllAreHere() throws Exception {
    server.maildrop.put("same", message(1));
    server.maildrop.put("same ", message(2));
    server.answers.put("RETR 2", "-ERR [SYS/TEMP] not now");
    sync(DELETE);
    assertThat(server.maildrop).containsOnlyKeys("same ");
    server.answers.clear();
    server.maildrop.put("same  ", message(3));
    sync(DELETE);
    sync(DELETE);
    assertThat(server.maildrop).isEmpty();
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(2), message(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b %d", "x %d", "%d with many spaces in it", "\u00e9\u00e9%d"})
  void oddUniqueIds(String pattern) throws Exception {
    String long300 = "L".repeat(300);
    for (int n = 1; n <= 3; n++) {
      server.maildrop.put(pattern.formatted(n), message(n));
      server.maildrop.put(long300 + n, message(10 + n));
    }
    List<String> all = List.copyOf(server.maildrop.values());
    assertThat(sync(KEEP).added()).isEqualTo(6);
    assertThat(sync(KEEP).added()).isZero();
    assertThat(here()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aListThatDisagreesWithStatAndUidlLosesNothing() throws Exception {
    for (int n = 1; n <= 4; n++) {
      server.maildrop.put("u" + n, message(n));
    }
    List<String> all = List.copyOf(server.maildrop.values());
    server.answers.put("STAT", "+OK 9 1");
    // One twice, one not at all, one that is not there.
    server.answers.put("LIST", "+OK\r\n1 10\r\n1 99999999\r\n2 0\r\n4 18446744073709551615\r\n.");
    assertThat(sync(DELETE).added()).isEqualTo(4);
    assertThat(here()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(server.maildrop).isEmpty();
  }

  @Test
  void aRefusalAmongPipelinedRequestsCostsOneMessage() throws Exception {
    for (int n = 1; n <= 60; n++) {
      server.maildrop.put("u" + n, message(n));
    }
    server.answers.put("RETR 7", "-ERR gone");
    server.answers.put("RETR 50", "-ERR");
    MailboxReport report = sync(DELETE);
    assertThat(report.added()).isEqualTo(58);
    assertThat(report.complete()).isFalse();
    assertThat(server.maildrop).containsOnlyKeys("u7", "u50");
    server.answers.clear();
    sync(DELETE);
    assertThat(server.maildrop).isEmpty();
    assertThat(here()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void dotsAtTheEndsOfBlocks() throws Exception {
    for (int shift = -4; shift <= 4; shift++) {
      char[] line = new char[64 * 1024 + shift - 60];
      Arrays.fill(line, 'x');
      server.maildrop.put(
          "u" + shift,
          message(shift) + new String(line) + "\r\n.\r\n..\r\n.a\r\n...b\r\n".repeat(20));
    }
    List<String> all = List.copyOf(server.maildrop.values());
    sync(DELETE);
    assertThat(here()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(server.maildrop).isEmpty();
  }

  @Test
  void withoutTopRepeatedUniqueIdsAreReadWhole() throws Exception {
    server.top = false;
    server.maildrop.put("same", message(1));
    server.maildrop.put("same ", message(2));
    sync(DELETE);
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(2));
    assertThat(server.maildrop).isEmpty();
  }

  private Pop3Polling polling() {
    EngineParts parts =
        new EngineParts(
            null,
            store,
            new MessageReader(),
            Clock.systemUTC(),
            new Random(1),
            Thread::new,
            id -> null,
            status -> {},
            Pace.USUAL);
    return new Pop3Polling(account(KEEP), parts, true, (account, cancelled, status) -> look());
  }

  private Report look() {
    Optional<Exception> failure = Optional.empty();
    try {
      sync(KEEP);
    } catch (MailException e) {
      failure = Optional.of(e);
    }
    return new Report(account(KEEP).id(), List.of(), 0, 1, 0, failure);
  }

  @Test
  void looksAreAsFarApartAsTheServerAnnounces() throws Exception {
    for (var announced :
        Map.of("LOGIN-DELAY 900 USER\r\n", 900, "LOGIN-DELAY 60\r\n", 300, "", 300).entrySet()) {
      server.answers.put("CAPA", "+OK\r\nTOP\r\nUIDL\r\n" + announced.getKey() + ".");
      assertThat(polling().round()).hasSeconds(announced.getValue().longValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN-USE", "LOGIN-DELAY"})
  void aBusyMaildropIsLeftAloneForAWhileAndSaidInWords(String code) {
    server.answers.put("PASS x", "-ERR [" + code + "] not now");
    assertThatThrownBy(() -> sync(KEEP))
        .isInstanceOfSatisfying(
            CommandRejected.class,
            e -> {
              assertThat(e.detailCode()).isEqualTo(code);
              assertThat(Pop3Polling.wanted(e, Duration.ofMinutes(5)).toSeconds())
                  .isEqualTo(code.equals("IN-USE") ? 30 : 300);
              for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
                assertThat(ErrorText.explain(e, "mail.example.test", locale).what())
                    .contains("mail.example.test")
                    .doesNotContain(code);
              }
            });
  }
}
