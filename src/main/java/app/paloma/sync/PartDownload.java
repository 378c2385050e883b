package app.paloma.sync;

import app.paloma.model.FetchProgress;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.PendingFetch;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Optional;

/// One part of a message on its way, in ranges, several asked for at a time. May be run again on
/// another connection: it goes on where it was.
final class PartDownload {
  private static final int RANGE = 1 << 20;
  private static final int IN_FLIGHT = 4;

  private static final class Range {
    final long offset;
    PendingFetch fetch;
    byte[] octets;

    Range(long offset) {
      this.offset = offset;
    }
  }

  private final String section;
  private final long expected;
  private final OutputStream to;
  private final FetchProgress progress;
  private final ArrayDeque<Range> asked = new ArrayDeque<>();
  private long written;

  /// @param expected octets in all as the server says, who may err; 0 where it does not say
  PartDownload(
      String section, long written, long expected, OutputStream to, FetchProgress progress) {
    this.section = section;
    this.written = written;
    this.expected = expected;
    this.to = to;
    this.progress = progress;
  }

  void run(ImapClient client, long uid) throws MailException {
    asked.clear();
    long next = written;
    while (true) {
      tell();
      // Beyond the size that was told one range at a time: it is the end, or the size was wrong.
      while (asked.isEmpty() || asked.size() < IN_FLIGHT && next < expected) {
        ask(client, uid, next);
        next += RANGE;
      }
      Range range = asked.getFirst();
      range.fetch.await();
      asked.removeFirst();
      int received = range.octets == null ? 0 : range.octets.length;
      if (received == 0 && written == 0 && expected > 0) {
        throw new CommandRejected("FETCH", 0, "NOTSENT", "the server does not send the file");
      }
      if (received > 0) {
        write(range.octets);
      }
      if (received < RANGE) {
        for (Range beyond : asked) {
          beyond.fetch.await();
        }
        asked.clear();
        next = written;
        if (received == 0 || written >= expected) {
          tell();
          return;
        }
      }
    }
  }

  private void ask(ImapClient client, long uid, long offset) throws MailException {
    Range range = new Range(offset);
    asked.add(range);
    range.fetch =
        client.startFetch(
            UidSet.of(uid),
            FetchRequest.of().with(Section.part(section).partial(range.offset, RANGE)),
            data -> {
              if (data.uid() == uid && !data.sections().isEmpty()) {
                answered(data);
              }
            });
  }

  /// Dovecot may answer the second of two FETCH before it says that the first is done: what the
  /// octets are tells their offset, not the command that is waited for.
  private void answered(FetchData data) {
    for (Range range : asked) {
      Optional<byte[]> octets =
          range.octets == null ? data.range(range.offset, RANGE) : Optional.empty();
      if (octets.isPresent()) {
        range.octets = octets.get();
        return;
      }
    }
  }

  private void write(byte[] octets) {
    try {
      to.write(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written += octets.length;
  }

  private void tell() throws ConnectFailed {
    if (!progress.at(written, expected)) {
      throw new ConnectFailed(ConnectFailed.Reason.CANCELLED, "cancelled", null);
    }
  }
}
