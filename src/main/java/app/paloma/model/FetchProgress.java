package app.paloma.model;

/// Told of something large on its way here, from the thread that brings it.
@FunctionalInterface
public interface FetchProgress {
  FetchProgress NONE = (octets, total) -> true;

  /// @param total 0 where it is not known
  /// @return false to stop it
  boolean at(long octets, long total);
}
