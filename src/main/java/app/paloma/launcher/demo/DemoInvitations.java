package app.paloma.launcher.demo;

import app.paloma.model.Flags;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Invitations as calendars send them: one to answer, a weekly one from another time zone, an
/// answer, a cancellation.
final class DemoInvitations {
  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  /// @param zone as its sender writes it
  private record Event(
      String method,
      String uid,
      String organizerName,
      String organizer,
      String title,
      String place,
      LocalDate day,
      LocalTime from,
      LocalTime to,
      String zone,
      String more) {}

  private final String me;
  private final String myName;
  private final Instant now;
  private final List<DemoMail.Message> messages = new ArrayList<>();

  private DemoInvitations(String myName, String me, Instant now) {
    this.me = me;
    this.myName = myName;
    this.now = now;
  }

  static List<DemoMail.Message> of(String myName, String me, Instant now) {
    DemoInvitations invitations = new DemoInvitations(myName, me, now);
    invitations.write();
    return invitations.messages;
  }

  private void write() {
    LocalDate today = now.atZone(MADRID).toLocalDate();
    LocalDate tuesday = today.with(TemporalAdjusters.next(DayOfWeek.TUESDAY));
    LocalDate thursday = today.with(TemporalAdjusters.next(DayOfWeek.THURSDAY)).plusWeeks(1);
    String guests =
        person(myName, me, "NEEDS-ACTION")
            + person("Sofía Rojas", "sofia.rojas@lacordillera.example", "ACCEPTED")
            + person("Diego Fuentes", "diego@fuentes.example", "TENTATIVE");
    add(
        "Hannah Weiss",
        "hannah.weiss@atelier.example",
        "Invitation: Garden plan: first walk round",
        "Shall we walk round the garden together before we decide about the beds?\n\nHannah",
        Duration.ofMinutes(95),
        0,
        new Event(
            "REQUEST",
            "garden-plan@atelier.example",
            "Hannah Weiss",
            "hannah.weiss@atelier.example",
            "Garden plan: first walk round",
            "Botanical garden, north gate",
            tuesday,
            LocalTime.of(10, 0),
            LocalTime.of(11, 30),
            "Europe/Madrid",
            guests));
    add(
        "Jonas Lindqvist",
        "jonas@lindqvist.example",
        "Invitation: Choir rehearsal",
        "We sing on Thursdays from now on, on line for those who are abroad.\n\nJonas",
        Duration.ofHours(20),
        Flags.SEEN,
        new Event(
            "REQUEST",
            "choir@lindqvist.example",
            "Jonas Lindqvist",
            "jonas@lindqvist.example",
            "Choir rehearsal",
            "https://meet.lindqvist.example/choir",
            thursday,
            LocalTime.of(18, 30),
            LocalTime.of(20, 30),
            "GMT Standard Time",
            "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL="
                + thursday.plusWeeks(3).format(DateTimeFormatter.BASIC_ISO_DATE)
                + "T220000Z\r\n"
                + person(myName, me, "NEEDS-ACTION")));
    add(
        "Lucía Herrera",
        "lucia.herrera@tejo.example",
        "Accepted: Visit to the workshop",
        "Lucía Herrera accepted your invitation.",
        Duration.ofHours(26),
        Flags.SEEN,
        new Event(
            "REPLY",
            "workshop-visit@paloma.example",
            myName,
            me,
            "Visit to the workshop",
            "Calle del Olivo 12",
            tuesday.plusDays(3),
            LocalTime.of(17, 0),
            LocalTime.of(18, 0),
            "Europe/Madrid",
            person("Lucía Herrera", "lucia.herrera@tejo.example", "ACCEPTED")));
    add(
        "Priya Raman",
        "priya.raman@northwind.example",
        "Cancelled: Lunch with the team",
        "Sorry, the kitchen is closed that day. I will find another date.\n\nPriya",
        Duration.ofHours(30),
        Flags.SEEN,
        new Event(
            "CANCEL",
            "lunch@northwind.example",
            "Priya Raman",
            "priya.raman@northwind.example",
            "Lunch with the team",
            "Casa Pepa",
            tuesday.plusDays(1),
            LocalTime.of(14, 0),
            LocalTime.of(15, 30),
            "Europe/Madrid",
            "STATUS:CANCELLED\r\nSEQUENCE:1\r\n" + person(myName, me, "NEEDS-ACTION")));
  }

  private static String person(String name, String address, String answer) {
    return "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT="
        + answer
        + ";RSVP=TRUE;CN=\""
        + name
        + "\":mailto:"
        + address
        + "\r\n";
  }

  private void add(
      String name,
      String address,
      String subject,
      String text,
      Duration ago,
      int bits,
      Event event) {
    Instant at = now.minus(ago);
    String boundary = "=_event_" + event.uid().replaceAll("[^a-z]", "");
    String body =
        "Content-Type: multipart/alternative; boundary=\""
            + boundary
            + "\"\r\n\r\n--"
            + boundary
            + "\r\n"
            + DemoMail.text("text/plain; charset=utf-8", text)
            + "\r\n--"
            + boundary
            + "\r\n"
            + DemoMail.text(
                "text/calendar; charset=utf-8; method=" + event.method(), calendar(event, at))
            + "\r\n--"
            + boundary
            + "--\r\n";
    String header =
        DemoMail.header(
            DemoMail.mailbox(name, address),
            DemoMail.mailbox(myName, me),
            subject,
            at,
            event.uid().replace("@", ".message@"),
            "");
    messages.add(
        new DemoMail.Message(
            (header + body).getBytes(StandardCharsets.UTF_8), at, "INBOX", Flags.of(bits)));
  }

  private static String calendar(Event event, Instant at) {
    DateTimeFormatter local = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);
    return "BEGIN:VCALENDAR\r\nPRODID:-//Example//Calendar//EN\r\nVERSION:2.0\r\nMETHOD:"
        + event.method()
        + "\r\nBEGIN:VEVENT\r\nUID:"
        + event.uid()
        + "\r\nDTSTAMP:"
        + local.withZone(ZoneId.of("UTC")).format(at)
        + "Z\r\nDTSTART;TZID="
        + event.zone()
        + ":"
        + local.format(event.day().atTime(event.from()))
        + "\r\nDTEND;TZID="
        + event.zone()
        + ":"
        + local.format(event.day().atTime(event.to()))
        + "\r\nORGANIZER;CN=\""
        + event.organizerName()
        + "\":mailto:"
        + event.organizer()
        + "\r\nSUMMARY:"
        + event.title()
        + "\r\nLOCATION:"
        + event.place().replace(",", "\\,")
        + "\r\n"
        + event.more()
        + "END:VEVENT\r\nEND:VCALENDAR\r\n";
  }
}
