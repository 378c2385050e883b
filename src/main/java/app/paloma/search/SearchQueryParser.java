package app.paloma.search;

import app.paloma.model.*;

/// The query language of the command line contract; every text is a valid query.
public final class SearchQueryParser {
  private SearchQueryParser() {}

  public static SearchQuery parse(String text) {
    throw new UnsupportedOperationException();
  }

  /// As you type: the last word counts as the beginning of a word.
  public static SearchQuery parseTyping(String text) {
    throw new UnsupportedOperationException();
  }
}
