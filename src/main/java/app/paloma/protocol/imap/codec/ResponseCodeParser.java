package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.Capabilities;
import app.paloma.protocol.imap.types.ResponseCode;
import app.paloma.protocol.imap.types.UidMapping;
import app.paloma.protocol.imap.types.UidSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/// resp-text-code (RFC 9051 §9). A code whose arguments are odd is a named one: it never costs the
/// status that carries it.
final class ResponseCodeParser {
  private static final int MAX_COPIED = 1 << 22;

  private final FlagReader flagReader;

  ResponseCodeParser(FlagReader flagReader) {
    this.flagReader = flagReader;
  }

  /// `resp-text = ["[" resp-text-code "]" SP] [text]`; reads up to the text.
  ResponseCode respTextCode(Cursor cursor) {
    int start = cursor.position();
    if (!cursor.skip('[')) {
      return ResponseCode.none();
    }
    try {
      String name = cursor.atom(false).toUpperCase(Locale.ROOT);
      cursor.spaces();
      int arguments = cursor.position();
      ResponseCode code;
      try {
        code = code(name, cursor);
        cursor.spaces();
        cursor.expect(']');
      } catch (Malformed e) {
        cursor.position(arguments);
        code = new ResponseCode.Named(name, upToBracket(cursor));
        cursor.expect(']');
      }
      cursor.spaces();
      return code;
    } catch (Malformed e) {
      cursor.position(start);
      return ResponseCode.none();
    }
  }

  private ResponseCode code(String name, Cursor cursor) throws Malformed {
    return switch (name) {
      case "CAPABILITY" -> new ResponseCode.CapabilityCode(capabilities(cursor));
      case "PERMANENTFLAGS" -> {
        var flags = flagReader.flagList(cursor);
        yield new ResponseCode.PermanentFlags(flags, flagReader.anyKeyword());
      }
      case "UIDNEXT" -> new ResponseCode.UidNext(cursor.number());
      case "UIDVALIDITY" -> new ResponseCode.UidValidityCode(cursor.number());
      case "HIGHESTMODSEQ" -> new ResponseCode.HighestModSeq(cursor.number());
      case "APPENDUID" -> {
        long validity = cursor.number();
        cursor.spaces();
        yield new ResponseCode.AppendUidCode(validity, cursor.set());
      }
      case "COPYUID" -> new ResponseCode.CopyUid(copyUid(cursor));
      case "MODIFIED" -> new ResponseCode.Modified(cursor.set());
      case "MAILBOXID" -> {
        cursor.expect('(');
        String id = cursor.atom(true);
        cursor.expect(')');
        yield new ResponseCode.MailboxIdCode(id);
      }
      case "BADCHARSET" -> {
        ArrayList<String> charsets = new ArrayList<>();
        if (cursor.peek() == '(' && cursor.value() instanceof List<?> list) {
          list.forEach(charset -> charsets.add(String.valueOf(charset)));
        }
        yield new ResponseCode.BadCharset(List.copyOf(charsets));
      }
      default -> new ResponseCode.Named(name, upToBracket(cursor));
    };
  }

  /// `capability-data = "CAPABILITY" *(SP capability) ...`.
  static Capabilities capabilities(Cursor cursor) throws Malformed {
    ArrayList<String> names = new ArrayList<>();
    while (true) {
      cursor.spaces();
      if (cursor.atEnd() || cursor.peek() == ']') {
        return Capabilities.of(names);
      }
      names.add(cursor.atom(false));
    }
  }

  /// `resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set` (RFC 4315 §4): the n-th of one
  /// set went to the n-th of the other.
  private static UidMapping copyUid(Cursor cursor) throws Malformed {
    long validity = cursor.number();
    cursor.spaces();
    long[] from = cursor.orderedSet(MAX_COPIED);
    cursor.spaces();
    long[] to = cursor.orderedSet(MAX_COPIED);
    if (from.length != to.length) {
      throw new Malformed("COPYUID with sets of different size");
    }
    HashMap<Long, Long> targets = new HashMap<>();
    for (int i = 0; i < from.length; i++) {
      if (from[i] == UidSet.MAX || to[i] == UidSet.MAX) {
        throw new Malformed("COPYUID with a star");
      }
      targets.put(from[i], to[i]);
    }
    return new UidMapping(validity, targets);
  }

  private static String upToBracket(Cursor cursor) {
    int from = cursor.position();
    int to = from;
    while (to < cursor.end() && cursor.octetAt(to) != ']') {
      to++;
    }
    cursor.position(to);
    return cursor.between(from, to).strip();
  }
}
