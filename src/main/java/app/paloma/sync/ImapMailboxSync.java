package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxRights;
import app.paloma.model.MessageId;
import app.paloma.model.OfflineLimits;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.QresyncState;
import app.paloma.protocol.imap.types.SearchKey;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MailboxStore.SyncState;
import app.paloma.store.MessageStore.FlagUpdate;
import app.paloma.store.MessageStore.StepResult;
import app.paloma.store.MessageStore.SyncStep;
import app.paloma.store.Store;
import app.paloma.sync.SyncPlanner.Abilities;
import app.paloma.sync.SyncPlanner.Local;
import app.paloma.sync.SyncPlanner.Remote;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// Brings one mailbox to the server's state: plan, differences, linking, download, bodies. Each
/// step commits by itself, so that it may end anywhere and the next one goes on from there.
final class ImapMailboxSync {
  /// What a mailbox's synchronization did.
  ///
  /// @param settled every message the server had is here or recorded, so that what has no UID now
  ///   is not in this mailbox
  record Outcome(
      int added,
      int changed,
      int removed,
      int quarantined,
      long octets,
      boolean complete,
      boolean settled) {
    static final Outcome NOTHING_NEW = new Outcome(0, 0, 0, 0, 0, true, true);
  }

  /// How thorough to be.
  ///
  /// @param compareFlags ask a server without mod-sequences for all flags
  /// @param compareAll trust nothing that is stored: compare UIDs and flags one by one
  record Depth(boolean headersOnly, boolean compareFlags, boolean compareAll) {
    static final Depth QUICK = new Depth(false, false, false);
    static final Depth USUAL = new Depth(false, true, false);
  }

  private static final int FLAGS_IN_STEP = 5000;

  private final SyncContext context;
  private final Store store;
  private final ImapClient client;
  private final Suspects suspects;
  private final Depth depth;
  private int leftOutBefore;

  ImapMailboxSync(SyncContext context, ImapClient client, Suspects suspects, Depth depth) {
    this.context = context;
    this.store = context.store();
    this.client = client;
    this.suspects = suspects;
    this.depth = depth;
  }

  /// Whether STATUS alone shows that there is nothing to do.
  boolean nothingNew(Mailbox mailbox, MailboxStatus status) {
    return plan(mailbox, status).filter(SyncPlan.NothingNew.class::isInstance).isPresent();
  }

  /// Whether nothing came or went as STATUS tells it, so that at most flags are different.
  boolean onlyFlags(Mailbox mailbox, MailboxStatus status) {
    return mailbox.complete()
        && status.messages() > 0
        && status.messages() == mailbox.serverMessages()
        && status.uidNext() == mailbox.uidNext()
        && plan(mailbox, status)
            .filter(new SyncPlan.FullComparison(SyncPlan.Reason.NO_MOD_SEQUENCES)::equals)
            .isPresent();
  }

  private Optional<SyncPlan> plan(Mailbox mailbox, MailboxStatus status) {
    if (depth.compareAll || status.messages() < 0 || status.uidValidity() <= 0) {
      return Optional.empty();
    }
    Remote remote =
        new Remote(
            status.uidValidity(),
            Math.max(0, status.uidNext()),
            status.highestModSeq(),
            status.messages());
    return Optional.of(SyncPlanner.plan(local(mailbox), remote, abilities()));
  }

  /// Takes over the flags of a mailbox where nothing came or went. The mailbox's lock is held.
  ///
  /// @param before how many answers were left out before it was asked
  Outcome takeFlags(Mailbox mailbox, SelectResult selected, List<FlagUpdate> flags, int before) {
    if (flags.isEmpty()) {
      return Outcome.NOTHING_NEW;
    }
    leftOutBefore = before;
    Remote remote = new Remote(selected.uidValidity(), mailbox.uidNext(), 0, selected.exists());
    StepResult changes =
        applyDelta(
            mailbox,
            new MailboxDelta(UidSet.EMPTY, UidSet.EMPTY, flags),
            state(remote, selected, true));
    return new Outcome(0, changes.changed().size(), 0, 0, 0, true, true);
  }

  Outcome sync(Mailbox row, MailboxName name, Optional<MailboxStatus> status) throws MailException {
    Lock lock = context.locks().apply(row.id());
    lock.lock();
    try {
      // Another thread may have been at it while this one waited.
      Mailbox mailbox = store.mailboxes().get(row.id()).orElse(row);
      if (status.isPresent() && nothingNew(mailbox, status.get())) {
        return Outcome.NOTHING_NEW;
      }
      if (status.isPresent() && isUnused(mailbox, status.get())) {
        MailboxStatus told = status.get();
        store
            .mailboxes()
            .saveState(
                mailbox.id(),
                new SyncState(
                    told.uidValidity(),
                    told.uidNext(),
                    Math.max(0, told.highestModSeq()),
                    0,
                    false,
                    true));
        return Outcome.NOTHING_NEW;
      }
      return syncLocked(mailbox, name, status);
    } finally {
      lock.unlock();
    }
  }

  /// Whether STATUS alone is enough to know a mailbox for the first time: there never was a message
  /// in it, here or there. Both numbers must say so, since a server may count wrongly. What only
  /// SELECT tells is learnt with the first message, so one that may be read-only, or has a lasting
  /// id (RFC 8474), is opened.
  private boolean isUnused(Mailbox mailbox, MailboxStatus status) {
    return !depth.compareAll
        && mailbox.uidValidity() == 0
        && mailbox.messages() == 0
        && rightsAreKnown(mailbox)
        && status.messages() == 0
        && status.uidNext() == 1
        && status.uidValidity() > 0
        && (!client.condstore() || status.highestModSeq() > 0)
        && !client.capabilities().has("OBJECTID");
  }

  /// Whether it is known, without opening it, what may be done in it.
  private boolean rightsAreKnown(Mailbox mailbox) {
    boolean asked = !mailbox.rights().equals(MailboxRights.UNKNOWN);
    return asked || mailbox.holder() == MailboxHolder.PERSONAL && !client.capabilities().has("ACL");
  }

  private Outcome syncLocked(Mailbox mailbox, MailboxName name, Optional<MailboxStatus> status)
      throws MailException {
    context.checkCancelled();
    leftOutBefore = client.leftOut();
    SelectResult selected = client.select(name, known(mailbox));
    if (selected.uidNext() == 0 && status.isPresent() && status.get().uidNext() > 0) {
      // Courier tells UIDNEXT with STATUS alone. What came since then is at or above it.
      selected = selected.withUidNext(status.get().uidNext());
    }
    if (selected.exists() <= 0 && mayHoldMessages(mailbox, status)) {
      selected = selected.withExists(counted());
    }
    if (!selected.mailboxId().isEmpty() && !selected.mailboxId().equals(mailbox.objectId())) {
      store.mailboxes().identify(mailbox.id(), selected.mailboxId());
    }
    long validity = validity(mailbox, selected);
    Remote remote =
        new Remote(
            validity,
            selected.uidNext(),
            client.condstore() ? selected.highestModSeq() : 0,
            selected.exists());
    SyncPlan plan =
        depth.compareAll && local(mailbox).uidValidity() == validity
            ? new SyncPlan.FullComparison(SyncPlan.Reason.ASKED_FOR)
            : SyncPlanner.plan(local(mailbox), remote, abilities());
    boolean compared = depth.compareAll && plan instanceof SyncPlan.FullComparison;
    int others = compared ? new IdentityCheck(context, client).others(mailbox) : 0;
    boolean renumbered = others > 0 || plan instanceof SyncPlan.UidValidityChanged;
    if (renumbered) {
      store.messages().unlinkAll(mailbox.id());
      store.mailboxes().saveState(mailbox.id(), state(remote, selected, false));
    }
    DeltaReader reader =
        new DeltaReader(client, store.messages(), mailbox, selected, tellsChanges(selected));
    MailboxDelta delta = new KeptDeleted(context, client, mailbox.id()).hide(reader.read(plan));
    int mended = others + (compared ? new SizeCheck(context, client).mend(mailbox) : 0);
    boolean unfinished = !mailbox.complete() || mended > 0 || renumbered;
    if (plan instanceof SyncPlan.NothingNew && !unfinished) {
      return Outcome.NOTHING_NEW;
    }
    boolean whole = delta.missing().isEmpty() && !unfinished;
    StepResult changes = applyDelta(mailbox, delta, state(remote, selected, whole));
    if (whole) {
      return new Outcome(0, changes.changed().size(), changes.removed().size(), 0, 0, true, true);
    }
    UidSet linked = new Relinker(context, client).link(mailbox, delta.missing());
    OfflineLimits limits = context.limits();
    MessageDownloader.Result fetched =
        download(mailbox, validity, delta.missing().minus(linked), limits);
    if (fetched.added() > 0) {
      SentCopies.learn(context, mailbox);
    }
    boolean complete = !depth.headersOnly;
    BodyCompleter bodies = new BodyCompleter(context, client);
    if (!depth.headersOnly && !limits.headersOnly()) {
      complete = bodies.completeAll(mailbox, limits);
    }
    LateCopies.remove(context, mailbox);
    if (complete) {
      store.mailboxes().saveState(mailbox.id(), state(remote, selected, true));
    }
    return new Outcome(
        fetched.added(),
        changes.changed().size() + mended,
        changes.removed().size(),
        fetched.quarantined(),
        fetched.octets() + bodies.octets(),
        complete,
        true);
  }

  /// Whether the server ever answered QRESYNC with what came or whose flags changed (RFC 7162
  /// §3.2.5). Apache James names what has gone and nothing else: there it has to be asked for.
  private boolean tellsChanges(SelectResult selected) {
    String key = "imap.resync." + context.account().id().value();
    boolean before = store.preferences().get(key).isPresent();
    if (!before && !selected.changes().isEmpty()) {
      store.preferences().put(key, "told");
    }
    return before || !selected.changes().isEmpty();
  }

  /// Whether SELECT is alone in saying that there is nothing, or said nothing of it: before all
  /// that is here of a mailbox goes, its messages are counted.
  private static boolean mayHoldMessages(Mailbox mailbox, Optional<MailboxStatus> status) {
    return mailbox.messages() > 0 || status.map(MailboxStatus::messages).orElse(0L) > 0;
  }

  private long counted() throws MailException {
    try {
      return DeltaReader.listed(client).size();
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      // So some servers answer where there is nothing.
      return 0;
    }
  }

  /// Of what is not to be kept here, only the headers come.
  private MessageDownloader.Result download(
      Mailbox mailbox, long uidValidity, UidSet missing, OfflineLimits limits)
      throws MailException {
    if (depth.headersOnly || limits.headersOnly()) {
      return downloader(true, limits).download(mailbox, uidValidity, missing);
    }
    Optional<Instant> oldest = limits.oldest(context.clock().instant());
    if (oldest.isEmpty() || missing.isEmpty()) {
      return downloader(false, limits).download(mailbox, uidValidity, missing);
    }
    UidSet recent = missing.intersect(since(oldest.get()));
    return downloader(false, limits)
        .download(mailbox, uidValidity, recent)
        .plus(downloader(true, limits).download(mailbox, uidValidity, missing.minus(recent)));
  }

  /// To the second where the server can (WITHIN), else with the rest of that day.
  private UidSet since(Instant oldest) throws MailException {
    if (client.capabilities().has("WITHIN")) {
      long seconds = Duration.between(oldest, context.clock().instant()).toSeconds();
      try {
        return client.uidSearch(new SearchKey.Younger(Math.clamp(seconds, 1, UidSet.MAX)));
      } catch (CommandRejected e) {
        if (FailurePolicy.passing(e)) {
          throw e;
        }
      }
    }
    LocalDate day = oldest.atZone(ZoneOffset.UTC).toLocalDate();
    return client.uidSearch(new SearchKey.Date(false, SearchKey.Side.SINCE, day));
  }

  private MessageDownloader downloader(boolean headersOnly, OfflineLimits limits) {
    return new MessageDownloader(context, client, suspects, headersOnly, limits.octets());
  }

  /// Flags and removals, and with the last step what the server's numbers were when it was asked:
  /// from then on the next sync starts there.
  private StepResult applyDelta(Mailbox mailbox, MailboxDelta delta, SyncState state) {
    List<FlagUpdate> flags = delta.flags();
    int from = 0;
    ArrayList<MessageId> changed = new ArrayList<>();
    while (flags.size() - from > FLAGS_IN_STEP) {
      changed.addAll(
          store
              .messages()
              .apply(
                  step(
                      mailbox,
                      flags.subList(from, from + FLAGS_IN_STEP),
                      new long[0],
                      Optional.empty()))
              .changed());
      from += FLAGS_IN_STEP;
    }
    StepResult last =
        store
            .messages()
            .apply(
                step(
                    mailbox,
                    flags.subList(from, flags.size()),
                    delta.removed().toArray(),
                    Optional.of(state)));
    changed.addAll(last.changed());
    return new StepResult(last.added(), changed, last.removed());
  }

  private static SyncStep step(
      Mailbox mailbox, List<FlagUpdate> flags, long[] removed, Optional<SyncState> state) {
    return new SyncStep(mailbox.id(), List.of(), flags, removed, List.of(), state);
  }

  /// After an answer that could not be read no mod-sequence is believed: the next time compares
  /// all.
  private SyncState state(Remote remote, SelectResult selected, boolean complete) {
    boolean doubtful = client.leftOut() > leftOutBefore;
    return new SyncState(
        remote.uidValidity(),
        remote.uidNext(),
        doubtful ? 0 : Math.max(0, remote.highestModSeq()),
        remote.messages(),
        selected.readOnly(),
        complete);
  }

  /// A server without lasting UIDs (UIDNOTSTICKY) has a new UIDVALIDITY each time.
  private static long validity(Mailbox mailbox, SelectResult selected) {
    return selected.uidValidity() > 0 ? selected.uidValidity() : mailbox.uidValidity() + 1;
  }

  private Optional<QresyncState> known(Mailbox mailbox) {
    if (depth.compareAll
        || !client.qresync()
        || mailbox.uidValidity() <= 0
        || mailbox.highestModSeq() <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new QresyncState(mailbox.uidValidity(), mailbox.highestModSeq(), UidSet.EMPTY));
  }

  private Abilities abilities() {
    return new Abilities(client.condstore(), client.qresync(), depth.compareFlags);
  }

  static Local local(Mailbox mailbox) {
    return new Local(
        mailbox.uidValidity(),
        mailbox.uidNext(),
        mailbox.highestModSeq(),
        mailbox.serverMessages(),
        mailbox.complete());
  }
}
