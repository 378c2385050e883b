package app.paloma.cli;

import app.paloma.mime.AbsentParts;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.PartialMessage;
import app.paloma.store.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/// The octets of stored messages, fetched first where they are not all here.
final class Contents {
  private static final long IN_MEMORY = 8 << 20;
  private static final long INLINE_LIMIT = 16 << 20;

  private Contents() {}

  static ContentStore complete(Session session, MessageId id) throws MailException {
    ContentStore contents = intact(session, id);
    if (!isHere(contents, id)) {
      session.services().sync().fetchBody(id);
    }
    return contents;
  }

  private static boolean isHere(ContentStore contents, MessageId id) {
    return contents.extent(id).map(ContentStore.Extent::complete).orElse(false);
  }

  /// A message to take the text from: its files may stay on the server.
  static MessageContent text(Session session, MessageId id) throws MailException, IOException {
    ContentStore contents = intact(session, id);
    if (!isHere(contents, id)) {
      session.services().sync().fetchText(id);
    }
    Optional<PartialMessage> partial = contents.partial(id);
    return partial.isPresent()
        ? session.services().reader().read(partial.get(), AbsentParts.NONE)
        : read(session, id);
  }

  private static ContentStore intact(Session session, MessageId id) {
    ContentStore contents = session.services().store().contents();
    if (contents.verify(id) == ContentStore.Soundness.DAMAGED) {
      session.output().trouble("damaged_here", id);
    }
    return contents;
  }

  static MessageContent read(Session session, MessageId id) throws IOException {
    ContentStore contents = session.services().store().contents();
    long stored = contents.extent(id).map(ContentStore.Extent::stored).orElse(0L);
    if (stored <= IN_MEMORY) {
      return session.services().reader().read(contents.bytes(id, IN_MEMORY));
    }
    return session
        .services()
        .reader()
        .read(MessageReader.OctetSource.of(stored, () -> contents.open(id)));
  }

  /// Pictures that come with the message, as `data:` URLs by their Content-ID.
  static Function<String, String> inlinePictures(MessageContent content) {
    return contentId -> {
      for (MessageContent.Attachment attachment : content.attachments()) {
        if (attachment.contentId().equals(contentId)
            && attachment.contentType().startsWith("image/")
            && attachment.size() <= INLINE_LIMIT) {
          try (InputStream in = attachment.open()) {
            return "data:"
                + attachment.contentType()
                + ";base64,"
                + Base64.getEncoder().encodeToString(in.readAllBytes());
          } catch (IOException e) {
            return null;
          }
        }
      }
      return null;
    };
  }
}
