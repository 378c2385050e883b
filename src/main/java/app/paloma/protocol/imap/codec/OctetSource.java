package app.paloma.protocol.imap.codec;

import app.paloma.model.MailException;

/// Where octets come from.
@FunctionalInterface
public interface OctetSource {
  /// At least one octet, or -1 at the end.
  int read(byte[] into, int offset, int length) throws MailException;
}
