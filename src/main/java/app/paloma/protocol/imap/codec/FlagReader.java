package app.paloma.protocol.imap.codec;

import app.paloma.model.Flags;
import java.util.ArrayList;
import java.util.List;

/// flag-list right from the octets (RFC 9051 §9): the flags of a mailbox repeat a few values, and
/// those cost nothing.
final class FlagReader {
  private static final Flags[] COMMON = new Flags[1 << 9];

  static {
    for (int bits = 0; bits < COMMON.length; bits++) {
      COMMON[bits] = Flags.of(bits);
    }
  }

  private boolean anyKeyword;
  private List<String> lastNames = List.of();
  private Flags last = Flags.NONE;

  /// Whether the list that was read last had `\*` in it.
  boolean anyKeyword() {
    return anyKeyword;
  }

  /// `flag-list = "(" [flag *(SP flag)] ")"`; NIL is taken for the empty list.
  Flags flagList(Cursor cursor) throws Malformed {
    anyKeyword = false;
    if (cursor.nil()) {
      return Flags.NONE;
    }
    cursor.expect('(');
    int bits = 0;
    ArrayList<String> others = null;
    while (true) {
      cursor.spaces();
      if (cursor.skip(')')) {
        break;
      }
      int bit = systemFlag(cursor);
      if (bit > 0) {
        bits |= bit;
      } else if (bit == 0) {
        String name = cursor.peek() == '"' ? cursor.astring() : cursor.atom(true);
        if (name.equals("\\*")) {
          anyKeyword = true;
        } else {
          others = others == null ? new ArrayList<>(4) : others;
          others.add(name);
        }
      }
    }
    if (others == null) {
      return COMMON[bits];
    }
    if (bits == (last.bits() & 31) && others.equals(lastNames)) {
      return last;
    }
    lastNames = others;
    last = Flags.of(bits).plus(Flags.ofNames(others));
    return last;
  }

  /// The bit; 0 for another flag, -1 for one that is dropped.
  private static int systemFlag(Cursor cursor) {
    if (cursor.peek() != '\\') {
      return 0;
    }
    int start = cursor.position();
    int bit =
        cursor.word("\\SEEN")
            ? Flags.SEEN
            : cursor.word("\\ANSWERED")
                ? Flags.ANSWERED
                : cursor.word("\\FLAGGED")
                    ? Flags.FLAGGED
                    : cursor.word("\\DELETED")
                        ? Flags.DELETED
                        : cursor.word("\\DRAFT") ? Flags.DRAFT : cursor.word("\\RECENT") ? -1 : 0;
    int next = cursor.peek();
    if (bit != 0 && next != ' ' && next != ')') {
      cursor.position(start);
      return 0;
    }
    return bit;
  }
}
