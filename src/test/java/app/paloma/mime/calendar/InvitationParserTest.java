package app.paloma.mime.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.Invitation.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class InvitationParserTest {
  private static final String REQUEST =
      """
      BEGIN:VCALENDAR
      PRODID:-//Google Inc//Google Calendar 70.9054//EN
      VERSION:2.0
      METHOD:REQUEST
      BEGIN:VEVENT
      DTSTART;TZID=Europe/London:20260623T090000
      DTEND;TZID=Europe/London:20260623T100000
      RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20260731T220000Z
      DTSTAMP:20260617T080000Z
      ORGANIZER;CN=Martin Okafor:mailto:martin@okafor.example
      UID:abc-123@okafor.example
      ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
       TRUE;CN=Clara Fuentes:mailto:clara@paloma.example
      ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED:MAILTO:Priya@northwind.example
      SEQUENCE:3
      LOCATION:Room 4\\, second floor
      SUMMARY:Plan the\\nworkshop
      END:VEVENT
      END:VCALENDAR
      """;

  private static Optional<Invitation> parse(String text) {
    return InvitationParser.parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static When start(String property, String... timezone) {
    return parse(
            "BEGIN:VCALENDAR\nMETHOD:REQUEST\n"
                + String.join("\n", timezone)
                + "\nBEGIN:VEVENT\nUID:u\n"
                + property
                + "\nEND:VEVENT\nEND:VCALENDAR\n")
        .orElseThrow()
        .start()
        .orElseThrow();
  }

  @Test
  void readsARequest() {
    Invitation event = parse(REQUEST).orElseThrow();

    assertThat(event.method()).isEqualTo(Method.REQUEST);
    assertThat(event.uid()).isEqualTo("abc-123@okafor.example");
    assertThat(event.sequence()).isEqualTo(3);
    assertThat(event.summary()).isEqualTo("Plan the\nworkshop");
    assertThat(event.location()).isEqualTo("Room 4, second floor");
    assertThat(event.start())
        .contains(
            new When.Moment(Instant.parse("2026-06-23T08:00:00Z"), ZoneId.of("Europe/London")));
    assertThat(event.organizer().orElseThrow().email()).isEqualTo("martin@okafor.example");
    assertThat(event.attendees()).hasSize(2);
    assertThat(event.attendees().getFirst().person().name()).isEqualTo("Clara Fuentes");
    assertThat(event.attendee("PRIYA@northwind.example").orElseThrow().answer())
        .isEqualTo(Answer.ACCEPTED);
    assertThat(event.attendees().get(1).optional()).isTrue();
    Recurrence rule = event.recurrence().orElseThrow();
    assertThat(rule.interval()).isEqualTo(2);
    assertThat(rule.weekdays()).hasSize(2);
    assertThat(rule.until()).contains(LocalDate.of(2026, Month.JULY, 31));
    assertThat(rule.special()).isFalse();
  }

  @Test
  void understandsZonesHoweverTheyAreNamed() {
    Instant nine = Instant.parse("2026-06-23T07:00:00Z");
    for (String zone :
        new String[] {
          "Europe/Madrid", "/freeassociation.sourceforge.net/Europe/Madrid",
          "Romance Standard Time", "\"W. Europe Standard Time\""
        }) {
      assertThat(start("DTSTART;TZID=" + zone + ":20260623T090000"))
          .as(zone)
          .isInstanceOfSatisfying(
              When.Moment.class, moment -> assertThat(moment.instant()).isEqualTo(nine));
    }
    assertThat(start("DTSTART:20260623T070000Z"))
        .isInstanceOfSatisfying(
            When.Moment.class, moment -> assertThat(moment.instant()).isEqualTo(nine));
    assertThat(start("DTSTART;VALUE=DATE:20260623"))
        .isEqualTo(new When.Day(LocalDate.of(2026, 6, 23)));
    assertThat(start("DTSTART;TZID=Nowhere at all:20260623T090000"))
        .isEqualTo(new When.Local(LocalDateTime.of(2026, 6, 23, 9, 0)));
  }

  @Test
  void takesAnUnknownZoneFromTheMessage() {
    String zone =
        """
        BEGIN:VTIMEZONE
        TZID:My zone
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE\
        """;
    for (String[] pair :
        new String[][] {
          {"20260623T090000", "2026-06-23T07:00:00Z"},
          {"20261223T090000", "2026-12-23T08:00:00Z"},
          {"20260115T090000", "2026-01-15T08:00:00Z"},
          {"20261025T040000", "2026-10-25T03:00:00Z"},
        }) {
      assertThat(start("DTSTART;TZID=My zone:" + pair[0], zone))
          .as(pair[0])
          .isInstanceOfSatisfying(
              When.Moment.class,
              moment -> assertThat(moment.instant()).isEqualTo(Instant.parse(pair[1])));
    }
  }

  @Test
  void everyWindowsZoneIsKnownHere() {
    for (String name :
        new String[] {
          "Pacific Standard Time", "E. South America Standard Time", "Pacific SA Standard Time",
          "FLE Standard Time", "Greenland Standard Time", "Qyzylorda Standard Time"
        }) {
      assertThat(start("DTSTART;TZID=" + name + ":20260623T090000"))
          .as(name)
          .isInstanceOf(When.Moment.class);
    }
    Assertions.assertThat(
            new java.util.Scanner(
                    CalendarZones.class.getResourceAsStream("windows-zones.txt"),
                    StandardCharsets.UTF_8)
                .useDelimiter("\n")
                .tokens()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(line.indexOf('=') + 1).strip()))
        .allSatisfy(id -> assertThat(ZoneId.getAvailableZoneIds()).contains(id));
  }

  @Test
  void anEndMayBeGivenAsDuration() {
    Invitation event =
        parse(
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20260623T070000Z\n"
                    + "DURATION:PT1H30M\nEND:VEVENT\nEND:VCALENDAR\n")
            .orElseThrow();
    assertThat(event.end().orElseThrow())
        .isInstanceOfSatisfying(
            When.Moment.class,
            moment -> assertThat(moment.instant()).isEqualTo("2026-06-23T08:30:00Z"));
    assertThat(event.method()).isEqualTo(Method.PUBLISH);
  }

  @Test
  void knowsCancellationsAndReplies() {
    assertThat(parse(REQUEST.replace("METHOD:REQUEST", "METHOD:CANCEL")).orElseThrow().cancelled())
        .isTrue();
    assertThat(
            parse(REQUEST.replace("SEQUENCE:3", "SEQUENCE:4\nSTATUS:CANCELLED"))
                .orElseThrow()
                .method())
        .isEqualTo(Method.CANCEL);
    assertThat(parse(REQUEST.replace("METHOD:REQUEST", "METHOD:REPLY")).orElseThrow().method())
        .isEqualTo(Method.REPLY);
  }

  @Test
  void theSeriesStandsForItsExceptions() {
    String exception =
        "BEGIN:VEVENT\nUID:abc-123@okafor.example\nRECURRENCE-ID:20260707T080000Z\n"
            + "SUMMARY:Moved\nDTSTART:20260708T080000Z\nEND:VEVENT\n";
    assertThat(
            parse(REQUEST.replaceFirst("BEGIN:VEVENT", exception + "BEGIN:VEVENT"))
                .orElseThrow()
                .recurrence())
        .isPresent();
  }

  @Test
  void hostileOctetsCostLittleAndNeverThrow() {
    byte[] request = REQUEST.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      byte[] broken = request.clone();
      for (int n = 0; n < 1 + random.nextInt(12); n++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      InvitationParser.parse(broken);
    }
    String people = "ATTENDEE:mailto:a@b.example\n".repeat(30_000);
    Invitation crowd =
        parse(REQUEST.replace("SEQUENCE:3\n", people.substring(0, 500_000) + "\nSEQUENCE:3\n"))
            .orElseThrow();
    assertThat(crowd.attendees()).hasSize(InvitationParser.MAX_ATTENDEES);
    assertThat(crowd.attendeeCount()).isGreaterThan(10_000);
    for (String bomb :
        new String[] {
          "BEGIN:VCALENDAR\n".repeat(50_000),
          "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nRRULE:FREQ=SECONDLY;COUNT=2000000000\n"
              + "DTSTART:00010101T000000Z\nEND:VEVENT\nEND:VCALENDAR\n",
          "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:00010101T000000\n"
              + "TZOFFSETTO:+9999\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n"
              + "BEGIN:VEVENT\nUID:u\nDTSTART;TZID=x:99991231T235959\nEND:VEVENT\nEND:VCALENDAR\n",
          "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:" + "u".repeat(900_000) + "\nEND:VEVENT\n",
          "X:" + "\n ".repeat(200_000)
        }) {
      org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(5), () -> parse(bomb));
    }
    assertThat(InvitationParser.parse(new byte[InvitationParser.MAX_OCTETS + 1])).isEmpty();
  }

  @Test
  void textCannotTurnItsDirectionOrHideLines() {
    Invitation event =
        parse(REQUEST.replace("SUMMARY:Plan", "SUMMARY:\u202EPlan\u0007")).orElseThrow();
    assertThat(event.summary()).isEqualTo("Plan the\nworkshop");
  }

  @Test
  void aReplyReadsBackAsWhatWasAnswered() {
    Invitation event = parse(REQUEST).orElseThrow();
    String reply =
        InvitationReply.of(
            event,
            new Invitation.Person("Clara \"C\" Fuentes, Ñandú y Compañía", "clara@paloma.example"),
            Answer.TENTATIVE,
            Instant.parse("2026-06-17T10:42:00Z"));

    assertThat(reply.lines().mapToInt(l -> l.getBytes(StandardCharsets.UTF_8).length))
        .allMatch(n -> n <= 76);
    Invitation read = InvitationParser.parse(reply.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(read.method()).isEqualTo(Method.REPLY);
    assertThat(read.uid()).isEqualTo(event.uid());
    assertThat(read.sequence()).isEqualTo(3);
    assertThat(read.attendees()).hasSize(1);
    assertThat(read.attendees().getFirst().answer()).isEqualTo(Answer.TENTATIVE);
    assertThat(read.attendees().getFirst().person().email()).isEqualTo("clara@paloma.example");
    assertThat(read.summary()).isEqualTo(event.summary());
    assertThat(((When.Moment) read.start().orElseThrow()).instant())
        .isEqualTo(((When.Moment) event.start().orElseThrow()).instant());
  }
}
