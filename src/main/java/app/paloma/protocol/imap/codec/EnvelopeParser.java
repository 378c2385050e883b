package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.Envelope;
import app.paloma.protocol.imap.types.Envelope.EnvelopeAddress;
import java.util.ArrayList;
import java.util.List;

/// ENVELOPE from values already read, so that an odd one costs itself alone.
final class EnvelopeParser {
  private EnvelopeParser() {}

  /// ```
  /// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
  ///            env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"
  /// ```
  ///
  /// RFC 9051 §9. Null for anything else.
  static Envelope envelope(Object value) {
    if (!(value instanceof List<?> fields) || fields.isEmpty()) {
      return null;
    }
    return new Envelope(
        string(fields, 0),
        string(fields, 1),
        envAddresses(fields, 2),
        envAddresses(fields, 3),
        envAddresses(fields, 4),
        envAddresses(fields, 5),
        envAddresses(fields, 6),
        envAddresses(fields, 7),
        string(fields, 8),
        string(fields, 9));
  }

  /// `env-from = "(" 1*address ")" / nil` and its like; empty for nil.
  private static List<EnvelopeAddress> envAddresses(List<?> fields, int index) {
    if (index >= fields.size() || !(fields.get(index) instanceof List<?> list)) {
      return List.of();
    }
    ArrayList<EnvelopeAddress> addresses = new ArrayList<>(list.size());
    for (Object entry : list) {
      if (entry instanceof List<?> address) {
        addresses.add(address(address));
      }
    }
    return List.copyOf(addresses);
  }

  /// `address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"`.
  private static EnvelopeAddress address(List<?> fields) {
    return new EnvelopeAddress(
        string(fields, 0), string(fields, 1), string(fields, 2), string(fields, 3));
  }

  static String string(List<?> fields, int index) {
    return index < fields.size() && fields.get(index) instanceof String text ? text : null;
  }
}
