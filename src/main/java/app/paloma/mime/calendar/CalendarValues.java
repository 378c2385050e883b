package app.paloma.mime.calendar;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The value types of RFC 5545 §3.3 that an invitation needs. What makes no sense is not there.
final class CalendarValues {
  private static final Pattern DATE_TIME =
      Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2})(?:T(\\d{2}):?(\\d{2}):?(\\d{2})?(Z)?)?");
  private static final Pattern DURATION =
      Pattern.compile(
          "([+-])?P(?:(\\d{1,4})W)?(?:(\\d{1,4})D)?"
              + "(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,7})S)?)?");
  private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2})(\\d{2})(\\d{2})?");
  private static final Pattern WEEKDAY = Pattern.compile("([+-]?\\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)");
  private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  private static final int MAX_LIST = 40;

  /// @param time empty for a day
  record DateTime(LocalDate date, Optional<LocalTime> time, boolean utc) {
    LocalDateTime local() {
      return date.atTime(time.orElse(LocalTime.MIDNIGHT));
    }
  }

  private CalendarValues() {}

  static Optional<DateTime> dateTime(String text) {
    Matcher m = DATE_TIME.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date =
          LocalDate.of(
              Integer.parseInt(m.group(1)),
              Integer.parseInt(m.group(2)),
              Integer.parseInt(m.group(3)));
      if (m.group(4) == null) {
        return Optional.of(new DateTime(date, Optional.empty(), false));
      }
      int second = m.group(6) == null ? 0 : Math.min(59, Integer.parseInt(m.group(6)));
      LocalTime time =
          LocalTime.of(Integer.parseInt(m.group(4)), Integer.parseInt(m.group(5)), second);
      return Optional.of(new DateTime(date, Optional.of(time), m.group(7) != null));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The end of what begins then and lasts so long.
  static Optional<When> after(When start, String text) {
    Matcher m = DURATION.matcher(text.strip());
    if (!m.matches() || "-".equals(m.group(1))) {
      return Optional.empty();
    }
    Period days = Period.ofDays(number(m.group(2)) * 7 + number(m.group(3)));
    Duration time =
        Duration.ofHours(number(m.group(4)))
            .plusMinutes(number(m.group(5)))
            .plusSeconds(number(m.group(6)));
    return Optional.of(
        switch (start) {
          case When.Day(LocalDate date) -> new When.Day(date.plus(days));
          case When.Moment moment ->
              new When.Moment(
                  moment.instant().atZone(moment.zone()).plus(days).plus(time).toInstant(),
                  moment.zone());
          case When.Local(LocalDateTime local) -> new When.Local(local.plus(days).plus(time));
        });
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  static Optional<ZoneOffset> offset(String text) {
    Matcher m = OFFSET.matcher(text.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      int seconds = number(m.group(2)) * 3600 + number(m.group(3)) * 60 + number(m.group(4));
      return Optional.of(ZoneOffset.ofTotalSeconds(m.group(1).equals("-") ? -seconds : seconds));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<Recurrence> recurrence(String text) {
    Optional<Recurrence.Frequency> frequency = Optional.empty();
    int interval = 1;
    int count = 0;
    Optional<LocalDate> until = Optional.empty();
    List<Recurrence.Weekday> weekdays = new ArrayList<>();
    List<Integer> monthDays = new ArrayList<>();
    List<Month> months = new ArrayList<>();
    boolean special = false;
    for (String part : text.toUpperCase(Locale.ROOT).split(";", 20)) {
      int at = part.indexOf('=');
      String value = at < 0 ? "" : part.substring(at + 1).strip();
      String[] list = value.split(",", MAX_LIST);
      switch (at < 0 ? "" : part.substring(0, at).strip()) {
        case "FREQ" -> frequency = frequency(value);
        case "INTERVAL" -> interval = Math.max(1, digits(value));
        case "COUNT" -> count = digits(value);
        case "UNTIL" -> until = dateTime(value).map(DateTime::date);
        case "BYDAY" -> {
          for (String day : list) {
            Matcher m = WEEKDAY.matcher(day.strip());
            if (m.matches()) {
              int ordinal = m.group(1) == null ? 0 : Integer.parseInt(m.group(1));
              weekdays.add(
                  new Recurrence.Weekday(ordinal, DayOfWeek.of(DAYS.indexOf(m.group(2)) + 1)));
            }
          }
        }
        case "BYMONTHDAY" -> {
          for (String day : list) {
            int number = digits(day.strip());
            special |= number < 1 || number > 31;
            monthDays.add(number);
          }
        }
        case "BYMONTH" -> {
          for (String month : list) {
            int number = digits(month.strip());
            if (number >= 1 && number <= 12) {
              months.add(Month.of(number));
            }
          }
        }
        case "WKST", "" -> {}
        default -> special = true;
      }
    }
    if (frequency.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Recurrence(
            frequency.get(), interval, count, until, weekdays, monthDays, months, special));
  }

  private static Optional<Recurrence.Frequency> frequency(String word) {
    for (Recurrence.Frequency frequency : Recurrence.Frequency.values()) {
      if (frequency.name().equals(word)) {
        return Optional.of(frequency);
      }
    }
    return Optional.empty();
  }

  private static int digits(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  /// A point as iTIP writes it back: moments in UTC, so that no zone need be sent along.
  static String write(String property, When when) {
    return switch (when) {
      case When.Day(LocalDate date) ->
          property + ";VALUE=DATE:" + date.format(DateTimeFormatter.BASIC_ISO_DATE);
      case When.Moment moment ->
          property
              + ":"
              + DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                  .format(moment.instant().atOffset(ZoneOffset.UTC));
      case When.Local(LocalDateTime time) ->
          property
              + ":"
              + DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).format(time);
    };
  }
}
