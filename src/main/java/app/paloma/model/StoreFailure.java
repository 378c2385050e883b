package app.paloma.model;

/// What a failure of the store tells to those who make words of it and must not know the store.
public interface StoreFailure {
  /// `busy`, `full`, `damaged`, `newer_version`, `read_only`, `not_found` or `io`.
  String reasonKey();
}
