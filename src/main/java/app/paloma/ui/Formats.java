package app.paloma.ui;

import java.text.NumberFormat;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times and sizes as people of a locale write them.
public final class Formats {
  /// The heading a day falls under in a list grouped by date.
  public enum Period {
    FUTURE,
    TODAY,
    YESTERDAY,
    THIS_WEEK,
    LAST_WEEK,
    THIS_MONTH,
    LAST_MONTH,
    OLDER
  }

  /// `8`, `8:05`, `20.05`, `0805`, `8:05 PM`, `8:05 p. m.`
  private static final Pattern HOUR =
      Pattern.compile(
          "(\\d{1,2})(?:\\s*[:.h]?\\s*(\\d{2}))?(?:\\h*([ap])\\.?\\h*m\\.?)?",
          Pattern.CASE_INSENSITIVE);

  private final Messages messages;
  private final Clock clock;
  private final DateTimeFormatter time;
  private final DateTimeFormatter dayAndMonth;
  private final DateTimeFormatter day;
  private final DateTimeFormatter full;
  private final DateTimeFormatter seconds;

  public Formats(Messages messages, Clock clock) {
    this.messages = messages;
    this.clock = clock;
    Locale locale = messages.locale();
    time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale);
    dayAndMonth = DateTimeFormatter.ofLocalizedPattern("MMMd").withLocale(locale);
    day = DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).withLocale(locale);
    seconds = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM).withLocale(locale);
    full =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.LONG)
            .withLocale(locale);
  }

  public LocalDate today() {
    return LocalDate.now(clock);
  }

  /// For a row: the time today, the weekday within six days, else the day.
  public String brief(Instant when) {
    ZonedDateTime local = when.atZone(clock.getZone());
    LocalDate date = local.toLocalDate();
    long days = ChronoUnit.DAYS.between(date, today());
    if (days == 0) {
      return time.format(local);
    }
    if (days == 1) {
      return messages.get("time.yesterday");
    }
    if (days > 1 && days < 7) {
      return date.getDayOfWeek().getDisplayName(TextStyle.SHORT, messages.locale());
    }
    if (date.getYear() == today().getYear()) {
      return dayAndMonth.format(local);
    }
    return day.format(local);
  }

  /// A moment to come: the time today, with the weekday within six days, else with the day.
  public String ahead(Instant when) {
    ZonedDateTime local = when.atZone(clock.getZone());
    long days = ChronoUnit.DAYS.between(today(), local.toLocalDate());
    if (days <= 0) {
      return time.format(local);
    }
    String name =
        days < 7
            ? local.getDayOfWeek().getDisplayName(TextStyle.SHORT, messages.locale())
            : local.getYear() == today().getYear() ? dayAndMonth.format(local) : day.format(local);
    return name + " " + time.format(local);
  }

  /// The same below a heading that already says "Yesterday": the time.
  public String briefInGroup(Instant when) {
    return period(when) == Period.YESTERDAY
        ? time.format(when.atZone(clock.getZone()))
        : brief(when);
  }

  /// For a message's header: in words, with the hour.
  public String words(Instant when) {
    ZonedDateTime local = when.atZone(clock.getZone());
    Duration age = Duration.between(when, clock.instant());
    if (!age.isNegative() && age.toMinutes() < 1) {
      return messages.get("time.now");
    }
    if (!age.isNegative() && age.toMinutes() < 60) {
      return messages.count("time.minutes", age.toMinutes());
    }
    LocalDate date = local.toLocalDate();
    String hour = time.format(local);
    long days = ChronoUnit.DAYS.between(date, today());
    if (days == 0) {
      return messages.get("time.todayAt", hour);
    }
    if (days == -1) {
      return messages.get("time.tomorrowAt", hour);
    }
    if (days == 1) {
      return messages.get("time.yesterdayAt", hour);
    }
    String name =
        Math.abs(days) < 7
            ? date.getDayOfWeek().getDisplayName(TextStyle.FULL, messages.locale())
            : DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(messages.locale())
                .format(local);
    return messages.get(days < 0 ? "time.onDayAt" : "time.dayAt", name, hour);
  }

  /// To the second, with the zone.
  public String exact(Instant when) {
    return full.format(when.atZone(clock.getZone()));
  }

  /// The time of day to the second.
  public String clock(Instant when) {
    return seconds.format(when.atZone(clock.getZone()));
  }

  /// How long something took, in the largest unit that fits.
  public String span(Duration span) {
    if (span.toSeconds() < 60) {
      return messages.get("span.seconds", span.toSeconds());
    }
    if (span.toMinutes() < 60) {
      return messages.get("span.minutes", span.toMinutes());
    }
    return span.toHours() < 48
        ? messages.get("span.hours", span.toHours())
        : messages.get("span.days", span.toDays());
  }

  public String hour(LocalTime when) {
    return time.format(when);
  }

  /// The time of day that was typed: with a colon or without, in 24 hours or with am and pm.
  public static Optional<LocalTime> hour(String typed) {
    Matcher parts = HOUR.matcher(typed.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(parts.group(1));
    int minute = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    String half = parts.group(3);
    if (minute > 59 || hour > (half == null ? 23 : 12) || half != null && hour == 0) {
      return Optional.empty();
    }
    boolean afternoon = half != null && half.equalsIgnoreCase("p");
    return Optional.of(
        LocalTime.of(half == null ? hour : hour % 12 + (afternoon ? 12 : 0), minute));
  }

  public Period period(Instant when) {
    LocalDate date = when.atZone(clock.getZone()).toLocalDate();
    LocalDate today = today();
    if (date.isAfter(today)) {
      return Period.FUTURE;
    }
    if (date.equals(today)) {
      return Period.TODAY;
    }
    if (date.equals(today.minusDays(1))) {
      return Period.YESTERDAY;
    }
    DayOfWeek first = WeekFields.of(messages.locale()).getFirstDayOfWeek();
    LocalDate week = today.with(TemporalAdjusters.previousOrSame(first));
    if (!date.isBefore(week)) {
      return Period.THIS_WEEK;
    }
    if (!date.isBefore(week.minusWeeks(1))) {
      return Period.LAST_WEEK;
    }
    LocalDate month = today.withDayOfMonth(1);
    if (!date.isBefore(month)) {
      return Period.THIS_MONTH;
    }
    return date.isBefore(month.minusMonths(1)) ? Period.OLDER : Period.LAST_MONTH;
  }

  /// Octets in units of 1000, as file managers show them.
  public String size(long octets) {
    if (octets < 1000) {
      return messages.count("size.bytes", octets);
    }
    double value = octets / 1000.0;
    String unit = "size.kb";
    if (value >= 999.5) {
      value /= 1000;
      unit = "size.mb";
    }
    if (value >= 999.5) {
      value /= 1000;
      unit = "size.gb";
    }
    NumberFormat format = NumberFormat.getInstance(messages.locale());
    format.setMaximumFractionDigits(value < 10 ? 1 : 0);
    return messages.get(unit, format.format(value));
  }
}
