package app.paloma.mime.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// A point of a calendar (RFC 5545 §3.3.4, §3.3.5).
public sealed interface When {
  /// A whole day, the same everywhere.
  record Day(LocalDate date) implements When {}

  /// A moment, written in a zone of its own.
  record Moment(Instant instant, ZoneId zone) implements When {}

  /// By the clock on the wall, wherever that hangs; also where the named zone is unknown.
  record Local(LocalDateTime time) implements When {}
}
