package app.paloma.ui.shell;

import app.paloma.model.Flags;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.store.MessageActions;
import app.paloma.store.MessageActions.Done;
import java.util.Collection;
import java.util.Optional;

/// What can be done to messages. All methods block: workers only.
public interface MailCommands {
  Done setFlags(Collection<MessageId> ids, Flags add, Flags remove);

  Done move(Collection<MessageId> ids, MailboxId target);

  Done copy(Collection<MessageId> ids, MailboxId target);

  Done delete(Collection<MessageId> ids);

  Done deletePermanently(Collection<MessageId> ids);

  Done archive(Collection<MessageId> ids);

  Done junk(Collection<MessageId> ids);

  Optional<Done> undo();

  Optional<Done> undo(long group);

  static MailCommands of(MessageActions actions) {
    return new MailCommands() {
      @Override
      public Done setFlags(Collection<MessageId> ids, Flags add, Flags remove) {
        return actions.setFlags(ids, add, remove);
      }

      @Override
      public Done move(Collection<MessageId> ids, MailboxId target) {
        return actions.move(ids, target);
      }

      @Override
      public Done copy(Collection<MessageId> ids, MailboxId target) {
        return actions.copy(ids, target);
      }

      @Override
      public Done delete(Collection<MessageId> ids) {
        return actions.delete(ids);
      }

      @Override
      public Done deletePermanently(Collection<MessageId> ids) {
        return actions.deletePermanently(ids);
      }

      @Override
      public Done archive(Collection<MessageId> ids) {
        return actions.archive(ids);
      }

      @Override
      public Done junk(Collection<MessageId> ids) {
        return actions.junk(ids);
      }

      @Override
      public Optional<Done> undo() {
        return actions.undo();
      }

      @Override
      public Optional<Done> undo(long group) {
        return actions.undo(group);
      }
    };
  }
}
