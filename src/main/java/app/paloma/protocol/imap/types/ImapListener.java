package app.paloma.protocol.imap.types;

/// Hears what a server says without being asked (RFC 9051 §7). Called on the thread that drives the
/// client; must not call the client.
public interface ImapListener {
  ImapListener NONE = new ImapListener() {};

  default void exists(long messages) {}

  default void expunged(long sequence) {}

  /// @param earlier whether it is an answer about the past (VANISHED (EARLIER)) and not news
  default void vanished(UidSet uids, boolean earlier) {}

  /// Data of a message that no FETCH in flight asked for: new flags.
  default void fetched(FetchData data) {}

  /// The user must see this (RFC 9051 §7.1 ALERT).
  default void alert(String text) {}

  default void bye(String text) {}

  default void capabilities(Capabilities capabilities) {}

  /// News about another mailbox (NOTIFY).
  default void status(MailboxName mailbox, MailboxStatus status) {}

  default void listed(ListedMailbox mailbox) {}

  /// A response that made no sense and was left out.
  default void warning(String text) {}
}
