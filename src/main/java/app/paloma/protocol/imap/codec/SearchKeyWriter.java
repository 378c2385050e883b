package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.SearchKey;
import java.util.List;

/// search-key (RFC 9051 §9): data to wire.
public final class SearchKeyWriter {
  private SearchKeyWriter() {}

  /// Whether the program holds text outside of US-ASCII and so needs a charset.
  public static boolean needsCharset(SearchKey key) {
    return switch (key) {
      case SearchKey.And(List<SearchKey> keys) ->
          keys.stream().anyMatch(SearchKeyWriter::needsCharset);
      case SearchKey.Or(SearchKey left, SearchKey right) ->
          needsCharset(left) || needsCharset(right);
      case SearchKey.Not(SearchKey inner) -> needsCharset(inner);
      case SearchKey.Header(String ignored, String value) -> !isAscii(value);
      case SearchKey.Text(var ignored, String text) -> !isAscii(text);
      case SearchKey.GmailRaw(String query) -> !isAscii(query);
      case SearchKey.All ignored -> false;
      case SearchKey.Uids ignored -> false;
      case SearchKey.HasFlag ignored -> false;
      case SearchKey.Date ignored -> false;
      case SearchKey.Larger ignored -> false;
      case SearchKey.Smaller ignored -> false;
      case SearchKey.Younger ignored -> false;
    };
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /// search-program: what must hold together stands side by side, since servers that read no
  /// parentheses (Hoodiecrow, which others are tested with) read that.
  public static CommandWriter program(SearchKey key, CommandWriter command) {
    return key instanceof SearchKey.And(List<SearchKey> keys) && !keys.isEmpty()
        ? sequence(keys, command)
        : write(key, command);
  }

  private static CommandWriter sequence(List<SearchKey> keys, CommandWriter command) {
    for (int i = 0; i < keys.size(); i++) {
      write(keys.get(i), command.raw(i == 0 ? "" : " "));
    }
    return command;
  }

  public static CommandWriter write(SearchKey key, CommandWriter command) {
    return switch (key) {
      case SearchKey.All() -> command.raw("ALL");
      case SearchKey.And(List<SearchKey> keys) -> {
        if (keys.isEmpty()) {
          yield command.raw("ALL");
        }
        yield sequence(keys, command.raw("(")).raw(")");
      }
      case SearchKey.Or(SearchKey left, SearchKey right) ->
          write(right, write(left, command.raw("OR ")).raw(" "));
      case SearchKey.Not(SearchKey inner) -> write(inner, command.raw("NOT "));
      case SearchKey.Uids(var uids) ->
          uids.isEmpty() ? command.raw("NOT ALL") : command.raw("UID ").set(uids);
      case SearchKey.HasFlag(String flag) -> hasFlag(flag, command);
      case SearchKey.Header(String field, String value) ->
          command.raw("HEADER " + CommandWriter.requireAtom(field) + " ").string(value);
      case SearchKey.Text(SearchKey.Place place, String text) ->
          command.raw(place.name() + " ").string(text);
      case SearchKey.Date(boolean sent, SearchKey.Side side, var day) ->
          command.raw((sent ? "SENT" : "") + side.name() + " " + ImapDate.write(day));
      case SearchKey.Larger(long octets) -> command.raw("LARGER ").number(octets);
      case SearchKey.Smaller(long octets) -> command.raw("SMALLER ").number(octets);
      case SearchKey.Younger(long seconds) -> command.raw("YOUNGER ").number(seconds);
      case SearchKey.GmailRaw(String query) -> command.raw("X-GM-RAW ").string(query);
    };
  }

  private static CommandWriter hasFlag(String flag, CommandWriter command) {
    CommandWriter.requireAtom(flag.startsWith("\\") ? flag.substring(1) : flag);
    return command.raw(
        flag.startsWith("\\")
            ? flag.substring(1).toUpperCase(java.util.Locale.ROOT)
            : "KEYWORD " + flag);
  }
}
