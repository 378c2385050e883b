package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.diagnosis.ErrorText;
import app.paloma.mime.MessageReader;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.sync.FaultyPop3Server.Edge;
import app.paloma.sync.SyncEngine.MailboxReport;
import app.paloma.sync.SyncEngine.Report;
import app.paloma.testing.LoopbackConnections;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Maildrops that break RFC 1939, in an account that deletes what is here: nothing may be deleted
/// that is not here.
final class HostilePop3Test extends FaultyMaildrop {
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

  /// Neither unique-ids nor TOP: what is read to be told from the others need not come again.
  @Test
  void whatIsReadWholeToBeNamedComesOnce() throws Exception {
    server.top = false;
    server.uidl = false;
    server.maildrop.put("1", message(1));
    server.maildrop.put("2", message(2));
    sync(KEEP);
    assertThat(server.count("RETR")).isEqualTo(2);
    server.maildrop.put("3", message(3));
    sync(KEEP);
    assertThat(server.count("RETR")).as("all are asked for their names").isEqualTo(2 + 3);
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(2), message(3));
    here.sync(account(KEEP).withLeaveOnServer(DELETE));
    assertThat(server.maildrop).isEmpty();
  }

  private Pop3Polling polling() {
    EngineParts parts =
        new EngineParts(
            null,
            here.store,
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

  /// Of a session that was cut nothing is fetched or counted again.
  @ParameterizedTest
  @EnumSource(
      value = Edge.class,
      names = {"CAPABILITIES", "LOGIN", "UNIQUE_IDS", "IN_SECOND_MESSAGE", "AFTER_SECOND_MESSAGE"})
  void aLineThatIsCutIsTriedAgain(Edge when) {
    for (int n = 1; n <= 3; n++) {
      server.maildrop.put("m" + n, message(n));
    }
    server.at(when, () -> {});
    Report report = lookAt();
    assertThat(report.failure()).isEmpty();
    assertThat(report.connections()).isEqualTo(2);
    assertThat(report.mailboxes())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.added()).isEqualTo(3);
          assertThat(m.messages()).isEqualTo(3);
        });
    assertThat(here()).hasSize(3).doesNotHaveDuplicates();
  }

  /// The server is gone then.
  @Test
  void whatCameBeforeTheEndIsCounted() {
    for (int n = 1; n <= 3; n++) {
      server.maildrop.put("m" + n, message(n));
    }
    server.at(Edge.IN_SECOND_MESSAGE, server::close);
    Report report = lookAt();
    assertThat(report.failure()).isPresent();
    assertThat(report.mailboxes())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.added()).isEqualTo(1);
          assertThat(m.complete()).isFalse();
        });
    assertThat(here()).hasSize(1);
  }

  @Test
  void aRefusedPasswordIsNotTriedAgain() {
    server.answers.put("PASS secret", "-ERR [AUTH] wrong");
    assertThat(lookAt().failure()).get().isInstanceOf(MailException.AuthRejected.class);
    assertThat(server.count("PASS")).isEqualTo(1);
  }

  /// As `sync` does.
  private Report lookAt() {
    Reopening reopening = new Reopening(Pace.USUAL, new Random(1), () -> false);
    return new Maildrops(
            LoopbackConnections.plain(),
            account -> Pop3Fixture.PASSWORD,
            here.store,
            new MessageReader(),
            Clock.systemUTC())
        .lookAt(
            account(KEEP),
            false,
            () -> false,
            new StatusLine(account(KEEP).id(), status -> {}),
            report -> {},
            reopening::again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN-USE", "LOGIN-DELAY"})
  void aBusyMaildropIsLeftAloneForAWhileAndSaidInWords(String code) {
    server.answers.put("PASS secret", "-ERR [" + code + "] not now");
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

  /// RFC 1939 has no word for an empty maildrop; some servers refuse to list it.
  @Test
  void aMaildropThatCannotBeListedIsReadAllTheSame() throws Exception {
    server.answers.put("LIST", "-ERR no messages");
    assertThat(sync(KEEP).failure()).isEmpty();
    server.maildrop.put("a", message(1));
    server.maildrop.put("b", message(2));
    assertThat(sync(KEEP).added()).isEqualTo(2);
    server.answers.put("UIDL", "-ERR what?");
    server.answers.put("STAT", "+OK 2 100");
    assertThat(sync(KEEP).added()).isZero();
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"another text", "body 2"})
  void anotherTextUnderTheSameHeaderIsAnotherMessage(String text) throws Exception {
    server.uidl = false;
    String other = message(1).replace("body 1", text);
    server.maildrop.put("a", message(1));
    assertThat(sync(DELETE).added()).isOne();
    server.maildrop.put("a", message(1));
    server.at(Edge.BEFORE_DELETION, () -> {});
    assertThatThrownBy(() -> sync(DELETE)).isInstanceOf(MailException.class);
    server.maildrop.clear();
    server.maildrop.put("b", other);
    assertThat(sync(DELETE).added()).isOne();
    assertThat(here()).containsExactlyInAnyOrder(message(1), other);
    assertThat(server.maildrop).isEmpty();
  }

  @Test
  void aMessageOfWhichNothingComesIsNotDeleted() throws Exception {
    server.maildrop.put("a", message(1));
    server.maildrop.put("b", message(2));
    server.answers.put("RETR 2", "+OK\r\n.");
    assertThat(said(sync(DELETE))).contains("does not send its content");
    assertThat(here()).containsExactly(message(1));
    assertThat(server.maildrop).containsOnlyKeys("b");
    server.answers.clear();
    sync(DELETE);
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(2));
  }

  @Test
  void aHeaderOfWhichNoTextComesIsNotDeleted() throws Exception {
    server.maildrop.put("a", message(1));
    here.sync(account(DELETE), true, Clock.systemUTC());
    server.answers.put("RETR 1", "+OK\r\n.");
    sync(DELETE);
    assertThat(server.maildrop).containsOnlyKeys("a");
    server.answers.put("RETR 1", "+OK\r\nFrom: a@b.example\r\n.");
    sync(DELETE);
    assertThat(here()).as("what came is all there is").containsExactly("From: a@b.example\r\n");
  }

  /// The message seems to end at the dot that was not stuffed.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMessageWhoseDotsAreNotStuffedIsNotDeleted(boolean last) throws Exception {
    server.maildrop.put("a", message(1));
    server.maildrop.put("b", message(2));
    String spoilt = last ? "b" : "a";
    server.messages.put(spoilt, "+OK\r\n" + message(3) + ".\r\nthe rest\r\n.");
    for (int i = 0; i < 3; i++) {
      assertThat(said(sync(DELETE))).contains("does not send its content");
      assertThat(server.maildrop).containsOnlyKeys(spoilt);
    }
    assertThat(here()).containsExactly(message(last ? 1 : 2));
  }

  /// RFC 1939 §5 counts from 1; and in another order each time one asks.
  @Test
  void numbersNeedNotBeginAtOne() throws Exception {
    server.answers.put("LIST", "+OK\r\n9 10\r\n5 10\r\n1000000 10\r\n.");
    server.answers.put("UIDL", "+OK\r\n1000000 c\r\n5 a\r\n9 b\r\n.");
    for (int n : new int[] {5, 9, 1000000}) {
      server.answers.put("RETR " + n, "+OK\r\n" + message(n) + ".");
      server.answers.put("DELE " + n, "+OK");
    }
    assertThat(sync(DELETE).pushed()).isEqualTo(3);
    assertThat(here()).containsExactlyInAnyOrder(message(5), message(9), message(1000000));
    assertThat(server.count("DELE")).isEqualTo(3);
  }

  /// What LIST says of the size decides nothing but whether a message is large.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_000_000_000})
  void messagesMayBeShorterOrLongerThanWasSaid(int size) throws Exception {
    server.size = size;
    server.maildrop.put("a", message(1));
    server.maildrop.put("b", message(2) + "long line\r\n".repeat(1 << 19));
    server.maildrop.put("c", "\r\n");
    List<String> all = List.copyOf(server.maildrop.values());
    MailboxReport report = sync(DELETE);
    assertThat(report.failure()).isEmpty();
    assertThat(here()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(server.maildrop).isEmpty();
    assertThat(sync(DELETE).added()).isZero();
  }

  /// It would be deleted there, and the rest of it with it.
  @ParameterizedTest
  @ValueSource(ints = {400, 6_000_000})
  void aMessageThatEndsTooEarlyIsAskedForOnceMore(int length) throws Exception {
    String whole = message(1) + "all of it\r\n".repeat(length / 11);
    server.maildrop.put("a", whole);
    server.maildrop.put("b", message(2));
    server.messages.put("a", "+OK\r\n" + whole.substring(0, whole.length() * 7 / 11) + "\r\n.");
    AtomicInteger asked = new AtomicInteger();
    server.retrieving =
        n -> {
          if (n == 1 && asked.incrementAndGet() == 2) {
            server.messages.remove("a");
          }
        };
    MailboxReport report = sync(DELETE);
    assertThat(report.failure()).isEmpty();
    assertThat(report.added()).isEqualTo(2);
    assertThat(here()).containsExactlyInAnyOrder(whole, message(2));
    assertThat(server.maildrop).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void aServerThatAlwaysSaysTooMuchIsNotAskedForEverythingTwice() throws Exception {
    server.size = 100_000;
    for (int n = 1; n <= 300; n++) {
      server.maildrop.put("uid-" + n, message(n));
    }
    assertThat(sync(KEEP).added()).isEqualTo(300);
    assertThat(server.count("RETR")).isLessThan(400);
    assertThat(here()).hasSize(300).doesNotHaveDuplicates();
    assertThat(sync(KEEP).added()).isZero();
    assertThat(server.count("RETR")).isLessThan(400);
  }

  /// EXPIRE 0 (RFC 2449 §6.7): what was retrieved goes with the end of the session.
  @Test
  void whatAServerDoesNotKeepStaysHere() throws Exception {
    server.keepsNothing = true;
    for (int n = 1; n <= 3; n++) {
      server.maildrop.put("uid-" + n, message(n));
    }
    server.messages.put("uid-2", "+OK\r\n.");
    assertThat(said(sync(KEEP))).contains("does not send its content");
    assertThat(server.maildrop).as("one did not come").hasSize(3);
    server.messages.clear();
    assertThat(sync(KEEP).failure()).isEmpty();
    assertThat(here()).hasSize(3).doesNotHaveDuplicates();
    assertThat(server.maildrop).doesNotContainKey("uid-2");
    server.maildrop.clear();
    server.maildrop.put("uid-4", message(4));
    assertThat(sync(KEEP).failure()).isEmpty();
    assertThat(server.maildrop).isEmpty();
    assertThat(sync(KEEP).failure()).isEmpty();
    assertThat(here()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void aDeletionThatIsRefusedIsTold() throws Exception {
    server.maildrop.put("a", message(1));
    server.maildrop.put("b", message(2));
    server.answers.put("DELE 2", "-ERR not yours");
    MailboxReport report = sync(DELETE);
    assertThat(said(report)).contains("did not delete").contains("not yours");
    assertThat(report.added()).isEqualTo(2);
    assertThat(report.complete()).isTrue();
    assertThat(server.maildrop).containsOnlyKeys("b");
    server.answers.clear();
    server.answers.put("QUIT", "-ERR some messages were not removed");
    assertThat(said(sync(DELETE))).contains("did not delete").contains("were not removed");
    server.answers.clear();
    assertThat(sync(DELETE).failure()).isEmpty();
    assertThat(server.maildrop).isEmpty();
  }

  /// Nothing depends on what a server says to QUIT where nothing is to be deleted.
  @ParameterizedTest
  @ValueSource(strings = {"-ERR no", "bye", "+ hm"})
  void whatIsSaidAtTheEndIsNoFailure(String goodbye) throws Exception {
    server.maildrop.put("a", message(1));
    server.answers.put("QUIT", goodbye);
    assertThat(sync(KEEP).failure()).isEmpty();
    assertThat(here()).containsExactly(message(1));
  }

  /// A server that dies of one message, whenever it is asked for it.
  @Test
  void aMessageThatEndsEachSessionKeepsNoOtherBack() throws Exception {
    for (int n = 1; n <= 4; n++) {
      server.maildrop.put("uid-" + n, message(n));
    }
    server.messages.put("uid-2", "");
    assertThatThrownBy(() -> sync(DELETE)).isInstanceOf(MailException.class);
    MailboxReport report = sync(DELETE);
    assertThat(said(report)).contains("does not send its content");
    assertThat(here()).containsExactlyInAnyOrder(message(1), message(3), message(4));
    assertThat(server.maildrop).containsOnlyKeys("uid-2");
    server.messages.clear();
    assertThat(sync(DELETE).failure()).isEmpty();
    assertThat(here()).hasSize(4);
    assertThat(server.maildrop).isEmpty();
  }

  private static String said(MailboxReport report) {
    ErrorText.Explanation words =
        ErrorText.explain(report.failure().orElseThrow(), "mail.example", Locale.ENGLISH);
    return words.what() + " " + words.why();
  }
}
