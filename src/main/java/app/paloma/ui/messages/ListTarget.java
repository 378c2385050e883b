package app.paloma.ui.messages;

import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import java.util.List;

/// What a list shows.
public sealed interface ListTarget {
  String title();

  /// One mailbox, or several as one.
  record Folder(List<MailboxId> mailboxes, String title, MailboxRole role) implements ListTarget {
    public Folder {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  /// What a typed search found.
  record Search(String text, String title) implements ListTarget {}
}
