package app.paloma.mime;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Octets to content: any octets at all, never an exception for what they hold.
public final class MessageReader {
  private static final int INDEXED_CHARACTERS = 1_000_000;
  private static final int INDEXED_OCTETS = 4 << 20;
  private static final int INDEXED_MESSAGES = 200;
  private static final int REPORTED_OCTETS = 64 << 10;
  private static final int PREVIEW = 200;
  private static final int READ_OCTETS = 64 << 20;
  private static final int LARGE_READ_OCTETS = 12 << 20;

  public MessageReader() {}

  /// The fields and the text the store keeps. Fast: attachments are not decoded. `complete` false:
  /// the octets are only the beginning.
  public IndexedContent index(byte[] octets, boolean complete) {
    return index(PartScanner.scanLeniently(octets), new Octets.InArray(octets));
  }

  /// The same for a message too large for memory.
  public IndexedContent index(InputStream octets) throws IOException {
    return index(PartScanner.scan(octets, INDEXED_OCTETS), new Octets.Captured());
  }

  private static IndexedContent index(Part root, Octets octets) {
    WrappedParts.open(root, octets, INDEXED_OCTETS);
    BodyStructure structure = BodyStructure.of(root);
    BodyText body = new BodyText(octets, INDEXED_OCTETS, INDEXED_CHARACTERS);
    String text = body.text(structure);
    AttachmentList attachments = new AttachmentList(octets, structure, body, false);
    String all = withMessages(text, structure, body);
    Fields fields = new Fields(root.fields);
    return new IndexedContent(
        fields.messageId(),
        references(root, fields, octets),
        fields.from(),
        fields.addresses("To"),
        fields.addresses("Cc"),
        fields.addresses("Bcc"),
        fields.addresses("Reply-To"),
        fields.subject(),
        fields.date(),
        PlainText.preview(attachments.bodyOr(text), PREVIEW),
        attachments.bodyOr(all),
        attachments.names(),
        attachments.hasFiles(),
        fields.listId());
  }

  /// The first words of a text that was told without its message, as they are kept of others.
  public String preview(String text) {
    return PlainText.preview(text, PREVIEW);
  }

  /// A report (RFC 6522) belongs to the conversation of the message that it is about, which servers
  /// name in its last part alone.
  private static List<String> references(Part root, Fields fields, Octets octets) {
    List<String> named = fields.references();
    if (!root.type.value().equals("multipart/report")) {
      return named;
    }
    for (Part part : root.children) {
      String id =
          part.isMessage() && !part.children.isEmpty()
              ? new Fields(part.children.getFirst().fields).messageId()
              : namesMessage(part.type.value())
                  ? DeliveryReport.messageId(
                      new String(octets.decoded(part, REPORTED_OCTETS), StandardCharsets.UTF_8))
                  : "";
      if (!id.isEmpty() && !named.contains(id)) {
        return Stream.concat(named.stream(), Stream.of(id)).toList();
      }
    }
    return named;
  }

  private static boolean namesMessage(String type) {
    return type.equals("text/rfc822-headers")
        || type.equals("message/global-headers")
        || type.equals("message/disposition-notification");
  }

  /// Adds the text of the messages inside, each with its subject.
  private static String withMessages(String text, BodyStructure outer, BodyText body) {
    ArrayDeque<Part> waiting = new ArrayDeque<>();
    addMessages(waiting, outer);
    if (waiting.isEmpty()) {
      return text;
    }
    StringBuilder all = new StringBuilder(text);
    int count = 0;
    while (!waiting.isEmpty() && count++ < INDEXED_MESSAGES && all.length() < INDEXED_CHARACTERS) {
      Part message = waiting.removeFirst();
      BodyStructure inner = BodyStructure.of(message);
      Fields fields = new Fields(message.fields);
      all.append("\n\n").append(fields.subject()).append('\n');
      if (outer.opened == null || outer.opened != inner.opened && outer.opened != message) {
        all.append(body.text(inner));
      }
      addMessages(waiting, inner);
    }
    return all.substring(0, Math.min(all.length(), INDEXED_CHARACTERS));
  }

  private static void addMessages(ArrayDeque<Part> waiting, BodyStructure structure) {
    for (Part part : structure.attachments) {
      if (part.isMessage()) {
        waiting.addAll(part.children);
      }
    }
  }

  /// All a reader shows.
  public MessageContent read(byte[] octets) {
    return read(PartScanner.scanLeniently(octets), new Octets.InArray(octets), READ_OCTETS);
  }

  /// For large messages: parts stay on the source and are decoded when asked. `source` opens the
  /// message from its first octet, each time anew.
  public MessageContent read(OctetSource source) {
    Part root;
    try (InputStream in = source.open()) {
      root = PartScanner.scan(in, 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return read(root, new Octets.OnSource(source), LARGE_READ_OCTETS);
  }

  /// What is here of a message, with the files that are not among its attachments: they say so.
  public MessageContent read(PartialMessage message, AbsentParts parts) {
    return read(
        PartScanner.scan(message.skeleton()), Octets.InSkeleton.of(message, parts), READ_OCTETS);
  }

  private static MessageContent read(Part root, Octets octets, int limit) {
    WrappedParts.open(root, octets, limit);
    BodyStructure structure = BodyStructure.of(root);
    BodyText body = new BodyText(octets, limit, Integer.MAX_VALUE - 16);
    String text = body.text(structure);
    String html = body.html(structure);
    AttachmentList attachments = new AttachmentList(octets, structure, body, true);
    Fields fields = new Fields(root.fields);
    List<MessageContent.Warning> warnings = new ArrayList<>(attachments.warnings());
    warnings.addAll(fields.warnings());
    if (isCutOff(root)) {
      warnings.add(new MessageContent.Warning("mime.warning.cutOff", List.of()));
    }
    return new MessageContent(
        fields.all(),
        fields.from(),
        fields.sender(),
        fields.addresses("To"),
        fields.addresses("Cc"),
        fields.addresses("Bcc"),
        fields.addresses("Reply-To"),
        fields.subject(),
        fields.date(),
        fields.messageId(),
        fields.references(),
        attachments.bodyOr(text),
        java.util.Optional.ofNullable(html == null ? attachments.htmlBody() : html),
        attachments.list(),
        List.copyOf(warnings));
  }

  private static boolean isCutOff(Part root) {
    return root.isMultipart() && !root.children.isEmpty() && !root.closed;
  }

  /// Opens the same octets as often as asked.
  public interface OctetSource {
    InputStream open() throws IOException;

    long size();

    /// @param size how many octets each opening gives
    static OctetSource of(long size, Opening opening) {
      return new OctetSource() {
        @Override
        public InputStream open() throws IOException {
          return opening.open();
        }

        @Override
        public long size() {
          return size;
        }
      };
    }
  }

  /// The octets from the first on, each time anew.
  @FunctionalInterface
  public interface Opening {
    InputStream open() throws IOException;
  }
}
