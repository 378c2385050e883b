package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.*;
import app.paloma.model.DeliveryWishes;
import app.paloma.model.OwnReply.Kind;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxStoreTest {
  private static final byte[] RAW = "Subject: hello\r\n\r\nhi\r\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path profile;
  private Store store;
  private Account account;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    store = Samples.open(profile);
    account = store.accounts().add(imap("alice@example.org"));
    inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private OutboxId enqueue(Optional<DraftId> draft, Optional<MessageId> source) {
    return store
        .outbox()
        .enqueue(
            new Submission(
                account.id(),
                "x@example.org",
                "alice@example.org",
                List.of("bob@example.net"),
                "hello",
                NOW,
                draft,
                source,
                Draft.Kind.REPLY,
                DeliveryWishes.NONE),
            RAW);
  }

  private void crashAt(OutboxId id, State state) throws SQLException {
    crashAt(id, state, "999999999@1");
  }

  private void crashAt(OutboxId id, State state, String lease) throws SQLException {
    store.outbox().claim(account.id(), NOW);
    store.outbox().advance(id, state);
    diesNow(lease);
  }

  private void diesNow(String lease) throws SQLException {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
        Statement statement = other.createStatement()) {
      statement.executeUpdate("UPDATE outbox SET lease = '" + lease + "'");
    }
  }

  /// The offer was on the screen while the server took the message for another recipient.
  @Test
  void aSuggestionTakenUpLeavesTheOthersAsTheyAre() throws Exception {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    Recipient moved =
        new Recipient("a@b.c", RecipientStatus.REJECTED, 551, "5.1.6", "try <x@y.z>", "x@y.z");
    Recipient has = new Recipient("d@b.c", RecipientStatus.ACCEPTED, 250, "", "ok", "");
    store.outbox().recipients(id, List.of(moved, has));
    OutboxId copy = store.outbox().enqueueInstead(id, "a@b.c").orElseThrow();
    assertThat(store.outbox().enqueueInstead(id, "a@b.c")).as("clicked twice").isEmpty();
    assertThat(store.outbox().get(id).orElseThrow().recipients())
        .containsExactly(
            new Recipient(
                "a@b.c",
                RecipientStatus.REJECTED,
                551,
                "5.1.6",
                "try <x@y.z>",
                "",
                "x@y.z",
                Optional.empty()),
            has);
    Entry queued = store.outbox().get(copy).orElseThrow();
    assertThat(queued.state()).isEqualTo(State.QUEUED);
    assertThat(queued.recipients()).extracting(Recipient::address).containsExactly("x@y.z");
    try (InputStream first = store.outbox().open(id);
        InputStream second = store.outbox().open(copy)) {
      assertThat(second.readAllBytes()).isEqualTo(first.readAllBytes());
    }
    assertThat(store.outbox().cancel(copy)).isTrue();
  }

  @Test
  void savedFilesOneCopyMarksTheSourceAndRemovesTheDraftAtOnce() throws Exception {
    MessageId source = store.messages().apply(step(inbox, arrived(1, "a", "b"))).added().get(0);
    Draft draft =
        store
            .drafts()
            .save(
                new Draft(
                    new DraftId(0),
                    account.id(),
                    account.address(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "s",
                    "text",
                    Optional.empty(),
                    List.of(),
                    "",
                    List.of(),
                    Draft.Kind.REPLY,
                    Optional.of(source),
                    Optional.empty(),
                    NOW));
    OutboxId id = enqueue(Optional.of(draft.id()), Optional.of(source));
    assertThat(store.outbox().claim(account.id(), NOW)).isPresent();
    assertThat(store.outbox().claim(account.id(), NOW)).isEmpty();
    store.outbox().advance(id, State.ACCEPTED);
    store.outbox().saved(id, true, content("x@example.org", "hello", "hi"));
    store.outbox().saved(id, true, content("x@example.org", "hello", "hi"));
    assertThat(store.outbox().get(id).orElseThrow().state()).isEqualTo(State.SAVED);
    assertThat(store.outbox().list()).isEmpty();
    assertThat(store.drafts().list()).isEmpty();
    assertThat(store.messages().get(source).orElseThrow().flags().has(Flags.ANSWERED)).isTrue();
    MailboxId sent = store.mailboxes().byRole(account.id(), MailboxRole.SENT).orElseThrow().id();
    assertThat(ids(store, sent)).hasSize(1);
    MessageId copy = new MessageId(ids(store, sent)[0]);
    assertThat(store.contents().bytes(copy, 1000)).isEqualTo(RAW);
    assertThat(store.contacts().complete("bo", 5))
        .extracting(Address::email)
        .contains("bob@example.net");
  }

  @Test
  void theCopyForASuggestedAddressIsNotFiledASecondTime() throws Exception {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    Recipient moved =
        new Recipient("a@b.c", RecipientStatus.REJECTED, 551, "5.1.6", "try <x@y.z>", "x@y.z");
    Recipient has = new Recipient("d@b.c", RecipientStatus.ACCEPTED, 250, "", "ok", "");
    store.outbox().recipients(id, List.of(moved, has));
    store.outbox().saved(id, true, content("x@example.org", "hello", "hi"));
    OutboxId copy = store.outbox().enqueueInstead(id, "a@b.c").orElseThrow();
    store
        .outbox()
        .recipients(
            copy, List.of(new Recipient("x@y.z", RecipientStatus.ACCEPTED, 250, "", "ok", "")));
    store.outbox().saved(copy, true, content("x@example.org", "hello", "hi"));
    assertThat(store.outbox().get(copy).orElseThrow().state()).isEqualTo(State.SAVED);
    assertThat(store.mailboxes().byRole(account.id(), MailboxRole.SENT).orElseThrow().messages())
        .isOne();
  }

  private static Recipient answeredHere(OwnReply own) {
    return new Recipient(
        "a@b.c",
        RecipientStatus.REJECTED,
        own.code(),
        own.enhanced(),
        own.text(),
        "",
        "",
        Optional.of(own));
  }

  private static final List<Recipient> ANSWERED_HERE =
      Stream.of(
              new OwnReply(Kind.TOO_BIG, "66300153", "62914560"),
              new OwnReply(Kind.SENDER_LETTERS),
              new OwnReply(Kind.RECIPIENT_LETTERS),
              new OwnReply(Kind.NULL_MX, "b.example"),
              new OwnReply(Kind.NO_DOMAIN, "b.example"),
              new OwnReply(Kind.SIGNED, "The server takes no 8-bit content (8BITMIME)"),
              new OwnReply(Kind.NOT_ENCODABLE, "The message has lines of more than 998 octets"))
          .map(OutboxStoreTest::answeredHere)
          .toList();

  @Test
  void whatWasAnsweredHereIsKnownFromAServersWords() {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    store.outbox().recipients(id, ANSWERED_HERE);
    assertThat(store.outbox().get(id).orElseThrow().recipients()).isEqualTo(ANSWERED_HERE);
  }

  /// Up to schema 9 it had no mark of its own.
  @Test
  void whatAnOlderVersionAnsweredIsKnownToo() throws Exception {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    ArrayList<Recipient> told = new ArrayList<>(ANSWERED_HERE);
    told.add(new Recipient("a@b.c", RecipientStatus.REJECTED, 552, "5.3.4", "message too big", ""));
    store.outbox().recipients(id, told);
    store.close();
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
        Statement statement = database.createStatement()) {
      statement.execute("ALTER TABLE outbox_recipient DROP COLUMN own");
      statement.execute("ALTER TABLE mailbox DROP COLUMN object_id");
      statement.execute("ALTER TABLE draft DROP COLUMN require_tls");
      for (String wish : List.of("require_tls", "deliver_within", "or_return", "held_until")) {
        statement.execute("ALTER TABLE outbox DROP COLUMN " + wish);
      }
      statement.execute("ALTER TABLE outbox DROP COLUMN failure");
      statement.execute("ALTER TABLE refusal DROP COLUMN mailbox");
      statement.execute("DROP TABLE repeated");
      statement.execute("DROP INDEX message_quarantined");
      statement.execute("ALTER TABLE mailbox DROP COLUMN keeps_deleted");
      statement.execute("ALTER TABLE message DROP COLUMN tried");
      statement.execute("ALTER TABLE message DROP COLUMN tried_by");
      statement.execute("PRAGMA user_version = 9");
    }
    store = Samples.open(profile);
    assertThat(store.outbox().get(id).orElseThrow().recipients()).isEqualTo(told);
  }

  private Optional<OutboxId> receipt(MessageId about, byte[] octets) {
    return store
        .outbox()
        .enqueueReceipt(
            about, account.id(), "r@example.org", List.of("bob@example.net"), "read", octets);
  }

  @Test
  void aReceiptIsQueuedAndMarkedOrNeither() {
    MessageId about = store.messages().apply(step(inbox, arrived(1, "a", "b"))).added().get(0);
    assertThatThrownBy(() -> receipt(about, null)).isInstanceOf(NullPointerException.class);
    assertThat(store.messages().get(about).orElseThrow().flags().has(Flags.MDN_SENT)).isFalse();
    assertThat(store.outbox().list()).isEmpty();
    assertThat(receipt(about, RAW)).isPresent();
    assertThat(store.messages().get(about).orElseThrow().flags().has(Flags.MDN_SENT)).isTrue();
    assertThat(receipt(about, RAW)).isEmpty();
    assertThat(store.outbox().list()).hasSize(1);
  }

  @Test
  void aCrashBeforeTheFinalDotIsTriedAgain() throws Exception {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    crashAt(id, State.DATA);
    assertThat(store.outbox().claim(account.id(), NOW)).isPresent();
  }

  @Test
  void aCrashAfterTheFinalDotIsUncertainUntilTheUserSaysWhatHappened() throws Exception {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    crashAt(id, State.DOT_SENT);
    assertThat(store.outbox().claim(account.id(), NOW)).isEmpty();
    assertThat(store.outbox().get(id).orElseThrow().state()).isEqualTo(State.UNCERTAIN);
    assertThat(store.outbox().cancel(id)).isFalse();
    store.outbox().resolve(id, false);
    assertThat(store.outbox().claim(account.id(), NOW)).isPresent();
  }

  /// Three messages, the first's final dot promised with those of the others; then its process
  /// dies.
  private List<OutboxId> dieAfterAPromise(String promise) throws SQLException {
    List<OutboxId> ids =
        java.util.stream.Stream.generate(() -> enqueue(Optional.empty(), Optional.empty()))
            .limit(3)
            .toList();
    assertThat(store.outbox().claimNext(account.id(), NOW, 8)).hasSize(3);
    store.outbox().leaving(ids.get(0));
    store.outbox().taken(ids.get(0), List.of());
    store.outbox().leaving(ids.get(1));
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + profile.resolve("paloma.db"));
        Statement statement = other.createStatement()) {
      statement.executeUpdate(
          "UPDATE outbox SET lease = '999999999@1', promised = " + promise + " || '999999999@1'");
    }
    return ids;
  }

  @Test
  void aKilledProcessLeavesOneUncertain() throws Exception {
    List<OutboxId> ids = dieAfterAPromise("substr(promised, 1, instr(promised, ' '))");
    assertThat(store.outbox().claim(account.id(), NOW).orElseThrow().id()).isEqualTo(ids.get(2));
    assertThat(ids)
        .extracting(id -> store.outbox().get(id).orElseThrow().state())
        .containsExactly(State.ACCEPTED, State.UNCERTAIN, State.CONNECTING);
  }

  /// Nobody has written anything since the process died, and perhaps nobody can.
  @Test
  void whatAKilledProcessLeftIsShownAtOnce() throws Exception {
    List<OutboxId> ids = dieAfterAPromise("substr(promised, 1, instr(promised, ' '))");
    try (Store reader = Store.open(profile, Store.Mode.READ_ONLY, Clock.systemUTC())) {
      assertThat(reader.outbox().list())
          .extracting(Entry::state)
          .containsExactly(State.ACCEPTED, State.UNCERTAIN, State.QUEUED);
      assertThat(reader.outbox().get(ids.get(0)).orElseThrow().recipients())
          .extracting(Recipient::status)
          .containsOnly(RecipientStatus.ACCEPTED);
      assertThat(reader.outbox().get(ids.get(1)).orElseThrow().state()).isEqualTo(State.UNCERTAIN);
    }
    store.outbox().resolve(ids.get(1), false);
    assertThat(store.outbox().get(ids.get(1)).orElseThrow().state()).isEqualTo(State.QUEUED);
  }

  /// The process that started this one still runs.
  @Test
  void whatALivingProcessIsAboutIsLeftToIt() throws Exception {
    ProcessHandle other = ProcessHandle.current().parent().orElseThrow();
    String lease = other.pid() + "@" + other.info().startInstant().orElseThrow().toEpochMilli();
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    crashAt(id, State.ENVELOPE, lease);
    assertThat(store.outbox().list()).extracting(Entry::state).containsExactly(State.ENVELOPE);
    store.outbox().release(account.id());
    assertThat(store.outbox().get(id).orElseThrow().state()).isEqualTo(State.ENVELOPE);
    assertThat(store.outbox().cancel(id)).isFalse();
  }

  /// Put back when its connection broke, then claimed by itself: what is recorded of its end must
  /// be found after a crash.
  @Test
  void whatWasPutBackAndLeavesAfterAllIsNotSentAgain() throws Exception {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    assertThat(store.outbox().claimNext(account.id(), NOW, 8)).hasSize(1);
    store.outbox().putBack(id);
    assertThat(store.outbox().claim(account.id(), NOW)).isPresent();
    store.outbox().advance(id, State.ENVELOPE);
    store.outbox().leaving(id);
    diesNow("999999999@1");
    assertThat(store.outbox().claim(account.id(), NOW)).isEmpty();
    assertThat(store.outbox().get(id).orElseThrow().state()).isEqualTo(State.UNCERTAIN);
  }

  /// Where the promise finds no memory that outlives the process, each message is on the disk
  /// before it leaves; else all are after a power cut that were under way.
  @Test
  void aPowerCutMakesAllThatWerePromisedUncertain() throws Exception {
    List<OutboxId> ids = dieAfterAPromise("'paloma-' || hex(zeroblob(16)) || ' '");
    assertThat(store.outbox().claim(account.id(), NOW)).isEmpty();
    assertThat(ids)
        .extracting(id -> store.outbox().get(id).orElseThrow().state())
        .containsOnly(State.UNCERTAIN);
    store.outbox().resolve(ids.get(2), false);
    assertThat(store.outbox().claim(account.id(), NOW)).isPresent();
  }

  @Test
  void whatIsNotDueIsNotGivenOut() {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    store.outbox().retryAt(id, NOW.plusSeconds(60), KeptFailure.saying("greylisted"));
    assertThat(store.outbox().claim(account.id(), NOW)).isEmpty();
    assertThat(store.outbox().get(id).orElseThrow().reason()).isEqualTo("greylisted");
    assertThat(store.outbox().claim(account.id(), NOW.plusSeconds(61))).isPresent();
    assertThat(store.outbox().cancel(id)).isFalse();
  }

  @Test
  void aCancelledMessageIsNeverGivenOut() {
    OutboxId id = enqueue(Optional.empty(), Optional.empty());
    assertThat(store.outbox().cancel(id)).isTrue();
    assertThat(store.outbox().claim(account.id(), NOW)).isEmpty();
  }
}
