package app.paloma.ui.composer;

import app.paloma.ui.Messages;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// A moment as people name it.
public final class DateWords {
  private DateWords() {}

  /// `Mon, 23 November, 08:00` in the user's language.
  public static String of(Instant when, ZoneId zone, Messages words) {
    ZonedDateTime time = when.atZone(zone);
    String day =
        DateTimeFormatter.ofLocalizedPattern("MMMEEEd").withLocale(words.locale()).format(time);
    return day + ", " + time(when, zone, words);
  }

  public static String time(Instant when, ZoneId zone, Messages words) {
    return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
        .withLocale(words.locale())
        .format(when.atZone(zone));
  }
}
