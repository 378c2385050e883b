package app.paloma.protocol.imap.types;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A part of a message to fetch without setting `\Seen` (RFC 9051 §6.4.5).
///
/// @param spec what stands in the brackets: empty, `HEADER`, `1.2`, `1.MIME`, `HEADER.FIELDS
///   (SUBJECT)`
/// @param offset the first octet, or -1 for all of it
/// @param count how many octets at most; only with an offset
public record Section(String spec, long offset, long count) {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(?:[1-9][0-9]{0,9}\\.)*[1-9][0-9]{0,9})?(?:(?:(?<=[0-9])\\.|^)(?:HEADER|TEXT|MIME|HEADER\\.FIELDS(?:\\.NOT)?"
              + " \\([!#$&'*+,./0-9;<=>?@A-Z^_`a-z|~ -]+\\)))?");

  public Section {
    if (!SPEC.matcher(spec).matches()) {
      throw new IllegalArgumentException("not a section: " + spec);
    }
    if (offset >= 0 && count <= 0) {
      throw new IllegalArgumentException("not a range: " + offset + "." + count);
    }
  }

  /// All of the message: `BODY.PEEK[]`.
  public static Section whole() {
    return new Section("", -1, 0);
  }

  public static Section header() {
    return new Section("HEADER", -1, 0);
  }

  public static Section text() {
    return new Section("TEXT", -1, 0);
  }

  public static Section headerFields(List<String> names) {
    return new Section(
        "HEADER.FIELDS (" + String.join(" ", names).toUpperCase(Locale.ROOT) + ")", -1, 0);
  }

  /// The content of a part as it was sent: `BODY.PEEK[1.2]`.
  public static Section part(String number) {
    return new Section(number, -1, 0);
  }

  /// The MIME header of a part: `BODY.PEEK[1.2.MIME]`.
  public static Section mime(String number) {
    return new Section(number + ".MIME", -1, 0);
  }

  public Section partial(long from, long octets) {
    return new Section(spec, from, octets);
  }

  /// As the command writes it.
  public String text(boolean peek) {
    StringBuilder text = new StringBuilder("BODY");
    if (peek) {
      text.append(".PEEK");
    }
    text.append('[').append(spec).append(']');
    if (offset >= 0) {
      text.append('<').append(offset).append('.').append(count).append('>');
    }
    return text.toString();
  }
}
