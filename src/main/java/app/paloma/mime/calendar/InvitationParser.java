package app.paloma.mime.calendar;

import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.Invitation.Attendee;
import app.paloma.mime.calendar.Invitation.Method;
import app.paloma.mime.calendar.Invitation.Person;
import com.github.mangstadt.vinnie.SyntaxStyle;
import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataAdapter;
import com.github.mangstadt.vinnie.io.VObjectPropertyValues;
import com.github.mangstadt.vinnie.io.VObjectReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the event of a calendar object. Any octets at all: what is no event gives nothing, and no
/// repetition is ever counted out.
public final class InvitationParser {
  /// Larger objects are calendars to import, not invitations.
  public static final int MAX_OCTETS = 1 << 20;

  public static final int MAX_ATTENDEES = 500;
  private static final int MAX_LINES = 20_000;
  private static final int MAX_DEPTH = 8;
  private static final int LINE = 500;
  private static final int TEXT = 8_000;

  /// A component as far as it is kept.
  private static final class Component {
    final Map<String, VObjectProperty> properties = new HashMap<>();
    final List<VObjectProperty> attendees = new ArrayList<>();
    int attendeeCount;

    Optional<VObjectProperty> get(String name) {
      return Optional.ofNullable(properties.get(name));
    }

    String text(String name, int limit) {
      return get(name)
          .map(p -> clean(VObjectPropertyValues.unescape(p.getValue()), limit))
          .orElse("");
    }
  }

  private final CalendarZones zones = new CalendarZones();
  private final List<Component> events = new ArrayList<>();
  private String method = "";
  private String tzid = "";

  private InvitationParser() {}

  /// @param octets at most [#MAX_OCTETS]; more is no invitation
  public static Optional<Invitation> parse(byte[] octets) {
    if (octets.length == 0 || octets.length > MAX_OCTETS) {
      return Optional.empty();
    }
    try {
      return new InvitationParser().read(decode(octets));
    } catch (IOException | RuntimeException e) {
      // Whatever a sender wrote, the message itself is still shown.
      return Optional.empty();
    }
  }

  /// RFC 5545 §3.1.4: UTF-8; some still write Latin-1.
  private static String decode(byte[] octets) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  private Optional<Invitation> read(String text) throws IOException {
    SyntaxRules rules = SyntaxRules.iCalendar();
    // Where the version is missing it is today's.
    rules.setDefaultSyntaxStyle(SyntaxStyle.NEW);
    try (VObjectReader reader = new VObjectReader(new StringReader(text), rules)) {
      reader.parse(new Listener());
    }
    // The series stands for its exceptions that come along.
    return events.stream()
        .filter(e -> !e.text("UID", LINE).isEmpty())
        .min((a, b) ->
            Boolean.compare(a.get("RECURRENCE-ID").isPresent(), b.get("RECURRENCE-ID").isPresent()))
        .map(this::invitation);
  }

  private final class Listener extends VObjectDataAdapter {
    private final List<Component> open = new ArrayList<>();
    private int lines;

    @Override
    public void onComponentBegin(String name, Context context) {
      open.add(new Component());
      if (open.size() > MAX_DEPTH) {
        context.stop();
      }
    }

    @Override
    public void onProperty(VObjectProperty property, Context context) {
      if (++lines > MAX_LINES) {
        context.stop();
      }
      List<String> parents = context.getParentComponents();
      if (parents.isEmpty() || open.isEmpty()) {
        return;
      }
      String name = property.getName().toUpperCase(Locale.ROOT);
      String parent = parents.getLast().toUpperCase(Locale.ROOT);
      if (parent.equals("VCALENDAR") && name.equals("METHOD")) {
        method = property.getValue().strip().toUpperCase(Locale.ROOT);
      } else if (parent.equals("VTIMEZONE") && name.equals("TZID")) {
        tzid = property.getValue();
      }
      Component component = open.getLast();
      if (name.equals("ATTENDEE")) {
        component.attendeeCount++;
        if (component.attendees.size() < MAX_ATTENDEES) {
          component.attendees.add(property);
        }
      } else {
        component.properties.putIfAbsent(name, property);
      }
    }

    @Override
    public void onComponentEnd(String name, Context context) {
      if (open.isEmpty()) {
        return;
      }
      Component ended = open.removeLast();
      switch (name.toUpperCase(Locale.ROOT)) {
        case "VEVENT" -> {
          if (events.size() < 100) {
            events.add(ended);
          }
        }
        case "STANDARD", "DAYLIGHT" -> observance(ended);
        default -> {}
      }
    }
  }

  private void observance(Component part) {
    Optional<LocalDateTime> onset =
        part.get("DTSTART")
            .flatMap(p -> CalendarValues.dateTime(p.getValue()))
            .map(CalendarValues.DateTime::local);
    Optional<ZoneOffset> offset =
        part.get("TZOFFSETTO").flatMap(p -> CalendarValues.offset(p.getValue()));
    if (onset.isPresent() && offset.isPresent()) {
      zones.add(
          tzid,
          onset.get(),
          offset.get(),
          part.get("RRULE").flatMap(p -> CalendarValues.recurrence(p.getValue())));
    }
  }

  private Invitation invitation(Component event) {
    Optional<When> start = when(event, "DTSTART");
    Optional<When> end = when(event, "DTEND");
    if (end.isEmpty() && start.isPresent()) {
      end = event.get("DURATION").flatMap(p -> CalendarValues.after(start.get(), p.getValue()));
    }
    boolean cancelled = event.text("STATUS", LINE).equalsIgnoreCase("CANCELLED");
    return new Invitation(
        method(cancelled),
        event.text("UID", LINE),
        when(event, "RECURRENCE-ID"),
        sequence(event.text("SEQUENCE", LINE)),
        when(event, "DTSTAMP").flatMap(InvitationParser::instant),
        event.text("SUMMARY", LINE),
        event.text("LOCATION", LINE),
        event.text("DESCRIPTION", TEXT),
        start,
        end,
        event.get("RRULE").flatMap(p -> CalendarValues.recurrence(p.getValue())),
        cancelled || method.equals("CANCEL"),
        event.get("ORGANIZER").map(InvitationParser::person).filter(p -> !p.email().isEmpty()),
        event.attendees.stream()
            .map(InvitationParser::attendee)
            .filter(a -> !a.person().email().isEmpty())
            .toList(),
        event.attendeeCount);
  }

  private Method method(boolean cancelled) {
    return switch (method) {
      case "REQUEST" -> cancelled ? Method.CANCEL : Method.REQUEST;
      case "CANCEL" -> Method.CANCEL;
      case "REPLY" -> Method.REPLY;
      case "COUNTER" -> Method.COUNTER;
      default -> Method.PUBLISH;
    };
  }

  private Optional<When> when(Component event, String name) {
    Optional<VObjectProperty> property = event.get(name);
    Optional<CalendarValues.DateTime> value =
        property.flatMap(p -> CalendarValues.dateTime(p.getValue()));
    if (value.isEmpty()) {
      return Optional.empty();
    }
    LocalDate date = value.get().date();
    if (value.get().time().isEmpty()) {
      return Optional.of(new When.Day(date));
    }
    LocalDateTime local = value.get().local();
    if (value.get().utc()) {
      return Optional.of(new When.Moment(local.toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
    }
    String zone = property.get().getParameters().first("TZID");
    return Optional.of(
        zone == null || zone.isBlank() ? new When.Local(local) : zones.resolve(zone, local));
  }

  private static Optional<Instant> instant(When when) {
    return switch (when) {
      case When.Moment moment -> Optional.of(moment.instant());
      case When.Day _, When.Local _ -> Optional.empty();
    };
  }

  private static int sequence(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static Attendee attendee(VObjectProperty property) {
    String stated = property.getParameters().first("PARTSTAT");
    Answer answer = Answer.NEEDS_ACTION;
    for (Answer each : Answer.values()) {
      if (each.partstat().equalsIgnoreCase(stated)) {
        answer = each;
      }
    }
    return new Attendee(
        person(property),
        answer,
        "OPT-PARTICIPANT".equalsIgnoreCase(property.getParameters().first("ROLE")));
  }

  private static Person person(VObjectProperty property) {
    String name = property.getParameters().first("CN");
    String uri = property.getValue().strip();
    String email =
        uri.regionMatches(true, 0, "mailto:", 0, 7)
            ? uri.substring(7)
            : Optional.ofNullable(property.getParameters().first("EMAIL")).orElse("");
    String address = clean(email, 320).replaceAll("[\\s<>,;\"]", "");
    return new Person(
        name == null || name.equalsIgnoreCase(address) ? "" : clean(name, 200),
        address.indexOf('@') > 0 ? address : "");
  }

  /// No control characters but line ends, nothing that turns the direction of text around, no more
  /// than fits.
  private static String clean(String text, int limit) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(limit)
        .filter(c -> c == '\n' || !Character.isISOControl(c) && !isBidiControl(c))
        .forEach(out::appendCodePoint);
    return out.toString().strip();
  }

  private static boolean isBidiControl(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }
}
