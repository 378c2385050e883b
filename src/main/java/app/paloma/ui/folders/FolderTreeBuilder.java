package app.paloma.ui.folders;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxRole;
import app.paloma.ui.Messages;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Accounts and mailboxes to the tree people see: the unified inbox, then each account with its
/// roles in the usual order and its own folders by name. What was saved of searches stands below
/// the unified inbox.
public final class FolderTreeBuilder {
  private final Messages words;
  private final Collator collator;

  public FolderTreeBuilder(Messages words) {
    this.words = words;
    this.collator = Collator.getInstance(words.locale());
  }

  public List<FolderNode> build(
      List<Account> accounts, List<Mailbox> mailboxes, List<SavedSearches.Saved> searches) {
    List<FolderNode> top = new ArrayList<>();
    if (accounts.size() > 1) {
      List<Mailbox> inboxes =
          mailboxes.stream().filter(m -> m.role() == MailboxRole.INBOX).toList();
      top.add(
          new FolderNode.Unified(
              MailboxRole.INBOX,
              words.get("allInboxes"),
              inboxes.stream().map(Mailbox::id).toList(),
              inboxes.stream().mapToInt(Mailbox::unread).sum()));
    }
    searches.forEach(saved -> top.add(new FolderNode.SavedSearch(saved.name(), saved.query())));
    for (Account account : accounts) {
      List<Mailbox> own =
          mailboxes.stream()
              .filter(m -> m.account().equals(account.id()))
              .filter(m -> m.subscribed() || m.role() != MailboxRole.NONE)
              .toList();
      top.add(new FolderNode.AccountNode(account.id(), account.email(), tree(own)));
    }
    return List.copyOf(top);
  }

  private List<FolderNode> tree(List<Mailbox> mailboxes) {
    Map<String, Mailbox> byName = new HashMap<>();
    mailboxes.forEach(m -> byName.put(m.name(), m));
    Map<String, List<Mailbox>> byParent = new HashMap<>();
    List<Mailbox> top = new ArrayList<>();
    for (Mailbox mailbox : mailboxes) {
      // A folder below INBOX (Dovecot, Courier) stands beside it: nobody thinks of it as inside.
      Mailbox parent = byName.get(mailbox.parent());
      boolean belowRole = mailbox.role() != MailboxRole.NONE;
      if (parent == null || parent.role() == MailboxRole.INBOX || belowRole) {
        top.add(mailbox);
      } else {
        byParent.computeIfAbsent(mailbox.parent(), k -> new ArrayList<>()).add(mailbox);
      }
    }
    return nodes(top, byParent);
  }

  private List<FolderNode> nodes(List<Mailbox> level, Map<String, List<Mailbox>> byParent) {
    return level.stream()
        .sorted(
            Comparator.comparing(Mailbox::role)
                .thenComparing(Mailbox::leaf, collator)
                .thenComparing(Mailbox::name))
        .<FolderNode>map(m ->
            new FolderNode.Folder(
                m, title(m), nodes(byParent.getOrDefault(m.name(), List.of()), byParent)))
        .toList();
  }

  public String title(Mailbox mailbox) {
    String key = "role." + mailbox.role();
    return words.has(key) ? words.get(key) : mailbox.leaf();
  }
}
