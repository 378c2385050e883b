package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.DeliveryReport;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.mime.ReceiptRequest;
import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.ServerSettings;
import app.paloma.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReceiptAnswersTest {
  private static final String ASKS =
      """
      Return-Path: <bob@example.net>
      From: Bob <bob@example.net>
      To: alice@example.test
      Subject: Contract
      Date: Fri, 20 Nov 2026 10:00:00 +0000
      Message-ID: <contract@example.net>
      Original-Recipient: rfc822;alice@example.test
      Disposition-Notification-To: Bob <bob@example.net>

      please read
      """;

  @TempDir Path profile;
  private final MessageReader reader = new MessageReader();
  private final List<byte[]> sent = new ArrayList<>();
  private Store store;
  private Account account;
  private ReaderSource source;
  private ReceiptAnswers answers;

  @BeforeEach
  void open() {
    store = Store.open(profile, Store.Mode.READ_WRITE, Clock.systemUTC());
    account =
        store
            .accounts()
            .add(
                Account.unsaved(
                    "alice@example.test",
                    "Alice",
                    ServerSettings.parse("imap://alice@localhost:1?tls=none"),
                    ServerSettings.parse("smtp://localhost:1?tls=none&auth=none")));
    source = ReaderSource.of(store, new NoFetching(), reader, new HtmlCleaner());
    answers = answering(this::queue);
  }

  private ReceiptAnswers answering(ReceiptAnswers.Outgoing outgoing) {
    return new ReceiptAnswers(
        store, outgoing, InvitationWords.bundle(Locale.ENGLISH), Clock.systemUTC());
  }

  private void queue(MessageSummary about, List<Address> to, byte[] receipt) {
    store
        .outbox()
        .enqueueReceipt(
            about.id(),
            about.account(),
            "receipt@example.test",
            List.of("bob@example.net"),
            "read",
            receipt)
        .ifPresent(id -> sent.add(receipt));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private MessageSummary add(String message, MailboxRole role) {
    var box =
        store.mailboxes().byRole(account.id(), role).isPresent()
            ? store.mailboxes().byRole(account.id(), role).get().id()
            : store.actions().createMailbox(account.id(), role.name()).id();
    store.mailboxes().setRole(box, role);
    byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    MessageId id =
        store.messages().append(box, Flags.NONE, Instant.now(), reader.index(octets, true), octets);
    return store.messages().get(id).orElseThrow();
  }

  private static MessageContent content(String message) {
    return new MessageReader().read(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private boolean isAsked(MessageSummary message, String text) {
    return ReceiptRequest.of(content(text)).isPresent() && source.mayGiveReceipt(message);
  }

  @Test
  void aReceiptIsGivenOnceAndSaysWhatItIsAbout() throws Exception {
    MessageSummary message = add(ASKS, MailboxRole.INBOX);
    assertThat(isAsked(message, ASKS)).isTrue();
    ReceiptRequest request = ReceiptRequest.of(content(ASKS)).orElseThrow();
    assertThat(request.elsewhere()).isFalse();
    answers.give(message, request);
    answers.give(message, request);
    assertThat(sent).hasSize(1);
    String receipt = new String(sent.getFirst(), StandardCharsets.UTF_8);
    assertThat(receipt)
        .contains(
            "To: Bob <bob@example.net>\r\n",
            "report-type=disposition-notification",
            "Original-Recipient: rfc822;alice@example.test\r\n",
            "Final-Recipient: rfc822;alice@example.test\r\n",
            "Original-Message-ID: <contract@example.net>\r\n",
            "Disposition: manual-action/MDN-sent-manually; displayed\r\n")
        .doesNotContain("please read");
    DeliveryReport read = DeliveryReport.of(reader.read(sent.getFirst())).orElseThrow();
    assertThat(read.originalMessageId()).isEqualTo("contract@example.net");
    assertThat(read.recipients().getFirst().action()).isEqualTo(DeliveryReport.Action.DISPLAYED);
    MessageSummary now = store.messages().get(message.id()).orElseThrow();
    assertThat(now.flags().names()).contains("$MDNSent");
    assertThat(isAsked(now, ASKS)).isFalse();
  }

  @Test
  void whatCannotBeQueuedMayBeGivenAgain() throws Exception {
    MessageSummary message = add(ASKS, MailboxRole.INBOX);
    ReceiptRequest request = ReceiptRequest.of(content(ASKS)).orElseThrow();
    ReceiptAnswers failing =
        answering((about, to, receipt) -> {
          throw new IOException("the disk is full");
        });
    assertThatThrownBy(() -> failing.give(message, request)).isInstanceOf(IOException.class);
    MessageSummary now = store.messages().get(message.id()).orElseThrow();
    assertThat(isAsked(now, ASKS)).isTrue();
    answers.give(now, request);
    assertThat(sent).hasSize(1);
  }

  @Test
  void aRefusalIsRemembered() throws Exception {
    MessageSummary message = add(ASKS, MailboxRole.INBOX);
    answers.refuse(message);
    assertThat(isAsked(store.messages().get(message.id()).orElseThrow(), ASKS)).isFalse();
    answers.give(message, ReceiptRequest.of(content(ASKS)).orElseThrow());
    assertThat(sent).isEmpty();
  }

  @Test
  void whereItWouldGoElsewhereTheBarSaysSo() {
    String elsewhere = ASKS.replace("To: Bob <bob@", "To: Spy <spy@");
    ReceiptRequest request = ReceiptRequest.of(content(elsewhere)).orElseThrow();
    assertThat(request.elsewhere()).isTrue();
    assertThat(request.to().getFirst().email()).isEqualTo("spy@example.net");
  }

  @Test
  void nobodyIsAskedAboutListsProgramsJunkOrOwnMail() {
    for (String line :
        List.of(
            "List-Id: <a.example.net>",
            "Precedence: bulk",
            "Auto-Submitted: auto-generated",
            "Disposition-Notification-Options: x=required,y",
            "Content-Type: multipart/report; boundary=x")) {
      assertThat(ReceiptRequest.of(content(line + "\n" + ASKS))).as(line).isEmpty();
    }
    assertThat(ReceiptRequest.of(content(ASKS.replace("<bob@example.net>\nFrom", "<>\nFrom"))))
        .isEmpty();
    String own = ASKS.replace("From: Bob <bob@example.net>", "From: alice@example.test");
    assertThat(source.mayGiveReceipt(add(own, MailboxRole.INBOX))).isFalse();
    assertThat(source.mayGiveReceipt(add(ASKS, MailboxRole.JUNK))).isFalse();
    assertThat(source.mayGiveReceipt(add(ASKS, MailboxRole.SENT))).isFalse();
  }
}
