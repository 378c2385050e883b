package app.paloma.model;

/// The store's row number of a mailbox.
public record MailboxId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
