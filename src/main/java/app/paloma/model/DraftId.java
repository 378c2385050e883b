package app.paloma.model;

/// The store's row number of a draft.
public record DraftId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
