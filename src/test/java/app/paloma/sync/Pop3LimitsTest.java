package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.OfflineLimits;
import app.paloma.sync.SyncEngine.MailboxReport;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A maildrop of which an account keeps only headers, or only small messages, and one that was
/// rebuilt under new unique-ids.
final class Pop3LimitsTest extends FaultyMaildrop {
  private static final OfflineLimits HEADERS = new OfflineLimits(true, 0, 0);
  private static final OfflineLimits SMALL = new OfflineLimits(false, 0, 10_000);

  private int rebuilt;

  private Account account(LeaveOnServer leave, OfflineLimits limits) {
    Account account = account(leave);
    limit(account, limits);
    return account;
  }

  private void limit(Account account, OfflineLimits limits) {
    here.store.preferences().put(OfflineLimits.key(account.id()), limits.toText());
  }

  private void complete(Account account, String subject) throws MailException {
    here.engine(Clock.systemUTC())
        .complete(account, Pop3Fixture.PASSWORD, named(account, subject).id());
  }

  private MessageSummary named(Account account, String subject) {
    return here.inbox(account).stream()
        .filter(message -> message.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }

  private static String message(String subject, int octets) {
    return "From: a@b.example\r\nSubject: %s\r\nMessage-ID: <%s@b.example>\r\n\r\n"
            .formatted(subject, subject)
        + "x".repeat(98).concat("\r\n").repeat(octets / 100);
  }

  /// The server's administrator restored the maildrop: the same messages, other unique-ids.
  private void rebuild() {
    List<String> all = new ArrayList<>(server.maildrop.values());
    server.maildrop.clear();
    rebuilt++;
    all.forEach(
        text -> server.maildrop.put("rebuilt-" + rebuilt + "-" + server.maildrop.size(), text));
  }

  @Test
  void ofALargeMessageOnlyTheHeaderComesAndTheRestWhenItIsOpened() throws Exception {
    server.maildrop.put("1", message("small", 1_000));
    server.maildrop.put("b", message("large", 50_000));
    Account account = account(DELETE, SMALL);
    MailboxReport report = here.sync(account);
    assertThat(report.failure()).isEmpty();
    assertThat(report.added()).isEqualTo(2);
    assertThat(named(account, "small").bodyState()).isEqualTo(BodyState.COMPLETE);
    assertThat(named(account, "large").bodyState()).isEqualTo(BodyState.PARTIAL);
    assertThat(named(account, "large").size()).isEqualTo(message("large", 50_000).length());
    assertThat(server.commands).contains("RETR 1", "TOP 2 0").doesNotContain("RETR 2");
    assertThat(server.maildrop).as("what is not here stays there").containsOnlyKeys("b");

    here.sync(account);
    assertThat(server.count("TOP")).as("its header is fetched once").isOne();
    complete(account, "large");
    assertThat(here.octets(named(account, "large"))).isEqualTo(message("large", 50_000));
    here.sync(account);
    assertThat(server.maildrop).isEmpty();
    assertThat(here.inbox(account)).hasSize(2);
  }

  @Test
  void anAccountOfHeadersAloneGetsTheRestWhenItsLimitIsTakenAway() throws Exception {
    server.maildrop.put("a", message("one", 1_000));
    server.maildrop.put("b", message("two", 50_000));
    Account account = account(KEEP, HEADERS);
    here.sync(account);
    assertThat(server.count("RETR")).isZero();
    limit(account, OfflineLimits.NONE);
    assertThat(here.sync(account).changed()).isEqualTo(2);
    assertThat(here.octets(named(account, "one"))).isEqualTo(message("one", 1_000));
    assertThat(here.octets(named(account, "two"))).isEqualTo(message("two", 50_000));
    assertThat(here.inbox(account)).hasSize(2);
  }

  @Test
  void aServerWithoutTopGivesItWholeRatherThanNotAtAll() throws Exception {
    server.top = false;
    server.maildrop.put("b", message("large", 50_000));
    Account account = account(KEEP, SMALL);
    MailboxReport report = here.sync(account);
    assertThat(report.failure()).isEmpty();
    assertThat(here.octets(named(account, "large"))).isEqualTo(message("large", 50_000));
    long asked = server.count("TOP");
    here.sync(account);
    assertThat(server.count("TOP")).isEqualTo(asked);
  }

  @Test
  void theSameMessageTwiceInARebuiltMaildropStaysTwo() throws Exception {
    server.maildrop.put("a", message("twin", 1_000));
    server.maildrop.put("b", message("twin", 1_000));
    Account account = account(KEEP, OfflineLimits.NONE);
    here.sync(account);
    rebuild();
    assertThat(here.sync(account).added()).isZero();
    assertThat(here.inbox(account)).hasSize(2);
    server.maildrop.put("c", message("twin", 1_000));
    assertThat(here.sync(account).added()).as("a third that is new").isOne();
  }

  /// GNU mailutils writes the unique-id into the message; Status comes from the programs that read
  /// the mbox at the server.
  @ParameterizedTest
  @ValueSource(ints = {1_000, 9_000_000})
  void aUniqueIdInTheMessageMakesItNoOther(int octets) throws Exception {
    String text = message("one", octets);
    server.maildrop.put("a", "X-UIDL: a.1795321060.14\r\n" + text);
    Account account = account(KEEP, OfflineLimits.NONE);
    here.sync(account);
    server.maildrop.clear();
    server.maildrop.put("b", "X-UIDL: b.1795321044.3\r\nStatus: RO\r\n" + text);
    server.maildrop.put("c", "X-UIDL: c.1\r\n" + text.replace("x\r\n", "y\r\n"));
    assertThat(here.sync(account).added()).as("the one that says something else").isOne();
    assertThat(here.inbox(account)).hasSize(2);
  }

  /// GNU mailutils, when it writes its mbox anew.
  @Test
  void oneMoreEmptyLineAfterAMessageWithoutTextMakesItNoOther() throws Exception {
    String headerOnly = "Subject: header only\r\nMessage-ID: <h@b.example>\r\n";
    server.maildrop.put("a", headerOnly);
    server.maildrop.put("b", message("empty", 0));
    server.maildrop.put("c", message("text", 1_000) + "\r\n");
    Account account = account(KEEP, OfflineLimits.NONE);
    here.sync(account);
    server.maildrop.clear();
    server.maildrop.put("A", headerOnly + "\r\n");
    server.maildrop.put("B", message("empty", 0) + "\r\n");
    server.maildrop.put("C", message("text", 1_000) + "\r\n");
    server.maildrop.put("D", message("empty", 0) + "\r\nnot any more\r\n");
    assertThat(here.sync(account).added()).as("the one that has a text").isOne();
    assertThat(here.inbox(account)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 9_000_000})
  void aRebuiltMaildropDoublesNoHeaders(int octets) throws Exception {
    server.maildrop.put("a", message("one", octets));
    server.maildrop.put("b", message("two", 50_000));
    Account account = account(KEEP, HEADERS);
    here.sync(account);
    complete(account, "two");
    rebuild();
    assertThat(here.sync(account).added()).isZero();
    rebuild();
    limit(account, OfflineLimits.NONE);
    assertThat(here.sync(account).added()).isZero();
    assertThat(here.inbox(account)).hasSize(2);
    assertThat(here.octets(named(account, "one"))).isEqualTo(message("one", octets));
    assertThat(here.octets(named(account, "two"))).isEqualTo(message("two", 50_000));
  }

  @Test
  void whatAnotherProgramDeletedIsNoReasonToFetchALargeMessageTwice() throws Exception {
    server.maildrop.put("a", message("small", 1_000));
    Account account = account(KEEP, OfflineLimits.NONE);
    here.sync(account);
    server.maildrop.clear();
    server.maildrop.put("b", message("large", 9_000_000));
    assertThat(here.sync(account).added()).isOne();
    assertThat(server.count("RETR")).isEqualTo(2);
    assertThat(here.octets(named(account, "large"))).isEqualTo(message("large", 9_000_000));
  }

  @Test
  void aLargeMessageUnderANewUniqueIdStaysOneThoughTheServerTellsAWrongSize() throws Exception {
    server.maildrop.put("a", message("large", 9_000_000));
    server.maildrop.put("b", message("unwanted", 9_000_000));
    Account account = account(KEEP, OfflineLimits.NONE);
    here.sync(account);
    here.store.actions().deletePermanently(List.of(named(account, "unwanted").id()));
    server.size = 1;
    rebuild();
    here.sync(account);
    assertThat(here.inbox(account)).extracting(MessageSummary::subject).containsExactly("large");
    assertThat(server.count("RETR")).as("each once more").isEqualTo(4);
    here.sync(account);
    assertThat(server.count("RETR")).isEqualTo(4);
  }

  @Test
  void whatIsHereAsAHeaderIsCompletedAtOnceUnderANewUniqueId() throws Exception {
    server.maildrop.put("a", message("small", 1_000));
    server.maildrop.put("b", message("large", 9_000_000));
    Account account = account(KEEP, HEADERS);
    here.sync(account);
    rebuild();
    limit(account, OfflineLimits.NONE);
    assertThat(here.sync(account).changed()).isEqualTo(2);
    assertThat(server.count("RETR")).isEqualTo(2);
    assertThat(here.octets(named(account, "large"))).isEqualTo(message("large", 9_000_000));
    assertThat(here.octets(named(account, "small"))).isEqualTo(message("small", 1_000));
  }
}
