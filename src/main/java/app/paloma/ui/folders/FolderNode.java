package app.paloma.ui.folders;

import app.paloma.model.AccountId;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.ui.messages.ListTarget;
import java.util.List;
import java.util.Optional;

/// One line of the folder tree with those below it.
public sealed interface FolderNode {
  /// Stable over refreshes: what collapse state and selection are remembered by.
  String key();

  String title();

  default int unread() {
    return 0;
  }

  default List<FolderNode> children() {
    return List.of();
  }

  /// What the list shows when this is selected; empty for lines that only hold others.
  Optional<ListTarget> target();

  /// All accounts' mailboxes of one role as one.
  record Unified(MailboxRole role, String title, List<MailboxId> mailboxes, int unread)
      implements FolderNode {
    @Override
    public String key() {
      return "unified:" + role;
    }

    @Override
    public Optional<ListTarget> target() {
      return Optional.of(new ListTarget.Folder(mailboxes, title, role));
    }
  }

  /// What a search finds, as if it were a folder.
  record SavedSearch(String title, String query) implements FolderNode {
    @Override
    public String key() {
      return "search:" + query;
    }

    @Override
    public Optional<ListTarget> target() {
      return Optional.of(new ListTarget.Search(query, title));
    }
  }

  /// What is out of sight until a moment; in the tree as long as there is something.
  record Snoozed(String title) implements FolderNode {
    @Override
    public String key() {
      return "snoozed";
    }

    @Override
    public Optional<ListTarget> target() {
      return Optional.of(new ListTarget.Search("is:snoozed", title));
    }
  }

  record AccountNode(AccountId account, String title, List<FolderNode> children)
      implements FolderNode {
    @Override
    public String key() {
      return "account:" + account;
    }

    @Override
    public int unread() {
      return children.stream()
          .filter(c -> c instanceof Folder f && f.mailbox().role() == MailboxRole.INBOX)
          .mapToInt(FolderNode::unread)
          .sum();
    }

    @Override
    public Optional<ListTarget> target() {
      return Optional.empty();
    }
  }

  /// What others let the user see.
  record Group(AccountId account, MailboxHolder holder, String title, List<FolderNode> children)
      implements FolderNode {
    @Override
    public String key() {
      return "group:" + account + ":" + holder;
    }

    @Override
    public int unread() {
      return 0;
    }

    @Override
    public Optional<ListTarget> target() {
      return Optional.empty();
    }
  }

  record Folder(Mailbox mailbox, String title, List<FolderNode> children) implements FolderNode {
    @Override
    public String key() {
      return "mailbox:" + mailbox.id();
    }

    /// Drafts count what is in them; what is sent, thrown away or junk does not call for anybody.
    @Override
    public int unread() {
      return switch (mailbox.role()) {
        case DRAFTS -> mailbox.messages();
        case SENT, TRASH, JUNK, ALL, FLAGGED -> 0;
        case INBOX, ARCHIVE, NONE -> mailbox.unread();
      };
    }

    @Override
    public Optional<ListTarget> target() {
      return mailbox.selectable()
          ? Optional.of(new ListTarget.Folder(List.of(mailbox.id()), title, mailbox.role()))
          : Optional.empty();
    }
  }
}
