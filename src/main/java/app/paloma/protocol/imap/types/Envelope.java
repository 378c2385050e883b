package app.paloma.protocol.imap.types;

import java.util.List;

/// ENVELOPE (RFC 9051 §7.5.2): header fields as the server parsed them, encoded words left as they
/// are; null for NIL. Text is UTF-8 where it is valid, else ISO 8859-1.
public record Envelope(
    String date,
    String subject,
    List<EnvelopeAddress> from,
    List<EnvelopeAddress> sender,
    List<EnvelopeAddress> replyTo,
    List<EnvelopeAddress> to,
    List<EnvelopeAddress> cc,
    List<EnvelopeAddress> bcc,
    String inReplyTo,
    String messageId) {

  /// The four strings of an address; a group begins with a mailbox and no host and ends with
  /// neither.
  public record EnvelopeAddress(String name, String route, String mailbox, String host) {
    public boolean isGroupStart() {
      return host == null && mailbox != null;
    }

    public boolean isGroupEnd() {
      return host == null && mailbox == null;
    }
  }
}
