package app.paloma.model;

import java.util.Locale;
import java.util.Objects;

/// One mailbox of RFC 5322 §3.4: a display name (decoded, may be empty) and an addr-spec (may be
/// empty where a message names a person without an address).
public record Address(String name, String email) {
  public static final Address NONE = new Address("", "");

  public Address {
    Objects.requireNonNull(name);
    Objects.requireNonNull(email);
  }

  public static Address of(String email) {
    return new Address("", email);
  }

  public String domain() {
    int at = email.lastIndexOf('@');
    return at < 0 ? "" : email.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  /// The name, or the address where there is no name: what a list shows.
  public String display() {
    return name.isBlank() ? email : name;
  }

  // Written out as in [RowId].
  @Override
  public boolean equals(Object other) {
    return other instanceof Address(String itsName, String itsEmail)
        && itsName.equals(name)
        && itsEmail.equals(email);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + email.hashCode();
  }

  /// `Name <address>`, for people, not for a header (headers are written by the mime room).
  @Override
  public String toString() {
    return name.isBlank() ? email : name + " <" + email + ">";
  }
}
