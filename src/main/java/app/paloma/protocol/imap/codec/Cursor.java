package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.SectionContent;
import app.paloma.protocol.imap.types.UidSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the terminals of RFC 9051 §9 from one frame, and no octet beyond its end.
final class Cursor {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 1 << 20;

  private byte[] buffer = new byte[0];
  private int base;
  private int at;
  private int end;
  private int side;
  private int values;
  private List<Frame.SideLiteral> sides = List.of();

  void reset(Frame frame) {
    buffer = frame.buffer;
    base = frame.start;
    at = frame.start;
    end = frame.end;
    sides = frame.side;
    side = 0;
    values = 0;
  }

  boolean atEnd() {
    return at >= end;
  }

  /// The next octet, or -1.
  int peek() {
    return at < end ? buffer[at] & 0xff : -1;
  }

  int next() throws Malformed {
    if (at >= end) {
      throw new Malformed("ends too early");
    }
    return buffer[at++] & 0xff;
  }

  int position() {
    return at;
  }

  void position(int newPosition) {
    at = newPosition;
  }

  boolean skip(char c) {
    if (at < end && buffer[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char c) throws Malformed {
    if (!skip(c)) {
      throw new Malformed(
          "'" + c + "' expected at octet " + (at - base) + (at < end ? "" : ", but it ends"));
    }
  }

  /// SP; some servers write several.
  boolean spaces() {
    int before = at;
    while (at < end && buffer[at] == ' ') {
      at++;
    }
    return at > before;
  }

  boolean atDigit() {
    return at < end && buffer[at] >= '0' && buffer[at] <= '9';
  }

  /// number64; a sign, which has no business there, makes it -1, and so does what is too large.
  long number() throws Malformed {
    boolean negative = skip('-');
    int from = at;
    long value = 0;
    while (at < end && buffer[at] >= '0' && buffer[at] <= '9') {
      value = 10 * value + (buffer[at++] - '0');
    }
    int digits = at - from;
    if (digits == 0) {
      throw new Malformed("number expected at octet " + (at - base));
    }
    if (digits > 18) {
      // mod-sequence-value goes up to 2^63-1 (RFC 7162 §7): 19 digits.
      try {
        value = Long.parseLong(new String(buffer, from, digits, StandardCharsets.US_ASCII));
      } catch (NumberFormatException e) {
        value = -1;
      }
    }
    return negative ? -1 : value;
  }

  /// Octets up to a space, parenthesis, quote or bracket; `[` begins one only when asked.
  String atom(boolean brackets) throws Malformed {
    int from = at;
    while (at < end && isAtomOctet(buffer[at], brackets)) {
      at++;
    }
    if (at == from) {
      throw new Malformed("atom expected at octet " + (at - base));
    }
    return new String(buffer, from, at - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAtomOctet(byte b, boolean brackets) {
    return switch (b) {
      case ' ', '(', ')', '"', '{', '\r', '\n' -> false;
      case '[', ']' -> brackets;
      default -> true;
    };
  }

  /// Whether the next octets are this word, without case; then they are taken.
  boolean word(String upper) {
    if (!matches(at, upper)) {
      return false;
    }
    at += upper.length();
    return true;
  }

  boolean matches(int from, String upper) {
    if (end - from < upper.length()) {
      return false;
    }
    for (int i = 0; i < upper.length(); i++) {
      int c = buffer[from + i];
      if (c >= 'a' && c <= 'z') {
        c -= 32;
      }
      if (c != upper.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean atNil() {
    if (!matches(at, "NIL")) {
      return false;
    }
    int after = at + 3 < end ? buffer[at + 3] : ' ';
    return after == ' ' || after == ')' || after == '(' || after == ']';
  }

  boolean nil() {
    if (atNil()) {
      at += 3;
      return true;
    }
    return false;
  }

  /// astring: atom, quoted or literal, an octet a char.
  String astring() throws Malformed {
    int c = peek();
    if (c == '"') {
      return latin1(quoted());
    }
    if (c == '{' || c == '~' && at + 1 < end && buffer[at + 1] == '{') {
      return latin1(literal());
    }
    return atom(true);
  }

  /// nstring as text, or null; an atom in its place is taken as it is.
  String nstring() throws Malformed {
    if (nil()) {
      return null;
    }
    int c = peek();
    if (c == '"') {
      return quotedText();
    }
    if (c == '{' || c == '~') {
      return text(literal());
    }
    return atom(true);
  }

  /// nstring or literal8 as exact octets.
  SectionContent content() throws Malformed {
    if (nil()) {
      return new SectionContent.Nil();
    }
    int c = peek();
    if (c == '"') {
      return new SectionContent.Octets(quoted());
    }
    if (c == '{' || c == '~') {
      return literalContent();
    }
    throw new Malformed("string expected at octet " + (at - base));
  }

  private byte[] literal() throws Malformed {
    return switch (literalContent()) {
      case SectionContent.Octets(byte[] octets) -> octets;
      case SectionContent.Streamed ignored -> throw new Malformed("a text too large for memory");
      case SectionContent.Nil() -> new byte[0];
    };
  }

  private SectionContent literalContent() throws Malformed {
    skip('~');
    expect('{');
    long length = number();
    skip('+');
    expect('}');
    skip('\r');
    expect('\n');
    if (side < sides.size() && sides.get(side).position() == at - base) {
      return sides.get(side++).content();
    }
    if (length > end - at) {
      throw new Malformed("a literal without its octets");
    }
    byte[] octets = Arrays.copyOfRange(buffer, at, at + (int) length);
    at += (int) length;
    return new SectionContent.Octets(octets);
  }

  private String quotedText() throws Malformed {
    int from = at + 1;
    for (int i = from; i < end; i++) {
      byte b = buffer[i];
      if (b == '"') {
        at = i + 1;
        return new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
      }
      if (b == '\\' || b < 0) {
        return text(quoted());
      }
    }
    throw new Malformed("a quoted string without end");
  }

  /// quoted; a backslash protects any octet, as several servers use it.
  private byte[] quoted() throws Malformed {
    expect('"');
    int from = at;
    int escapes = 0;
    while (at < end && buffer[at] != '"') {
      if (buffer[at] == '\\' && at + 1 < end) {
        at++;
        escapes++;
      }
      at++;
    }
    if (at >= end) {
      throw new Malformed("a quoted string without end");
    }
    byte[] octets = new byte[at - from - escapes];
    int n = 0;
    for (int i = from; i < at; i++) {
      if (buffer[i] == '\\' && i + 1 < at) {
        i++;
      }
      octets[n++] = buffer[i];
    }
    at++;
    return octets;
  }

  /// Any value at all: null for NIL, a String, or a List of values. What is unknown is read over
  /// with it.
  Object value() throws Malformed {
    return value(0);
  }

  private Object value(int depth) throws Malformed {
    if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
      throw new Malformed("nested too deep or too long");
    }
    int c = peek();
    if (c == '(') {
      at++;
      ArrayList<Object> list = new ArrayList<>();
      while (true) {
        spaces();
        if (skip(')')) {
          return list;
        }
        list.add(value(depth + 1));
      }
    }
    if (c == '"') {
      return quotedText();
    }
    if (c == '{' || c == '~' && at + 1 < end && buffer[at + 1] == '{') {
      return text(literal());
    }
    if (nil()) {
      return null;
    }
    if (c == -1) {
      throw new Malformed("ends too early");
    }
    if (c == '\\') {
      at++;
      return "\\" + (peek() == '*' ? atom(true) : atomOrEmpty());
    }
    return atom(true);
  }

  private String atomOrEmpty() throws Malformed {
    return at < end && isAtomOctet(buffer[at], true) ? atom(true) : "";
  }

  /// sequence-set.
  UidSet set() throws Malformed {
    UidSet.Builder builder = new UidSet.Builder();
    do {
      long first = setNumber();
      long last = skip(':') ? setNumber() : first;
      builder.add(Math.min(first, last), Math.max(first, last));
    } while (skip(','));
    return builder.build();
  }

  /// uid-set in the order in which it is written, at most `most` numbers.
  long[] orderedSet(int most) throws Malformed {
    long[] numbers = new long[16];
    int n = 0;
    do {
      long a = setNumber();
      long b = skip(':') ? setNumber() : a;
      // RFC 4315 §3: a range is ascending, however it is written.
      long first = Math.min(a, b);
      long last = Math.max(a, b);
      if (last - first >= most - n) {
        throw new Malformed("a set of too many messages");
      }
      for (long number = first; number <= last; number++) {
        if (n == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * n);
        }
        numbers[n++] = number;
      }
    } while (skip(','));
    return Arrays.copyOf(numbers, n);
  }

  private long setNumber() throws Malformed {
    if (skip('*')) {
      return UidSet.MAX;
    }
    long number = number();
    if (number < 0 || number > UidSet.MAX) {
      throw new Malformed("not a message number: " + number);
    }
    return number;
  }

  /// The rest of the line as text for people.
  String rest() {
    byte[] octets = Arrays.copyOfRange(buffer, Math.min(at, end), end);
    at = end;
    return text(octets);
  }

  /// What stands between two positions, an octet a char.
  String between(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  byte octetAt(int position) {
    return buffer[position];
  }

  int end() {
    return end;
  }

  private static String latin1(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /// UTF-8 where it is valid, else ISO 8859-1: every octet string has a reading.
  static String text(byte[] octets) {
    for (byte b : octets) {
      if (b < 0) {
        String utf8 = new String(octets, StandardCharsets.UTF_8);
        return utf8.indexOf('\ufffd') < 0 ? utf8 : latin1(octets);
      }
    }
    return latin1(octets);
  }
}
