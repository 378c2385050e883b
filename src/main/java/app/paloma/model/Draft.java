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
/// @param asks what the writer wants to be told
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
    Instant modified,
    Asks asks) {
  public Draft {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
    attachments = List.copyOf(attachments);
    references = List.copyOf(references);
  }

  /// A draft that asks for nothing.
  public Draft(
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
    this(
        id,
        account,
        from,
        to,
        cc,
        bcc,
        subject,
        text,
        html,
        attachments,
        inReplyTo,
        references,
        kind,
        source,
        serverCopy,
        modified,
        Asks.NOTHING);
  }

  /// The same with other wishes.
  public Draft asking(Asks other) {
    return new Draft(
        id,
        account,
        from,
        to,
        cc,
        bcc,
        subject,
        text,
        html,
        attachments,
        inReplyTo,
        references,
        kind,
        source,
        serverCopy,
        modified,
        other);
  }

  /// What the writer wants to be told, and promised.
  ///
  /// @param readReceipt by the recipient's program, when the message is shown (RFC 8098)
  /// @param deliveryReport by the servers, when it is delivered, late or refused (RFC 3461)
  /// @param requireTls that no server passes it on without TLS (RFC 8689)
  public record Asks(boolean readReceipt, boolean deliveryReport, boolean requireTls) {
    public static final Asks NOTHING = new Asks(false, false, false);
  }

  /// How the draft began.
  public enum Kind {
    NEW,
    REPLY,
    FORWARD
  }
}
