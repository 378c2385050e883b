package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRights;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.types.ListedMailbox;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.store.MailboxStore.Listed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The server's mailboxes as LIST told them, and which of them are synchronized.
final class MailboxDirectory {
  private final Map<String, ListedMailbox> byName = new HashMap<>();
  private final List<Mailbox> mailboxes;

  private MailboxDirectory(List<ListedMailbox> listed, List<Mailbox> mailboxes) {
    this.mailboxes = mailboxes;
    listed.forEach(l -> byName.putIfAbsent(key(l.name()), l));
  }

  /// Asks the server and takes its answer over into the store.
  static MailboxDirectory read(ImapClient client, SyncContext context) throws MailException {
    int leftOut = client.leftOut();
    List<ListedMailbox> listed = client.list(true);
    List<Listed> rows = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean subscriptions = listed.stream().anyMatch(ListedMailbox::subscribed);
    for (ListedMailbox each : listed) {
      if (names.add(key(each.name()))) {
        MailboxRole role = each.name().isInbox() ? MailboxRole.INBOX : each.role();
        boolean personal = each.holder() == MailboxHolder.PERSONAL;
        rows.add(
            new Listed(
                key(each.name()),
                each.delimiter(),
                role,
                each.selectable(),
                // A server without any subscription would show nothing at all.
                role == MailboxRole.INBOX
                    || (subscriptions ? each.subscribed() : personal && each.selectable()),
                each.holder(),
                each.rights().orElse(MailboxRights.UNKNOWN)));
      }
    }
    if (!names.contains("INBOX") || client.leftOut() > leftOut) {
      // INBOX is always there (RFC 9051 §5.1), and a row that cannot be read may be any mailbox:
      // this list is not all of it, so nothing is removed.
      for (Mailbox known : context.store().mailboxes().list(context.account().id())) {
        if (names.add(known.name())) {
          rows.add(
              new Listed(
                  known.name(),
                  known.delimiter(),
                  known.role(),
                  known.selectable(),
                  known.subscribed(),
                  known.holder(),
                  known.rights()));
        }
      }
    }
    Map<String, MailboxId> renamed = new RenamedMailboxes(context, client).among(listed);
    return new MailboxDirectory(
        listed, context.store().mailboxes().reconcile(context.account().id(), rows, renamed));
  }

  static String key(MailboxName name) {
    return name.isInbox() ? "INBOX" : name.name();
  }

  /// How the server spells it.
  MailboxName wireName(ImapClient client, Mailbox mailbox) {
    ListedMailbox listed = byName.get(mailbox.name());
    return listed == null ? client.mailboxName(mailbox.name()) : listed.name();
  }

  Optional<MailboxStatus> status(Mailbox mailbox) {
    return Optional.ofNullable(byName.get(mailbox.name())).flatMap(ListedMailbox::status);
  }

  boolean onServer(Mailbox mailbox) {
    return mailbox.role() == MailboxRole.INBOX || byName.containsKey(mailbox.name());
  }

  List<Mailbox> all() {
    return mailboxes;
  }

  /// Those to synchronize, INBOX first, then as the window shows them.
  ///
  /// @param wanted full names or roles; empty for the subscribed ones. Views over other mailboxes
  ///   (`\All`, `\Flagged`) hold what is fetched anyway and come only when they are named.
  List<Mailbox> choose(List<String> wanted) {
    return mailboxes.stream()
        .filter(m -> m.selectable() && onServer(m))
        .filter(m -> wanted.isEmpty() ? usual(m) : named(m, wanted))
        .sorted(Comparator.comparing(Mailbox::role).thenComparing(Mailbox::name))
        .toList();
  }

  private static boolean usual(Mailbox mailbox) {
    return switch (mailbox.role()) {
      case ALL, FLAGGED -> false;
      case INBOX -> true;
      case DRAFTS, SENT, ARCHIVE, JUNK, TRASH, NONE -> mailbox.subscribed();
    };
  }

  private static boolean named(Mailbox mailbox, List<String> wanted) {
    return wanted.stream()
        .anyMatch(w ->
            w.equals(mailbox.name())
                // Where all names begin with INBOX (Courier, Cyrus), people leave that out.
                || mailbox.name().equals("INBOX" + mailbox.delimiter() + w)
                || (w.toUpperCase(Locale.ROOT).equals("INBOX")
                    && mailbox.role() == MailboxRole.INBOX)
                || MailboxRole.ofToken(w).filter(r -> r == mailbox.role()).isPresent());
  }
}
