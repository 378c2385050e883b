package app.paloma.mime.calendar;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An event as a message carries it (RFC 5546).
///
/// @param uid what all messages about this event share; never empty
/// @param recurrenceId the one occurrence this is about, where it is one of a series
/// @param sequence grows with each change that matters
/// @param attendees at most [InvitationParser#MAX_ATTENDEES]
/// @param attendeeCount how many the message names
public record Invitation(
    Method method,
    String uid,
    Optional<When> recurrenceId,
    int sequence,
    Optional<Instant> stamp,
    String summary,
    String location,
    String description,
    Optional<When> start,
    Optional<When> end,
    Optional<Recurrence> recurrence,
    boolean cancelled,
    Optional<Person> organizer,
    List<Attendee> attendees,
    int attendeeCount) {
  public Invitation {
    attendees = List.copyOf(attendees);
  }

  /// RFC 5546 §1.4.
  public enum Method {
    REQUEST,
    CANCEL,
    REPLY,
    COUNTER,
    /// An event to look at: nobody is asked.
    PUBLISH
  }

  /// RFC 5545 §3.2.12 PARTSTAT.
  public enum Answer {
    NEEDS_ACTION,
    ACCEPTED,
    TENTATIVE,
    DECLINED,
    DELEGATED;

    public String partstat() {
      return name().replace('_', '-');
    }
  }

  /// @param name may be empty
  public record Person(String name, String email) {
    public String display() {
      return name.isBlank() ? email : name;
    }
  }

  public record Attendee(Person person, Answer answer, boolean optional) {}

  /// A name for the occurrence this is about, empty for the event as a whole.
  public String occurrence() {
    return recurrenceId.map(When::toString).orElse("");
  }

  public Optional<Attendee> attendee(String email) {
    return attendees.stream().filter(a -> a.person().email().equalsIgnoreCase(email)).findFirst();
  }
}
