package app.paloma.protocol.imap;

import app.paloma.model.*;
import app.paloma.protocol.imap.types.*;
import app.paloma.protocol.transport.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One authenticated IMAP session (RFC 9051, RFC 3501 and extensions), driven by one thread; only
/// [#stopIdle] and [#close] may be called by others. A [MailException.CommandRejected] leaves it
/// usable; after any other failure it is closed.
public final class ImapClient implements AutoCloseable {
  private ImapClient() {}

  /// Greeting, STARTTLS where the settings want it, authentication, and what should be on: ID,
  /// ENABLE, COMPRESS.
  public static ImapClient open(
      Connection connection,
      ServerSettings settings,
      Secret<String> password,
      ImapOptions options,
      ImapListener listener)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  public Capabilities capabilities() {
    throw new UnsupportedOperationException();
  }

  /// Whether QRESYNC was switched on.
  public boolean qresync() {
    throw new UnsupportedOperationException();
  }

  /// Whether mod-sequences are to be had.
  public boolean condstore() {
    throw new UnsupportedOperationException();
  }

  /// What the server said of itself (RFC 2971): `dovecot`; empty where it did not.
  public String serverName() {
    throw new UnsupportedOperationException();
  }

  /// How often this side waited for the server, all told and since authentication.
  public int roundTrips() {
    throw new UnsupportedOperationException();
  }

  public int roundTripsAfterAuthentication() {
    throw new UnsupportedOperationException();
  }

  /// Answers that made no sense and were left out.
  public int warnings() {
    throw new UnsupportedOperationException();
  }

  public void listener(ImapListener listener) {
    throw new UnsupportedOperationException();
  }

  /// The wire form of a name people typed, in the encoding this session uses.
  public MailboxName mailboxName(String name) {
    throw new UnsupportedOperationException();
  }

  /// All mailboxes of all namespaces, with roles, subscriptions and status; in one round trip where
  /// the server can.
  ///
  /// @param withStatus also counts, UIDNEXT, UIDVALIDITY and HIGHESTMODSEQ of each
  public List<ListedMailbox> list(boolean withStatus) throws MailException {
    throw new UnsupportedOperationException();
  }

  public Namespaces namespaces() throws MailException {
    throw new UnsupportedOperationException();
  }

  /// @param known asks for QRESYNC when it is on and the state is given
  public SelectResult select(MailboxName mailbox, Optional<QresyncState> known)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// As `select`, read-only.
  public SelectResult examine(MailboxName mailbox, Optional<QresyncState> known)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// The selected mailbox.
  public Optional<MailboxName> selected() {
    throw new UnsupportedOperationException();
  }

  /// Leaves the mailbox without expunging (UNSELECT, or EXAMINE and CLOSE where that is missing).
  public void unselect() throws MailException {
    throw new UnsupportedOperationException();
  }

  public MailboxStatus status(MailboxName mailbox) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// The UIDs of all messages of the selected mailbox.
  public UidSet uidSearchAll() throws MailException {
    throw new UnsupportedOperationException();
  }

  public UidSet uidSearch(SearchKey key) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// The UIDs at or above `from` whose Message-ID is this one.
  public UidSet uidSearchMessageId(String messageId, long from) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Each message goes to `each` as soon as it is complete.
  public void fetch(UidSet uids, FetchRequest request, Consumer<FetchData> each)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Sends the FETCH and comes back at once. Several may be in flight; `each` is called from
  /// whichever call reads next.
  public PendingFetch startFetch(UidSet uids, FetchRequest request, Consumer<FetchData> each)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Adds or removes flags, silently.
  ///
  /// @param unchangedSince a mod-sequence, or -1 for unconditionally
  public StoreResult uidStore(UidSet uids, boolean add, Flags flags, long unchangedSince)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Adds or removes Gmail labels (X-GM-EXT-1).
  public void uidStoreGmailLabels(UidSet uids, boolean add, List<String> labels)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  public Optional<UidMapping> uidCopy(UidSet uids, MailboxName target) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Only with MOVE; see [#canMove].
  public Optional<UidMapping> uidMove(UidSet uids, MailboxName target) throws MailException {
    throw new UnsupportedOperationException();
  }

  public boolean canMove() {
    throw new UnsupportedOperationException();
  }

  /// Only with UIDPLUS; see [#canUidExpunge].
  public void uidExpunge(UidSet uids) throws MailException {
    throw new UnsupportedOperationException();
  }

  public boolean canUidExpunge() {
    throw new UnsupportedOperationException();
  }

  /// @return the new UID where the server tells it (UIDPLUS)
  public Optional<AppendUid> append(MailboxName mailbox, AppendMessage message)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Puts a new version in the place of a message of the selected mailbox (RFC 8508 REPLACE), or,
  /// where the server lacks it, appends it and then expunges the old one.
  public Optional<AppendUid> replace(long uid, MailboxName mailbox, AppendMessage message)
      throws MailException {
    throw new UnsupportedOperationException();
  }

  /// @param role asked for with CREATE-SPECIAL-USE where the server has it
  public void create(MailboxName mailbox, MailboxRole role) throws MailException {
    throw new UnsupportedOperationException();
  }

  public void delete(MailboxName mailbox) throws MailException {
    throw new UnsupportedOperationException();
  }

  public void rename(MailboxName from, MailboxName to) throws MailException {
    throw new UnsupportedOperationException();
  }

  public void subscribe(MailboxName mailbox, boolean on) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Empty where the server has no quota.
  public List<Quota> quota(MailboxName mailbox) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Empty where the server has no ACL.
  public Optional<Rights> myRights(MailboxName mailbox) throws MailException {
    throw new UnsupportedOperationException();
  }

  public void noop() throws MailException {
    throw new UnsupportedOperationException();
  }

  public boolean canIdle() {
    throw new UnsupportedOperationException();
  }

  /// Waits for news of the selected mailbox, which go to the listener (RFC 2177).
  public IdleResult idle(Duration renew) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Ends a running [#idle], or the next one at once; from any thread.
  public void stopIdle() {
    throw new UnsupportedOperationException();
  }

  /// Says goodbye and closes; never throws for a server that is gone.
  public void logout() {
    throw new UnsupportedOperationException();
  }

  /// Closes at once; from any thread.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
