package app.paloma.model;

import java.time.LocalDate;
import java.util.List;

/// What to search for, as a tree. Written by people in the language of the command line contract
/// and read by the search room; any text at all is a valid query.
public sealed interface SearchQuery {
  /// Matches all: the empty query.
  record Everything() implements SearchQuery {}

  record And(List<SearchQuery> terms) implements SearchQuery {
    public And {
      terms = List.copyOf(terms);
    }
  }

  record Or(List<SearchQuery> terms) implements SearchQuery {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  record Not(SearchQuery term) implements SearchQuery {}

  /// A word, a phrase of several words, or the beginning of a word, in one field or any.
  record Text(Field field, String text, boolean prefix) implements SearchQuery {}

  /// In a mailbox: its full name, its last part, or a role (`@sent`).
  record In(String mailbox) implements SearchQuery {}

  record Is(State state) implements SearchQuery {}

  /// Has an IMAP keyword; case does not matter.
  record Tag(String keyword) implements SearchQuery {}

  record HasAttachment() implements SearchQuery {}

  /// Sent before the beginning of that day, local time.
  record Before(LocalDate day) implements SearchQuery {}

  /// Sent on that day or later.
  record After(LocalDate day) implements SearchQuery {}

  record Larger(long octets) implements SearchQuery {}

  record Smaller(long octets) implements SearchQuery {}

  /// Where a text may stand.
  enum Field {
    ANY,
    FROM,
    TO,
    CC,
    SUBJECT,
    BODY,
    ATTACHMENT
  }

  /// What `is:` takes.
  enum State {
    UNREAD,
    READ,
    FLAGGED,
    ANSWERED,
    PINNED,
    MUTED,
    SNOOZED
  }
}
