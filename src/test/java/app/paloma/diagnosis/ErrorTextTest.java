package app.paloma.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.diagnosis.ErrorText.Explanation;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.OwnReply;
import app.paloma.model.StoreFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTextTest {
  private static final Locale SPANISH = Locale.of("es", "CL");

  private record Stored(String reasonKey) implements StoreFailure {}

  @Test
  void bothLanguagesHaveTheSameSentences() {
    String base = "app.paloma.diagnosis.DiagnosisMessages";
    ResourceBundle english = ResourceBundle.getBundle(base, Locale.ROOT);
    ResourceBundle spanish = ResourceBundle.getBundle(base, Locale.of("es"));
    assertThat(new TreeSet<>(spanish.keySet())).isEqualTo(new TreeSet<>(english.keySet()));
    for (String key : english.keySet()) {
      String there = spanish.getString(key);
      assertThat(there.isEmpty()).as(key).isEqualTo(english.getString(key).isEmpty());
      assertThat(there.contains("{0}")).as(key).isEqualTo(english.getString(key).contains("{0}"));
      assertThat(there.isEmpty() || !there.equals(english.getString(key))).as(key).isTrue();
    }
  }

  /// Nobody's server is too old for having hung up.
  @Test
  void aLineThatBreaksInTheHandshakeIsNoOldServer() {
    Explanation words =
        ErrorText.explain(
            new TlsFailed(
                TlsFailed.Reason.HANDSHAKE, "closed", new EOFException("the end of the line")),
            "mail.example",
            Locale.ENGLISH);
    assertThat(words.what())
        .isEqualTo("mail.example closed the connection while protection was being agreed on.");
    assertThat(words.advice()).doesNotContain("old");
  }

  /// What a server shows by saying nothing is not put into its mouth, and is no missing folder.
  @Test
  void aMessageThatIsNotSentIsNoMissingFolder() {
    for (String code : List.of("NOTSENT", "MESSAGEGONE")) {
      Explanation words =
          ErrorText.explain(
              new CommandRejected("FETCH", 0, code, "nothing came"),
              "mail.example",
              Locale.ENGLISH);
      assertThat(words.what()).contains("message").doesNotContain("folder");
      assertThat(words.why()).isEmpty();
    }
  }

  @Test
  void everyFailureHasItsOwnWordsInBothLanguages() {
    List<Throwable> failures = new ArrayList<>();
    for (ConnectFailed.Reason reason : ConnectFailed.Reason.values()) {
      failures.add(new ConnectFailed(reason, "m", null));
    }
    for (TlsFailed.Reason reason : TlsFailed.Reason.values()) {
      failures.add(new TlsFailed(reason, "m", null));
    }
    failures.add(new AuthRejected("no"));
    failures.add(new ProtocolBroken("odd"));
    failures.add(new CommandRejected("SELECT", 0, "", "no"));
    failures.add(new IOException("No space left on device"));
    failures.add(new AccessDeniedException("/x"));
    failures.add(new OutOfMemoryError());
    for (Locale locale : List.of(Locale.ENGLISH, SPANISH)) {
      assertThat(failures)
          .extracting(failure -> ErrorText.explain(failure, "mail.example:993", locale).what())
          .doesNotHaveDuplicates()
          .noneMatch(String::isBlank)
          .noneMatch(what -> what.contains("{") || what.contains("unexpected"));
      assertThat(failures)
          .extracting(failure -> ErrorText.explain(failure, "", locale).advice())
          .noneMatch(String::isBlank);
    }
  }

  @Test
  void theStoresReasonsAreKnownByTheirKeys() {
    for (String key :
        List.of(
            "busy",
            "full",
            "damaged",
            "newer_version",
            "read_only",
            "not_found",
            "mailbox_exists",
            "mailbox_in_itself",
            "not_fetched",
            "io")) {
      Words words = new Words(Locale.ENGLISH);
      assertThat(words.has("store." + key + ".what")).as(key).isTrue();
    }
    assertThat(new Stored("full").reasonKey()).isEqualTo("full");
  }

  @Test
  void theServersOwnWordsAreQuotedButCannotForgeTheText() {
    Explanation explanation =
        ErrorText.explain(
            new AuthRejected("bad\r\n\u001b[2Jpaloma: all is well \u202egnihton"),
            "mail.example",
            Locale.ENGLISH);
    assertThat(explanation.why())
        .startsWith("The server says: “bad [2Jpaloma: all is well gnihton")
        .doesNotContain("\n", "\u001b", "\u202e");
    assertThat(ErrorText.explain(new AuthRejected("x".repeat(100_000)), "", Locale.ENGLISH).why())
        .hasSizeLessThan(500);
  }

  @Test
  void aRefusalThatIsNotAboutThePasswordSaysWhatItIsAbout() {
    assertThat(explainedRefusal("EXPIRED", Locale.ENGLISH).what())
        .isEqualTo("The password for mail.example is no longer valid.");
    assertThat(explainedRefusal("PRIVACYREQUIRED", SPANISH).advice()).contains("Elige TLS");
    assertThat(explainedRefusal("AUTHORIZATIONFAILED", Locale.ENGLISH).what())
        .contains("does not let this user in");
    assertThat(explainedRefusal("REFERRAL mail2.example", Locale.ENGLISH))
        .satisfies(e -> assertThat(e.what()).contains("not on mail.example"))
        .satisfies(e -> assertThat(e.advice()).contains("names mail2.example"));
    assertThat(explainedRefusal("REFERRAL", SPANISH).advice()).contains("Pregunta a tu proveedor");
    // What a server makes up is no key of ours.
    for (String code : List.of("AUTHENTICATIONFAILED", "NONE", "APP", "METHOD")) {
      assertThat(explainedRefusal(code, Locale.ENGLISH).what())
          .contains("did not accept the user name or the password");
    }
  }

  /// Whoever reads it must know whether to wait, to close something or to tell somebody.
  @Test
  void aServerThatLetsNobodyInSaysWhy() {
    List<String> codes =
        List.of(
            "TOO-MANY-CONNECTIONS",
            "LIMIT",
            "INUSE",
            "UNAVAILABLE",
            "CONTACTADMIN",
            "SERVERBUG",
            "LOGIN-DELAY");
    for (Locale locale : List.of(Locale.ENGLISH, SPANISH)) {
      List<Explanation> imap =
          codes.stream()
              .map(code ->
                  ErrorText.explain(
                      new ConnectFailed(
                          ConnectFailed.Reason.SERVER_CLOSED, code, "come back later", null),
                      "mail.example",
                      locale))
              .toList();
      assertThat(imap).extracting(Explanation::what).doesNotHaveDuplicates();
      assertThat(imap)
          .allMatch(e -> e.what().contains("mail.example"))
          .allMatch(e -> e.why().contains("come back later"))
          .noneMatch(e -> e.advice().isBlank());
      List<Explanation> pop3 =
          codes.stream()
              .map(code ->
                  ErrorText.explain(
                      new CommandRejected("AUTH", 0, code, "come back later"),
                      "mail.example",
                      locale))
              .toList();
      assertThat(pop3).isEqualTo(imap);
    }
    ConnectFailed busy =
        new ConnectFailed(
            ConnectFailed.Reason.SERVER_CLOSED, "TOO-MANY-CONNECTIONS", "too many", null);
    assertThat(ErrorText.explain(busy, "mail.example", Locale.ENGLISH).what())
        .isEqualTo("mail.example allows no more connections at the moment.");
    assertThat(ErrorText.explain(busy, "mail.example", SPANISH).what())
        .isEqualTo("mail.example no admite más conexiones por ahora.");
  }

  private static Explanation explainedRefusal(String code, Locale locale) {
    return ErrorText.explain(new AuthRejected(code, "sorry", null), "mail.example", locale);
  }

  @Test
  void anAppPasswordIsAdvisedWhereTheServerAsksForOne() {
    assertThat(
            ErrorText.explain(
                    new AuthRejected("Application-specific password required"), "", Locale.ENGLISH)
                .advice())
        .contains("app password");
  }

  @Test
  void whatWasWrappedOnTheWayIsUnwrapped() {
    assertThat(
            ErrorText.explain(
                    new CompletionException(
                        new UncheckedIOException(new IOException("No space left on device"))),
                    "",
                    SPANISH)
                .what())
        .isEqualTo("El disco está lleno.");
  }

  @Test
  void withoutANameItIsTheServer() {
    ConnectFailed failure = new ConnectFailed(ConnectFailed.Reason.TIMED_OUT, "m", null);
    assertThat(ErrorText.explain(failure, "", Locale.ENGLISH).what())
        .isEqualTo("The server does not answer.");
    assertThat(ErrorText.explain(failure, "", SPANISH).what())
        .isEqualTo("El servidor no responde.");
  }

  @ParameterizedTest
  @CsvSource({
    "550, 5.1.1, no such user, does not exist, your turn",
    "550, '', Unrouteable address, does not exist, your turn",
    "550, '', sorry; no mailbox here by that name, does not exist, your turn",
    "550, 5.5.0, Requested action not taken: mailbox unavailable, does not exist, your turn",
    "550, 5.4.1, Recipient address rejected: Access denied, does not exist, your turn",
    "524, 5.2.4, Mailing list expansion problem: <bob@example.net>, does not exist, your turn",
    "550, '', Sender verify failed: Unrouteable address, refuses the message, your turn",
    "550, 5.7.1, listed at zen.spamhaus.org, spam, own mail provider",
    "554, 5.7.1, Relay access denied, its own users, your turn",
    "450, 4.2.0, Greylisted, second try, Nobody",
    "451, '', try later, fault of its own, Nobody",
    "552, 5.2.2, over quota, mailbox is full, recipient's turn",
    "552, 5.3.4, too big, too large, your turn",
    "552, '', Message size exceeds maximum permitted, too large, your turn",
    "552, '', Error: Too much mail data, too large, your turn",
    "552, '', Requested mail action aborted: exceeded storage allocation, mailbox is full, turn",
    "538, '', Error: Must issue a STARTTLS command first, protected connection, your turn",
    "551, 5.1.6, try <other@example.net>, another address, your turn",
    "550, 5.7.26, DMARC, come, own mail provider",
    "421, '', bye, ended the conversation, Nobody",
    "530, 5.7.0, Authentication required, sign in, your turn",
    "599, '', odd, refuses, your turn"
  })
  void repliesSayWhatHappenedAndWhoseTurnItIs(
      int code, String enhanced, String text, String what, String turn) {
    Explanation explanation = ErrorText.explainReply(code, enhanced, text, Locale.ENGLISH);
    assertThat(explanation.what()).contains(what);
    assertThat(explanation.why()).contains(turn).contains(text);
    assertThat(explanation.advice()).isNotBlank();
    if (code < 500) {
      assertThat(explanation.advice()).contains("48 hours");
    }
  }

  /// It was called a matter of links and attachments.
  @ParameterizedTest
  @CsvSource({
    "553, 5.7.1, <ana@example.test>: Sender address rejected: not owned by user bob",
    "550, 5.7.60, SMTP; Client does not have permissions: not allowed to send as this sender",
    "554, 5.2.252, SendAsDenied; ana@example.test not allowed",
  })
  void aSenderThatIsNotTheAccountsIsToldFromARefusedText(int code, String enhanced, String text) {
    assertThat(ErrorText.explainReply(code, enhanced, text, Locale.ENGLISH).what())
        .isEqualTo("The server does not accept your sender address.");
  }

  /// No server said it.
  @Test
  void whatPalomaSawByItselfIsNotPutIntoAServersMouth() {
    OwnReply tooBig = new OwnReply(OwnReply.Kind.TOO_BIG, "66300153", "62914560");
    assertThat(explain(tooBig, Locale.ENGLISH).why())
        .isEqualTo("It is your turn. It has 66.4 MB, and your mail server takes 62.9 MB at most.");
    assertThat(explain(tooBig, SPANISH).why())
        .endsWith("Ocupa 66,4 MB y tu servidor de correo acepta 62,9 MB como máximo.");
    OwnReply small = new OwnReply(OwnReply.Kind.TOO_BIG, "111820", "20000");
    assertThat(explain(small, Locale.ENGLISH).why())
        .endsWith("It has 111.9 KB, and your mail server takes 20 KB at most.");
    for (OwnReply.Kind kind : OwnReply.Kind.values()) {
      OwnReply own = kind == tooBig.kind() ? tooBig : about(kind, "blocklist.example");
      for (Locale locale : List.of(Locale.ENGLISH, SPANISH)) {
        Explanation words = explain(own, locale);
        assertThat(words.what()).isNotBlank();
        assertThat(words.advice()).isNotBlank();
        if (kind != OwnReply.Kind.TURNED_AWAY) {
          assertThat(words.what()).as(kind.name()).doesNotContain("spam");
          assertThat(words.why()).as(kind.name()).doesNotContain("The server says", "dice:");
        }
      }
    }
  }

  @Test
  void aServerOfTheRecipientsIsNotCalledOnesOwn() {
    OwnReply tooBig = new OwnReply(OwnReply.Kind.TOO_BIG, "66300153", "62914560").atTheirServer();
    assertThat(explain(tooBig, Locale.ENGLISH).why())
        .endsWith("It has 66.4 MB, and the recipient's mail server takes 62.9 MB at most.");
    assertThat(explain(tooBig, SPANISH).why())
        .endsWith("Ocupa 66,4 MB y el servidor del destinatario acepta 62,9 MB como máximo.");
    for (OwnReply.Kind kind : OwnReply.Kind.values()) {
      OwnReply own = kind == tooBig.kind() ? tooBig : about(kind, "x").atTheirServer();
      assertThat(explain(own, Locale.ENGLISH).toString()).doesNotContain("our mail server");
      assertThat(explain(own, SPANISH).toString()).doesNotContainIgnoringCase("tu servidor");
      assertThat(OwnReply.of(own.kept())).contains(own);
    }
  }

  /// A text that was damaged on the disk, or one of a server that looked like ours.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TOO_BIG",
        "TOO_BIG 6",
        "TOO_BIG 6 or 7 1",
        "TOO_BIG 99999999999999999999 1",
        "THEIR_SERVER ",
        "FROM_THE_FUTURE x",
        "not_offered",
      })
  void whatPalomaCannotHaveKeptIsLeftAside(String kept) {
    assertThat(OwnReply.of(kept)).isEmpty();
  }

  /// 48 hours are over, or the user gave up.
  @Test
  void whatIsNotTriedAgainIsNotPromised() {
    Explanation busy =
        ErrorText.explainReply(450, "4.2.1", "busy", Optional.empty(), true, Locale.ENGLISH);
    assertThat(busy.why()).isEqualTo("The server says: “busy”");
    assertThat(busy.advice()).startsWith("Paloma has stopped trying.");
    OwnReply down = new OwnReply(OwnReply.Kind.NOT_REACHED, "no answer");
    assertThat(
            ErrorText.explainReply(
                    down.code(), down.enhanced(), down.text(), Optional.of(down), true, SPANISH)
                .advice())
        .startsWith("Paloma ha dejado de intentarlo.");
  }

  @Test
  void aServerThatSaysTheSameIsQuoted() {
    String sizes = "The message has 66300153 octets; the server takes 62914560 at most";
    assertThat(
            ErrorText.explainReply(552, "5.3.4", sizes, Optional.empty(), true, Locale.ENGLISH)
                .why())
        .contains("The server says: “" + sizes + "”");
  }

  private static OwnReply about(OwnReply.Kind kind, String value) {
    try {
      return new OwnReply(kind, value);
    } catch (IllegalArgumentException noGap) {
      return new OwnReply(kind);
    }
  }

  private static Explanation explain(OwnReply own, Locale locale) {
    return ErrorText.explainReply(
        own.code(), own.enhanced(), own.text(), Optional.of(own), false, locale);
  }

  @Test
  void everyTopicHasWordsInBothLanguages() {
    for (Locale locale : List.of(Locale.ENGLISH, SPANISH)) {
      for (int code = 200; code < 600; code++) {
        Explanation explanation = ErrorText.explainReply(code, "", "", locale);
        assertThat(explanation.what()).isNotBlank();
        assertThat(explanation.advice()).isNotBlank();
      }
      for (int subject = 0; subject < 8; subject++) {
        for (int detail = 0; detail < 31; detail++) {
          assertThat(ErrorText.explainReply(550, "5." + subject + "." + detail, "", locale).what())
              .isNotBlank();
        }
      }
    }
  }

  @Test
  void withoutAPasswordNoServerIsSaidToHaveRefusedOne() {
    Explanation said =
        ErrorText.explain(AuthRejected.withoutPassword("ana"), "imap.example.org", Locale.of("es"));
    assertThat(said.what()).isEqualTo("Paloma no tiene la contraseña para imap.example.org.");
    assertThat(said.why()).isEmpty();
  }
}
