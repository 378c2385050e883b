package app.paloma.model;

/// The store's row number of a message; stable over moves and over changes of UIDVALIDITY.
public record MessageId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
