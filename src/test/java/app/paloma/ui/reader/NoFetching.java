package app.paloma.ui.reader;

import app.paloma.model.FetchProgress;
import app.paloma.model.MessageId;
import java.io.OutputStream;

/// For messages that are all here.
final class NoFetching implements MessageFetcher {
  @Override
  public void fetchBody(MessageId id) {}

  @Override
  public void fetchText(MessageId id) {}

  @Override
  public void fetchPart(
      MessageId id,
      String section,
      long from,
      long octets,
      OutputStream to,
      FetchProgress progress) {}
}
