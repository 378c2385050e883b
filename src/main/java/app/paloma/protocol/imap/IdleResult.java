package app.paloma.protocol.imap;

/// Why [ImapClient#idle] came back; the connection is ready for the next command.
public enum IdleResult {
  /// The listener heard something.
  ACTIVITY,
  STOPPED,
  /// The time for renewal has come (RFC 2177: at most 29 minutes).
  RENEW,
  /// The server ended it by itself, or refuses IDLE.
  ENDED_BY_SERVER
}
