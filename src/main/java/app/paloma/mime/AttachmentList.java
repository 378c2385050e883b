package app.paloma.mime;

import app.paloma.mime.MessageContent.Attachment;
import app.paloma.mime.MessageContent.Warning;
import app.paloma.model.FetchProgress;
import app.paloma.model.PartialMessage.Absent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The files of a message: its parts, those written into its text, those inside a winmail.dat.
final class AttachmentList {
  private static final int TNEF_LIMIT = 48 << 20;
  private static final long COUNTED = 16L << 20;
  private static final Set<String> SIGNATURES =
      Set.of(
          "application/pgp-signature",
          "application/pkcs7-signature",
          "application/x-pkcs7-signature",
          "application/pgp-keys");

  private final Octets octets;
  private final List<Attachment> list = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>(0);
  private final boolean counting;
  private String tnefText = "";
  private String tnefHtml;

  /// @param counting false: sizes are not needed
  AttachmentList(Octets octets, BodyStructure structure, BodyText body, boolean counting) {
    this.octets = octets;
    this.counting = counting;
    for (Part part : structure.attachments) {
      if (!isTnef(part) || !addTnef(part)) {
        add(part, structure, body);
      }
    }
    for (BodyText.Embedded e : body.embedded) {
      InlineFiles.File file = e.file();
      byte[] data = e.octets();
      byte[] content =
          counting
              ? InlineFiles.decode(data, file.from(), file.to(), file.encoding())
              : new byte[0];
      addBytes(file.name(), "application/octet-stream", "", content);
    }
  }

  private void add(Part part, BodyStructure structure, BodyText body) {
    String type = BodyStructure.effectiveType(part);
    if (type.equals("message/external-body")) {
      warnings.add(new Warning("mime.warning.externalBody", List.of()));
    } else if (type.equals("message/partial")) {
      warnings.add(
          new Warning(
              "mime.warning.partial",
              List.of(
                  number(part.type.parameter("number")), number(part.type.parameter("total")))));
    }
    String name = name(part, list.size() + 1);
    String contentId = part.contentId();
    list.add(
        new Attachment(
            list.size() + 1,
            name,
            type,
            counting ? size(part) : part.length(),
            isShownInside(part, contentId, structure, body),
            contentId,
            AttachmentNames.isDangerous(wishedName(part), name, type),
            content(part)));
  }

  /// What the file would be saved as.
  ///
  /// @param number its place among the files
  static String name(Part part, int number) {
    String type = BodyStructure.effectiveType(part);
    String fallback =
        part.isMessage()
            ? "message-" + number
            : SIGNATURES.contains(type) ? "signature" : "attachment-" + number;
    return AttachmentNames.clean(wishedName(part), type, fallback);
  }

  /// As its sender has it; a message without a name is called as its subject.
  private static String wishedName(Part part) {
    String raw = part.rawName();
    if (!raw.isBlank() || !part.isMessage() || part.children.isEmpty()) {
      return raw;
    }
    String subject = new Fields(part.children.getFirst().fields).subject();
    return subject.isBlank() ? raw : subject.replace('/', '-').replace('\\', '-') + ".eml";
  }

  private MessageContent.Content content(Part part) {
    Absent missing = missing(part);
    return missing == null
        ? () -> octets.open(part)
        : new OnServer(octets, part, missing, ((Octets.InSkeleton) octets).parts());
  }

  /// A part that is not here, or was fetched by itself.
  private record OnServer(Octets octets, Part part, Absent missing, AbsentParts parts)
      implements MessageContent.Content {
    @Override
    public InputStream open() throws IOException {
      return octets.open(part);
    }

    @Override
    public boolean isHere() {
      return parts.isHere(missing);
    }

    @Override
    public void fetch(FetchProgress progress) throws IOException {
      if (!isHere()) {
        parts.fetch(missing, progress);
      }
    }
  }

  private static String number(String s) {
    return s.isEmpty() || !s.chars().allMatch(Character::isDigit) ? "?" : s;
  }

  static boolean isShownInside(
      Part part, String contentId, BodyStructure structure, BodyText body) {
    if (contentId.isEmpty() || part.isAttachment() && !part.type.value().startsWith("image/")) {
      return false;
    }
    return body.contentIds(structure).contains(contentId);
  }

  private void addBytes(String rawName, String contentType, String contentId, byte[] content) {
    String type = contentType.toLowerCase(Locale.ROOT);
    String name = AttachmentNames.clean(rawName, type, "attachment-" + (list.size() + 1));
    list.add(
        new Attachment(
            list.size() + 1,
            name,
            type,
            content.length,
            false,
            contentId,
            AttachmentNames.isDangerous(rawName, name, type),
            () -> new ByteArrayInputStream(content)));
  }

  static boolean isTnef(Part part) {
    String type = part.type.value();
    return type.equals("application/ms-tnef")
        || type.equals("application/vnd.ms-tnef")
        || part.rawName().equalsIgnoreCase("winmail.dat");
  }

  private boolean addTnef(Part part) {
    if (part.length() > TNEF_LIMIT) {
      return false;
    }
    Tnef tnef = Tnef.read(octets.decoded(part, TNEF_LIMIT));
    if (tnef == null) {
      warnings.add(new Warning("mime.warning.winmail", List.of()));
      return false;
    }
    if (tnef.files().isEmpty() && tnef.text().isBlank() && tnef.html().isBlank()) {
      return false;
    }
    for (Tnef.File file : tnef.files()) {
      addBytes(file.name(), file.contentType(), file.contentId(), file.content());
    }
    tnefText = tnef.text().isBlank() ? HtmlText.of(tnef.html()) : tnef.text();
    tnefHtml = tnef.html().isBlank() ? null : tnef.html();
    return true;
  }

  private Absent missing(Part part) {
    return octets instanceof Octets.InSkeleton skeleton ? skeleton.missing(part) : null;
  }

  private long size(Part part) {
    Absent missing = missing(part);
    if (missing != null) {
      // Lines of 76 characters that end with CRLF (RFC 2045 §6.8).
      return part.encoding == TransferEncoding.BASE64
          ? missing.octets() * 57 / 78
          : missing.octets();
    }
    if (part.encoding == TransferEncoding.IDENTITY) {
      return part.length();
    }
    if (octets instanceof Octets.OnSource && part.length() > COUNTED) {
      return estimate(part);
    }
    try (InputStream in = octets.open(part)) {
      return in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      return part.length();
    }
  }

  /// Base64 in even lines, from the width of the first: a large file is not read to be counted.
  private long estimate(Part part) {
    TransferEncoding encoding = part.encoding;
    if (encoding != TransferEncoding.BASE64) {
      return part.length();
    }
    byte[] start = octets.encoded(part, 2_000);
    int width = 0;
    while (width < start.length && start[width] != '\n') {
      width++;
    }
    boolean cr = width > 0 && width < start.length && start[width - 1] == '\r';
    int end = cr ? 2 : 1;
    int line = width + 1;
    int characters = line - end;
    long length = part.length() + end;
    return length / line * characters / 4 * 3 + Math.max(0, length % line - end) / 4 * 3;
  }

  /// The text, or that of winmail.dat where the message has none of its own.
  String bodyOr(String text) {
    return text.isBlank() ? tnefText : text;
  }

  String htmlBody() {
    return tnefHtml;
  }

  List<Attachment> list() {
    return List.copyOf(list);
  }

  List<String> names() {
    return list.stream().map(Attachment::name).toList();
  }

  boolean hasFiles() {
    return list.stream().anyMatch(a -> !a.inline() && !SIGNATURES.contains(a.contentType()));
  }

  List<Warning> warnings() {
    return warnings;
  }
}
