package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.types.SelectResult;

/// An EXAMINE that was sent and is not answered yet.
@FunctionalInterface
public interface PendingExamine {
  /// @throws MailException.CommandRejected when the server refused it; what was asked of the
  ///   mailbox meanwhile means nothing then
  SelectResult await() throws MailException;
}
