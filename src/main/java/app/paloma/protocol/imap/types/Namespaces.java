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

  /// @param delimiter 0 for NIL
  public record Entry(MailboxName prefix, char delimiter) {}
}
