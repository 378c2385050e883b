package app.paloma.protocol.imap.types;

import java.util.HashMap;
import java.util.Map;

/// COPYUID (RFC 4315 §3): where each message went.
///
/// @param targets old UID to new UID
public record UidMapping(long uidValidity, Map<Long, Long> targets) {
  public UidMapping {
    targets = Map.copyOf(targets);
  }

  public UidMapping plus(UidMapping other) {
    HashMap<Long, Long> all = new HashMap<>(targets);
    all.putAll(other.targets);
    return new UidMapping(other.uidValidity, all);
  }
}
