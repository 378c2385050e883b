package app.paloma.ui.folders;

import app.paloma.model.AccountId;
import app.paloma.model.Mailbox;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import java.util.List;

/// What the tree lets a user do.
public interface FolderCommands {
  void move(List<MessageId> messages, MailboxId target);

  void copy(List<MessageId> messages, MailboxId target);

  /// @param parent full name of the folder it goes into, with the delimiter at its end, or empty
  void create(AccountId account, String parent, String name);

  void rename(Mailbox mailbox, String newName);

  void delete(Mailbox mailbox);

  void markAllRead(List<MailboxId> mailboxes);

  void subscribe(Mailbox mailbox, boolean subscribe);

  /// Compares every message with the server's and mends what differs.
  void verify(AccountId account);

  void openAccountSettings(AccountId account);
}
