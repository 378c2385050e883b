package app.paloma.ui.reader;

import app.paloma.model.FetchProgress;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import java.io.OutputStream;

/// Brings what is not on this computer. All methods block: workers only.
public interface MessageFetcher {
  /// The whole message.
  void fetchBody(MessageId id) throws MailException;

  /// What is to be read of it; its files only where they are small.
  void fetchText(MessageId id) throws MailException;

  /// One part, in its transfer encoding.
  ///
  /// @param from octets of it that are in `to` already
  /// @param octets as many as are expected; 0 where that is not known
  void fetchPart(
      MessageId id, String section, long from, long octets, OutputStream to, FetchProgress progress)
      throws MailException;
}
