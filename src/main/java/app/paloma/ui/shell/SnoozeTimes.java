package app.paloma.ui.shell;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/// When people want to see a message again, if not now.
final class SnoozeTimes {
  /// @param key of the words in the bundle
  record Choice(String key, ZonedDateTime when) {}

  private static final LocalTime MORNING = LocalTime.of(8, 0);
  private static final LocalTime EVENING = LocalTime.of(18, 0);
  private static final int LATER_HOURS = 3;

  private SnoozeTimes() {}

  /// What makes sense seen from `now`, soonest first.
  static List<Choice> from(ZonedDateTime now) {
    List<Choice> choices = new ArrayList<>();
    ZonedDateTime later = now.plusHours(LATER_HOURS).truncatedTo(ChronoUnit.HOURS);
    ZonedDateTime evening = now.with(EVENING);
    if (later.toLocalDate().equals(now.toLocalDate()) && !later.equals(evening)) {
      choices.add(new Choice("snooze.later", later));
    }
    if (now.isBefore(evening.minusHours(1))) {
      choices.add(new Choice("snooze.evening", evening));
      choices.sort((a, b) -> a.when().compareTo(b.when()));
    }
    ZonedDateTime tomorrow = now.plusDays(1).with(MORNING);
    choices.add(new Choice("snooze.tomorrow", tomorrow));
    ZonedDateTime saturday =
        now.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY)).with(MORNING);
    if (saturday.isAfter(tomorrow)) {
      choices.add(new Choice("snooze.weekend", saturday));
    }
    ZonedDateTime monday = now.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).with(MORNING);
    if (monday.isAfter(tomorrow)) {
      choices.add(new Choice("snooze.week", monday));
    }
    return choices;
  }
}
