package app.paloma.store;

import app.paloma.model.*;
import java.util.List;

/// What a committed transaction changed. A long list of ids may be empty with `many` true: re-read.
public sealed interface StoreChange {
  record Accounts() implements StoreChange {}

  /// Names, roles, counts or sync state of mailboxes.
  record Mailboxes(List<MailboxId> ids) implements StoreChange {}

  record Messages(
      MailboxId mailbox,
      List<MessageId> added,
      List<MessageId> changed,
      List<MessageId> removed,
      boolean many)
      implements StoreChange {}

  /// More octets of a message are here.
  record Content(MessageId id) implements StoreChange {}

  record Outbox() implements StoreChange {
    // Written out as in [RowId].
    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Outbox;
    }
  }

  record Drafts() implements StoreChange {}

  record PendingChanges(AccountId account) implements StoreChange {}

  record Preferences() implements StoreChange {}

  /// Another process wrote to this profile.
  record External() implements StoreChange {}
}
