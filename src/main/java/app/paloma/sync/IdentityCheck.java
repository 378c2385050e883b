package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageSummary;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore;
import app.paloma.store.MessageStore.KnownUid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether the messages of a mailbox are those that the same UIDs name on the server: restored
/// backups and some servers' repairs number them anew and keep UIDVALIDITY.
final class IdentityCheck {
  private static final int AT_ONCE = 5000;

  private final SyncContext context;
  private final ImapClient client;

  IdentityCheck(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// @return how many UIDs of the selected mailbox name another message there, told by Message-ID
  int others(Mailbox mailbox) throws MailException {
    MessageStore messages = context.store().messages();
    Relinker relinker = new Relinker(context, client);
    int others = 0;
    for (UidSet block : UidSet.of(messages.knownUids(mailbox.id())).batches(AT_ONCE)) {
      context.checkCancelled();
      List<KnownUid> known = messages.known(mailbox.id(), block.first(), block.last());
      Map<Long, String> here = new HashMap<>();
      for (MessageSummary each :
          messages.summaries(known.stream().mapToLong(k -> k.id().value()).toArray())) {
        here.put(each.id().value(), each.messageId());
      }
      // A range with holes is asked for as one: the command stays short.
      Map<Long, String> there = relinker.messageIds(UidSet.range(block.first(), block.last()));
      for (KnownUid each : known) {
        String ours = here.getOrDefault(each.id().value(), "");
        String theirs = there.getOrDefault(each.uid(), "");
        if (!ours.isEmpty() && !theirs.isEmpty() && !ours.equals(theirs)) {
          others++;
        }
      }
    }
    return others;
  }
}
