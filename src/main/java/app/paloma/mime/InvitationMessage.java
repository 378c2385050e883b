package app.paloma.mime;

import app.paloma.mime.calendar.Invitation;
import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.InvitationParser;
import app.paloma.mime.calendar.InvitationReply;
import app.paloma.model.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Invitations in messages (RFC 6047): where they stand, and the message that answers one.
public final class InvitationMessage {
  private InvitationMessage() {}

  /// The event the message is about; of several parts the first that asks for something.
  public static Optional<Invitation> find(MessageContent content) {
    Optional<Invitation> shown = Optional.empty();
    int tried = 0;
    for (MessageContent.Attachment part : content.attachments()) {
      if (!isCalendar(part) || part.size() > InvitationParser.MAX_OCTETS || ++tried > 4) {
        continue;
      }
      Optional<Invitation> found = parse(part);
      if (found.isPresent() && found.get().method() != Invitation.Method.PUBLISH) {
        return found;
      }
      shown = shown.or(() -> found);
    }
    return shown;
  }

  public static boolean isCalendar(MessageContent.Attachment part) {
    return part.contentType().equals("text/calendar")
        || part.contentType().equals("application/ics")
        || part.name().toLowerCase(Locale.ROOT).endsWith(".ics");
  }

  private static Optional<Invitation> parse(MessageContent.Attachment part) {
    try (InputStream in = part.open()) {
      return InvitationParser.parse(in.readNBytes(InvitationParser.MAX_OCTETS + 1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// A finished message with the answer, to the organizer alone.
  ///
  /// @param answered Message-ID of the invitation without brackets, may be empty
  /// @param subject and `text` for those whose program knows no calendars
  /// @throws IllegalArgumentException the invitation names nobody to answer to
  public static byte[] reply(
      Invitation invitation,
      Address me,
      Answer answer,
      String answered,
      String subject,
      String text,
      Instant now) {
    Invitation.Person organizer =
        invitation
            .organizer()
            .orElseThrow(() -> new IllegalArgumentException("nobody to answer to"));
    String calendar =
        InvitationReply.of(invitation, new Invitation.Person(me.name(), me.email()), answer, now);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeaderWriter headers = new HeaderWriter(out);
    // "=_" never occurs in quoted-printable or base64.
    String boundary = "=_paloma_" + MessageComposer.newMessageId(me).substring(0, 24);
    try {
      headers.addresses("From", List.of(me));
      headers.addresses("To", List.of(new Address(organizer.name(), organizer.email())));
      headers.unstructured("Subject", subject);
      headers.answerTo(answered);
      headers.tokens("MIME-Version", List.of("1.0"));
      headers.tokens(
          "Content-Type", List.of("multipart/alternative;", "boundary=\"" + boundary + "\""));
      TextWriter.parts(
          out,
          headers,
          boundary,
          new TextWriter.TextPart(List.of("text/plain;", "charset=utf-8"), TextWriter.crlf(text)),
          new TextWriter.TextPart(
              List.of("text/calendar;", "charset=utf-8;", "method=REPLY"), calendar));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
