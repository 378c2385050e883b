package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.store.PendingChangeStore.PendingChange.CreateMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.DeleteMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.RenameMailbox;
import app.paloma.store.PendingChangeStore.PendingChange.Subscribe;
import java.util.Optional;

/// Pushes changes of mailboxes themselves. Each is idempotent: done twice, or done by another
/// client already, is done.
final class MailboxChanges {
  private final ImapClient client;

  MailboxChanges(ImapClient client) {
    this.client = client;
  }

  void create(CreateMailbox change) throws MailException {
    MailboxName name = client.mailboxName(change.name());
    try {
      client.create(name, change.role());
    } catch (CommandRejected e) {
      if (!exists(name)) {
        throw e;
      }
    }
    client.subscribe(name, true);
  }

  void rename(RenameMailbox change) throws MailException {
    MailboxName from = client.mailboxName(change.oldName());
    MailboxName to = client.mailboxName(change.newName());
    leave(from);
    try {
      client.rename(from, to);
    } catch (CommandRejected e) {
      if (exists(from) || !exists(to)) {
        throw e;
      }
    }
    // RENAME leaves subscriptions as they are (RFC 9051 §6.3.6).
    client.subscribe(to, true);
    unsubscribe(from);
  }

  void delete(DeleteMailbox change) throws MailException {
    MailboxName name = client.mailboxName(change.name());
    leave(name);
    try {
      client.delete(name);
    } catch (CommandRejected e) {
      if (exists(name)) {
        throw e;
      }
    }
    unsubscribe(name);
  }

  void subscribe(Subscribe change) throws MailException {
    client.subscribe(client.mailboxName(change.name()), change.subscribe());
  }

  /// Some servers refuse to rename or delete the mailbox that is selected.
  private void leave(MailboxName name) throws MailException {
    Optional<MailboxName> selected = client.selected();
    if (selected.isPresent() && selected.get().raw().equals(name.raw())) {
      client.unselect();
    }
  }

  private void unsubscribe(MailboxName name) throws MailException {
    try {
      client.subscribe(name, false);
    } catch (CommandRejected e) {
      // It was not subscribed; nothing is left to undo.
    }
  }

  private boolean exists(MailboxName name) throws MailException {
    try {
      client.status(name);
      return true;
    } catch (CommandRejected e) {
      return false;
    }
  }
}
