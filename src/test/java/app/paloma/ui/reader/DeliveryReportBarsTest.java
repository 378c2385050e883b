package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.DeliveryReport;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.Flags;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.OutboxId;
import app.paloma.model.ServerSettings;
import app.paloma.store.Store;
import app.paloma.store.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeliveryReportBarsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  private static final String SENT =
      """
      From: Alice <alice@example.test>
      To: bob@example.net, carol@example.net, dave@example.net
      Subject: Lunch
      Message-ID: <lunch@example.test>
      Date: Fri, 20 Nov 2026 10:00:00 +0000

      At noon?
      """;

  /// As Postfix writes it: no References, the message named in the last part alone.
  private static String report(String messageId) {
    return """
    From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
    To: alice@example.test
    Subject: Undelivered Mail Returned to Sender
    Message-ID: <report@mx.example.net>
    Date: Fri, 20 Nov 2026 10:00:05 +0000
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain; charset=us-ascii

    I'm sorry to have to inform you.
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.net
    X-Postfix-Sender: rfc822; alice@example.test

    Final-Recipient: rfc822; bob@example.net
    Original-Recipient: rfc822;bob@example.net
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mail.example.net
    Diagnostic-Code: smtp; 550 5.1.1 <bob@example.net>: Recipient address
        rejected: User unknown

    Final-Recipient: rfc822; carol@example.net
    Action: delayed
    Status: 4.4.1
    Diagnostic-Code: X-Postfix; connect to mail.example.net: Connection timed out

    Final-Recipient: rfc822; dave@example.net
    Action: failed
    Status: 4.4.7
    Diagnostic-Code: smtp; 421 4.4.7 gave up

    --b
    Content-Type: text/rfc822-headers

    From: Alice <alice@example.test>
    Subject: Lunch
    Message-ID: <%s>

    --b--
    """
        .formatted(messageId);
  }

  @TempDir Path profile;

  private final MessageReader reader = new MessageReader();

  private MessageId add(Store store, MailboxId mailbox, String message) {
    byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return store
        .messages()
        .append(mailbox, Flags.NONE, Instant.now(), reader.index(octets, true), octets);
  }

  private OpenMessage open(ReaderSource source, MessageId id) {
    var summary = source.summary(id).orElseThrow();
    return new OpenMessage(
        summary,
        source.content(id),
        source.plain("", false),
        false,
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        source.reportsAbout(summary),
        source.askedFor(summary),
        List.of());
  }

  private static List<String> lines(OpenMessage message, Locale locale) {
    return DeliveryReportBars.lines(message, InvitationWords.bundle(locale), CLOCK).stream()
        .map(DeliveryReportBars.Line::text)
        .toList();
  }

  @Test
  void aReportIsShownOnItselfAndOnTheMessageItIsAbout() {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      MailboxId inbox = inbox(store);
      MessageId sent = add(store, inbox, SENT);
      MessageId other = add(store, inbox, SENT.replace("lunch@", "dinner@"));
      MessageId report = add(store, inbox, report("lunch@example.test"));
      ReaderSource source = ReaderSource.of(store, new NoFetching(), reader, new HtmlCleaner());
      assertThat(source.summary(report).orElseThrow().threadId())
          .as("one conversation")
          .isEqualTo(source.summary(sent).orElseThrow().threadId());
      List<String> onTheReport = lines(open(source, report), Locale.ENGLISH);
      assertThat(onTheReport)
          .containsExactly(
              "Could not be delivered to bob@example.net: This address does not exist. Check the"
                  + " spelling of the part before the @, or ask the person for the address.",
              "Not delivered to carol@example.net yet; the server goes on trying. The recipient's"
                  + " mail server cannot be reached.",
              "Could not be delivered to dave@example.net: The message could not be delivered in"
                  + " time. Send it again, or reach the person in another way.");
      assertThat(lines(open(source, sent), Locale.ENGLISH)).isEqualTo(onTheReport);
      assertThat(lines(open(source, other), Locale.ENGLISH)).isEmpty();
      assertThat(lines(open(source, sent), Locale.of("es")).getFirst())
          .startsWith("No se pudo entregar a bob@example.net: Esta dirección no existe.");
    }
  }

  /// Kept by the server, it lies in Sent like any other.
  @Test
  void whatServersWereAskedForIsShownOnWhatWasSent() {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, CLOCK)) {
      MailboxId inbox = inbox(store);
      Instant held = CLOCK.instant().plus(Duration.ofHours(6));
      DeliveryWishes wishes = new DeliveryWishes(true, true, Optional.empty(), false, held);
      sent(store, "lunch@example.test", Instant.EPOCH, wishes);
      MessageId there = add(store, inbox, SENT);
      sent(store, "dinner@example.test", held, wishes);
      MessageId here = add(store, inbox, SENT.replace("lunch@", "dinner@"));
      MessageId plain = add(store, inbox, SENT.replace("lunch@", "tea@"));
      ReaderSource source = ReaderSource.of(store, new NoFetching(), reader, new HtmlCleaner());
      String report = "A report of its delivery was asked for; none has come yet.";
      String tls = "It was to go over encrypted lines or not at all.";
      assertThat(lines(open(source, there), Locale.ENGLISH))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .matches(
                          "The server keeps this message and is to send it today at 6:00.PM\\."
                              + " It cannot be taken back\\."),
              line -> assertThat(line).isEqualTo(report),
              line -> assertThat(line).isEqualTo(tls));
      assertThat(lines(open(source, here), Locale.ENGLISH))
          .as("it waited here, no server keeps it")
          .containsExactly(report, tls);
      assertThat(lines(open(source, plain), Locale.ENGLISH)).isEmpty();
      assertThat(
              DeliveryReportBars.lines(
                  open(source, there),
                  InvitationWords.bundle(Locale.ENGLISH),
                  Clock.offset(CLOCK, Duration.ofHours(10))))
          .first()
          .satisfies(line ->
              assertThat(line.text())
                  .startsWith(
                      "The server was to keep this message and send it later. That was due"
                          + " today at 6:00"));
      add(store, inbox, report("lunch@example.test"));
      assertThat(lines(open(source, there), Locale.ENGLISH))
          .as("reports have come")
          .doesNotContain(report)
          .hasSize(5);
    }
  }

  private static void sent(Store store, String messageId, Instant due, DeliveryWishes wishes) {
    AccountId account = store.accounts().list().getFirst().id();
    byte[] octets = SENT.getBytes(StandardCharsets.UTF_8);
    OutboxId id =
        store
            .outbox()
            .enqueue(
                Submission.finished(
                    account,
                    messageId,
                    "alice@example.test",
                    List.of("bob@example.net"),
                    "Lunch",
                    due,
                    wishes),
                octets);
    store.outbox().saved(id, false, new MessageReader().index(octets, true));
  }

  /// Exim writes the reason into the report's text, and into its fields nothing.
  @Test
  void whereTheReportsFieldsGiveNoReasonNoneIsSaidToBeRead() {
    String exim =
        """
        From: Mail Delivery System <Mailer-Daemon@exim.test>
        To: alice@example.test
        References: <lunch@example.test>
        Content-Type: multipart/report; report-type=delivery-status; boundary=b
        MIME-Version: 1.0
        Subject: Mail delivery failed: returning message to sender
        Message-Id: <E1xUzCi-0008P9-1R@mx.exim.test>

        --b
        Content-type: text/plain; charset=us-ascii

          bob@example.net
            mailbox is gone

        --b
        Content-type: message/delivery-status

        Reporting-MTA: dns; mx.exim.test

        Action: failed
        Final-Recipient: rfc822;bob@example.net
        Status: 5.0.0

        --b
        Content-type: message/rfc822

        Message-ID: <lunch@example.test>
        Subject: lunch

        hello

        --b--
        """;
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      MailboxId inbox = inbox(store);
      MessageId sent = add(store, inbox, SENT);
      add(store, inbox, exim);
      add(
          store,
          inbox,
          exim.replace("1xUzCi", "2")
              .replace("rfc822;bob@", "utf-8;jos\\x{E9}@")
              .replace("Status: 5.0.0", "Status: 5.0.0\nDiagnostic-Code: smtp; 554 go away"));
      ReaderSource source = ReaderSource.of(store, new NoFetching(), reader, new HtmlCleaner());
      assertThat(lines(open(source, sent), Locale.ENGLISH))
          .containsExactlyInAnyOrder(
              "Could not be delivered to bob@example.net. The mail server says why in its report,"
                  + " which is in this conversation.",
              "Could not be delivered to josé@example.net: The server refuses the message. It is"
                  + " your turn. The server says: “go away” Read the server's words; they say what"
                  + " it does not like. Change the message or the address, or ask your provider.");
    }
  }

  /// As Exim writes it while it goes on trying (delay_warning), each time anew.
  private static String eximsWarning(int number) {
    return """
    From: Mail Delivery System <Mailer-Daemon@mx.exim.test>
    To: alice@example.test
    References: <lunch@example.test>
    Content-Type: multipart/report; report-type=delivery-status; boundary=1795333261-eximdsn
    MIME-Version: 1.0
    Subject: Warning: message 1xV2BD-0001PW-05 delayed 24 hours
    Message-Id: <E%1$d@mx.exim.test>
    Date: Sun, 22 Nov 2026 07:4%1$d:01 +0000

    --1795333261-eximdsn
    Content-type: text/plain; charset=us-ascii

    The address to which the message has not yet been delivered is:

      bob@example.net

    --1795333261-eximdsn
    Content-type: message/delivery-status

    Reporting-MTA: dns; mx.exim.test

    Action: delayed
    Final-Recipient: rfc822;bob@example.net
    Status: 4.0.0

    --1795333261-eximdsn
    Content-type: text/rfc822-headers

    Return-path: <alice@example.test>
    Message-ID: <lunch@example.test>
    Subject: Lunch


    --1795333261-eximdsn--
    """
        .formatted(number);
  }

  @Test
  void thatAServerGoesOnTryingIsSaidOnceAndUntilItGivesUp() {
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      MailboxId inbox = inbox(store);
      MessageId sent = add(store, inbox, SENT);
      add(store, inbox, eximsWarning(1));
      add(store, inbox, eximsWarning(2));
      ReaderSource source = ReaderSource.of(store, new NoFetching(), reader, new HtmlCleaner());
      assertThat(lines(open(source, sent), Locale.ENGLISH))
          .containsExactly("Not delivered to bob@example.net yet; the server goes on trying.");
      add(store, inbox, eximsWarning(3).replace("delayed\n", "failed\n").replace("4.0.0", "5.0.0"));
      assertThat(lines(open(source, sent), Locale.ENGLISH))
          .singleElement()
          .asString()
          .startsWith("Could not be delivered to bob@example.net.");
    }
  }

  @Test
  void aReadReceiptIsShownOnTheMessageThatWasRead() {
    String receipt =
        """
        From: bob@example.net
        To: alice@example.test
        Subject: Read: Lunch
        Message-ID: <receipt@example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

        --b
        Content-Type: text/plain

        Your message was displayed.
        --b
        Content-Type: message/disposition-notification

        Reporting-UA: x; y
        Final-Recipient: rfc822;bob@example.net
        Original-Message-ID: <lunch@example.test>
        Disposition: manual-action/MDN-sent-manually; displayed

        --b--
        """;
    try (Store store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC())) {
      MailboxId inbox = inbox(store);
      MessageId sent = add(store, inbox, SENT);
      add(store, inbox, receipt);
      ReaderSource source = ReaderSource.of(store, new NoFetching(), reader, new HtmlCleaner());
      assertThat(lines(open(source, sent), Locale.ENGLISH))
          .containsExactly("bob@example.net has opened it and says so by a read receipt.");
    }
  }

  private static MailboxId inbox(Store store) {
    Account account =
        store
            .accounts()
            .add(
                Account.unsaved(
                    "alice@example.test",
                    "Alice",
                    ServerSettings.parse("pop3://alice@localhost:1?tls=none"),
                    ServerSettings.parse("smtp://alice@localhost:1?tls=none")));
    return store.mailboxes().byRole(account.id(), MailboxRole.INBOX).orElseThrow().id();
  }

  @Test
  void whatIsNoReportOrOneWithoutRecipientsSaysNothing() {
    byte[] message = SENT.getBytes(StandardCharsets.UTF_8);
    assertThat(DeliveryReport.of(reader.read(message))).isEmpty();
    byte[] empty =
        report("x@y").replaceAll("(?m)^Action:.*$", "Action: ").getBytes(StandardCharsets.UTF_8);
    assertThat(DeliveryReport.of(reader.read(empty))).isEmpty();
  }
}
