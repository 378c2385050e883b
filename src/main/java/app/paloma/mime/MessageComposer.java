package app.paloma.mime;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.Function;

/// A draft to octets (RFC 5322, 2045-2049): CRLF, lines of at most 998 octets, headers encoded,
/// text 7-bit safe.
public final class MessageComposer {

  public MessageComposer(Function<DraftAttachment, InputStream> attachments) {
    throw new UnsupportedOperationException();
  }

  /// @param withBcc true for a draft's copy in Drafts and for the copy in Sent, false for what
  ///   leaves
  public void write(Draft draft, String messageId, Instant date, boolean withBcc, OutputStream out)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /// A new Message-ID without brackets: random, at the sender's domain.
  public static String newMessageId(Address from) {
    throw new UnsupportedOperationException();
  }

  /// What a reply or forward of a message starts from: recipients, subject, references, quoted text
  /// and HTML (cleaned).
  public static Draft reply(
      MessageContent original,
      MessageSummary summary,
      Account account,
      boolean all,
      java.util.Locale locale,
      java.time.ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  public static Draft forward(
      MessageContent original,
      MessageSummary summary,
      Account account,
      java.util.Locale locale,
      java.time.ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  /// A draft from a message of a Drafts mailbox, or from a mailto: URL's fields.
  public static Draft edit(MessageContent stored, MessageSummary summary, Account account) {
    throw new UnsupportedOperationException();
  }

  public static Draft ofMailto(String url, Account account) {
    throw new UnsupportedOperationException();
  }
}
