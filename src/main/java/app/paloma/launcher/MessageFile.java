package app.paloma.launcher;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.model.Flags;
import app.paloma.model.IndexedContent;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.reader.ReaderSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A message in a file, as the reader reads it. It belongs to no account; remote pictures are asked
/// for each time.
record MessageFile(Path file, MessageReader reader, HtmlCleaner cleaner) implements ReaderSource {
  static final MessageId ID = new MessageId(1);

  @Override
  public Optional<MessageSummary> summary(MessageId id) {
    try (InputStream in = Files.newInputStream(file)) {
      IndexedContent index = reader.index(in);
      Instant date = index.date().orElse(Files.getLastModifiedTime(file).toInstant());
      return Optional.of(
          new MessageSummary(
              ID,
              new AccountId(0),
              new MailboxId(0),
              0,
              index.messageId(),
              0,
              index.from(),
              index.to(),
              index.subject(),
              date,
              Flags.of(Flags.SEEN),
              Files.size(file),
              index.hasAttachments(),
              index.preview(),
              MessageSummary.BodyState.COMPLETE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MessageContent content(MessageId id) {
    return reader.read(
        MessageReader.OctetSource.of(file.toFile().length(), () -> Files.newInputStream(file)));
  }

  @Override
  public InputStream octets(MessageId id) throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  public void fetch(MessageId id) {
    throw new IllegalStateException("a file is always whole");
  }

  @Override
  public Optional<String> quarantineReason(MessageId id) {
    return Optional.empty();
  }

  @Override
  public boolean imagesAllowed(String email) {
    return false;
  }

  @Override
  public void allowImages(String email, boolean allowed) {
    // A file's From proves nothing, so nothing is remembered of it.
  }

  @Override
  public HtmlCleaner.Cleaned html(String html, HtmlCleaner.Options options) {
    return cleaner.clean(html, options);
  }

  @Override
  public HtmlCleaner.Cleaned plain(String text, boolean dark) {
    return cleaner.plain(text, dark);
  }
}
