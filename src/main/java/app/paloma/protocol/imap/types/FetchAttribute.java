package app.paloma.protocol.imap.types;

/// Message data that is asked for by name; those a server does not offer are left out of the
/// command.
public enum FetchAttribute {
  FLAGS("FLAGS", ""),
  INTERNALDATE("INTERNALDATE", ""),
  RFC822_SIZE("RFC822.SIZE", ""),
  ENVELOPE("ENVELOPE", ""),
  BODYSTRUCTURE("BODYSTRUCTURE", ""),
  MODSEQ("MODSEQ", "CONDSTORE"),
  /// RFC 8474.
  EMAILID("EMAILID", "OBJECTID"),
  THREADID("THREADID", "OBJECTID"),
  /// RFC 8514.
  SAVEDATE("SAVEDATE", "SAVEDATE"),
  /// RFC 8970.
  PREVIEW("PREVIEW", "PREVIEW"),
  GMAIL_MSGID("X-GM-MSGID", "X-GM-EXT-1"),
  GMAIL_THRID("X-GM-THRID", "X-GM-EXT-1"),
  GMAIL_LABELS("X-GM-LABELS", "X-GM-EXT-1");

  private final String text;
  private final String capability;

  FetchAttribute(String text, String capability) {
    this.text = text;
    this.capability = capability;
  }

  /// As the command writes it.
  public String text() {
    return text;
  }

  /// The capability it needs; empty for none.
  public String capability() {
    return capability;
  }
}
