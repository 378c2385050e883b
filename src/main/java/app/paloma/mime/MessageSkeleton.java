package app.paloma.mime;

import app.paloma.model.PartialMessage;
import app.paloma.model.PartialMessage.Absent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts a message together from parts that were fetched one by one (RFC 9051 §6.4.5), so that it is
/// read by the same code as a whole one.
public final class MessageSkeleton {
  /// A part as the server tells of it.
  public sealed interface Piece {
    /// Its MIME header (RFC 2045), of the outermost the header of the message.
    byte[] header();
  }

  /// @param body its octets in their transfer encoding; null where they were not fetched
  public record Leaf(byte[] header, String section, String mediaType, byte[] body, long octets)
      implements Piece {}

  public record Multipart(byte[] header, List<Piece> pieces) implements Piece {}

  private static final byte[] LINE = {'\r', '\n'};
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Absent> absent = new ArrayList<>();

  private MessageSkeleton() {}

  /// @return empty where the server's tale of the parts and their headers do not fit together: then
  ///   only the whole message tells what it is
  public static Optional<PartialMessage> of(Piece message) {
    MessageSkeleton skeleton = new MessageSkeleton();
    if (!skeleton.write(message)) {
      return Optional.empty();
    }
    PartialMessage partial =
        new PartialMessage(skeleton.out.toByteArray(), List.copyOf(skeleton.absent));
    List<Absent> left = new ArrayList<>(partial.absent());
    boolean same = isSame(PartScanner.scan(partial.skeleton()), message, left);
    return same && left.isEmpty() ? Optional.of(partial) : Optional.empty();
  }

  private boolean write(Piece piece) {
    out.writeBytes(piece.header());
    if (!endsWithEmptyLine(piece.header())) {
      out.writeBytes(endsWithLine(piece.header()) ? LINE : new byte[] {'\r', '\n', '\r', '\n'});
    }
    return switch (piece) {
      case Leaf leaf when leaf.body() == null -> {
        absent.add(new Absent(out.size(), leaf.section(), leaf.octets()));
        yield true;
      }
      case Leaf leaf -> {
        out.writeBytes(leaf.body());
        yield true;
      }
      case Multipart multipart -> write(multipart);
    };
  }

  private boolean write(Multipart multipart) {
    String boundary = boundary(multipart.header());
    if (boundary.isBlank() || multipart.pieces().isEmpty()) {
      return false;
    }
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    for (Piece piece : multipart.pieces()) {
      out.writeBytes(LINE);
      out.writeBytes(delimiter);
      out.writeBytes(LINE);
      if (!write(piece)) {
        return false;
      }
    }
    out.writeBytes(LINE);
    out.writeBytes(delimiter);
    out.writeBytes(new byte[] {'-', '-', '\r', '\n'});
    return true;
  }

  private static String boundary(byte[] header) {
    try {
      Part part = PartScanner.scan(new ByteArrayInputStream(header), 0);
      return part.isMultipart() ? part.boundary : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean endsWithLine(byte[] header) {
    return header.length == 0 || header[header.length - 1] == '\n';
  }

  private static boolean endsWithEmptyLine(byte[] header) {
    int n = header.length;
    return n == 2 && header[0] == '\r' && header[1] == '\n'
        || n > 3 && header[n - 1] == '\n' && header[n - 2] == '\r' && header[n - 3] == '\n'
        || n > 1 && header[n - 1] == '\n' && header[n - 2] == '\n';
  }

  /// Whether what was put together falls into the same parts again.
  private static boolean isSame(Part part, Piece piece, List<Absent> left) {
    return switch (piece) {
      case Leaf leaf -> {
        if (!BodyStructure.effectiveType(part).equals(leaf.mediaType()) || part.isMultipart()) {
          yield false;
        }
        if (leaf.body() == null && !left.isEmpty()) {
          yield part.bodyStart == left.removeFirst().offset();
        }
        yield leaf.body() != null;
      }
      case Multipart multipart -> {
        boolean same = part.isMultipart() && part.children.size() == multipart.pieces().size();
        for (int i = 0; same && i < part.children.size(); i++) {
          same = isSame(part.children.get(i), multipart.pieces().get(i), left);
        }
        yield same;
      }
    };
  }
}
