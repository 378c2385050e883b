package app.paloma.store;

import app.paloma.model.StoreFailure;
import java.util.Locale;

/// The store could not do what was asked; nothing half-done remains.
public final class StoreException extends RuntimeException implements StoreFailure {
  private static final long serialVersionUID = 1;
  private final Reason reason;

  /// What is wrong with the profile, or with what was asked.
  public enum Reason {
    BUSY,
    FULL,
    DAMAGED,
    NEWER_VERSION,
    READ_ONLY,
    NOT_FOUND,
    MAILBOX_EXISTS,
    MAILBOX_IN_ITSELF,

    /// Messages are not here as a whole, and have to be.
    NOT_FETCHED,
    IO
  }

  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public String reasonKey() {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
