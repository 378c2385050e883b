package app.paloma.model;

/// A mailbox as the store knows it, with the counts the window shows (local state, so unsent
/// changes are in them).
///
/// @param name the full name, UTF-8, with the server's hierarchy delimiter in it
/// @param delimiter the hierarchy delimiter, or 0 where the mailbox has none
/// @param selectable false for `\Noselect` and `\NonExistent` names that only hold others
/// @param uidValidity 0 until the mailbox was first opened; likewise uidNext and highestModSeq
/// @param serverMessages EXISTS at the last sync; with `complete` it tells how far the copy is
/// @param readOnly what SELECT said last
/// @param complete whether all messages of the last sync are here, bodies included
/// @param objectId what the server calls it under every name (RFC 8474 MAILBOXID); empty where it
///   does not tell
public record Mailbox(
    MailboxId id,
    AccountId account,
    String name,
    char delimiter,
    MailboxRole role,
    boolean selectable,
    boolean subscribed,
    boolean readOnly,
    int messages,
    int unread,
    long uidValidity,
    long uidNext,
    long highestModSeq,
    long serverMessages,
    boolean complete,
    MailboxHolder holder,
    MailboxRights rights,
    String objectId) {

  public boolean mayInsert() {
    return !readOnly && rights.mayInsert();
  }

  public boolean mayRemove() {
    return !readOnly && rights.mayRemove();
  }

  public boolean mayFlag() {
    return !readOnly && rights.mayFlag();
  }

  public boolean mayMarkRead() {
    return !readOnly && rights.mayMarkRead();
  }

  /// Nothing in it can be changed.
  public boolean isLocked() {
    return readOnly || rights.isReadOnly();
  }

  /// The last part of the name.
  public String leaf() {
    int cut = delimiter == 0 ? -1 : name.lastIndexOf(delimiter);
    return name.substring(cut + 1);
  }

  /// The full name of the parent, or empty at the top.
  public String parent() {
    int cut = delimiter == 0 ? -1 : name.lastIndexOf(delimiter);
    return cut < 0 ? "" : name.substring(0, cut);
  }
}
