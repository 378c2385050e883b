package app.paloma.mime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A message without its files: in the place of each stands a line of text that says what it was.
/// Everything else stays octet for octet. What was signed or encrypted as a whole stays as it is:
/// without its files it would be broken.
public final class AttachmentRemoval {
  private static final int TEXT_LIMIT = 12 << 20;

  /// A message is read in memory when it is filed; what is left is mostly small.
  private static final int LARGEST = 64 << 20;

  private static final Set<String> SEALED =
      Set.of("application/pkcs7-mime", "application/x-pkcs7-mime");

  private static final List<String> ABOUT_THE_BODY = List.of("content-", "mime-version:");

  /// What is written in the place of a file.
  @FunctionalInterface
  public interface Note {
    /// @param octets of the file, about
    String of(String name, long octets);
  }

  /// @param removed how many files
  public record Result(byte[] octets, int removed) {}

  private AttachmentRemoval() {}

  /// @return the same octets and 0 where there is nothing that can be removed
  /// @throws IOException also where what is left is too large
  public static Result remove(MessageReader.OctetSource source, Note note) throws IOException {
    Part root;
    try (InputStream in = source.open()) {
      root = PartScanner.scan(in, 0);
    }
    List<Part> files = files(root, new Octets.OnSource(source));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(source.open(), 1 << 16)) {
      long at = 0;
      int number = 0;
      for (Part file : files) {
        copy(in, file.headStart - at, out);
        long size =
            file.encoding == TransferEncoding.BASE64 ? file.length() * 57 / 78 : file.length();
        String text = note.of(AttachmentList.name(file, ++number), size);
        if (file == root) {
          out.write(envelope(in.readNBytes((int) Math.min(LARGEST, file.bodyStart))));
        } else {
          // A part begins with the delimiter in front of it, which stays.
          long delimiter = copyLine(in, out);
          in.skipNBytes(file.bodyStart - file.headStart - delimiter);
        }
        in.skipNBytes(file.length());
        out.write(part(text, file == root));
        at = file.bodyEnd;
      }
      copy(in, Long.MAX_VALUE, out);
    }
    return new Result(out.toByteArray(), files.size());
  }

  private static List<Part> files(Part root, Octets octets) {
    BodyStructure structure = BodyStructure.of(root);
    BodyText body = new BodyText(octets, TEXT_LIMIT, Integer.MAX_VALUE - 16);
    List<Part> files = new ArrayList<>();
    for (Part part : structure.attachments) {
      boolean shown =
          structure.text.contains(part)
              || structure.html.contains(part)
              || structure.opened != null && part == root
              || AttachmentList.isShownInside(part, part.contentId(), structure, body);
      if (!shown && part.bodyEnd >= 0 && part.length() > 0 && !isSealed(part)) {
        files.add(part);
      }
    }
    files.sort(Comparator.comparingLong(part -> part.headStart));
    List<Part> apart = new ArrayList<>();
    for (Part file : files) {
      if (apart.isEmpty() || file.headStart >= apart.getLast().bodyEnd) {
        apart.add(file);
      }
    }
    return apart;
  }

  private static boolean isSealed(Part part) {
    if (SEALED.contains(part.type.value())) {
      return true;
    }
    for (Part p = part.parent; p != null; p = p.parent) {
      String type = p.type.value();
      if (type.equals("multipart/signed") || type.equals("multipart/encrypted")) {
        return true;
      }
    }
    return false;
  }

  private static void copy(InputStream in, long length, ByteArrayOutputStream out)
      throws IOException {
    byte[] block = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int read = in.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        return;
      }
      if (out.size() + read > LARGEST) {
        throw new IOException("the message is too large without its files too");
      }
      out.write(block, 0, read);
      left -= read;
    }
  }

  private static long copyLine(InputStream in, ByteArrayOutputStream out) throws IOException {
    long copied = 0;
    int octet;
    do {
      octet = in.read();
      if (octet < 0) {
        break;
      }
      out.write(octet);
      copied++;
    } while (octet != '\n');
    return copied;
  }

  /// The fields of a message that was nothing but a file, without those about its body.
  private static byte[] envelope(byte[] head) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    boolean keep = true;
    int at = 0;
    while (at < head.length) {
      int end = Math.min(head.length, Lines.find(head, at, head.length, (byte) '\n') + 1);
      String line = new String(head, at, end - at, StandardCharsets.ISO_8859_1);
      if (line.isBlank()) {
        break;
      }
      if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        String field = line.toLowerCase(Locale.ROOT);
        keep = ABOUT_THE_BODY.stream().noneMatch(field::startsWith);
      }
      if (keep) {
        kept.write(head, at, end - at);
      }
      at = end;
    }
    return kept.toByteArray();
  }

  private static byte[] part(String text, boolean whole) {
    String coded =
        Base64.getMimeEncoder().encodeToString((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    return ((whole ? "MIME-Version: 1.0\r\n" : "")
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + coded)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
