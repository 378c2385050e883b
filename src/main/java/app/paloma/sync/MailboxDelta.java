package app.paloma.sync;

import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.MessageStore.FlagUpdate;
import java.util.List;

/// How a mailbox differs from its copy here.
///
/// @param missing UIDs whose messages are not here
/// @param removed UIDs that the server has no more
/// @param flags of messages that are here
record MailboxDelta(UidSet missing, UidSet removed, List<FlagUpdate> flags) {
  static final MailboxDelta NONE = new MailboxDelta(UidSet.EMPTY, UidSet.EMPTY, List.of());

  MailboxDelta {
    flags = List.copyOf(flags);
  }
}
