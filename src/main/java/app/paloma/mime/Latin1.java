package app.paloma.mime;

import java.nio.charset.StandardCharsets;

/// Octets as characters one to one: how boundaries are compared.
final class Latin1 {
  private Latin1() {}

  static String string(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// The octets that stand for this text in a message, one character each.
  static String ofUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 126) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return text;
  }
}
