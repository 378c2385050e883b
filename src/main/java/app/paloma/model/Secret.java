package app.paloma.model;

import java.util.Objects;

/// A value that must never reach a log, a transcript or a message: a password, a token. Its text is
/// always `***`; only [#reveal] gives it away, so each use can be found.
public final class Secret<T> {
  private final T value;

  private Secret(T value) {
    this.value = Objects.requireNonNull(value);
  }

  public static <T> Secret<T> of(T value) {
    return new Secret<>(value);
  }

  public T reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret<?> secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
