package app.paloma.model;

import java.util.Locale;
import java.util.Optional;

/// What a mailbox is for: the special-use attributes of RFC 6154, and INBOX. The order is the order
/// in which the window shows them.
public enum MailboxRole {
  INBOX,
  DRAFTS,
  SENT,
  ARCHIVE,
  JUNK,
  TRASH,
  ALL,
  FLAGGED,
  NONE;

  /// `@inbox`, as the command line names it.
  public String token() {
    return "@" + name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MailboxRole> ofToken(String token) {
    for (MailboxRole role : values()) {
      if (role != NONE && role.token().equalsIgnoreCase(token)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
