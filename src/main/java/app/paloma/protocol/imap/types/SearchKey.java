package app.paloma.protocol.imap.types;

import java.time.LocalDate;
import java.util.List;

/// A search program (RFC 9051 §6.4.4, RFC 5032) as data.
public sealed interface SearchKey {
  /// Matches all.
  record All() implements SearchKey {}

  record And(List<SearchKey> keys) implements SearchKey {
    public And {
      keys = List.copyOf(keys);
    }
  }

  record Or(SearchKey left, SearchKey right) implements SearchKey {}

  record Not(SearchKey key) implements SearchKey {}

  record Uids(UidSet uids) implements SearchKey {}

  /// A flag or keyword by its IMAP name: `\Seen`, `$Forwarded`.
  record HasFlag(String flag) implements SearchKey {}

  /// `HEADER name value`; an empty value asks for the field's presence.
  record Header(String field, String value) implements SearchKey {}

  /// Text in one of the places that IMAP knows by name.
  record Text(Place place, String text) implements SearchKey {}

  /// INTERNALDATE or the Date field, on the given side of the beginning of a day.
  record Date(boolean sent, Side side, LocalDate day) implements SearchKey {}

  record Larger(long octets) implements SearchKey {}

  record Smaller(long octets) implements SearchKey {}

  /// Arrived within the last seconds (RFC 5032 WITHIN).
  record Younger(long seconds) implements SearchKey {}

  /// Gmail's own search language (X-GM-RAW).
  record GmailRaw(String query) implements SearchKey {}

  /// Where a text may stand.
  enum Place {
    FROM,
    TO,
    CC,
    BCC,
    SUBJECT,
    BODY,
    TEXT
  }

  /// On which side of a day.
  enum Side {
    BEFORE,
    ON,
    SINCE
  }
}
