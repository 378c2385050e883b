package app.paloma.protocol.imap;

import app.paloma.model.*;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.codec.ModifiedUtf7;
import app.paloma.protocol.imap.types.*;
import app.paloma.protocol.transport.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// One authenticated IMAP session (RFC 9051, RFC 3501 and extensions), driven by one thread; only
/// [#stopIdle] and [#close] may be called by others. A [MailException.CommandRejected] leaves it
/// usable; after any other failure it is closed.
public final class ImapClient implements AutoCloseable {
  /// A set whose text is longer goes to the server as several commands. Whoever must know which of
  /// them failed cuts the set first: [UidSet#chunks].
  public static final int MAX_SET_OCTETS = 7_800;

  private static final Duration LOGOUT_PATIENCE = Duration.ofSeconds(3);

  private final ImapSession session;
  private final SessionSetup setup;
  private final Selecting selecting;
  private final FetchFlow fetching;
  private final Searching searching;
  private final MessageCommands messages;
  private final MailboxCommands mailboxes;
  private final Appending appending;
  private final Idling idling;
  private final int roundTripsBefore;
  private Spellings spellings = new Spellings();

  private ImapClient(ImapSession session, SessionSetup setup, int roundTripsBefore) {
    this.session = session;
    this.setup = setup;
    this.roundTripsBefore = roundTripsBefore;
    this.selecting = new Selecting(session, setup.enabled("QRESYNC"));
    this.fetching = new FetchFlow(session, setup.enabled("QRESYNC"));
    this.searching = new Searching(session);
    this.messages = new MessageCommands(session);
    this.mailboxes = new MailboxCommands(session);
    this.appending = new Appending(session);
    this.idling = new Idling(session);
  }

  /// Greeting, STARTTLS where the settings want it, authentication, and what should be on: ID,
  /// ENABLE, COMPRESS. The connection is closed when it fails.
  public static ImapClient open(
      Connection connection,
      ServerSettings settings,
      Secret<String> password,
      ImapOptions options,
      ImapListener listener)
      throws MailException {
    ImapSession session = new ImapSession(connection, options, listener);
    boolean open = false;
    try {
      connection.setReadTimeout(options.signInTimeout());
      new SignIn(session, settings, password).run();
      connection.setReadTimeout(options.commandTimeout());
      int roundTrips = session.roundTrips();
      SessionSetup setup = new SessionSetup(session);
      setup.run();
      open = true;
      return new ImapClient(session, setup, roundTrips);
    } finally {
      if (!open) {
        connection.close();
      }
    }
  }

  public Capabilities capabilities() {
    return session.capabilities();
  }

  /// Whether QRESYNC was switched on.
  public boolean qresync() {
    return setup.enabled("QRESYNC");
  }

  /// Whether mod-sequences are to be had.
  public boolean condstore() {
    return session.has("CONDSTORE") || session.has("QRESYNC");
  }

  /// What the server said of itself (RFC 2971): `Dovecot`; empty where it did not.
  public String serverName() {
    return setup.serverName();
  }

  /// Departures from the standard that this session has met.
  public Set<Quirk> quirks() {
    return session.quirks();
  }

  /// How often this side waited for the server, all told and since authentication.
  public int roundTrips() {
    return session.roundTrips();
  }

  public int roundTripsAfterAuthentication() {
    return session.roundTrips() - roundTripsBefore;
  }

  /// Answers that made no sense and were left out.
  public int warnings() {
    return session.warnings();
  }

  /// Grows with each response that was left out, malformed or not known: what was asked for
  /// meanwhile may lack something.
  public int leftOut() {
    return session.leftOut();
  }

  public void listener(ImapListener listener) {
    session.listener(listener);
  }

  /// The wire form of a name people typed, in the encoding this session uses.
  public MailboxName mailboxName(String name) {
    return spellings.of(name).orElseGet(() -> usual(name));
  }

  /// The same for a mailbox that is there: where the server may write its name in another way, and
  /// was not heard yet, it is asked.
  public MailboxName listedName(String name) throws MailException {
    if (!spellings.known() && !usual(name).raw().equals(name)) {
      list(false);
    }
    return mailboxName(name);
  }

  private MailboxName usual(String name) {
    return ModifiedUtf7.write(name, session.utf8());
  }

  /// What was learnt of this server's names by other sessions; this one adds to it.
  public void spellings(Spellings shared) {
    spellings = shared;
  }

  /// All mailboxes of all namespaces, with roles, subscriptions and status; in one round trip where
  /// the server can.
  ///
  /// @param withStatus also counts, UIDNEXT, UIDVALIDITY and HIGHESTMODSEQ of each
  public List<ListedMailbox> list(boolean withStatus) throws MailException {
    List<ListedMailbox> listed = new MailboxLister(session, setup.namespaces()).list(withStatus);
    listed.forEach(each -> spellings.learn(each.name(), usual(each.name().name())));
    spellings.learnt();
    return listed;
  }

  public Namespaces namespaces() {
    return setup.namespaces();
  }

  /// @param known asks for QRESYNC when it is on and the state is given
  public SelectResult select(MailboxName mailbox, Optional<QresyncState> known)
      throws MailException {
    return selecting.select("SELECT", mailbox, known);
  }

  /// As `select`, read-only.
  public SelectResult examine(MailboxName mailbox, Optional<QresyncState> known)
      throws MailException {
    return selecting.select("EXAMINE", mailbox, known);
  }

  /// As `examine`, without mod-sequences and without waiting: what is asked of this mailbox, and
  /// the next one, may follow at once, since a server carries them out in order (RFC 9051 §5.5).
  public PendingExamine startExamine(MailboxName mailbox) throws MailException {
    return selecting.startExamine(mailbox);
  }

  /// The selected mailbox.
  public Optional<MailboxName> selected() {
    return selecting.selected();
  }

  /// Leaves the mailbox without expunging (UNSELECT, or EXAMINE and CLOSE where that is missing).
  public void unselect() throws MailException {
    Optional<MailboxName> mailbox = selecting.selected();
    if (mailbox.isEmpty()) {
      return;
    }
    if (session.has("UNSELECT")) {
      session.execute("UNSELECT", ImapSession.Taker.NOTHING);
    } else {
      // Opened read-only, CLOSE removes nothing.
      selecting.select("EXAMINE", mailbox.get(), Optional.empty());
      session.execute("CLOSE", ImapSession.Taker.NOTHING);
    }
    selecting.left();
  }

  public MailboxStatus status(MailboxName mailbox) throws MailException {
    return mailboxes.status(mailbox);
  }

  /// How many octets its messages take, all told (RFC 8438 STATUS=SIZE); empty where the server
  /// does not tell. It may have to open every message for that.
  public OptionalLong size(MailboxName mailbox) throws MailException {
    return mailboxes.size(mailbox);
  }

  /// The UIDs of all messages of the selected mailbox.
  public UidSet uidSearchAll() throws MailException {
    return searching.search(new SearchKey.All());
  }

  public UidSet uidSearch(SearchKey key) throws MailException {
    return searching.search(key);
  }

  /// The UIDs at or above `from` whose Message-ID is this one.
  public UidSet uidSearchMessageId(String messageId, long from) throws MailException {
    SearchKey header = new SearchKey.Header("Message-ID", messageId);
    UidSet found =
        from <= 1
            ? searching.search(header)
            : searching.search(
                new SearchKey.And(List.of(new SearchKey.Uids(UidSet.from(from)), header)));
    // `n:*` always has the last message in it (RFC 9051 §6.4.9), however low its UID.
    return found.intersect(UidSet.from(Math.max(1, from)));
  }

  /// Each message goes to `each` as soon as it is complete.
  public void fetch(UidSet uids, FetchRequest request, Consumer<FetchData> each)
      throws MailException {
    startFetch(uids, request, each).await();
  }

  /// Sends the FETCH and comes back at once. Several may be in flight; `each` is called from
  /// whichever call reads next.
  public PendingFetch startFetch(UidSet uids, FetchRequest request, Consumer<FetchData> each)
      throws MailException {
    return fetching.start(uids, request, each);
  }

  /// Adds or removes flags, silently.
  ///
  /// @param unchangedSince a mod-sequence, or -1 for unconditionally
  public StoreResult uidStore(UidSet uids, boolean add, Flags flags, long unchangedSince)
      throws MailException {
    return messages.store(uids, add, flags, condstore() ? unchangedSince : -1);
  }

  /// @return where each message went; empty where the server does not tell (no UIDPLUS)
  public Optional<UidMapping> uidCopy(UidSet uids, MailboxName target) throws MailException {
    return messages.copyOrMove("COPY", uids, target);
  }

  /// Only with MOVE; see [#canMove].
  public Optional<UidMapping> uidMove(UidSet uids, MailboxName target) throws MailException {
    return messages.copyOrMove("MOVE", uids, target);
  }

  public boolean canMove() {
    return session.has("MOVE") && !session.shows(Quirk.MOVE_REFUSED);
  }

  /// Only with UIDPLUS; see [#canUidExpunge].
  public void uidExpunge(UidSet uids) throws MailException {
    if (!canUidExpunge()) {
      // A plain EXPUNGE would take messages that others have marked.
      throw new CommandRejected("EXPUNGE", 0, "CANNOT", "the server has no UID EXPUNGE");
    }
    messages.expunge(uids);
  }

  public boolean canUidExpunge() {
    return session.has("UIDPLUS");
  }

  /// @return the new UID where the server tells it (UIDPLUS)
  public Optional<AppendUid> append(MailboxName mailbox, AppendMessage message)
      throws MailException {
    return appending.append(mailbox, message);
  }

  /// Several small ones in one command, all of them or none; only where [#canAppendTogether].
  ///
  /// @return the new UIDs in the same order; empty where the server does not tell them
  public List<AppendUid> append(MailboxName mailbox, List<AppendMessage> messages)
      throws MailException {
    return appending.together(mailbox, messages);
  }

  public boolean canAppendTogether() {
    return appending.canTogether();
  }

  /// To be said of a server that says OK to several and has not all of them then.
  public void keepsNotAllTogether() {
    session.noticed(Quirk.MULTIAPPEND_REFUSED);
  }

  /// Puts a new version in the place of a message of the selected mailbox (RFC 8508); only with
  /// REPLACE, see [#canReplace].
  public Optional<AppendUid> replace(long uid, MailboxName mailbox, AppendMessage message)
      throws MailException {
    return appending.replace(uid, mailbox, message);
  }

  public boolean canReplace() {
    return session.has("REPLACE");
  }

  /// @param role asked for with CREATE-SPECIAL-USE where the server has it
  public void create(MailboxName mailbox, MailboxRole role) throws MailException {
    mailboxes.create(mailbox, role);
  }

  public void delete(MailboxName mailbox) throws MailException {
    mailboxes.simple("DELETE", mailbox);
  }

  public void rename(MailboxName from, MailboxName to) throws MailException {
    mailboxes.rename(from, to);
  }

  public void subscribe(MailboxName mailbox, boolean on) throws MailException {
    mailboxes.simple(on ? "SUBSCRIBE" : "UNSUBSCRIBE", mailbox);
  }

  /// Empty where the server has no quota.
  public List<Quota> quota(MailboxName mailbox) throws MailException {
    return mailboxes.quota(mailbox);
  }

  /// Empty where the server has no ACL.
  public Optional<MailboxRights> myRights(MailboxName mailbox) throws MailException {
    return mailboxes.myRights(mailbox);
  }

  public void noop() throws MailException {
    session.execute("NOOP", ImapSession.Taker.NOTHING);
  }

  public boolean canIdle() {
    return session.has("IDLE") && !session.shows(Quirk.IDLE_REFUSED);
  }

  public boolean canNotify() {
    return session.has("NOTIFY") && !session.shows(Quirk.NOTIFY_REFUSED);
  }

  /// From now on news of subscribed mailboxes that are not selected come to the listener too, as
  /// their STATUS (RFC 5465); those of the selected one come as ever.
  ///
  /// @return false where the server refuses it: then IDLE alone tells news
  public boolean notifyOfOthers() throws MailException {
    String events = "(MessageNew MessageExpunge FlagChange)";
    ImapSession.InFlight sent =
        session.send(
            "NOTIFY",
            session
                .writer()
                .raw("NOTIFY SET (SELECTED " + events + ") (SUBSCRIBED " + events + ")"),
            ImapSession.Taker.NOTHING);
    if (session.awaitReply(sent).condition() != Response.Condition.OK) {
      session.noticed(Quirk.NOTIFY_REFUSED);
      return false;
    }
    return true;
  }

  /// Waits for news of the selected mailbox, which go to the listener (RFC 2177).
  public IdleResult idle(Duration renew) throws MailException {
    return idling.idle(renew);
  }

  /// Ends a running [#idle], or the next one at once; from any thread.
  public void stopIdle() {
    idling.stop();
  }

  /// Says goodbye and closes; never throws for a server that is gone.
  public void logout() {
    try {
      session.connection.setReadTimeout(LOGOUT_PATIENCE);
      session.execute("LOGOUT", ImapSession.Taker.NOTHING);
    } catch (MailException e) {
      session.connection.note("LOGOUT: " + e.getMessage());
    } finally {
      close();
    }
  }

  /// Closes at once; from any thread.
  @Override
  public void close() {
    session.connection.close();
  }
}
