package app.paloma.ui.reader;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.PartialMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages that are all the same one, here or on the server.
final class FakeReaderSource implements ReaderSource {
  private static final String HTML =
      """
      From: Shop <news@shop.example>
      To: ana@example.org
      Subject: News
      MIME-Version: 1.0
      Content-Type: text/html; charset=utf-8

      <p>Hello</p><img src="http://pictures.shop.example/a.png" width="200" height="100">
      <a href="http://evil.example/">http://bank.example/</a>
      """
          .replace("\n", "\r\n");

  byte[] octets = HTML.getBytes(StandardCharsets.UTF_8);
  private final MessageReader reader = new MessageReader();
  private final HtmlCleaner cleaner = new HtmlCleaner();
  boolean allowed;
  BodyState state = BodyState.COMPLETE;
  PartialMessage skeleton;
  boolean textIsHere;
  int texts;
  int fetches;
  MailException refusal;

  @Override
  public Optional<MessageSummary> summary(MessageId id) {
    return Optional.of(
        new MessageSummary(
            id,
            new AccountId(1),
            new MailboxId(1),
            1,
            "",
            1,
            new Address("Shop", "news@shop.example"),
            List.of(),
            "News",
            Instant.EPOCH,
            Flags.NONE,
            100,
            false,
            "",
            state));
  }

  @Override
  public void fetchText(MessageId id) throws MailException {
    if (skeleton == null) {
      fetch(id);
    } else {
      texts++;
      textIsHere = true;
    }
  }

  @Override
  public MessageContent content(MessageId id) {
    if (textIsHere && state != BodyState.COMPLETE) {
      return reader.read(skeleton, new PartFiles(new NoFetching()).of(id));
    }
    return reader.read(octets);
  }

  @Override
  public InputStream octets(MessageId id) {
    return new ByteArrayInputStream(octets);
  }

  @Override
  public void fetch(MessageId id) throws MailException {
    fetches++;
    if (refusal != null) {
      throw refusal;
    }
    state = BodyState.COMPLETE;
  }

  @Override
  public Optional<String> quarantineReason(MessageId id) {
    return Optional.of("garbage");
  }

  @Override
  public boolean imagesAllowed(String email) {
    return allowed;
  }

  @Override
  public void allowImages(String email, boolean allow) {
    allowed = allow;
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
