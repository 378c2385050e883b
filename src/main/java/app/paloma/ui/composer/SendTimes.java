package app.paloma.ui.composer;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/// When people want a message to leave, if not now.
public final class SendTimes {
  /// @param key of the words in the bundle
  public record Choice(String key, ZonedDateTime when) {}

  private static final LocalTime MORNING = LocalTime.of(8, 0);
  private static final LocalTime EVENING = LocalTime.of(18, 0);

  private SendTimes() {}

  /// What makes sense seen from `now`, soonest first.
  public static List<Choice> from(ZonedDateTime now) {
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice("later.hour", now.plusHours(1).truncatedTo(ChronoUnit.MINUTES)));
    if (now.toLocalTime().isBefore(EVENING.minusHours(1))) {
      choices.add(new Choice("later.evening", now.with(EVENING)));
    }
    choices.add(new Choice("later.tomorrow", now.plusDays(1).with(MORNING)));
    ZonedDateTime monday = now.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).with(MORNING);
    if (monday.isAfter(now.plusDays(2))) {
      choices.add(new Choice("later.monday", monday));
    }
    return choices;
  }
}
