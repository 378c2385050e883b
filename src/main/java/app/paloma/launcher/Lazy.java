package app.paloma.launcher;

import java.util.Optional;
import java.util.function.Supplier;

/// A part that is made when it is first asked for, once.
final class Lazy<T> {
  private final Supplier<T> maker;
  private T value;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  synchronized T get() {
    if (value == null) {
      value = maker.get();
    }
    return value;
  }

  /// The part if somebody asked for it.
  synchronized Optional<T> made() {
    return Optional.ofNullable(value);
  }
}
