package app.paloma.protocol.smtp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The envelope of one message and what is asked for it. What the server does not offer is left
/// out, except where leaving it out would break a promise ([#requireTls], [#deliverBy] with return,
/// [#hold]): then MAIL is refused here.
///
/// @param reversePath an address, or empty for the null reverse-path of reports
/// @param size octets of the message (RFC 1870), 0 when unknown
public record MailTransaction(
    String reversePath,
    List<ForwardPath> forwardPaths,
    long size,
    Body body,
    Optional<Return> ret,
    String envelopeId,
    Optional<DeliverBy> deliverBy,
    Optional<Hold> hold,
    boolean requireTls) {

  public MailTransaction {
    forwardPaths = List.copyOf(forwardPaths);
  }

  /// Nothing special asked.
  public static MailTransaction of(
      String reversePath, List<String> recipients, long size, Body body) {
    return new MailTransaction(
        reversePath,
        recipients.stream().map(ForwardPath::of).toList(),
        size,
        body,
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /// With reports asked for, whatever becomes of it (RFC 3461); they hold the header alone.
  public MailTransaction reported(String id) {
    return new MailTransaction(
        reversePath,
        forwardPaths.stream()
            .map(path -> new ForwardPath(path.address(), Notify.EVERYTHING, path.address()))
            .toList(),
        size,
        body,
        Optional.of(Return.HDRS),
        id,
        deliverBy,
        hold,
        requireTls);
  }

  /// With what must be kept or refused.
  public MailTransaction promised(Optional<DeliverBy> by, Optional<Hold> until, boolean tls) {
    return new MailTransaction(
        reversePath, forwardPaths, size, body, ret, envelopeId, by, until, tls);
  }

  /// @param reports when a report is wanted (RFC 3461 §4.1); empty = the server's habit
  /// @param originalRecipient ORCPT (RFC 3461 §4.2) without the `rfc822;`, or empty
  public record ForwardPath(String address, Set<Notify> reports, String originalRecipient) {
    public ForwardPath {
      reports = Set.copyOf(reports);
    }

    public static ForwardPath of(String address) {
      return new ForwardPath(address, Set.of(), "");
    }
  }

  /// What the octets are (RFC 6152, 3030).
  public enum Body {
    SEVEN_BIT,
    EIGHT_BIT,
    /// Lines have no meaning; only BDAT carries it.
    BINARY
  }

  /// RFC 3461 §4.1.
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY;

    static final Set<Notify> EVERYTHING = Set.of(SUCCESS, FAILURE, DELAY);
  }

  /// RFC 3461 §4.3: how much of the message a report holds.
  public enum Return {
    FULL,
    HDRS
  }

  /// RFC 2852 §4.
  ///
  /// @param orReturn R mode: return it when late; else N: only notify
  public record DeliverBy(Duration within, boolean orReturn, boolean trace) {}

  /// RFC 4865: the server keeps it until then.
  public record Hold(Instant until) {}
}
