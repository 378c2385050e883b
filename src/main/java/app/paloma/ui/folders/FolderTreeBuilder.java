package app.paloma.ui.folders;

import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.ui.Messages;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
      List<Account> accounts,
      List<Mailbox> mailboxes,
      List<SavedSearches.Saved> searches,
      int snoozed) {
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
    if (snoozed > 0) {
      top.add(new FolderNode.Snoozed(words.get("folders.snoozed")));
    }
    searches.forEach(saved -> top.add(new FolderNode.SavedSearch(saved.name(), saved.query())));
    for (Account account : accounts) {
      List<Mailbox> shown =
          shown(mailboxes.stream().filter(m -> m.account().equals(account.id())).toList());
      List<FolderNode> children = new ArrayList<>(tree(of(shown, MailboxHolder.PERSONAL)));
      for (MailboxHolder holder : List.of(MailboxHolder.OTHER_USERS, MailboxHolder.SHARED)) {
        List<Mailbox> others = of(shown, holder);
        if (others.stream().anyMatch(Mailbox::selectable)) {
          children.add(
              new FolderNode.Group(
                  account.id(), holder, words.get("holder." + holder), tree(others)));
        }
      }
      top.add(new FolderNode.AccountNode(account.id(), account.email(), List.copyOf(children)));
    }
    return List.copyOf(top);
  }

  private static List<Mailbox> of(List<Mailbox> mailboxes, MailboxHolder holder) {
    return mailboxes.stream().filter(m -> m.holder() == holder).toList();
  }

  /// What the user wants to see, and what it is in.
  private static List<Mailbox> shown(List<Mailbox> mailboxes) {
    Map<String, Mailbox> byName = new HashMap<>();
    mailboxes.forEach(m -> byName.put(m.name(), m));
    Map<MailboxId, Mailbox> shown = new LinkedHashMap<>();
    for (Mailbox mailbox : mailboxes) {
      if (mailbox.subscribed() || mailbox.role() != MailboxRole.NONE) {
        Mailbox m = mailbox;
        while (m != null && shown.putIfAbsent(m.id(), m) == null) {
          m = byName.get(m.parent());
        }
      }
    }
    return List.copyOf(shown.values());
  }

  private List<FolderNode> tree(List<Mailbox> mailboxes) {
    Map<String, Mailbox> byName = new HashMap<>();
    mailboxes.forEach(m -> byName.put(m.name(), m));
    Map<String, List<Mailbox>> byParent = new HashMap<>();
    List<Mailbox> top = new ArrayList<>();
    for (Mailbox mailbox : mailboxes) {
      if (isPrefix(mailbox)) {
        continue;
      }
      // A folder below INBOX (Dovecot, Courier) stands beside it: nobody thinks of it as inside.
      Mailbox parent = byName.get(mailbox.parent());
      boolean belowRole = mailbox.role() != MailboxRole.NONE;
      if (parent == null || parent.role() == MailboxRole.INBOX || isPrefix(parent) || belowRole) {
        top.add(mailbox);
      } else {
        byParent.computeIfAbsent(mailbox.parent(), k -> new ArrayList<>()).add(mailbox);
      }
    }
    return nodes(top, byParent, true);
  }

  /// The name that holds all of a namespace (`shared`, `user`): the group stands for it.
  private static boolean isPrefix(Mailbox mailbox) {
    return mailbox.holder() != MailboxHolder.PERSONAL
        && !mailbox.selectable()
        && mailbox.parent().isEmpty();
  }

  private List<FolderNode> nodes(
      List<Mailbox> level, Map<String, List<Mailbox>> byParent, boolean top) {
    return level.stream()
        .sorted(
            Comparator.comparing(Mailbox::role)
                .thenComparing(Mailbox::leaf, collator)
                .thenComparing(Mailbox::name))
        .<FolderNode>map(m ->
            new FolderNode.Folder(
                m,
                title(m, top),
                nodes(byParent.getOrDefault(m.name(), List.of()), byParent, false)))
        .toList();
  }

  /// Where what it is in is not listed, the path tells whose it is: `bob / Projects`.
  private String title(Mailbox mailbox, boolean top) {
    return top && mailbox.holder() != MailboxHolder.PERSONAL ? fullTitle(mailbox) : title(mailbox);
  }

  /// The path, as people read it; of shared mailboxes without the name of their namespace.
  static String fullTitle(Mailbox mailbox) {
    if (mailbox.delimiter() == 0) {
      return mailbox.name();
    }
    String[] steps = mailbox.name().split(Pattern.quote(String.valueOf(mailbox.delimiter())), -1);
    int from = mailbox.holder() != MailboxHolder.PERSONAL && steps.length > 1 ? 1 : 0;
    return String.join(" / ", Arrays.copyOfRange(steps, from, steps.length));
  }

  public String title(Mailbox mailbox) {
    String key = "role." + mailbox.role();
    return words.has(key) ? words.get(key) : mailbox.leaf();
  }
}
