package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/// Messages and multiparts that were encoded whole: decoded and scanned, so that what is inside is
/// found and shown like all else.
final class WrappedParts {
  private static final int MAX_LEVELS = 20;
  private static final int MAX_COUNT = 1_000;

  private WrappedParts() {}

  private record Waiting(Part part, int level) {}

  /// @param limit octets decoded in all
  static void open(Part root, Octets octets, int limit) {
    ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    waiting.add(new Waiting(root, 0));
    long left = limit;
    int count = 0;
    while (!waiting.isEmpty()) {
      Waiting next = waiting.removeFirst();
      Part part = next.part;
      int level = next.level;
      if (part.isWrapped()
          && level < MAX_LEVELS
          && count < MAX_COUNT
          && part.length() > 0
          && part.length() <= left) {
        count++;
        left -= part.length();
        part.children = parts(part, octets.decoded(part, limit));
        level++;
      }
      for (Part child : part.children) {
        waiting.add(new Waiting(child, level));
      }
    }
  }

  private static List<Part> parts(Part part, byte[] decoded) {
    if (decoded.length == 0) {
      return List.of();
    }
    if (part.isMessage()) {
      Part message = PartScanner.scan(decoded);
      belongTo(decoded, message);
      return List.of(message);
    }
    byte[] head =
        ("Content-Type: multipart/mixed; boundary=\"" + part.boundary + "\"\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[head.length + decoded.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(decoded, 0, all, head.length, decoded.length);
    Part multipart = PartScanner.scan(all);
    belongTo(all, multipart);
    part.closed = multipart.closed;
    return multipart.children;
  }

  private static void belongTo(byte[] source, Part root) {
    ArrayDeque<Part> waiting = new ArrayDeque<>();
    waiting.add(root);
    while (!waiting.isEmpty()) {
      Part part = waiting.removeFirst();
      part.source = source;
      waiting.addAll(part.children);
    }
  }
}
