package app.paloma.sync;

import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.SentCopy;
import app.paloma.store.Store;

/// A server that files what it sends by itself, but only some time after it was looked for, is
/// known by what it leaves: messages that are in Sent twice, once from here and once from nobody.
final class SentCopies {
  /// One may be a copy that somebody made by hand.
  private static final int SURE = 2;

  private SentCopies() {}

  /// To be called when messages came into a mailbox that were not put there from here.
  static void learn(SyncContext context, Mailbox mailbox) {
    Store store = context.store();
    String key = SentCopy.seenKey(context.account().id());
    if (mailbox.role() != MailboxRole.SENT
        || context.account().sentCopy() != SentCopy.DETECT
        || store.preferences().get(key).isPresent()) {
      return;
    }
    long doubled =
        store.outbox().filedLately(context.account().id()).stream()
            .filter(messageId ->
                store.messages().findByMessageId(context.account().id(), messageId).stream()
                        .filter(copy -> copy.mailbox().equals(mailbox.id()))
                        .count()
                    > 1)
            .limit(SURE)
            .count();
    if (doubled == SURE) {
      store.preferences().put(key, "true");
    }
  }
}
