package app.paloma.protocol.imap.types;

/// The rights of RFC 4314 on a mailbox, a letter each.
public record Rights(String letters) {
  public boolean has(char letter) {
    return letters.indexOf(letter) >= 0;
  }

  /// Whether messages can be put there.
  public boolean mayInsert() {
    return has('i');
  }

  /// Whether messages can be removed.
  public boolean mayDelete() {
    return has('t') || has('d');
  }

  public boolean mayWriteFlags() {
    return has('w') || has('s');
  }
}
