package app.paloma.store;

import static app.paloma.store.Samples.*;
import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.*;
import app.paloma.store.PendingChangeStore.NewUid;
import app.paloma.store.PendingChangeStore.PendingChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageActionsTest {
  private static final Flags SEEN = Flags.of(Flags.SEEN);
  private static final Flags FLAGGED = Flags.of(Flags.FLAGGED);

  @TempDir Path profile;
  private Store store;
  private Account account;
  private MailboxId inbox;
  private MailboxId archive;
  private MailboxId trash;
  private MessageId one;
  private MessageId two;

  @BeforeEach
  void open() {
    store = Samples.open(profile);
    account = store.accounts().add(imap("alice@example.org"));
    inbox = mailbox(store, account, "INBOX", MailboxRole.INBOX);
    archive = mailbox(store, account, "Archive", MailboxRole.ARCHIVE);
    trash = mailbox(store, account, "Trash", MailboxRole.TRASH);
    store.messages().apply(state(inbox, 5));
    store.messages().apply(state(archive, 6));
    List<MessageId> added =
        store.messages().apply(step(inbox, arrived(1, "a", "b"), arrived(2, "c", "d"))).added();
    one = added.get(0);
    two = added.get(1);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<PendingChange> next() {
    return store.pendingChanges().next(account.id(), 5000);
  }

  private MessageSummary row(MessageId id) {
    return store.messages().get(id).orElseThrow();
  }

  @Test
  void aFlagSetHereWinsOverTheServersUntilItIsPushed() {
    store.actions().setFlags(List.of(one), SEEN, Flags.NONE);
    store.messages().apply(flags(inbox, 1, FLAGGED));
    assertThat(row(one).flags()).isEqualTo(SEEN.plus(FLAGGED));
    PendingChange.SetFlags change = (PendingChange.SetFlags) next().get(0);
    assertThat(change.add()).isEqualTo(SEEN);
    assertThat(change.uid()).isEqualTo(1);
    assertThat(change.uidValidity()).isEqualTo(5);
    store.pendingChanges().done(List.of(change.id()), List.of());
    assertThat(row(one).flags()).isEqualTo(SEEN.plus(FLAGGED));
    assertThat(store.messages().known(inbox, 1, 1).get(0).serverFlags())
        .isEqualTo(SEEN.plus(FLAGGED));
    store.messages().apply(flags(inbox, 1, Flags.NONE));
    assertThat(row(one).flags()).isEqualTo(Flags.NONE);
  }

  @Test
  void aFlagSetAndResetIsNothing() {
    store.actions().setFlags(List.of(one), SEEN, Flags.NONE);
    store.actions().setFlags(List.of(one), Flags.NONE, SEEN);
    assertThat(next()).isEmpty();
    assertThat(store.pendingChanges().count(account.id())).isZero();
  }

  @Test
  void aFlagResetWhileItIsBeingPushedIsResetOnTheServerToo() {
    store.actions().setFlags(List.of(one), SEEN, Flags.NONE);
    PendingChange pushing = next().get(0);
    store.actions().setFlags(List.of(one), Flags.NONE, SEEN);
    store.pendingChanges().done(List.of(pushing.id()), List.of());
    assertThat(row(one).flags().isSeen()).isFalse();
    assertThat(next())
        .singleElement()
        .satisfies(c -> assertThat(((PendingChange.SetFlags) c).remove()).isEqualTo(SEEN));
  }

  @Test
  void aMovedMessageKeepsItsIdAndLearnsItsNewUid() {
    store.actions().move(List.of(one, two), archive);
    assertThat(ids(store, inbox)).isEmpty();
    assertThat(ids(store, archive)).hasSize(2);
    assertThat(store.messages().knownUids(inbox)).containsExactly(1, 2);
    List<PendingChange> moves = next();
    assertThat(moves)
        .extracting(c -> ((PendingChange.Move) c).uid(), c -> ((PendingChange.Move) c).to())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, archive),
            org.assertj.core.groups.Tuple.tuple(2L, archive));
    List<Long> changeIds = moves.stream().map(PendingChange::id).toList();
    store.pendingChanges().begun(changeIds, 40);
    assertThat(store.pendingChanges().begunAt(changeIds.get(0))).isEqualTo(40);
    store
        .pendingChanges()
        .done(changeIds, List.of(new NewUid(one, archive, 40, 0), new NewUid(two, archive, 41, 0)));
    assertThat(store.messages().knownUids(inbox)).isEmpty();
    assertThat(store.messages().knownUids(archive)).containsExactly(40, 41);
    assertThat(row(one).uid()).isEqualTo(40);
  }

  @Test
  void movedTwiceIsOneMoveAndMovedBackIsNone() {
    store.actions().move(List.of(one), archive);
    store.actions().move(List.of(one), trash);
    assertThat(next())
        .singleElement()
        .satisfies(c -> assertThat(((PendingChange.Move) c).to()).isEqualTo(trash));
    // Given out, not begun: still one move.
    store.actions().move(List.of(one), archive);
    assertThat(next())
        .singleElement()
        .satisfies(c -> assertThat(((PendingChange.Move) c).to()).isEqualTo(archive));
    store.actions().move(List.of(one), inbox);
    assertThat(next()).isEmpty();
    assertThat(row(one).uid()).isEqualTo(1);
  }

  @Test
  void whatIsMovedOnWhileItsMoveIsUnderWayFollowsOnceItsUidIsKnown() {
    store.actions().move(List.of(one), archive);
    PendingChange first = next().get(0);
    store.pendingChanges().begun(List.of(first.id()), 40);
    store.actions().move(List.of(one), trash);
    store.actions().setFlags(List.of(one), SEEN, Flags.NONE);
    store.pendingChanges().done(List.of(first.id()), List.of(new NewUid(one, archive, 40, 0)));
    List<PendingChange> rest = next();
    assertThat(rest.get(0))
        .isInstanceOfSatisfying(
            PendingChange.Move.class,
            move -> {
              assertThat(move.from()).isEqualTo(archive);
              assertThat(move.uid()).isEqualTo(40);
              assertThat(move.uidValidity()).isEqualTo(6);
              assertThat(move.to()).isEqualTo(trash);
            });
  }

  @Test
  void aMessageMovedHereDoesNotComeBackByASynchronizationOfItsOldMailbox() {
    store.actions().move(List.of(one), archive);
    MessageStore.StepResult again =
        store.messages().apply(step(inbox, arrived(1, "a", "b"), arrived(2, "c", "d")));
    assertThat(again.added()).isEmpty();
    assertThat(ids(store, inbox)).containsExactly(two.value());
  }

  @Test
  void aMessageMovedHereThatSomebodyElseExpungedIsGone() {
    store.actions().move(List.of(one), archive);
    store.messages().apply(vanished(inbox, 1));
    assertThat(ids(store, archive)).isEmpty();
    assertThat(next()).isEmpty();
  }

  @Test
  void ourOwnMoveSeenBeforeItsAnswerKeepsTheMessageAndItArrivesOnce() {
    store.actions().move(List.of(one), archive);
    List<Long> move = List.of(next().get(0).id());
    store.pendingChanges().begun(move, 40);
    store.messages().apply(vanished(inbox, 1));
    assertThat(ids(store, archive)).containsExactly(one.value());
    store.messages().apply(step(archive, arrived(40, content("m1@example.org", "a", "b"))));
    store.pendingChanges().done(move, List.of(new NewUid(one, archive, 40, 0)));
    assertThat(ids(store, archive)).containsExactly(one.value());
    assertThat(row(one).uid()).isEqualTo(40);
  }

  @Test
  void aDoubleThatASynchronizationTookInBeforeTheAnswerCameIsRemoved() {
    store.actions().move(List.of(one), archive);
    List<Long> move = List.of(next().get(0).id());
    // Not marked as begun: the arrival cannot be known to be the same.
    store.messages().apply(step(archive, arrived(40, content("m1@example.org", "a", "b"))));
    store.pendingChanges().done(move, List.of(new NewUid(one, archive, 40, 0)));
    assertThat(ids(store, archive)).containsExactly(one.value());
  }

  @Test
  void undoCancelsWhatWasNotPushedAndReversesWhatWas() {
    store.actions().move(List.of(one), archive);
    assertThat(store.actions().undo()).isPresent();
    assertThat(next()).isEmpty();
    assertThat(row(one).mailbox()).isEqualTo(inbox);
    assertThat(row(one).uid()).isEqualTo(1);
    MessageActions.Done done = store.actions().delete(List.of(two));
    List<Long> move = List.of(next().get(0).id());
    store.pendingChanges().done(move, List.of(new NewUid(two, trash, 7, 0)));
    store.close();
    store = Samples.open(profile);
    assertThat(store.actions().undo(done.undoGroup())).isPresent();
    assertThat(row(two).mailbox()).isEqualTo(inbox);
    assertThat(next())
        .singleElement()
        .isInstanceOfSatisfying(
            PendingChange.Move.class,
            back -> {
              assertThat(back.uid()).isEqualTo(7);
              assertThat(back.to()).isEqualTo(inbox);
            });
    assertThat(store.actions().undo()).isEmpty();
  }

  /// Whoever takes back a deletion for good does not mean what was done before it.
  @Test
  void undoOfADeletionForGoodTakesBackNothing() {
    store.actions().move(List.of(one), archive);
    store.actions().deletePermanently(List.of(two));
    assertThat(store.actions().undo().orElseThrow().messages()).isZero();
    assertThat(row(one).mailbox()).isEqualTo(archive);
    assertThat(store.actions().undo().orElseThrow().messages()).isEqualTo(1);
    assertThat(row(one).mailbox()).isEqualTo(inbox);
    assertThat(store.actions().undo()).isEmpty();
  }

  @Test
  void deletedForGoodIsGoneHereAndDeletedThereWhereverItWas() {
    store.actions().move(List.of(one), archive);
    store.actions().deletePermanently(List.of(one));
    assertThat(store.messages().get(one)).isEmpty();
    assertThat(store.messages().knownUids(inbox)).containsExactly(1, 2);
    assertThat(next())
        .singleElement()
        .isInstanceOfSatisfying(
            PendingChange.Delete.class,
            delete -> {
              assertThat(delete.from()).isEqualTo(inbox);
              assertThat(delete.uid()).isEqualTo(1);
            });
  }

  @Test
  void toAnotherAccountIsUploadedFirstAndDeletedThen() {
    Account other = store.accounts().add(imap("bob@example.net"));
    MailboxId there = mailbox(store, other, "INBOX", MailboxRole.INBOX);
    store.actions().move(List.of(one), there);
    assertThat(next()).isEmpty();
    PendingChange upload = store.pendingChanges().next(other.id(), 10).get(0);
    assertThat(upload).isInstanceOf(PendingChange.Append.class);
    store.pendingChanges().done(List.of(upload.id()), List.of(new NewUid(one, there, 3, 0)));
    assertThat(next()).singleElement().isInstanceOf(PendingChange.Delete.class);
    assertThat(row(one).account()).isEqualTo(other.id());
  }

  @Test
  void anUploadToAnotherAccountThatIsRefusedBringsTheMessageBack() {
    Account other = store.accounts().add(imap("bob@example.net"));
    MailboxId there = mailbox(store, other, "INBOX", MailboxRole.INBOX);
    store.actions().move(List.of(one), there);
    PendingChange upload = store.pendingChanges().next(other.id(), 10).get(0);
    store.pendingChanges().refused(upload.id(), "OVERQUOTA");
    assertThat(row(one).mailbox()).isEqualTo(inbox);
    assertThat(row(one).uid()).isEqualTo(1);
    assertThat(next()).isEmpty();
    assertThat(store.pendingChanges().refusals(other.id(), 5).get(0).reason())
        .isEqualTo("OVERQUOTA");
  }

  @Test
  void aCopySharesNothingAndIsFoundAfterItsOriginIsGone() {
    store.actions().copy(List.of(one), archive);
    MessageId copy = new MessageId(ids(store, archive)[0]);
    store.actions().deletePermanently(List.of(one));
    assertThat(store.contents().bytes(copy, 1000)).asString().contains("m1@example.org");
    assertThat(
            store
                .search()
                .search(new SearchQuery.Text(SearchQuery.Field.BODY, "b", false), 10)
                .ids())
        .containsExactly(copy.value());
  }

  @Test
  void archivingWithoutAnArchiveCreatesOne() {
    Account other = store.accounts().add(imap("bob@example.net"));
    MailboxId there = mailbox(store, other, "INBOX", MailboxRole.INBOX);
    MessageId id = store.messages().apply(step(there, arrived(1, "x", "y"))).added().get(0);
    store.actions().archive(List.of(id));
    assertThat(store.pendingChanges().next(other.id(), 10))
        .hasExactlyElementsOfTypes(PendingChange.CreateMailbox.class, PendingChange.Move.class);
    assertThat(store.mailboxes().byRole(other.id(), MailboxRole.ARCHIVE)).isPresent();
  }

  @Test
  void popMailIsMovedHereWithoutTellingAnyServer() {
    Account pop = store.accounts().add(pop3("carol@example.org"));
    MessageId id =
        store
            .pop3()
            .arrived(pop.id(), "u1", "hash", NOW, content("p", "s", "b"), new byte[] {1}, 1, true);
    store.actions().delete(List.of(id));
    assertThat(store.pendingChanges().count(pop.id())).isZero();
    store.actions().delete(List.of(id));
    assertThat(store.messages().get(id)).isEmpty();
    assertThat(store.pop3().entries(pop.id()).get("u1").message()).isEqualTo(new MessageId(0));
    assertThat(store.pop3().knowsHash(pop.id(), "hash")).isTrue();
  }

  @Test
  void aMessageIsReplacedByOneThatTheServerHasBeforeTheOldOneGoes() {
    store.actions().setFlags(List.of(one), FLAGGED, Flags.NONE);
    store.pendingChanges().done(next().stream().map(PendingChange::id).toList(), List.of());
    byte[] raw = "Message-ID: <m1@example.org>\r\n\r\nsmall".getBytes(StandardCharsets.UTF_8);
    store.actions().replace(one, content("m1@example.org", "a", "small"), raw);
    assertThat(ids(store, trash)).containsExactly(one.value());
    assertThat(ids(store, inbox)).hasSize(2).doesNotContain(one.value());
    long fresh =
        java.util.Arrays.stream(ids(store, inbox))
            .filter(id -> id != two.value())
            .findFirst()
            .orElseThrow();
    assertThat(row(new MessageId(fresh)).flags()).isEqualTo(FLAGGED);
    PendingChange upload = next().getFirst();
    assertThat(next()).singleElement().isInstanceOf(PendingChange.Append.class);
    store
        .pendingChanges()
        .done(List.of(upload.id()), List.of(new NewUid(new MessageId(fresh), inbox, 9, 0)));
    assertThat(next()).singleElement().isInstanceOf(PendingChange.Move.class);
    store.actions().undo();
    assertThat(ids(store, inbox)).containsExactlyInAnyOrder(one.value(), two.value());
    assertThat(ids(store, trash)).isEmpty();
  }

  @Test
  void aReplacedMessageOfAMaildropIsInTrashToo() {
    Account pop = store.accounts().add(pop3("bob@example.org"));
    MailboxId box = store.mailboxes().find(pop.id(), "INBOX").orElseThrow().id();
    MessageId old =
        store
            .messages()
            .append(
                box,
                Flags.NONE,
                NOW,
                content("p@x", "s", "b"),
                "Subject: s\r\n\r\nb".getBytes(StandardCharsets.UTF_8));
    store
        .actions()
        .replace(
            old, content("p@x", "s", "c"), "Subject: s\r\n\r\nc".getBytes(StandardCharsets.UTF_8));
    assertThat(ids(store, box)).hasSize(1).doesNotContain(old.value());
    MailboxId popTrash =
        store.mailboxes().list(pop.id()).stream()
            .filter(m -> m.role() == MailboxRole.TRASH)
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(ids(store, popTrash)).containsExactly(old.value());
    store.actions().undo();
    assertThat(ids(store, box)).containsExactly(old.value());
  }
}
