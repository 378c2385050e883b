package app.paloma.model;

/// The store's row number of a message that waits to be sent.
public record OutboxId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
