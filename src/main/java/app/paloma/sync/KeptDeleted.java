package app.paloma.sync;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailboxId;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.SearchKey;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.FlagUpdate;

/// What was deleted in or moved out of the selected mailbox here, and stays there on the server,
/// marked `\Deleted`: UID EXPUNGE is missing, or is refused. It does not come back for as long as
/// it is marked.
final class KeptDeleted {
  private final SyncContext context;
  private final ImapClient client;
  private final MailboxId mailbox;

  KeptDeleted(SyncContext context, ImapClient client, MailboxId mailbox) {
    this.context = context;
    this.client = client;
    this.mailbox = mailbox;
  }

  MailboxDelta hide(MailboxDelta delta) throws MailException {
    UidSet changed = unmarked(delta);
    if (changed.isEmpty() && delta.missing().isEmpty() || !isKeeping()) {
      return delta;
    }
    UidSet unknown =
        changed
            .minus(UidSet.of(context.store().messages().knownUids(mailbox)))
            .minus(delta.removed());
    UidSet missing = withoutHidden(delta.missing().plus(unknown));
    return new MailboxDelta(missing, delta.removed(), delta.flags());
  }

  /// Somebody may have taken the mark from them.
  private static UidSet unmarked(MailboxDelta delta) {
    UidSet.Builder unmarked = new UidSet.Builder();
    for (FlagUpdate update : delta.flags()) {
      if ((update.flags().bits() & Flags.DELETED) == 0) {
        unmarked.add(update.uid());
      }
    }
    return unmarked.build();
  }

  /// @param uids of messages that are not here
  UidSet withoutHidden(UidSet uids) throws MailException {
    return uids.isEmpty() || !isKeeping()
        ? uids
        : uids.minus(client.uidSearch(new SearchKey.HasFlag("\\Deleted")));
  }

  private boolean isKeeping() {
    return !client.canUidExpunge() || context.store().mailboxes().isKeepingDeleted(mailbox);
  }
}
