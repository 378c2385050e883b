package app.paloma.send;

import app.paloma.protocol.smtp.MailTransaction;
import app.paloma.store.OutboxStore.Entry;
import java.util.List;

/// A claimed message, ready for the server it goes to.
///
/// @param recipients those for this attempt marked
/// @param transaction the first; what a server leaves over goes into others
record Prepared(
    Entry entry, Recipients recipients, OutboundContent content, MailTransaction transaction) {

  static Prepared of(Entry entry, Recipients recipients, OutboundContent content) {
    return new Prepared(entry, recipients, content, transaction(entry, recipients.open(), content));
  }

  /// For those whom the first transaction left over.
  MailTransaction rest(List<String> open) {
    return transaction(entry, open, content);
  }

  private static MailTransaction transaction(
      Entry entry, List<String> open, OutboundContent content) {
    MailTransaction plain =
        MailTransaction.of(entry.reversePath(), open, content.size(), content.body());
    return entry.deliveryReport() ? plain.reported(envelopeId(entry)) : plain;
  }

  /// The same at each attempt (RFC 3461 §4.4), so that a report names the message.
  private static String envelopeId(Entry entry) {
    String id = entry.messageId();
    return id.substring(0, Math.min(id.length(), 100));
  }
}
