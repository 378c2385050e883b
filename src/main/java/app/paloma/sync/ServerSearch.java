package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.SearchQuery;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MailboxStore.SyncState;
import app.paloma.store.MessageStore.KnownUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/// Lets an IMAP server search all its mailboxes. What it finds and this computer does not have yet
/// arrives with its header, so that it can be shown and opened as any other.
final class ServerSearch {
  private final SyncContext context;
  private final ImapClient client;
  private final List<MessageId> found = new ArrayList<>();
  private int refused;

  ServerSearch(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
  }

  /// Mailboxes that did not let themselves be searched.
  int refused() {
    return refused;
  }

  /// @param most as many messages of each mailbox as are brought here, newest first
  List<MessageId> search(SearchQuery query, int most) throws MailException {
    MailboxDirectory directory = MailboxDirectory.read(client, context);
    for (Mailbox mailbox : directory.choose(List.of())) {
      context.checkCancelled();
      Lock lock = context.locks().apply(mailbox.id());
      lock.lock();
      try {
        search(query, fresh(mailbox), directory, most);
      } catch (CommandRejected e) {
        refused++;
      } finally {
        lock.unlock();
      }
    }
    return List.copyOf(found);
  }

  private Mailbox fresh(Mailbox mailbox) {
    return context.store().mailboxes().get(mailbox.id()).orElse(mailbox);
  }

  private void search(SearchQuery query, Mailbox mailbox, MailboxDirectory directory, int most)
      throws MailException {
    SelectResult selected = client.examine(directory.wireName(client, mailbox), Optional.empty());
    if (selected.exists() == 0) {
      return;
    }
    boolean gmail = client.capabilities().has("X-GM-EXT-1");
    UidSet hits = client.uidSearch(ServerQuery.key(query, mailbox, gmail));
    if (hits.isEmpty()) {
      return;
    }
    boolean sameUids =
        mailbox.uidValidity() == 0 || mailbox.uidValidity() == selected.uidValidity();
    if (!sameUids) {
      // Its next synchronization finds out which message is which.
      refused++;
      return;
    }
    UidSet unknown = hits.minus(known(mailbox, hits));
    UidSet missing =
        newest(new KeptDeleted(context, client, mailbox.id()).withoutHidden(unknown), most);
    if (!missing.isEmpty()) {
      begin(mailbox, selected);
      new MessageDownloader(context, client, new Suspects(), true, 0)
          .download(mailbox, selected.uidValidity(), missing);
    }
    List<KnownUid> here =
        context.store().messages().known(mailbox.id(), hits.first(), hits.last()).stream()
            .filter(message -> hits.contains(message.uid()))
            .toList();
    here.reversed().forEach(message -> found.add(message.id()));
  }

  private UidSet known(Mailbox mailbox, UidSet hits) {
    return UidSet.of(
        context.store().messages().known(mailbox.id(), hits.first(), hits.last()).stream()
            .map(KnownUid::uid)
            .toList());
  }

  private static UidSet newest(UidSet uids, int most) {
    if (uids.size() <= most) {
      return uids;
    }
    long[] all = uids.toArray();
    UidSet.Builder newest = new UidSet.Builder();
    for (int i = all.length - most; i < all.length; i++) {
      newest.add(all[i]);
    }
    return newest.build();
  }

  /// What comes now lacks its text, which the next synchronization fetches.
  private void begin(Mailbox mailbox, SelectResult selected) {
    boolean never = mailbox.uidValidity() == 0;
    context
        .store()
        .mailboxes()
        .saveState(
            mailbox.id(),
            new SyncState(
                never ? selected.uidValidity() : mailbox.uidValidity(),
                never ? 0 : mailbox.uidNext(),
                mailbox.highestModSeq(),
                mailbox.serverMessages(),
                mailbox.readOnly(),
                false));
  }
}
