package app.paloma.model;

import java.time.Instant;
import java.util.List;

/// One row of a message list.
///
/// @param uid the UID in its mailbox, or 0 while the server has not named it (moved or filed off
///   line)
/// @param messageId the Message-ID field without angle brackets; may be empty
/// @param date the Date field, or INTERNALDATE where that is missing or absurd
/// @param size octets of the whole message
/// @param bodyState how much of the message is here
public record MessageSummary(
    MessageId id,
    AccountId account,
    MailboxId mailbox,
    long uid,
    String messageId,
    long threadId,
    Address from,
    List<Address> to,
    String subject,
    Instant date,
    Flags flags,
    long size,
    boolean hasAttachments,
    String preview,
    BodyState bodyState) {

  /// How much of a message is here.
  public enum BodyState {
    /// Only the header.
    HEADER,
    /// The beginning of it.
    PARTIAL,
    /// All octets.
    COMPLETE,
    /// The server sent something that could not be taken in; the reason is in the store.
    QUARANTINED
  }
}
