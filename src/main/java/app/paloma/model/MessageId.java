package app.paloma.model;

/// The store's row number of a message; stable over moves and over changes of UIDVALIDITY.
public record MessageId(long value) implements RowId {
  @Override
  public boolean equals(Object other) {
    return other instanceof MessageId(long same) && same == value;
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
