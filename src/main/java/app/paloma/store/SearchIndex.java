package app.paloma.store;

import app.paloma.model.*;

/// Full-text search over what is here (FTS5). Accents and case do not matter; text of scripts
/// without spaces is found by any part of it.
public final class SearchIndex {
  final Database database;

  SearchIndex(Database database) {
    this.database = database;
  }

  /// @param hits all there are
  /// @param indexed messages with their whole text in the index; `messages` all that are here
  public record Result(long[] ids, int hits, int indexed, int messages) {}

  /// Best first, at most `limit` ids.
  public Result search(SearchQuery query, int limit) {
    throw new UnsupportedOperationException();
  }
}
