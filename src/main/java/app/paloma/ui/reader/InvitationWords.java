package app.paloma.ui.reader;

import app.paloma.mime.calendar.Invitation;
import app.paloma.mime.calendar.Invitation.Answer;
import app.paloma.mime.calendar.Recurrence;
import app.paloma.mime.calendar.When;
import app.paloma.model.Address;
import app.paloma.ui.Messages;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Events in words: when, how often, who said what; in the reader's zone and language.
public final class InvitationWords {
  private final Messages words;
  private final Locale locale;
  private final ZoneId zone;
  private final DateTimeFormatter day;
  private final DateTimeFormatter time;

  public InvitationWords(Messages words, ZoneId zone) {
    this.words = words;
    this.locale = words.locale();
    this.zone = zone;
    day = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale);
    time = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale);
  }

  /// The words of the reader's cards in one language.
  public static Messages bundle(Locale locale) {
    return Messages.of("/app/paloma/ui/reader/ReaderMessages", locale);
  }

  // --- what it is ---

  /// One line that says what the message wants.
  public String kind(ReceivedInvitation received) {
    Invitation event = received.event();
    if (event.method() == Invitation.Method.REPLY || event.method() == Invitation.Method.COUNTER) {
      return replies(event);
    }
    if (received.isCancelled()) {
      return words.get("invitation.cancelled");
    }
    if (received.isOutdated()) {
      return words.get("invitation.outdated");
    }
    return switch (event.method()) {
      case REQUEST -> words.get(event.sequence() > 0 ? "invitation.updated" : "invitation.invited");
      case PUBLISH -> words.get("invitation.event");
      case CANCEL, REPLY, COUNTER -> words.get("invitation.cancelled");
    };
  }

  private String replies(Invitation event) {
    Invitation.Attendee who = event.attendees().isEmpty() ? null : event.attendees().getFirst();
    if (who == null) {
      return words.get("invitation.reply");
    }
    String name = who.person().display();
    return event.method() == Invitation.Method.COUNTER
        ? words.get("invitation.counter", name)
        : words.get("invitation.said." + who.answer(), name);
  }

  /// What the user answered, in a sentence.
  public String answered(Answer answer) {
    return words.get("invitation.you." + answer);
  }

  public String replySubject(Answer answer, Invitation event) {
    return words.get("invitation.subject." + answer, event.summary());
  }

  public String replyText(Answer answer, Invitation event, Address me) {
    String what = event.summary().isEmpty() ? words.get("invitation.noTitle") : event.summary();
    return words.get("invitation.said." + answer, me.display())
        + "\n\n"
        + what
        + when(event).map(w -> "\n" + w).orElse("")
        + "\n";
  }

  // --- when ---

  /// From when to when, in the reader's zone.
  public Optional<String> when(Invitation event) {
    return event.start().map(start -> range(start, event.end(), zone));
  }

  /// The same in the zone it was planned in, where the clock there shows another time.
  public Optional<String> whenThere(Invitation event) {
    if (event.start().orElse(null) instanceof When.Moment start
        && !start.zone().equals(ZoneOffset.UTC)
        && !offset(start, start.zone()).equals(offset(start, zone))) {
      return Optional.of(
          words.get(
              "invitation.there", range(start, event.end(), start.zone()), place(start.zone())));
    }
    return Optional.empty();
  }

  private static ZoneOffset offset(When.Moment moment, ZoneId zone) {
    return zone.getRules().getOffset(moment.instant());
  }

  private String place(ZoneId there) {
    return there instanceof ZoneOffset
        ? "UTC" + there
        : there.getDisplayName(TextStyle.FULL, locale);
  }

  private String range(When start, Optional<When> end, ZoneId in) {
    return switch (start) {
      case When.Day(LocalDate first) -> {
        // The end of a whole day is the day after it (RFC 5545 §3.6.1).
        LocalDate last =
            end.orElse(null) instanceof When.Day(LocalDate after) && after.isAfter(first)
                ? after.minusDays(1)
                : first;
        yield last.equals(first)
            ? words.get("invitation.allDay", day.format(first))
            : words.get("invitation.range", day.format(first), day.format(last));
      }
      case When.Moment moment -> {
        ZonedDateTime from = moment.instant().atZone(in);
        LocalDateTime to =
            end.orElse(null) instanceof When.Moment last
                ? last.instant().atZone(in).toLocalDateTime()
                : null;
        yield range(from.toLocalDateTime(), to);
      }
      case When.Local(LocalDateTime from) ->
          range(from, end.orElse(null) instanceof When.Local(LocalDateTime to) ? to : null)
              + " "
              + words.get("invitation.noZone");
    };
  }

  private String range(LocalDateTime from, LocalDateTime to) {
    String begin = words.get("invitation.at", day.format(from), time.format(from));
    if (to == null || !to.isAfter(from)) {
      return begin;
    }
    String end =
        to.toLocalDate().equals(from.toLocalDate())
            ? time.format(to)
            : words.get("invitation.at", day.format(to), time.format(to));
    return words.get("invitation.range", begin, end);
  }

  /// The day it begins here: for the leaf of the calendar.
  public Optional<LocalDate> firstDay(Invitation event) {
    return event
        .start()
        .map(start ->
            switch (start) {
              case When.Day(LocalDate date) -> date;
              case When.Moment moment -> moment.instant().atZone(zone).toLocalDate();
              case When.Local(LocalDateTime local) -> local.toLocalDate();
            });
  }

  public String month(LocalDate date) {
    return date.getMonth().getDisplayName(TextStyle.SHORT_STANDALONE, locale).replace(".", "");
  }

  // --- how often ---

  public String recurrence(Recurrence rule) {
    StringBuilder text =
        new StringBuilder(words.count("repeat." + rule.frequency(), rule.interval()));
    String days = days(rule);
    boolean odd = rule.special() || days.isEmpty() && hasDays(rule);
    if (odd) {
      text.append(words.get("repeat.special"));
    } else {
      text.append(days);
    }
    if (rule.count() > 0) {
      text.append(words.count("repeat.times", rule.count()));
    } else if (rule.until().isPresent()) {
      DateTimeFormatter date =
          DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
      text.append(words.get("repeat.until", date.format(rule.until().get())));
    }
    return text.toString();
  }

  private static boolean hasDays(Recurrence rule) {
    return !rule.weekdays().isEmpty() || !rule.monthDays().isEmpty();
  }

  private String days(Recurrence rule) {
    return switch (rule.frequency()) {
      case WEEKLY, DAILY ->
          rule.weekdays().isEmpty() || rule.weekdays().stream().anyMatch(d -> d.ordinal() != 0)
              ? ""
              : words.get(
                  "repeat.on", list(rule.weekdays().stream().map(d -> name(d.day())).toList()));
      case MONTHLY -> {
        if (!rule.monthDays().isEmpty() && rule.weekdays().isEmpty()) {
          yield words.get(
              "repeat.onDay", list(rule.monthDays().stream().map(String::valueOf).toList()));
        }
        boolean each =
            rule.monthDays().isEmpty()
                && !rule.weekdays().isEmpty()
                && rule.weekdays().stream()
                    .allMatch(d -> words.has("repeat.ordinal." + d.ordinal()));
        yield each
            ? words.get(
                "repeat.onThe",
                list(
                    rule.weekdays().stream()
                        .map(d -> words.get("repeat.ordinal." + d.ordinal(), name(d.day())))
                        .toList()))
            : "";
      }
      case YEARLY -> "";
    };
  }

  private String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, locale);
  }

  private String list(List<String> items) {
    return items.size() < 2
        ? String.join("", items)
        : words.get("and", String.join(", ", items.subList(0, items.size() - 1)), items.getLast());
  }

  Messages messages() {
    return words;
  }
}
