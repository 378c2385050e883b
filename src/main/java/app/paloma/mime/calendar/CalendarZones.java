package app.paloma.mime.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a TZID means: a name of the IANA database, however it is dressed up; a name of Windows; or
/// else what the VTIMEZONE in the same message says. Zone rules live in this object alone: nothing
/// a message says becomes a zone of the process.
final class CalendarZones {
  private static final int MAX_OBSERVANCES = 64;

  /// One STANDARD or DAYLIGHT part of a VTIMEZONE.
  private record Observance(LocalDateTime onset, ZoneOffset offset, Optional<Recurrence> rule) {
    /// The last onset at or before this local time.
    Optional<LocalDateTime> latest(LocalDateTime time) {
      if (time.isBefore(onset)) {
        return Optional.empty();
      }
      if (rule.isEmpty()
          || rule.get().months().size() != 1
          || rule.get().weekdays().size() != 1
          || rule.get().frequency() != Recurrence.Frequency.YEARLY) {
        return Optional.of(onset);
      }
      for (int year = time.getYear(); year >= time.getYear() - 1; year--) {
        LocalDateTime at = inYear(year);
        boolean over =
            rule.get().until().filter(last -> at.toLocalDate().isAfter(last)).isPresent();
        if (!at.isAfter(time) && !at.isBefore(onset) && !over) {
          return Optional.of(at);
        }
      }
      return Optional.of(onset);
    }

    private LocalDateTime inYear(int year) {
      Recurrence.Weekday day = rule.orElseThrow().weekdays().getFirst();
      int ordinal = Math.clamp(day.ordinal(), -5, 5);
      return onset
          .withDayOfMonth(1)
          .withYear(year)
          .withMonth(rule.orElseThrow().months().getFirst().getValue())
          .with(
              java.time.temporal.TemporalAdjusters.dayOfWeekInMonth(
                  ordinal == 0 ? 1 : ordinal, day.day()));
    }
  }

  private static Map<String, String> windows;

  private final Map<String, List<Observance>> inMessage = new HashMap<>();

  private static synchronized Map<String, String> windows() {
    if (windows == null) {
      try (InputStream in = CalendarZones.class.getResourceAsStream("windows-zones.txt")) {
        Map<String, String> read = new HashMap<>();
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.contains("="))
            .forEach(line -> {
              int at = line.indexOf('=');
              read.put(line.substring(0, at).toLowerCase(Locale.ROOT), line.substring(at + 1));
            });
        windows = Map.copyOf(read);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return windows;
  }

  /// Takes a part of a VTIMEZONE of the message.
  void add(String tzid, LocalDateTime onset, ZoneOffset offset, Optional<Recurrence> rule) {
    List<Observance> known = inMessage.computeIfAbsent(tzid, id -> new ArrayList<>());
    if (known.size() < MAX_OBSERVANCES && inMessage.size() < MAX_OBSERVANCES) {
      known.add(new Observance(onset, offset, rule));
    }
  }

  When resolve(String tzid, LocalDateTime local) {
    Optional<ZoneId> zone = named(tzid);
    if (zone.isEmpty()) {
      zone = fromMessage(tzid, local);
    }
    return zone.<When>map(z -> new When.Moment(local.atZone(z).toInstant(), z))
        .orElse(new When.Local(local));
  }

  private static Optional<ZoneId> named(String tzid) {
    String name = tzid.strip();
    String known = windows().get(name.toLowerCase(Locale.ROOT));
    if (known != null) {
      return Optional.of(ZoneId.of(known));
    }
    // "/freeassociation.sourceforge.net/Europe/Madrid": the name stands at the end.
    String[] steps = name.split("/", 12);
    for (int take = Math.min(3, steps.length); take >= 1; take--) {
      String tail = String.join("/", List.of(steps).subList(steps.length - take, steps.length));
      if (ZoneId.getAvailableZoneIds().contains(tail)) {
        try {
          return Optional.of(ZoneId.of(tail));
        } catch (DateTimeException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ZoneId> fromMessage(String tzid, LocalDateTime local) {
    LocalDateTime best = null;
    ZoneId zone = null;
    for (Observance observance : inMessage.getOrDefault(tzid, List.of())) {
      Optional<LocalDateTime> onset = observance.latest(local);
      if (onset.isPresent() && (best == null || onset.get().isAfter(best))) {
        best = onset.get();
        zone = observance.offset();
      }
      if (zone == null) {
        zone = observance.offset();
      }
    }
    return Optional.ofNullable(zone);
  }
}
