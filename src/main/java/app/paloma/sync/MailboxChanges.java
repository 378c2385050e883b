package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.RefusalReason;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.Namespaces;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.PendingChangeStore.PendingChange.CreateMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.DeleteMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.RenameMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.Subscribe;
import app.paloma.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Pushes changes of mailboxes themselves. Each is idempotent: done twice, or done by another
/// client already, is done.
final class MailboxChanges {
  private static final long NONE = Long.MIN_VALUE;

  private final Store store;
  private final ImapClient client;
  private final Subscriptions subscriptions;

  MailboxChanges(Store store, ImapClient client) {
    this.store = store;
    this.client = client;
    this.subscriptions = new Subscriptions(client);
  }

  void create(CreateMailbox change) throws MailException {
    MailboxName name = inNamespace(change.mailbox(), change.name());
    boolean subscribe = subscriptions.used();
    try {
      client.create(name, change.role());
    } catch (CommandRejected e) {
      if (!exists(name)) {
        throw e;
      }
    }
    if (subscribe) {
      client.subscribe(name, true);
    }
  }

  void rename(RenameMailbox change) throws MailException {
    MailboxName from = client.mailboxName(change.oldName());
    MailboxName to = inNamespace(change.mailbox(), change.newName());
    leave(from);
    Optional<Mailbox> here = store.mailboxes().get(change.mailbox());
    try {
      client.rename(from, to);
    } catch (CommandRejected e) {
      if (!wasRenamed(from, to, here)) {
        throw e;
      }
    }
    if (here.isPresent()) {
      subscriptions.rename(here.get(), from, to, below(here.get()));
    }
  }

  /// By an earlier try whose answer was lost. Dovecot makes a folder that it always shows anew
  /// under its old name: then UIDVALIDITY tells which of the two is the one that was renamed.
  private boolean wasRenamed(MailboxName from, MailboxName to, Optional<Mailbox> here)
      throws MailException {
    long old = uidValidity(from);
    long renamed = uidValidity(to);
    long ours = here.map(Mailbox::uidValidity).orElse(0L);
    return renamed != NONE && (old == NONE || ours > 0 && renamed == ours && old != ours);
  }

  private List<Mailbox> below(Mailbox mailbox) {
    String prefix = mailbox.name() + mailbox.delimiter();
    return mailbox.delimiter() == 0
        ? List.of()
        : store.mailboxes().list(mailbox.account()).stream()
            .filter(each -> each.name().startsWith(prefix))
            .toList();
  }

  void delete(DeleteMailbox change) throws MailException {
    MailboxName name = client.mailboxName(change.name());
    leave(name);
    requireSeen(name, change);
    try {
      client.delete(name);
    } catch (CommandRejected e) {
      if (exists(name)) {
        throw e;
      }
    }
    subscriptions.remove(name);
  }

  /// With a mailbox its messages go for good, so nobody deletes what never was here.
  private void requireSeen(MailboxName name, DeleteMailbox change) throws MailException {
    if (change.uidNext() == 0) {
      return;
    }
    MailboxStatus told;
    try {
      told = client.status(name);
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      // It is gone, or DELETE says what is wrong with it.
      return;
    }
    boolean asItWas =
        told.uidValidity() == change.uidValidity()
            && told.uidNext() > 0
            && told.uidNext() <= change.uidNext();
    if (told.messages() != 0 && !asItWas && holdsUnseen(name, change)) {
      throw new CommandRejected("DELETE", 0, "NEWMAIL", RefusalReason.NEW_MAIL.text());
    }
  }

  /// A server may raise UIDNEXT as it likes (RFC 9051 §2.3.1.1): only a message is news.
  private boolean holdsUnseen(MailboxName name, DeleteMailbox change) throws MailException {
    SelectResult there = client.examine(name, Optional.empty());
    boolean[] unseen = {there.uidValidity() != change.uidValidity()};
    if (there.exists() > 0 && !unseen[0]) {
      client.fetch(
          UidSet.from(change.uidNext()),
          FetchRequest.of(FetchAttribute.FLAGS),
          data -> unseen[0] |= data.uid() >= change.uidNext());
    }
    client.unselect();
    return there.exists() > 0 && unseen[0];
  }

  void subscribe(Subscribe change) throws MailException {
    MailboxName name = client.mailboxName(change.name());
    List<Mailbox> all =
        store
            .mailboxes()
            .get(change.mailbox())
            .map(mailbox -> store.mailboxes().list(mailbox.account()))
            .orElse(List.of());
    subscriptions.set(name, change.subscribe(), all);
  }

  /// Some servers refuse to rename or delete the mailbox that is selected.
  private void leave(MailboxName name) throws MailException {
    Optional<MailboxName> selected = client.selected();
    if (selected.isPresent() && selected.get().raw().equals(name.raw())) {
      client.unselect();
    }
  }

  /// Courier and Cyrus keep all of a person's mailboxes below `INBOX.` and refuse any other name
  /// (RFC 2342 §5): a name that was typed without the prefix gets it, here too.
  private MailboxName inNamespace(MailboxId id, String typed) throws MailException {
    Namespaces namespaces = client.namespaces();
    String prefix = namespaces.personalPrefix();
    if (prefix.isEmpty()
        || typed.equalsIgnoreCase("INBOX")
        || startsWith(typed, prefix)
        || isBelow(typed, namespaces.otherUsers())
        || isBelow(typed, namespaces.shared())) {
      return client.mailboxName(typed);
    }
    String full = prefix + typed;
    if (store.mailboxes().get(id).isPresent()) {
      if (store
          .mailboxes()
          .find(store.mailboxes().get(id).orElseThrow().account(), full)
          .isPresent()) {
        throw new CommandRejected("CREATE", 0, "ALREADYEXISTS", "there is a mailbox " + full);
      }
      store.mailboxes().rename(id, full);
    }
    return client.mailboxName(full);
  }

  private static boolean isBelow(String name, List<Namespaces.Entry> entries) {
    return entries.stream()
        .map(entry -> entry.prefix().name())
        .anyMatch(prefix -> !prefix.isEmpty() && startsWith(name, prefix));
  }

  private static boolean startsWith(String name, String prefix) {
    return name.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
  }

  private boolean exists(MailboxName name) throws MailException {
    return uidValidity(name) != NONE;
  }

  /// As STATUS tells it, or NONE where there is no such mailbox.
  private long uidValidity(MailboxName name) throws MailException {
    try {
      return client.status(name).uidValidity();
    } catch (CommandRejected e) {
      return NONE;
    }
  }
}
