package app.paloma.security;

/// The place where passwords are cannot be used now. Words for people are `diagnosis.ErrorText`'s.
public final class CredentialException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What is wrong with it.
  public enum Reason {
    /// The vault or its key is not what was written; the file was left as it is.
    VAULT_DAMAGED,
    /// The vault cannot be read or written: permission, full disk.
    VAULT_UNREACHABLE,
    /// The system's keychain is locked, does not answer or refuses.
    KEYRING_REFUSED
  }

  private final Reason reason;

  CredentialException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
