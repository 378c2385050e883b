package app.paloma.protocol.imap.types;

import java.util.Objects;

/// A mailbox's name twice: as people read it, and octet for octet as the server wrote it, so that a
/// name in an encoding nobody knows still finds its mailbox.
///
/// @param raw the server's octets, one a char (ISO 8859-1)
/// @param name decoded from modified UTF-7 (RFC 3501 §5.1.3) or UTF-8; where that fails, `raw`
public record MailboxName(String raw, String name) {
  public static final MailboxName INBOX = new MailboxName("INBOX", "INBOX");

  public MailboxName {
    Objects.requireNonNull(raw);
    Objects.requireNonNull(name);
  }

  /// INBOX is the one name that is compared without case (RFC 9051 §5.1).
  public boolean isInbox() {
    return raw.equalsIgnoreCase("INBOX");
  }

  @Override
  public String toString() {
    return name;
  }
}
