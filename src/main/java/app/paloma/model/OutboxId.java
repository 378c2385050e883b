package app.paloma.model;

/// The store's row number of a message that waits to be sent.
public record OutboxId(long value) implements RowId {
  @Override
  public boolean equals(Object other) {
    return other instanceof OutboxId(long same) && same == value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
