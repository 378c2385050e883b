package app.paloma.protocol.imap;

import app.paloma.model.MailException;

/// A FETCH that was sent and is not answered yet.
public interface PendingFetch {
  boolean isDone();

  /// Reads until the server has answered it; what comes for other fetches in flight goes to them.
  ///
  /// @throws MailException.CommandRejected when the server refused it
  void await() throws MailException;
}
