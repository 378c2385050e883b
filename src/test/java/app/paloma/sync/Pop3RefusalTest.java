package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.MailException;
import app.paloma.sync.SyncEngine.MailboxReport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that say more than a line where they refuse a message, in an account that deletes what
/// is here.
final class Pop3RefusalTest extends FaultyMaildrop {
  /// RFC 1939 §3: a refusal is one line. What follows it must be taken neither for the next message
  /// nor for the reply to a deletion.
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 50, 60})
  void aBodyAfterARefusalKeepsNoOtherBack(int refused) throws Exception {
    List<String> others = maildropWithout(refused, "\r\nFrom: x\r\n\r\n+ a body\r\n.");
    MailboxReport report = sync(DELETE);
    assertThat(said(report)).contains("does not send its content").contains("unreadable");
    assertThat(here()).containsExactlyInAnyOrderElementsOf(others);
    assertThat(server.maildrop).containsOnlyKeys("uid-" + refused);
    assertThat(server.count("PASS")).as("sessions").isOne();
    server.messages.clear();
    assertThat(sync(DELETE).failure()).isEmpty();
    assertThat(here()).hasSize(60).doesNotHaveDuplicates();
    assertThat(server.maildrop).isEmpty();
  }

  /// Where that body ends nobody knows.
  @ParameterizedTest
  @ValueSource(strings = {"\r\nwithout an end", "\r\nmine:\r\n+OK 5 octets\r\nhello\r\n."})
  void aRefusalWithAnUncertainEndCostsOneMoreSession(String stray) throws Exception {
    List<String> others = maildropWithout(7, stray);
    assertThat(said(sync(DELETE))).contains("does not send its content");
    assertThat(here()).containsExactlyInAnyOrderElementsOf(others);
    assertThat(server.maildrop).containsOnlyKeys("uid-7");
    for (int i = 0; i < 4; i++) {
      server.maildrop.put("more-" + i, message(100 + i));
      assertThat(said(sync(DELETE))).contains("does not send its content");
      assertThat(server.maildrop).containsOnlyKeys("uid-7");
    }
    long sessions = server.count("PASS");
    for (int i = 0; i < 3; i++) {
      assertThat(said(sync(DELETE))).contains("does not send its content");
    }
    assertThat(server.count("PASS") - sessions).as("it is left alone for a while").isEqualTo(3);
    server.messages.clear();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61));
    assertThat(here.sync(account(DELETE), false, later).failure()).isEmpty();
    assertThat(here()).hasSize(64).doesNotHaveDuplicates();
    assertThat(server.maildrop).isEmpty();
  }

  /// Where there are no unique-ids, messages are read to be named.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusalWithAnUncertainEndAmongMessagesWithoutNamesCostsOneMoreSession(boolean top)
      throws Exception {
    server.uidl = false;
    server.top = top;
    List<String> others = maildropWithout(7, "\r\nwithout an end");
    for (int i = 0; i < 6; i++) {
      assertThat(said(sync(DELETE))).contains("does not send its content");
      assertThat(server.maildrop).containsOnlyKeys("uid-7");
      assertThat(here()).containsExactlyInAnyOrderElementsOf(others);
      others.add(message(100 + i));
      server.maildrop.put("more-" + i, message(100 + i));
    }
    server.messages.clear();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61));
    assertThat(here.sync(account(DELETE), false, later).failure()).isEmpty();
    assertThat(here()).hasSize(66).doesNotHaveDuplicates();
    assertThat(server.maildrop).isEmpty();
  }

  /// RFC 2449 §6.5: a second login would be refused.
  @Test
  void whereEachLoginCostsAPauseThereIsNone() throws Exception {
    server.answers.put("CAPA", "+OK\r\nUIDL\r\nLOGIN-DELAY 600\r\n.");
    maildropWithout(7, "\r\nwithout an end");
    assertThatThrownBy(() -> sync(DELETE)).isInstanceOf(MailException.class);
    assertThat(server.count("PASS")).isOne();
    assertThatThrownBy(() -> sync(DELETE)).isInstanceOf(MailException.class);
    assertThat(server.count("PASS")).isEqualTo(2);
    assertThat(here()).as("it comes last").hasSize(59);
  }

  @Test
  void requestsAreNotSentAheadToAServerThatGivesBodiesToRefusals() throws Exception {
    maildropWithout(2, "\r\nbody\r\n.");
    sync(KEEP);
    server.maildrop.clear();
    server.messages.clear();
    for (int n = 1; n <= 30; n++) {
      server.maildrop.put("new-" + n, message(100 + n));
    }
    server.sentAhead = 0;
    sync(KEEP);
    assertThat(server.sentAhead).isZero();
    assertThat(here()).hasSize(59 + 30);
  }

  /// It may be repaired, or another's turn.
  @Test
  void requestsAreSentAheadAgainAfterAWeekOrToOtherSoftware() throws Exception {
    maildropWithout(2, "\r\nbody\r\n.");
    sync(KEEP);
    server.messages.clear();
    Clock inAWeek = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
    assertThat(sentAhead(100, Clock.systemUTC())).isFalse();
    assertThat(sentAhead(200, inAWeek)).isTrue();
    assertThat(sentAhead(300, Clock.systemUTC())).isFalse();
    server.answers.put("CAPA", "+OK\r\nPIPELINING\r\nUIDL\r\nIMPLEMENTATION New-2.0\r\n.");
    assertThat(sentAhead(400, Clock.systemUTC())).isTrue();
  }

  private boolean sentAhead(int first, Clock clock) throws Exception {
    for (int n = first; n < first + 30; n++) {
      server.maildrop.put("new-" + n, message(n));
    }
    server.sentAhead = 0;
    assertThat(here.sync(account(KEEP), false, clock).added()).isGreaterThanOrEqualTo(30);
    return server.sentAhead > 0;
  }

  /// @return the texts of the others
  private List<String> maildropWithout(int refused, String stray) {
    for (int n = 1; n <= 60; n++) {
      server.maildrop.put("uid-" + n, message(n));
    }
    ArrayList<String> others = new ArrayList<>(server.maildrop.values());
    others.remove(refused - 1);
    server.messages.put("uid-" + refused, "-ERR unreadable" + stray);
    return others;
  }

  private static String said(MailboxReport report) {
    ErrorText.Explanation words =
        ErrorText.explain(report.failure().orElseThrow(), "mail.example", Locale.ENGLISH);
    return words.what() + " " + words.why();
  }
}
