package app.paloma.model;

import java.util.Objects;
import java.util.Optional;

/// One account: who the user is there, and its two servers.
///
/// @param name the display name for the From field; may be empty
/// @param caPem a PEM file's text that is trusted for this account alone
/// @param signature plain text put below new messages; may be empty
public record Account(
    AccountId id,
    String email,
    String name,
    ServerSettings incoming,
    ServerSettings outgoing,
    LeaveOnServer leaveOnServer,
    Optional<String> caPem,
    SentCopy sentCopy,
    String signature) {
  public Account {
    Objects.requireNonNull(email);
    Objects.requireNonNull(name);
    Objects.requireNonNull(incoming);
    Objects.requireNonNull(outgoing);
    Objects.requireNonNull(leaveOnServer);
    Objects.requireNonNull(caPem);
    Objects.requireNonNull(sentCopy);
    Objects.requireNonNull(signature);
  }

  /// An account that is not stored yet (its id is 0), with the usual choices.
  public static Account unsaved(
      String email, String name, ServerSettings incoming, ServerSettings outgoing) {
    return new Account(
        new AccountId(0),
        email,
        name,
        incoming,
        outgoing,
        new LeaveOnServer.Keep(),
        Optional.empty(),
        SentCopy.DETECT,
        "");
  }

  public Account withId(AccountId newId) {
    return new Account(
        newId, email, name, incoming, outgoing, leaveOnServer, caPem, sentCopy, signature);
  }

  public Account withCaPem(Optional<String> pem) {
    return new Account(
        id, email, name, incoming, outgoing, leaveOnServer, pem, sentCopy, signature);
  }

  public Account withLeaveOnServer(LeaveOnServer choice) {
    return new Account(id, email, name, incoming, outgoing, choice, caPem, sentCopy, signature);
  }

  public Address address() {
    return new Address(name, email);
  }
}
