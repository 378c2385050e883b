package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.ListedMailbox;
import app.paloma.protocol.imap.types.MailboxName;
import java.util.List;

/// The server's list of subscribed mailboxes (RFC 9051 §6.3.7). Where nothing is on it every
/// mailbox counts as subscribed ([MailboxDirectory]), so the first name on it would take all the
/// others out of sight.
final class Subscriptions {
  private final ImapClient client;
  private Boolean used;

  Subscriptions(ImapClient client) {
    this.client = client;
  }

  /// Whether anything is subscribed. To be asked before a mailbox is made: some servers subscribe
  /// it by themselves.
  boolean used() throws MailException {
    if (used == null) {
      used = client.list(false).stream().anyMatch(ListedMailbox::subscribed);
    }
    return used;
  }

  void add(MailboxName mailbox) throws MailException {
    if (used()) {
      client.subscribe(mailbox, true);
    }
  }

  void remove(MailboxName mailbox) throws MailException {
    if (used()) {
      try {
        client.subscribe(mailbox, false);
      } catch (CommandRejected e) {
        // It was not subscribed; nothing is left to undo.
      }
    }
  }

  /// RENAME leaves the list as it is (RFC 9051 §6.3.6), so what was subscribed under the old name,
  /// and below it, would be out of sight under the new one.
  ///
  /// @param below those below it, by the names they have here by now
  void rename(Mailbox mailbox, MailboxName from, MailboxName to, List<Mailbox> below)
      throws MailException {
    if (mailbox.subscribed()) {
      add(to);
    }
    remove(from);
    for (Mailbox each : below) {
      String rest = each.name().substring(mailbox.name().length());
      if (each.subscribed()) {
        try {
          add(client.mailboxName(to.name() + rest));
        } catch (CommandRejected e) {
          // It is not on the server yet; what makes it subscribes it.
        }
      }
      remove(client.mailboxName(from.name() + rest));
    }
  }

  /// What a person wants of one mailbox. Where nothing is subscribed, it can only be said by
  /// subscribing all that are in sight.
  void set(MailboxName mailbox, boolean on, List<Mailbox> all) throws MailException {
    if (!used()) {
      for (Mailbox each : all) {
        if (each.subscribed() && each.selectable() && each.holder() == MailboxHolder.PERSONAL) {
          client.subscribe(client.listedName(each.name()), true);
        }
      }
      used = true;
    }
    client.subscribe(mailbox, on);
  }
}
