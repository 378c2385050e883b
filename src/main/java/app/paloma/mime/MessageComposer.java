package app.paloma.mime;

import app.paloma.model.*;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Function;

/// A draft to octets (RFC 5322, 2045-2049): CRLF, lines of at most 998 octets, headers encoded,
/// text 7-bit safe.
///
/// Drafts that begin from a message carry its words, not its files: those who call [#reply],
/// [#forward] and [#edit] put `MessageContent.attachments()` into the draft store themselves - for
/// a reply only the pictures whose `cid:` the quoted HTML names, for a forward and for a stored
/// draft all of them.
public final class MessageComposer {
  private final Function<DraftAttachment, InputStream> attachments;

  public MessageComposer(Function<DraftAttachment, InputStream> attachments) {
    this.attachments = attachments;
  }

  /// Writes the same octets each time it is asked for the same draft, id and date.
  ///
  /// @param withBcc true for a draft's copy in Drafts and for the copy in Sent, false for what
  ///   leaves
  public void write(Draft draft, String messageId, Instant date, boolean withBcc, OutputStream out)
      throws IOException {
    new MessageWriter(attachments, out).write(draft, messageId, date, withBcc);
  }

  /// A new Message-ID without brackets: random, at the sender's domain.
  public static String newMessageId(Address from) {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String email = HeaderWriter.email(Address.of("x@" + from.domain()).email());
    String domain = email.substring(email.indexOf('@') + 1);
    return HexFormat.of().formatHex(random)
        + "@"
        + (domain.isEmpty() || domain.equals("x") || !HeaderWriter.isAscii(domain)
            ? "paloma.invalid"
            : domain);
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
    return new Answer(original, summary, account, locale, zone).reply(all);
  }

  public static Draft forward(
      MessageContent original,
      MessageSummary summary,
      Account account,
      java.util.Locale locale,
      java.time.ZoneId zone) {
    return new Answer(original, summary, account, locale, zone).forward();
  }

  /// A draft from a message of a Drafts mailbox, or from a mailto: URL's fields.
  public static Draft edit(MessageContent stored, MessageSummary summary, Account account) {
    return Answer.edit(stored, summary, account);
  }

  /// RFC 6068: to, cc, bcc, subject, body and in-reply-to, and nothing else; never a file.
  public static Draft ofMailto(String url, Account account) {
    return Mailto.draft(url, account);
  }
}
