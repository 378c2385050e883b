package app.paloma.cli;

import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
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
    ContentStore contents = session.services().store().contents();
    Optional<ContentStore.Extent> extent = contents.extent(id);
    if (extent.isEmpty() || !extent.get().complete()) {
      session.services().sync().fetchBody(id);
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
        .read(
            new MessageReader.OctetSource() {
              @Override
              public InputStream open() {
                return contents.open(id);
              }

              @Override
              public long size() {
                return stored;
              }
            });
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
