package app.paloma.model;

/// What the user may do in a mailbox: the rights of RFC 4314 §2.1, a letter each, those of RFC 2086
/// understood too. A server that tells none is taken to allow everything, and to say so when it
/// does not.
public record MailboxRights(String letters) {
  public static final MailboxRights UNKNOWN = new MailboxRights("");

  public boolean has(char letter) {
    return letters.indexOf(letter) >= 0;
  }

  public boolean isKnown() {
    return !letters.isEmpty();
  }

  private boolean may(char right, char before) {
    return !isKnown() || has(right) || has(before);
  }

  /// Whether messages can be put there.
  public boolean mayInsert() {
    return may('i', 'i');
  }

  /// Whether messages can be removed: marked as deleted, and expunged.
  public boolean mayRemove() {
    return may('t', 'd') && may('e', 'd');
  }

  /// Whether messages can be starred and tagged.
  public boolean mayFlag() {
    return may('w', 'w');
  }

  /// Whether messages can be marked as read for others and other days.
  public boolean mayMarkRead() {
    return may('s', 's');
  }

  /// Whether mailboxes can be made inside it.
  public boolean mayCreateInside() {
    return may('k', 'c');
  }

  /// Whether the mailbox itself can be deleted or get another name.
  public boolean mayDelete() {
    return may('x', 'd');
  }

  /// Nothing about its messages can be changed.
  public boolean isReadOnly() {
    return isKnown() && !mayInsert() && !mayRemove() && !mayFlag();
  }
}
