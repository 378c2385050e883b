package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import java.util.List;

/// What the list lets a user do to rows.
public interface RowCommands {
  void archive(List<MessageId> ids);

  void delete(List<MessageId> ids);

  void toggleFlag(MessageSummary message);

  /// Whether rows of what is shown can be archived and deleted.
  boolean mayRemove();

  boolean mayFlag();
}
