package app.paloma.store;

import app.paloma.model.*;
import app.paloma.store.MessageStore.Arrived;
import app.paloma.store.MessageStore.FlagUpdate;
import app.paloma.store.MessageStore.Quarantined;
import app.paloma.store.MessageStore.StepResult;
import app.paloma.store.MessageStore.SyncStep;
import app.paloma.store.PendingRows.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One step of a mailbox's synchronization, inside its transaction.
///
/// Rules where server and user disagree: the server decides which UIDs are there; flags are the
/// server's with the user's unpushed differences on top; a message that the user moved or deleted
/// here stays moved or deleted; one that somebody else expunged is gone, together with what was
/// pending about it, unless only this computer has it.
final class SyncApplier {
  /// How long a message that vanished may be found again in another mailbox without a download.
  private static final long LIMBO_MILLIS = 15 * 60_000;

  private static final IndexedContent NOTHING =
      new IndexedContent(
          "",
          List.of(),
          Address.NONE,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          "",
          Optional.empty(),
          "",
          "",
          List.of(),
          false,
          "");

  /// Another may be able to take in what this one cannot.
  static final String VERSION =
      Optional.ofNullable(SyncApplier.class.getPackage().getImplementationVersion()).orElse("");

  private final Database.Tx tx;
  private final SyncStep step;
  private final long mailbox;
  private final MessageRows rows;
  private final List<MessageId> added = new ArrayList<>();
  private final List<MessageId> changed = new ArrayList<>();
  private final List<MessageId> removed = new ArrayList<>();
  private long account;
  private long uidValidity;
  private boolean anyPending;
  private boolean anyUnlinked;
  private Optional<long[]> here = Optional.empty();
  private final Set<Long> arrivedHere = new HashSet<>();

  /// @param prepared the words of what arrives, or null
  SyncApplier(Database.Tx tx, SyncStep step, PreparedWords prepared) {
    this.tx = tx;
    this.step = step;
    this.mailbox = step.mailbox().value();
    this.rows = new MessageRows(tx, prepared);
  }

  StepResult apply() throws SQLException {
    Mailbox before = Mailboxes.get(tx, mailbox);
    account = before.account().value();
    uidValidity =
        step.state().map(MailboxStore.SyncState::uidValidity).orElse(before.uidValidity());
    anyPending = PendingRows.any(tx, account);
    anyUnlinked =
        tx.sql("SELECT 1 FROM message WHERE mailbox = ? AND uid IS NULL LIMIT 1")
            .set(mailbox)
            .exists();
    for (long uid : step.vanished()) {
      vanished(uid);
    }
    here = hereAmongArrived();
    rows.expect(step.arrived().stream().map(Arrived::index).toList());
    for (Arrived arrived : step.arrived()) {
      arrived(arrived);
    }
    for (FlagUpdate update : step.flagUpdates()) {
      flags(update);
    }
    for (Quarantined quarantined : step.quarantined()) {
      quarantined(quarantined);
    }
    if (step.state().isPresent()) {
      Mailboxes.saveState(tx, mailbox, step.state().get());
      emptyLimbo(tx);
    }
    rows.finish();
    return new StepResult(List.copyOf(added), List.copyOf(changed), List.copyOf(removed));
  }

  private void arrived(Arrived arrived) throws SQLException {
    long known = isNew(arrived.uid()) ? 0 : byUid(arrived.uid());
    if (known != 0) {
      boolean wasQuarantined =
          tx.sql("SELECT 1 FROM message WHERE id = ? AND body_state = 3").set(known).exists();
      if (!wasQuarantined) {
        flags(known, arrived.flags(), arrived.modSeq());
        return;
      }
      rows.delete(known);
    }
    String messageId = arrived.index().messageId();
    if (anyPending && wasTakenOut(arrived.uid(), messageId)) {
      return;
    }
    if (anyUnlinked) {
      long unlinked = unlinked(messageId, arrived.size());
      if (unlinked != 0) {
        link(unlinked, arrived.uid(), arrived.modSeq(), arrived.flags());
        return;
      }
    }
    MessageSummary.BodyState state =
        arrived.complete()
            ? MessageSummary.BodyState.COMPLETE
            : arrived.raw().length() == 0
                ? MessageSummary.BodyState.HEADER
                : MessageSummary.BodyState.PARTIAL;
    long id =
        rows.insert(
            // Somebody may just have it open.
            known != 0 && step.arrived().size() == 1 ? known : rows.newId(),
            new MessageRows.New(
                account,
                mailbox,
                arrived.uid(),
                arrived.modSeq(),
                arrived.flags(),
                arrived.flags(),
                arrived.internalDate(),
                arrived.complete() ? arrived.raw().length() : arrived.size(),
                arrived.index(),
                arrived.raw(),
                state,
                null));
    added.add(new MessageId(id));
  }

  /// The user moved or deleted that message here; the server just does not know it yet.
  private boolean wasTakenOut(long uid, String messageId) throws SQLException {
    if (takenOut(uid) != 0) {
      return true;
    }
    // Deleted here before the UID of its new place was known.
    if (messageId.isEmpty()) {
      return false;
    }
    return tx.sql(
                """
                UPDATE pending SET uid = ?, uid_validity = ? WHERE id =
                  (SELECT id FROM pending WHERE mailbox = ? AND uid = 0 AND kind = 'DELETE'
                    AND field = ? LIMIT 1)
                """)
            .set(uid)
            .set(uidValidity)
            .set(mailbox)
            .set(messageId)
            .update()
        > 0;
  }

  /// The pending move or deletion of this UID, or 0.
  private long takenOut(long uid) throws SQLException {
    return tx.sql(
            """
            SELECT id FROM pending WHERE mailbox = ? AND uid = ? AND uid_validity = ?
              AND kind IN ('MOVE', 'DELETE')
            """)
        .set(mailbox)
        .set(uid)
        .set(uidValidity)
        .number(0);
  }

  /// Spares the question about each message of a first synchronization.
  private boolean isNew(long uid) {
    return here.isPresent() && Arrays.binarySearch(here.get(), uid) < 0 && arrivedHere.add(uid);
  }

  /// The UIDs that were here before, from the first to the last that arrives; empty where these are
  /// so many that asking for each that arrives costs less.
  private Optional<long[]> hereAmongArrived() throws SQLException {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Arrived arrived : step.arrived()) {
      first = Math.min(first, arrived.uid());
      last = Math.max(last, arrived.uid());
    }
    int few = 8 * step.arrived().size() + 1;
    long[] uids =
        tx.sql("SELECT uid FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ? ORDER BY uid")
            .set(mailbox)
            .set(first)
            .set(last)
            .numbersWhile(row -> true, few);
    return uids.length < few ? Optional.of(uids) : Optional.empty();
  }

  private long byUid(long uid) throws SQLException {
    return tx.sql("SELECT id FROM message WHERE mailbox = ? AND uid = ?")
        .set(mailbox)
        .set(uid)
        .number(0);
  }

  /// A message that is here without a UID and is the one that arrived. One whose own move or copy
  /// to this mailbox was not even tried cannot be.
  private long unlinked(String messageId, long size) throws SQLException {
    if (messageId.isEmpty()) {
      return 0;
    }
    return tx.sql(
            """
            SELECT id FROM message WHERE mailbox = ? AND id_hash = ? AND uid IS NULL
              AND message_id = ? AND size = ? AND NOT EXISTS
                (SELECT 1 FROM pending WHERE pending.message = message.id AND begun = 0
                  AND kind IN ('MOVE', 'COPY'))
            ORDER BY id LIMIT 1
            """)
        .set(mailbox)
        .set(Rows.hash(messageId))
        .set(messageId)
        .set(size)
        .number(0);
  }

  private void link(long id, long uid, long modSeq, Flags flags) throws SQLException {
    tx.sql("UPDATE message SET uid = ?, mod_seq = ? WHERE id = ?")
        .set(uid)
        .set(modSeq)
        .set(id)
        .update();
    PendingRows.arrived(tx, id, mailbox, uid);
    PendingRows.named(tx, id, mailbox, uid, uidValidity);
    flags(id, flags, modSeq);
  }

  private void flags(FlagUpdate update) throws SQLException {
    long id = byUid(update.uid());
    if (id == 0 && anyPending) {
      id =
          tx.sql("SELECT message FROM pending WHERE id = ? AND kind = 'MOVE'")
              .set(takenOut(update.uid()))
              .number(0);
    }
    if (id != 0) {
      flags(id, update.flags(), update.modSeq());
    }
  }

  private void flags(long id, Flags flags, long modSeq) throws SQLException {
    if (PendingRows.serverFlags(tx, id, flags, modSeq, anyPending)) {
      changed.add(new MessageId(id));
    }
  }

  private void vanished(long uid) throws SQLException {
    long id = byUid(uid);
    if (id != 0) {
      PendingRows.drop(tx, id, List.of(Kind.FLAGS, Kind.MOVE, Kind.APPEND));
      remove(id);
    } else if (anyPending) {
      vanishedAfterChange(uid);
    }
    if (anyPending) {
      // What was to be deleted is; what was to be copied from there cannot be any more.
      for (long copy :
          tx.sql(
                  """
                  SELECT message FROM pending WHERE mailbox = ? AND uid = ? AND kind = 'COPY'
                    AND begun = 0
                  """)
              .set(mailbox)
              .set(uid)
              .numbers()) {
        keepOrRemove(copy);
      }
      tx.sql("DELETE FROM pending WHERE mailbox = ? AND uid = ? AND kind IN ('DELETE', 'FLAGS')")
          .set(mailbox)
          .set(uid)
          .update();
    }
  }

  /// The UID of a message that was moved here and is not moved there yet.
  private void vanishedAfterChange(long uid) throws SQLException {
    record Move(long message, boolean begun) {}
    Optional<Move> move =
        tx.sql(
                """
                SELECT message, begun FROM pending WHERE mailbox = ? AND uid = ? AND kind = 'MOVE'
                """)
            .set(mailbox)
            .set(uid)
            .first(row -> new Move(row.getLong(1), row.getInt(2) != 0));
    if (move.isEmpty()) {
      return;
    }
    long message = move.get().message();
    if (move.get().begun()) {
      // Our own MOVE may be what made it vanish. The row waits without a UID for the target's next
      // synchronization, which links it or removes it.
      PendingRows.drop(tx, message, List.of(Kind.MOVE));
    } else {
      PendingRows.drop(tx, message, List.of(Kind.MOVE, Kind.FLAGS));
      remove(message);
    }
  }

  /// A copy whose origin vanished before it was made there: it lives on by an upload when all of it
  /// is here.
  private void keepOrRemove(long copy) throws SQLException {
    boolean whole =
        tx.sql("SELECT 1 FROM message WHERE id = ? AND body_state = 2").set(copy).exists();
    if (whole) {
      tx.sql(
              """
              UPDATE pending SET kind = 'APPEND', mailbox = NULL, uid = 0, uid_validity = 0
              WHERE message = ? AND kind = 'COPY'
              """)
          .set(copy)
          .update();
    } else {
      PendingRows.drop(tx, copy, List.of(Kind.COPY, Kind.FLAGS));
      remove(copy);
    }
  }

  private void remove(long id) throws SQLException {
    boolean mayTurnUp =
        tx.sql("SELECT 1 FROM message WHERE id = ? AND body_state = 2 AND id_hash <> 0")
            .set(id)
            .exists();
    if (mayTurnUp) {
      long from = tx.sql("SELECT mailbox FROM message WHERE id = ?").set(id).number(0);
      tx.sql(
              """
              UPDATE message SET origin = mailbox, mailbox = NULL, uid = NULL, vanished = ?
              WHERE id = ?
              """)
          .set(tx.clock().millis())
          .set(id)
          .update();
      tx.changes().removed(from, id);
    } else {
      rows.delete(id);
    }
    removed.add(new MessageId(id));
  }

  private void quarantined(Quarantined message) throws SQLException {
    if (byUid(message.uid()) != 0 || anyPending && takenOut(message.uid()) != 0) {
      return;
    }
    long id =
        rows.insert(
            new MessageRows.New(
                account,
                mailbox,
                message.uid(),
                0,
                message.flags(),
                message.flags(),
                message.internalDate(),
                message.size(),
                NOTHING,
                new RawOctets.InMemory(message.raw()),
                MessageSummary.BodyState.QUARANTINED,
                message.reason()));
    tried(tx, id);
    added.add(new MessageId(id));
  }

  static void tried(Database.Tx tx, long quarantined) throws SQLException {
    tx.sql("UPDATE message SET tried = ?, tried_by = ? WHERE id = ?")
        .set(tx.clock().millis())
        .set(VERSION)
        .set(quarantined)
        .update();
  }

  /// Removes for good what vanished and did not turn up.
  static void emptyLimbo(Database.Tx tx) throws SQLException {
    MessageRows rows = new MessageRows(tx);
    for (long id :
        tx.sql("SELECT id FROM message WHERE mailbox IS NULL AND vanished < ? LIMIT 2000")
            .set(tx.clock().millis() - LIMBO_MILLIS)
            .numbers()) {
      PendingRows.drop(tx, id, List.of(Kind.FLAGS));
      rows.delete(id);
    }
  }
}
