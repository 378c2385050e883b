package app.paloma.ui.messages;

import app.paloma.model.SearchQuery;
import app.paloma.search.SearchQueryParser;
import java.util.List;

/// What a person types into the search field: tags by the names they see, the last word as a
/// beginning.
final class TypedSearch {
  private TypedSearch() {}

  static SearchQuery parse(String text, List<Tag> tags) {
    return named(SearchQueryParser.parseTyping(text), tags);
  }

  private static SearchQuery named(SearchQuery query, List<Tag> tags) {
    return switch (query) {
      case SearchQuery.And(List<SearchQuery> terms) ->
          new SearchQuery.And(terms.stream().map(term -> named(term, tags)).toList());
      case SearchQuery.Or(List<SearchQuery> terms) ->
          new SearchQuery.Or(terms.stream().map(term -> named(term, tags)).toList());
      case SearchQuery.Not(SearchQuery term) -> new SearchQuery.Not(named(term, tags));
      case SearchQuery.Tag(String name) ->
          tags.stream()
              .filter(tag -> tag.name().equalsIgnoreCase(name))
              .findFirst()
              .<SearchQuery>map(tag -> new SearchQuery.Tag(tag.keyword()))
              .orElse(query);
      case SearchQuery.Everything _,
          SearchQuery.Text _,
          SearchQuery.In _,
          SearchQuery.Is _,
          SearchQuery.HasAttachment _,
          SearchQuery.Before _,
          SearchQuery.After _,
          SearchQuery.Larger _,
          SearchQuery.Smaller _ ->
          query;
    };
  }
}
