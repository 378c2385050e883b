package app.paloma.protocol.imap.types;

import java.util.List;

/// One quota root (RFC 9208 §5.1).
public record Quota(String root, List<Resource> resources) {
  public Quota {
    resources = List.copyOf(resources);
  }

  /// @param name `STORAGE` (units of 1,024 octets), `MESSAGE`, `MAILBOX`
  public record Resource(String name, long usage, long limit) {}
}
