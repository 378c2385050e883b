package app.paloma.model;

/// The store's row number of an account.
public record AccountId(long value) implements RowId {
  @Override
  public boolean equals(Object other) {
    return other instanceof AccountId(long same) && same == value;
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
