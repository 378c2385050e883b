package app.paloma.mime;

import app.paloma.model.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A sender's wish to be told that the message was shown (RFC 8098), and the answer. It is for the
/// reader to say whether there is one.
///
/// @param to where the receipt would go
/// @param elsewhere whether that is not where the message came from (RFC 8098 §2.1)
/// @param originalRecipient as the message names it, or empty
public record ReceiptRequest(
    List<Address> to, boolean elsewhere, String messageId, String originalRecipient) {
  private static final int MOST = 3;

  public ReceiptRequest {
    to = List.copyOf(to);
  }

  /// Empty where nobody asks, or nobody may be answered: lists, bulk mail, what programs wrote, and
  /// wishes that only a program could fulfil (§2.2).
  public static Optional<ReceiptRequest> of(MessageContent content) {
    List<Address> to =
        AddressParser.parse(content.header("Disposition-Notification-To")).stream()
            .filter(address -> address.email().contains("@"))
            .toList();
    if (to.isEmpty() || to.size() > MOST || isFromAProgram(content)) {
      return Optional.empty();
    }
    List<Address> returnPath = AddressParser.parse(content.header("Return-Path"));
    String source = (returnPath.isEmpty() ? content.from() : returnPath.getFirst()).email();
    boolean elsewhere = to.stream().anyMatch(address -> !address.email().equalsIgnoreCase(source));
    return Optional.of(
        new ReceiptRequest(
            to,
            elsewhere,
            content.messageId(),
            HeaderWriter.oneLine(content.header("Original-Recipient")).strip()));
  }

  private static boolean isFromAProgram(MessageContent content) {
    String precedence = content.header("Precedence").strip().toLowerCase(Locale.ROOT);
    String submitted = content.header("Auto-Submitted").strip().toLowerCase(Locale.ROOT);
    String options = content.header("Disposition-Notification-Options").toLowerCase(Locale.ROOT);
    return MailingList.of(content).isPresent()
        || List.of("bulk", "list", "junk").contains(precedence)
        || !submitted.isEmpty() && !submitted.startsWith("no")
        || content.header("Return-Path").strip().equals("<>")
        || content.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("multipart/report")
        || options.matches("(?s).*=\\s*required.*");
  }

  /// A finished message that says it was shown, by the hand of its reader (§3). Its envelope has
  /// the null reverse-path.
  ///
  /// @param subject and `text` for people
  public byte[] receipt(Address me, String subject, String text, Instant now) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeaderWriter headers = new HeaderWriter(out);
    String boundary = "=_paloma_" + MessageComposer.newMessageId(me).substring(0, 24);
    StringBuilder fields = new StringBuilder("Reporting-UA: Paloma\r\n");
    if (originalRecipient.matches("[A-Za-z0-9-]+;[ -~]{1,300}")) {
      fields.append("Original-Recipient: ").append(originalRecipient).append("\r\n");
    }
    fields.append("Final-Recipient: rfc822;").append(HeaderWriter.email(me.email())).append("\r\n");
    String id = HeaderWriter.oneLine(messageId).replaceAll("[\\s<>]", "");
    if (!id.isEmpty() && id.length() < 500) {
      fields.append("Original-Message-ID: <").append(id).append(">\r\n");
    }
    fields.append("Disposition: manual-action/MDN-sent-manually; displayed\r\n");
    try {
      headers.tokens("Date", List.of(MessageWriter.date(now)));
      headers.addresses("From", List.of(me));
      headers.addresses("To", to);
      headers.unstructured("Subject", subject);
      headers.answerTo(messageId);
      headers.tokens("MIME-Version", List.of("1.0"));
      headers.tokens(
          "Content-Type",
          List.of(
              "multipart/report;",
              "report-type=disposition-notification;",
              "boundary=\"" + boundary + "\""));
      TextWriter.parts(
          out,
          headers,
          boundary,
          new TextWriter.TextPart(List.of("text/plain;", "charset=utf-8"), TextWriter.crlf(text)),
          new TextWriter.TextPart(List.of("message/disposition-notification"), fields.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
