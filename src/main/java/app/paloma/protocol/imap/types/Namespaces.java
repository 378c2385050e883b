package app.paloma.protocol.imap.types;

import java.util.List;

/// The NAMESPACE response (RFC 2342, RFC 9051 §7.3.5).
public record Namespaces(List<Entry> personal, List<Entry> otherUsers, List<Entry> shared) {
  public static final Namespaces UNKNOWN = new Namespaces(List.of(), List.of(), List.of());

  public Namespaces {
    personal = List.copyOf(personal);
    otherUsers = List.copyOf(otherUsers);
    shared = List.copyOf(shared);
  }

  /// What the names of a person's own mailboxes begin with (`INBOX.`); empty where they may begin
  /// with anything.
  public String personalPrefix() {
    boolean free = personal.stream().anyMatch(entry -> entry.prefix().raw().isEmpty());
    return free || personal.isEmpty() ? "" : personal.getFirst().prefix().name();
  }

  /// @param delimiter 0 for NIL
  public record Entry(MailboxName prefix, char delimiter) {}
}
