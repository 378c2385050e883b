package app.paloma.store;

import app.paloma.model.*;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

public final class MessageStore {
  /// Which messages, in which order: what one list shows.
  ///
  /// @param mailboxes one, or several for a unified view
  public record ListQuery(
      List<MailboxId> mailboxes,
      boolean unreadOnly,
      boolean flaggedOnly,
      boolean withAttachments,
      boolean threads,
      SortBy sortBy,
      boolean descending) {
    public static ListQuery newestFirst(List<MailboxId> mailboxes) {
      return new ListQuery(List.copyOf(mailboxes), false, false, false, false, SortBy.DATE, true);
    }
  }

  public enum SortBy {
    DATE,
    FROM,
    SUBJECT,
    SIZE,
    TO
  }

  /// A message that arrived from a server, ready to be written.
  ///
  /// @param raw all octets when `complete`, else the beginning of them (at least the header); never
  ///   more than a few MB: the rest follows by [ContentStore#append]
  public record Arrived(
      long uid,
      long modSeq,
      Flags flags,
      Instant internalDate,
      long size,
      IndexedContent index,
      byte[] raw,
      boolean complete) {}

  public record FlagUpdate(long uid, long modSeq, Flags flags) {}

  /// A message that could not be taken in: visible in the list, retriable.
  public record Quarantined(
      long uid, Flags flags, Instant internalDate, long size, String reason, byte[] raw) {}

  /// One step of a mailbox's synchronization: commits as a whole. Flags that the user changed here
  /// and that are not pushed yet win over `flagUpdates`.
  public record SyncStep(
      MailboxId mailbox,
      List<Arrived> arrived,
      List<FlagUpdate> flagUpdates,
      long[] vanished,
      List<Quarantined> quarantined,
      Optional<MailboxStore.SyncState> state) {}

  public record StepResult(
      List<MessageId> added, List<MessageId> changed, List<MessageId> removed) {}

  /// A message of this account without a UID (moved here off line, or left over by a change of
  /// UIDVALIDITY, or vanished elsewhere a moment ago), that an arrival may be.
  public record Unlinked(
      MessageId id,
      MailboxId mailbox,
      String messageId,
      long size,
      MessageSummary.BodyState bodyState) {}

  public record KnownUid(
      long uid, MessageId id, Flags serverFlags, long size, MessageSummary.BodyState bodyState) {}

  public int count(ListQuery query) {
    throw new UnsupportedOperationException();
  }

  /// Message ids in order, from `offset`, at most `limit`; with `threads` one id a thread (its
  /// newest). Cheap in blocks: keyset paging inside.
  public long[] ids(ListQuery query, int offset, int limit) {
    throw new UnsupportedOperationException();
  }

  /// In the order of the ids; a message that is gone is left out.
  public List<MessageSummary> summaries(long[] ids) {
    throw new UnsupportedOperationException();
  }

  public Optional<MessageSummary> get(MessageId id) {
    throw new UnsupportedOperationException();
  }

  /// All messages of a conversation over all mailboxes, oldest first.
  public List<MessageSummary> thread(long threadId) {
    throw new UnsupportedOperationException();
  }

  /// Number of messages per thread, for the ids' threads.
  public int[] threadSizes(long[] threadIds) {
    throw new UnsupportedOperationException();
  }

  public List<MessageSummary> findByMessageId(AccountId account, String messageId) {
    throw new UnsupportedOperationException();
  }

  public Optional<String> quarantineReason(MessageId id) {
    throw new UnsupportedOperationException();
  }

  // --- for sync ---
  public StepResult apply(SyncStep step) {
    throw new UnsupportedOperationException();
  }

  /// All UIDs of the mailbox that are here, ascending, as the server should have them: messages
  /// that a pending move or delete took out of it are in it too.
  public long[] knownUids(MailboxId mailbox) {
    throw new UnsupportedOperationException();
  }

  /// UIDs here whose flags as last seen on the server, in blocks for a full comparison.
  public List<KnownUid> known(MailboxId mailbox, long fromUid, long toUid) {
    throw new UnsupportedOperationException();
  }

  /// UIDs that lack octets (HEADER or PARTIAL), smallest message first among the newest; bounded.
  public List<KnownUid> incomplete(MailboxId mailbox, int limit) {
    throw new UnsupportedOperationException();
  }

  /// UIDVALIDITY changed: all messages of the mailbox lose their UID but stay, to be linked again.
  public void unlinkAll(MailboxId mailbox) {
    throw new UnsupportedOperationException();
  }

  public List<Unlinked> unlinked(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// The unlinked message is this UID of this mailbox: no download needed.
  public void link(MessageId id, MailboxId mailbox, long uid, long modSeq, Flags flags) {
    throw new UnsupportedOperationException();
  }

  /// Removes unlinked messages of a mailbox that the server turned out not to have; those a pending
  /// change is about stay.
  public int removeUnlinked(MailboxId mailbox) {
    throw new UnsupportedOperationException();
  }

  /// Files a message locally that the server does not have yet (a sent copy, a draft, an import)
  /// and, for an IMAP account, the pending APPEND, in one transaction.
  public MessageId append(
      MailboxId mailbox, Flags flags, Instant internalDate, IndexedContent index, byte[] raw) {
    throw new UnsupportedOperationException();
  }
}
