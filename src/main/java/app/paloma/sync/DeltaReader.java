package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.Mailbox;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore;
import app.paloma.store.MessageStore.FlagUpdate;
import app.paloma.store.MessageStore.KnownUid;
import app.paloma.sync.SyncPlan.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out the asking part of a [SyncPlan] on the selected mailbox.
final class DeltaReader {
  private static final int COMPARED_AT_ONCE = 5000;

  /// A search that finds more than there were a moment ago, or than any mailbox holds, names
  /// numbers and not messages.
  private static final int ARRIVING = 10_000;

  private static final int MOST = 50_000_000;

  private final ImapClient client;
  private final MessageStore messages;
  private final Mailbox mailbox;
  private final SelectResult selected;
  private final boolean resyncTellsChanges;

  /// @param resyncTellsChanges whether this server's answers to QRESYNC are known to tell of
  ///   changes
  DeltaReader(
      ImapClient client,
      MessageStore messages,
      Mailbox mailbox,
      SelectResult selected,
      boolean resyncTellsChanges) {
    this.resyncTellsChanges = resyncTellsChanges;
    this.client = client;
    this.messages = messages;
    this.mailbox = mailbox;
    this.selected = selected;
  }

  MailboxDelta read(SyncPlan plan) throws MailException {
    return switch (plan) {
      case SyncPlan.NothingNew() -> MailboxDelta.NONE;
      case SyncPlan.ArrivalsOnly(long firstUid, long changedSince) ->
          arrivalsOnly(firstUid, changedSince);
      case SyncPlan.Qresync(long validity, long modSeq) ->
          selected.resynced() ? resynced(modSeq) : changedSince(modSeq);
      case SyncPlan.Condstore(long modSeq) ->
          selected.resynced() && mailbox.complete() ? resynced(modSeq) : changedSince(modSeq);
      case SyncPlan.FullComparison(Reason reason) -> comparison();
      // Everything was unlinked before: no UID is known.
      case SyncPlan.UidValidityChanged() -> new MailboxDelta(all(), UidSet.EMPTY, List.of());
    };
  }

  private MailboxDelta arrivalsOnly(long firstUid, long changedSince) throws MailException {
    UidSet arrivals = UidSet.range(firstUid, selected.uidNext() - 1);
    UidSet ours = knownFrom(firstUid);
    UidSet missing = arrivals.minus(ours);
    if (changedSince <= 0 || firstUid <= 1) {
      return new MailboxDelta(missing, UidSet.EMPTY, List.of());
    }
    UidSet older = ours.isEmpty() ? UidSet.range(1, firstUid - 1) : UidSet.from(1);
    List<FlagUpdate> flags = new ArrayList<>();
    client.fetch(
        older,
        flagsRequest().changedSince(changedSince, false),
        data -> {
          if (!missing.contains(data.uid())) {
            update(data).ifPresent(flags::add);
          }
        });
    return new MailboxDelta(missing, UidSet.EMPTY, flags);
  }

  /// Changes as the server listed them: what arrived since the last time, and flags of the rest.
  ///
  /// @param absent was put there from here since the last time, and did not arrive: it is gone
  private record Listed(UidSet arrived, UidSet missing, UidSet absent, List<FlagUpdate> flags) {}

  /// Of what arrived, some was put there from here (appended, moved, copied) and is known.
  private Listed listed(List<FetchData> changes) {
    UidSet.Builder builder = new UidSet.Builder();
    changes.stream()
        .filter(change -> change.uid() >= mailbox.uidNext())
        .forEach(change -> builder.add(change.uid()));
    UidSet arrived = builder.build();
    UidSet ours = knownFrom(mailbox.uidNext());
    UidSet missing = arrived.minus(ours);
    List<FlagUpdate> flags = new ArrayList<>();
    for (FetchData change : changes) {
      if (!missing.contains(change.uid())) {
        update(change).ifPresent(flags::add);
      }
    }
    return new Listed(arrived, missing, ours.minus(arrived), flags);
  }

  /// SELECT told the difference already (RFC 7162 §3.2.5).
  private MailboxDelta resynced(long modSeq) throws MailException {
    boolean silent = selected.changes().isEmpty() && !resyncTellsChanges;
    boolean asks = silent && selected.highestModSeq() > modSeq;
    Listed listed = listed(asks ? changes(modSeq) : selected.changes());
    UidSet removed =
        selected.vanished().isEmpty() ? UidSet.EMPTY : known().intersect(selected.vanished());
    boolean sameAsThere =
        listed.absent.minus(removed).isEmpty()
            && SyncPlanner.addsUp(
                mailbox.serverMessages(), removed.size(), listed.arrived.size(), selected.exists());
    if (sameAsThere || addsUpHere(removed, listed.missing)) {
      return new MailboxDelta(listed.missing, removed, listed.flags);
    }
    return comparison();
  }

  /// What was moved away from here is missing in the numbers of the last time.
  private boolean addsUpHere(UidSet removed, UidSet missing) {
    return SyncPlanner.addsUp(known().size(), removed.size(), missing.size(), selected.exists());
  }

  private MailboxDelta changedSince(long modSeq) throws MailException {
    boolean told = selected.resynced() && !selected.changes().isEmpty();
    Listed listed = listed(told ? selected.changes() : changes(modSeq));
    boolean sameAsThere =
        listed.absent.isEmpty()
            && SyncPlanner.addsUp(
                mailbox.serverMessages(), 0, listed.arrived.size(), selected.exists());
    if (mailbox.complete() && (sameAsThere || addsUpHere(UidSet.EMPTY, listed.missing))) {
      return new MailboxDelta(listed.missing, UidSet.EMPTY, listed.flags);
    }
    UidSet known = known();
    UidSet all = all();
    return new MailboxDelta(all.minus(known), gone(known, all), listed.flags);
  }

  private List<FetchData> changes(long since) throws MailException {
    List<FetchData> changes = new ArrayList<>();
    if (selected.exists() > 0) {
      client.fetch(UidSet.from(1), flagsRequest().changedSince(since, false), changes::add);
    }
    return changes;
  }

  private MailboxDelta comparison() throws MailException {
    UidSet known = known();
    UidSet all = all();
    UidSet common = known.intersect(all);
    return new MailboxDelta(all.minus(known), gone(known, all), differences(common));
  }

  /// Nothing is removed here because a listing was cut short: where it holds fewer messages than
  /// EXISTS says, each that seems gone is asked for.
  private UidSet gone(UidSet known, UidSet all) throws MailException {
    UidSet gone = known.minus(all);
    if (gone.isEmpty() || all.size() >= selected.exists()) {
      return gone;
    }
    UidSet.Builder alive = new UidSet.Builder();
    client.fetch(gone, flagsRequest(), data -> alive.add(data.uid()));
    return gone.minus(alive.build());
  }

  /// UID SEARCH of an empty mailbox is refused by some servers; what it tells is not all where it
  /// is less than EXISTS (proxies that drop or cut ESEARCH), so then the messages themselves count.
  private UidSet all() throws MailException {
    if (selected.exists() == 0) {
      return UidSet.EMPTY;
    }
    UidSet found = client.uidSearchAll();
    if (found.size() > Math.min(selected.exists() + ARRIVING, MOST)) {
      return listed(client);
    }
    return found.size() >= selected.exists() ? found : found.plus(listed(client));
  }

  /// The messages of the selected mailbox that FETCH gives a UID.
  static UidSet listed(ImapClient client) throws MailException {
    UidSet.Builder there = new UidSet.Builder();
    client.fetch(UidSet.from(1), FetchRequest.of(), data -> there.add(data.uid()));
    return there.build();
  }

  UidSet known() {
    return UidSet.of(messages.knownUids(mailbox.id()));
  }

  private UidSet knownFrom(long uid) {
    return UidSet.of(
        messages.known(mailbox.id(), Math.max(1, uid), UidSet.MAX).stream()
            .map(KnownUid::uid)
            .toList());
  }

  /// Flags of all messages that are on both sides, where they differ.
  List<FlagUpdate> differences(UidSet common) throws MailException {
    List<FlagUpdate> differences = new ArrayList<>();
    for (UidSet block : common.batches(COMPARED_AT_ONCE)) {
      Map<Long, Flags> here = new HashMap<>();
      for (KnownUid each : messages.known(mailbox.id(), block.first(), block.last())) {
        here.put(each.uid(), each.serverFlags());
      }
      // A range with holes is asked for as one: the command stays short.
      client.fetch(
          UidSet.range(block.first(), block.last()),
          flagsRequest(),
          data -> {
            Flags known = here.get(data.uid());
            if (known != null && data.flags() != null && !known.equals(data.flags())) {
              update(data).ifPresent(differences::add);
            }
          });
    }
    return differences;
  }

  static FetchRequest flagsRequest() {
    return FetchRequest.of(FetchAttribute.FLAGS, FetchAttribute.MODSEQ);
  }

  static Optional<FlagUpdate> update(FetchData data) {
    return data.flags() == null || data.uid() <= 0
        ? Optional.empty()
        : Optional.of(new FlagUpdate(data.uid(), Math.max(0, data.modSeq()), data.flags()));
  }
}
