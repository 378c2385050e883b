package app.paloma.send;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageSummary;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Messages whose outcome is not settled: the connection was lost after the final dot, or a crash
/// came between the server's answer and the copy in Sent. Evidence settles them, or the user; time
/// never does.
final class UncertainReview {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

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
    List<Entry> all = store.outbox().uncertain(account.id());
    for (Entry entry : all) {
      // Of several with one Message-ID, a copy may be any.
      boolean alone =
          all.stream().filter(o -> o.messageId().equals(entry.messageId())).count() == 1;
      Set<MailboxRole> where = alone ? whereItIs(entry) : Set.of();
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

  /// Where a copy of it is that shows that it left. What left with its Message-ID before (the same
  /// message sent twice, or its first try, when some recipients were put off) left copies that show
  /// nothing about this time.
  private Set<MailboxRole> whereItIs(Entry entry) {
    if (entry.messageId().isEmpty()
        || store.outbox().filed(entry.account(), entry.messageId()) > 0) {
      return Set.of();
    }
    List<Mailbox> mailboxes = store.mailboxes().list(entry.account());
    return store.messages().findByMessageId(entry.account(), entry.messageId()).stream()
        .filter(copy -> isCopy(copy, entry))
        .flatMap(m -> mailboxes.stream().filter(box -> box.id().equals(m.mailbox())))
        .map(Mailbox::role)
        .collect(Collectors.toSet());
  }

  /// Not the message that is passed on, nor another one that somebody gave the same Message-ID.
  /// Servers add to what they file: it need not be the same otherwise.
  private boolean isCopy(MessageSummary copy, Entry entry) {
    try (InputStream here = store.contents().open(copy.id());
        InputStream left = store.outbox().open(entry.id())) {
      return words(copy.subject()).equals(words(entry.subject()))
          && SubmittedMessage.resentFields(here).containsAll(SubmittedMessage.resentFields(left));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String words(String text) {
    return WHITE_SPACE.matcher(text.strip()).replaceAll(" ");
  }
}
