package app.paloma.sync;

import app.paloma.model.Mailbox;
import app.paloma.model.SearchQuery;
import app.paloma.protocol.imap.types.SearchKey;
import app.paloma.protocol.imap.types.SearchKey.Place;
import java.util.List;

/// A search as people write it in the words of SEARCH (RFC 9051 §6.4.4). Pure. A server finds any
/// part of a word and cannot tell attachments from text, so its answer may hold more than asked
/// for.
final class ServerQuery {
  private ServerQuery() {}

  /// @param mailbox where the server looks: `in:` is decided here
  /// @param gmail whether the server has Gmail's own search (X-GM-EXT-1), which knows attachments
  static SearchKey key(SearchQuery query, Mailbox mailbox, boolean gmail) {
    return switch (query) {
      case SearchQuery.Everything() -> new SearchKey.All();
      case SearchQuery.And(List<SearchQuery> terms) ->
          new SearchKey.And(terms.stream().map(term -> key(term, mailbox, gmail)).toList());
      case SearchQuery.Or(List<SearchQuery> terms) ->
          terms.stream()
              .map(term -> key(term, mailbox, gmail))
              .reduce(SearchKey.Or::new)
              .orElse(new SearchKey.All());
      case SearchQuery.Not(SearchQuery term) -> new SearchKey.Not(key(term, mailbox, gmail));
      case SearchQuery.Text(SearchQuery.Field field, String text, boolean prefix) ->
          text.isBlank() ? new SearchKey.All() : new SearchKey.Text(place(field), text);
      case SearchQuery.In(String name) ->
          is(mailbox, name) ? new SearchKey.All() : new SearchKey.Not(new SearchKey.All());
      case SearchQuery.Is(SearchQuery.State state) ->
          switch (state) {
            case UNREAD -> new SearchKey.Not(new SearchKey.HasFlag("\\Seen"));
            case READ -> new SearchKey.HasFlag("\\Seen");
            case FLAGGED -> new SearchKey.HasFlag("\\Flagged");
            case ANSWERED -> new SearchKey.HasFlag("\\Answered");
            // Known to this computer only: what the server alone has is none of these.
            case PINNED, MUTED, SNOOZED -> new SearchKey.Not(new SearchKey.All());
          };
      // RFC 9051 §9 flag-keyword = atom: no message can have another.
      case SearchQuery.Tag(String keyword) ->
          keyword.matches("[!#$&'+,./0-9:;<=>?@A-Z^_`a-z|}~-]+")
              ? new SearchKey.HasFlag(keyword)
              : new SearchKey.Not(new SearchKey.All());
      case SearchQuery.HasAttachment() ->
          gmail
              ? new SearchKey.GmailRaw("has:attachment")
              : new SearchKey.Header("Content-Type", "multipart/mixed");
      case SearchQuery.Before(var day) -> new SearchKey.Date(true, SearchKey.Side.BEFORE, day);
      case SearchQuery.After(var day) -> new SearchKey.Date(true, SearchKey.Side.SINCE, day);
      case SearchQuery.Larger(long octets) -> new SearchKey.Larger(octets);
      case SearchQuery.Smaller(long octets) -> new SearchKey.Smaller(octets);
    };
  }

  private static Place place(SearchQuery.Field field) {
    return switch (field) {
      case FROM -> Place.FROM;
      case TO -> Place.TO;
      case CC -> Place.CC;
      case SUBJECT -> Place.SUBJECT;
      case BODY, ATTACHMENT -> Place.BODY;
      case ANY -> Place.TEXT;
    };
  }

  private static boolean is(Mailbox mailbox, String name) {
    return mailbox.role().token().equalsIgnoreCase(name)
        || mailbox.name().equalsIgnoreCase(name)
        || mailbox.leaf().equalsIgnoreCase(name);
  }
}
