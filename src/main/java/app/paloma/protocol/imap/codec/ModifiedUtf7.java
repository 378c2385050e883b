package app.paloma.protocol.imap.codec;

import app.paloma.protocol.imap.types.MailboxName;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Mailbox names on the wire: modified UTF-7 (RFC 3501 §5.1.3) and UTF-8 (RFC 6855, RFC 9051 §5.1).
public final class ModifiedUtf7 {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

  private ModifiedUtf7() {}

  /// Reads a name as the server wrote it. What is not well-formed is shown as it is.
  ///
  /// @param raw octets, one a char
  public static MailboxName read(String raw, boolean utf8) {
    if (raw.equalsIgnoreCase("INBOX")) {
      return new MailboxName(raw, "INBOX");
    }
    Optional<String> decoded = Optional.empty();
    if (raw.chars().anyMatch(c -> c >= 0x80)) {
      // Several servers send UTF-8 without having been asked.
      decoded = utf8(raw);
    } else if (!utf8) {
      decoded = decode(raw);
    }
    return new MailboxName(raw, decoded.orElse(raw));
  }

  /// The wire form of a name people typed.
  public static MailboxName write(String name, boolean utf8) {
    String raw =
        utf8
            ? new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
            : encode(name);
    return new MailboxName(raw, name);
  }

  private static Optional<String> utf8(String raw) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)));
      return Optional.of(text.toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// Empty unless it is exactly what [#encode] would write, so that no two raw names read alike.
  public static Optional<String> decode(String raw) {
    if (raw.indexOf('&') < 0) {
      return Optional.of(raw);
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '&') {
        text.append(c);
        continue;
      }
      int end = raw.indexOf('-', i);
      if (end < 0) {
        return Optional.empty();
      }
      if (end == i + 1) {
        text.append('&');
      } else if (!decodeShift(raw, i + 1, end, text)) {
        return Optional.empty();
      }
      i = end;
    }
    String result = text.toString();
    return encode(result).equals(raw) ? Optional.of(result) : Optional.empty();
  }

  private static boolean decodeShift(String raw, int from, int to, StringBuilder text) {
    int bits = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      int value = BASE64.indexOf(raw.charAt(i));
      if (value < 0) {
        return false;
      }
      bits = (bits << 6) | value;
      count += 6;
      if (count >= 16) {
        count -= 16;
        text.append((char) (bits >>> count));
        bits &= (1 << count) - 1;
      }
    }
    return count < 6 && bits == 0;
  }

  public static String encode(String name) {
    StringBuilder raw = new StringBuilder(name.length() + 16);
    for (int i = 0; i < name.length(); ) {
      char c = name.charAt(i);
      if (c == '&') {
        raw.append("&-");
        i++;
      } else if (c >= 0x20 && c <= 0x7e) {
        raw.append(c);
        i++;
      } else {
        int end = i;
        while (end < name.length() && (name.charAt(end) < 0x20 || name.charAt(end) > 0x7e)) {
          end++;
        }
        raw.append('&');
        encodeShift(name, i, end, raw);
        raw.append('-');
        i = end;
      }
    }
    return raw.toString();
  }

  private static void encodeShift(String name, int from, int to, StringBuilder raw) {
    int bits = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      bits = (bits << 16) | name.charAt(i);
      count += 16;
      while (count >= 6) {
        count -= 6;
        raw.append(BASE64.charAt((bits >>> count) & 63));
        bits &= (1 << count) - 1;
      }
    }
    if (count > 0) {
      raw.append(BASE64.charAt((bits << (6 - count)) & 63));
    }
  }
}
