package app.paloma.protocol.imap.types;

/// What STATUS tells (RFC 9051 §7.3.4, 7162, 8438, 8474, 7889); -1 or empty where it was not told.
public record MailboxStatus(
    long messages,
    long recent,
    long uidNext,
    long uidValidity,
    long unseen,
    long highestModSeq,
    long size,
    long deleted,
    long appendLimit,
    String mailboxId) {
  public static final MailboxStatus UNKNOWN =
      new MailboxStatus(-1, -1, -1, -1, -1, -1, -1, -1, -1, "");
}
