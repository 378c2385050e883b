package app.paloma.model;

/// The store's row number of an account.
public record AccountId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
