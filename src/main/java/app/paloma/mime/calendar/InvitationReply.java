package app.paloma.mime.calendar;

import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.Invitation.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/// The calendar object of an answer (RFC 5546 §3.2.3).
public final class InvitationReply {
  private static final int LINE = 75;

  private InvitationReply() {}

  /// @param me as the organizer knows the one who answers
  public static String of(Invitation invitation, Person me, Answer answer, Instant now) {
    StringBuilder out = new StringBuilder();
    line(out, "BEGIN:VCALENDAR");
    line(out, "PRODID:-//Paloma//Mail//EN");
    line(out, "VERSION:2.0");
    line(out, "METHOD:REPLY");
    line(out, "BEGIN:VEVENT");
    line(out, "UID:" + escape(invitation.uid()));
    invitation.recurrenceId().ifPresent(w -> line(out, CalendarValues.write("RECURRENCE-ID", w)));
    line(out, "SEQUENCE:" + invitation.sequence());
    line(out, CalendarValues.write("DTSTAMP", new When.Moment(now, ZoneOffset.UTC)));
    invitation.start().ifPresent(w -> line(out, CalendarValues.write("DTSTART", w)));
    invitation.end().ifPresent(w -> line(out, CalendarValues.write("DTEND", w)));
    invitation.organizer().ifPresent(p -> line(out, "ORGANIZER" + address(p)));
    line(out, "ATTENDEE;PARTSTAT=" + answer.partstat() + address(me));
    if (!invitation.summary().isEmpty()) {
      line(out, "SUMMARY:" + escape(invitation.summary()));
    }
    line(out, "END:VEVENT");
    line(out, "END:VCALENDAR");
    return out.toString();
  }

  private static String address(Person person) {
    String name = person.name().replaceAll("[\\p{Cntrl}\"]", "");
    return (name.isEmpty() ? "" : ";CN=\"" + name + "\"") + ":mailto:" + person.email();
  }

  // RFC 5545 §3.3.11.
  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\r", "")
        .replace("\n", "\\n");
  }

  /// RFC 5545 §3.1: lines of at most 75 octets, never cut inside of a character.
  private static void line(StringBuilder out, String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      String character = Character.toString(c);
      int octets = character.getBytes(StandardCharsets.UTF_8).length;
      if (width + octets > LINE) {
        out.append("\r\n ");
        width = 1;
      }
      out.append(character);
      width += octets;
      i += Character.charCount(c);
    }
    out.append("\r\n");
  }
}
