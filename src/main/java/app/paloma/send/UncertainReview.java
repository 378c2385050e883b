package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Messages whose outcome is not settled: the connection was lost after the final dot, or a crash
/// came between the server's answer and the copy in Sent. Evidence settles them, or the user; time
/// never does.
final class UncertainReview {
  private final Store store;
  private final SentFiling filing;

  UncertainReview(Store store, SentFiling filing) {
    this.store = store;
    this.filing = filing;
  }

  /// What a crash left half done and the record shows to be certain. Nothing of the account may be
  /// under way.
  void recover(Account account) {
    store.outbox().release(account.id());
    for (Entry entry : store.outbox().accepted(account.id())) {
      settle(account, entry, new Recipients(entry.recipients()));
    }
    for (Entry entry : store.outbox().uncertain(account.id())) {
      Recipients recipients = new Recipients(entry.recipients());
      if (recipients.any(RecipientStatus.ACCEPTED) && !recipients.any(RecipientStatus.PENDING)) {
        settle(account, entry, recipients);
      }
    }
  }

  /// Nothing of the account may be under way.
  ///
  /// @return how many the mail that is here settled
  int review(Account account) {
    store.outbox().release(account.id());
    int settled = 0;
    for (Entry entry : store.outbox().uncertain(account.id())) {
      Set<MailboxRole> where = whereItIs(entry);
      if (where.contains(MailboxRole.SENT)
          || where.contains(MailboxRole.INBOX)
          || where.contains(MailboxRole.ALL)) {
        settle(account, entry, new Recipients(entry.recipients()).assumedAccepted());
        settled++;
      }
    }
    return settled;
  }

  /// The user says it went out.
  void settleAsSent(Entry entry) {
    store.outbox().releaseCrashed();
    store
        .accounts()
        .get(entry.account())
        .ifPresent(account ->
            settle(account, entry, new Recipients(entry.recipients()).assumedAccepted()));
  }

  private void settle(Account account, Entry entry, Recipients recipients) {
    store.outbox().recipients(entry.id(), recipients.all());
    store.outbox().advance(entry.id(), State.ACCEPTED);
    boolean there = whereItIs(entry).contains(MailboxRole.SENT);
    filing.file(account, entry, recipients, !there && filing.filesCopy(account, entry));
  }

  private Set<MailboxRole> whereItIs(Entry entry) {
    if (entry.messageId().isEmpty()) {
      return Set.of();
    }
    List<Mailbox> mailboxes = store.mailboxes().list(entry.account());
    return store.messages().findByMessageId(entry.account(), entry.messageId()).stream()
        .flatMap(m -> mailboxes.stream().filter(box -> box.id().equals(m.mailbox())))
        .map(Mailbox::role)
        .collect(Collectors.toSet());
  }
}
