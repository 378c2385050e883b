package app.paloma.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A message that is being written.
///
/// @param id 0 until it is saved
/// @param html the rich text, or empty for plain text only
/// @param inReplyTo Message-ID of the message answered, without brackets; may be empty
/// @param source the stored message that is answered or forwarded, to be marked when this is sent
/// @param serverCopy the message in the Drafts mailbox this was opened from or saved to
public record Draft(
    DraftId id,
    AccountId account,
    Address from,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    String subject,
    String text,
    Optional<String> html,
    List<DraftAttachment> attachments,
    String inReplyTo,
    List<String> references,
    Kind kind,
    Optional<MessageId> source,
    Optional<MessageId> serverCopy,
    Instant modified) {
  public Draft {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    attachments = List.copyOf(attachments);
    references = List.copyOf(references);
  }

  /// How the draft began.
  public enum Kind {
    NEW,
    REPLY,
    FORWARD
  }
}
