package app.paloma.sync;

import app.paloma.model.MailboxId;
import app.paloma.protocol.imap.types.UidSet;
import java.util.HashMap;
import java.util.Map;

/// Messages that were under way when a connection broke. Some servers die over one message, each
/// time: the suspects are fetched last and in ever smaller groups, until the one that does it
/// stands alone and is put aside.
final class Suspects {
  private record Group(UidSet uids, int window, int deaths) {}

  private final Map<MailboxId, Group> groups = new HashMap<>();
  private int heard;

  synchronized UidSet of(MailboxId mailbox) {
    Group group = groups.get(mailbox);
    return group == null ? UidSet.EMPTY : group.uids;
  }

  /// How many to ask for at once.
  synchronized int window(MailboxId mailbox) {
    Group group = groups.get(mailbox);
    return group == null ? 1 : group.window;
  }

  /// @param flight asked for and not received
  /// @param others earlier suspects that were not asked for yet
  synchronized void suspect(MailboxId mailbox, UidSet flight, UidSet others) {
    if (flight.isEmpty()) {
      return;
    }
    heard++;
    Group before = groups.get(mailbox);
    boolean same = before != null && before.uids.equals(flight) && flight.size() == 1;
    // A line that broke while suspects were not even asked for says nothing new about them.
    UidSet all = flight.plus(others);
    groups.put(
        mailbox,
        new Group(
            others.isEmpty() ? flight : all,
            (int) Math.max(1, Math.min(64, all.size() / 8)),
            same ? before.deaths + 1 : 1));
  }

  /// The one message over which the connection broke alone, more than once.
  synchronized UidSet culprits(MailboxId mailbox) {
    Group group = groups.get(mailbox);
    return group != null && group.uids.size() == 1 && group.deaths >= 3 ? group.uids : UidSet.EMPTY;
  }

  /// How many connections broke over messages.
  synchronized int heard() {
    return heard;
  }

  synchronized void clear(MailboxId mailbox) {
    groups.remove(mailbox);
  }
}
