package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidMapping;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.PendingChangeStore;
import app.paloma.store.PendingChangeStore.PendingChange.Delete;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Deletes messages for good on a server with Gmail's labels (X-GM-EXT-1). There an expunge takes
/// the mailbox's label away, and the message stays in All Mail, but for those in Trash and Spam. So
/// a message that no other mailbox shows is moved to Trash and expunged there; one that another
/// mailbox shows loses this label and stays in the other.
///
/// What is expunged in Trash is known by its Message-ID besides its UID. Where that is not certain,
/// it stays in Trash.
final class GmailDeletion {
  private final SyncContext context;
  private final ImapClient client;
  private final PendingChangeStore changes;
  private final Mailbox from;
  private final Mailbox trash;

  private GmailDeletion(SyncContext context, ImapClient client, Mailbox from, Mailbox trash) {
    this.context = context;
    this.client = client;
    this.changes = context.store().pendingChanges();
    this.from = from;
    this.trash = trash;
  }

  /// Empty where an expunge in `mailbox` is all it takes, or is all there is.
  static Optional<GmailDeletion> of(SyncContext context, ImapClient client, MailboxId mailbox) {
    boolean labels = client.capabilities().has("X-GM-EXT-1");
    if (!labels || !client.canMove() || !client.canUidExpunge()) {
      return Optional.empty();
    }
    Optional<Mailbox> from =
        context
            .store()
            .mailboxes()
            .get(mailbox)
            .filter(m -> m.role() != MailboxRole.TRASH && m.role() != MailboxRole.JUNK);
    Optional<Mailbox> trash =
        context.store().mailboxes().byRole(context.account().id(), MailboxRole.TRASH);
    return from.isPresent() && trash.isPresent()
        ? Optional.of(new GmailDeletion(context, client, from.get(), trash.get()))
        : Optional.empty();
  }

  /// A message that is in Trash now, or may be.
  ///
  /// @param told its UID there, 0 where the server did not tell
  /// @param since UIDNEXT of Trash before it was moved
  private record Moved(Delete change, long told, long since) {}

  /// The mailbox is selected.
  ///
  /// @param uids of each message there, 0 where it is not known
  /// @param selectionLost called when another mailbox was selected
  void delete(Map<Delete, Long> uids, MessageTransfer transfer, Runnable selectionLost)
      throws MailException {
    UidSet asked = UidSet.of(uids.values().stream().filter(uid -> uid > 0).toList());
    MailboxName name = client.listedName(context.store().mailboxes().nameOnServer(trash));
    UidSet.Builder all = new UidSet.Builder();
    UidSet.Builder nowhereElse = new UidSet.Builder();
    long since;
    try {
      client.fetch(
          asked,
          FetchRequest.of(FetchAttribute.GMAIL_LABELS),
          data -> {
            all.add(data.uid());
            List<String> labels = data.extras().gmailLabels();
            if (labels != null && labels.stream().noneMatch(this::isOtherPlace)) {
              nowhereElse.add(data.uid());
            }
          });
      since = Math.max(1, client.status(name).uidNext());
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      // It has labels in name only, or a Trash that cannot be used.
      transfer.delete(asked, from.id());
      return;
    }
    UidSet here = all.build().intersect(asked);
    UidSet last = nowhereElse.build().intersect(asked);
    transfer.delete(here.minus(last), from.id());
    List<Moved> moved = new ArrayList<>();
    List<Delete> toMove = new ArrayList<>();
    uids.forEach((change, uid) -> {
      long begunAt = changes.begunAt(change.id());
      if (last.contains(uid)) {
        toMove.add(change);
      } else if (begunAt > 0 && !here.contains(uid)) {
        // The line was cut behind the move.
        moved.add(new Moved(change, 0, begunAt));
      }
    });
    if (toMove.isEmpty() && moved.isEmpty()) {
      return;
    }
    UidMapping mapping = new UidMapping(0, Map.of());
    if (!toMove.isEmpty()) {
      changes.begun(toMove.stream().map(Delete::id).toList(), since);
      mapping = client.uidMove(last, name).orElse(mapping);
      for (Delete change : toMove) {
        moved.add(new Moved(change, mapping.targets().getOrDefault(uids.get(change), 0L), since));
      }
    }
    selectionLost.run();
    try {
      SelectResult selected = client.select(name, Optional.empty());
      boolean same = mapping.uidValidity() == 0 || mapping.uidValidity() == selected.uidValidity();
      if (same && !selected.readOnly()) {
        transfer.delete(inTrash(moved), trash.id());
      }
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      // Gone from where it was, and in Trash: what more could be told would only confuse.
    }
  }

  /// Whether people see the message there too. All Mail and what is starred are views of messages,
  /// so what is deleted in a view is the message.
  private boolean isOtherPlace(String label) {
    return switch (from.role()) {
      case ALL, FLAGGED -> false;
      case INBOX, DRAFTS, SENT, ARCHIVE, JUNK, TRASH, NONE ->
          switch (label) {
            case "\\Inbox" -> from.role() != MailboxRole.INBOX;
            case "\\Sent" -> from.role() != MailboxRole.SENT;
            case "\\Draft", "\\Drafts" -> from.role() != MailboxRole.DRAFTS;
            default -> !label.startsWith("\\") && !label.equals(from.name());
          };
    };
  }

  /// Trash is selected.
  private UidSet inTrash(List<Moved> moved) throws MailException {
    long first = moved.stream().mapToLong(Moved::since).min().orElse(1);
    Map<Long, String> ids = new Relinker(context, client).messageIds(UidSet.from(first));
    UidSet found = UidSet.EMPTY;
    for (Moved each : moved) {
      String messageId = each.change.messageIdField();
      List<Long> alike =
          ids.entrySet().stream()
              .filter(there -> there.getKey() >= each.since && there.getValue().equals(messageId))
              .map(Map.Entry::getKey)
              .toList();
      if (alike.contains(each.told)) {
        found = found.plus(UidSet.of(each.told));
      } else if (alike.size() == 1 && !messageId.isEmpty()) {
        found = found.plus(UidSet.of(alike.getFirst()));
      }
    }
    return found;
  }
}
