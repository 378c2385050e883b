package app.paloma.sync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// SHA-256 of a message as it comes, without the header fields in which servers note its state: GNU
/// mailutils writes the unique-id into the message, so that its octets are others when all
/// unique-ids have changed, and gives a message that is nothing but a header one more empty line
/// when it writes its maildrop anew. Of a message without such fields and with a text it is the
/// hash of all octets.
final class ContentDigest {
  private static final int LONGEST_LINE = 64 * 1024;

  private final MessageDigest digest = sha256();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean inBody;
  private boolean skipped;

  /// The empty lines after the header, until something follows them.
  private ByteArrayOutputStream empty = new ByteArrayOutputStream();

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hash(byte[] message) {
    ContentDigest digest = new ContentDigest();
    digest.update(message, 0, message.length);
    return digest.hash();
  }

  void update(byte[] octets, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end && !inBody; i++) {
      if (octets[i] == '\n' || line.size() + i - from > LONGEST_LINE) {
        line.write(octets, from, i + 1 - from);
        from = i + 1;
        endOfLine();
      }
    }
    if (inBody) {
      while (empty != null && from < end && isLineEnd(octets[from])) {
        empty.write(octets[from++]);
      }
      if (empty != null && (from < end || empty.size() > LONGEST_LINE)) {
        digest.update(empty.toByteArray());
        empty = null;
      }
      digest.update(octets, from, end - from);
    } else {
      line.write(octets, from, end - from);
    }
  }

  private void endOfLine() {
    byte[] octets = line.toByteArray();
    line.reset();
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    boolean folded = text.startsWith(" ") || text.startsWith("\t");
    inBody = text.equals("\r\n") || text.equals("\n");
    if (inBody) {
      empty.writeBytes(octets);
      return;
    }
    skipped = folded ? skipped : isState(text);
    if (!skipped) {
      digest.update(octets);
    }
  }

  private static boolean isLineEnd(byte octet) {
    return octet == '\r' || octet == '\n';
  }

  static boolean isState(String line) {
    String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "status", "x-status", "x-uidl", "x-uid", "x-keywords", "x-imap", "x-imapbase" -> true;
      default -> false;
    };
  }

  /// Of what came so far; nothing may come afterwards.
  String hash() {
    if (line.size() > 0) {
      endOfLine();
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
