package app.paloma.mime.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Optional;

/// How often an event comes again (RFC 5545 §3.3.10), as far as it is put into words.
///
/// @param count 0 where the rule names none
/// @param until the last day it can fall on
/// @param special the rule says more than the other fields hold
public record Recurrence(
    Frequency frequency,
    int interval,
    int count,
    Optional<LocalDate> until,
    List<Weekday> weekdays,
    List<Integer> monthDays,
    List<Month> months,
    boolean special) {
  public Recurrence {
    weekdays = List.copyOf(weekdays);
    monthDays = List.copyOf(monthDays);
    months = List.copyOf(months);
  }

  /// The units people plan in; rarer ones are not repeated events to a reader.
  public enum Frequency {
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY
  }

  /// @param ordinal 0 every such day, 1 the first of the month, -1 the last
  public record Weekday(int ordinal, DayOfWeek day) {}
}
