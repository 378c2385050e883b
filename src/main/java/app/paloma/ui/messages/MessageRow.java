package app.paloma.ui.messages;

import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.store.AttentionStore.Marks;
import java.util.Optional;

/// One row of the list, its content not necessarily here yet.
///
/// @param summary empty while it is being read
/// @param threadSize messages of its conversation, 1 outside of conversation mode
/// @param marks how it stands out
/// @param child a message of an expanded conversation, drawn indented
public record MessageRow(
    long id, Optional<MessageSummary> summary, int threadSize, Marks marks, boolean child) {
  /// A row whose summary is on its way from the store.
  static MessageRow loading(long id, boolean child) {
    return new MessageRow(id, Optional.empty(), 1, Marks.NONE, child);
  }

  public MessageId messageId() {
    return new MessageId(id);
  }

  public boolean isConversation() {
    return threadSize > 1 && !child;
  }
}
