package app.paloma.protocol.imap.types;

import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxRights;
import app.paloma.model.MailboxRole;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One mailbox of the server's list.
///
/// @param delimiter 0 where the hierarchy is flat
/// @param attributes in lower case with the backslash: `\noselect`, `\hasnochildren`, `\sent`
/// @param rights what the user may do in a mailbox of another holder, where the server tells that
/// @param status when the server told it with the list or was asked in the same breath
/// @param oldName RFC 9051 §7.3.1 OLDNAME, when the server says that it was renamed
public record ListedMailbox(
    MailboxName name,
    char delimiter,
    Set<String> attributes,
    MailboxRole role,
    boolean subscribed,
    MailboxHolder holder,
    Optional<MailboxRights> rights,
    Optional<MailboxStatus> status,
    Optional<MailboxName> oldName) {
  public ListedMailbox {
    attributes = Set.copyOf(attributes);
  }

  public boolean has(String attribute) {
    return attributes.contains(attribute.toLowerCase(Locale.ROOT));
  }

  public boolean selectable() {
    return !attributes.contains("\\noselect") && !attributes.contains("\\nonexistent");
  }
}
