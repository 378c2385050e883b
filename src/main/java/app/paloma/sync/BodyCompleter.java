package app.paloma.sync;

import app.paloma.model.IndexedContent;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageId;
import app.paloma.model.OfflineLimits;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.PendingFetch;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.store.ContentStore;
import app.paloma.store.ContentStore.Extent;
import app.paloma.store.MessageStore.KnownUid;
import app.paloma.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings the rest of messages whose beginning is here, in ranges: what is stored is never asked
/// for again, wherever the line broke.
final class BodyCompleter {
  private static final int RANGE = 1 << 20;
  private static final int MOST_BEYOND = 32 << 20;
  private static final int BLOCK = 200;
  private static final int BLOCK_OCTETS = 64 << 10;
  private static final int IN_FLIGHT_OCTETS = 4 << 20;
  private static final int IN_FLIGHT = 16;

  private final SyncContext context;
  private final ImapClient client;
  private final ContentStore contents;
  private final Set<Long> failed = new HashSet<>();

  /// What was looked for here already.
  private final Set<Long> looked = new HashSet<>();

  private long octets;

  BodyCompleter(SyncContext context, ImapClient client) {
    this.context = context;
    this.client = client;
    this.contents = context.store().contents();
  }

  long octets() {
    return octets;
  }

  /// All of the selected mailbox that is to be kept here, small before large.
  ///
  /// @return whether nothing is left
  boolean completeAll(Mailbox mailbox, OfflineLimits limits) throws MailException {
    int done = 0;
    int most = BLOCK;
    Set<Long> beyond = new HashSet<>();
    while (true) {
      // Those the server would not give, or that are not wanted, stay in the listing, so the block
      // must be larger than they.
      int limit = most + failed.size() + beyond.size();
      List<KnownUid> listed = context.store().messages().incomplete(mailbox.id(), limit);
      List<KnownUid> block =
          listed.stream()
              .filter(m -> !failed.contains(m.uid()) && !beyond.contains(m.uid()))
              .filter(m -> isWanted(m, limits) || !beyond.add(m.uid()))
              .toList();
      if (block.isEmpty()) {
        if (listed.size() < limit) {
          return failed.isEmpty();
        }
        most *= 2;
        continue;
      }
      context.progress().working(mailbox.name(), done, done + block.size());
      complete(block);
      done += block.size();
    }
  }

  private boolean isWanted(KnownUid message, OfflineLimits limits) {
    return limits.equals(OfflineLimits.NONE)
        || context
            .store()
            .messages()
            .get(message.id())
            .map(row -> limits.keeps(row.date(), row.size(), context.clock().instant()))
            .orElse(false);
  }

  private record Asked(KnownUid message, Range range, PendingFetch fetch) {}

  /// What one FETCH of a range brought.
  private static final class Range {
    final long offset;
    final int length;
    byte[] octets;

    Range(long offset, int length) {
      this.offset = offset;
      this.length = length;
    }

    int received() {
      return octets == null ? -1 : octets.length;
    }
  }

  private void complete(List<KnownUid> block) throws MailException {
    ArrayDeque<Asked> asked = new ArrayDeque<>();
    ArrayDeque<KnownUid> next = new ArrayDeque<>(block);
    long inFlight = 0;
    while (!next.isEmpty() || !asked.isEmpty()) {
      while (!next.isEmpty() && asked.size() < IN_FLIGHT && inFlight < IN_FLIGHT_OCTETS) {
        context.checkCancelled();
        KnownUid message = next.remove();
        Optional<Extent> extent = contents.extent(message.id());
        if (extent.isEmpty() || isEndless(extent.get())) {
          failed.add(message.uid());
          continue;
        }
        if (looked.add(message.uid()) && isHere(message.id())) {
          continue;
        }
        Asked one = ask(message, contents.extent(message.id()).orElse(extent.get()));
        inFlight += one.range.length;
        asked.add(one);
      }
      if (asked.isEmpty()) {
        return;
      }
      Asked first = asked.remove();
      inFlight -= first.range.length;
      if (await(first) && !take(first)) {
        next.addFirst(first.message);
      }
    }
  }

  /// Whether more came than a wrong RFC822.SIZE explains: the server would go on for ever.
  private static boolean isEndless(Extent extent) {
    return extent.stored() > 2 * extent.size() + MOST_BEYOND;
  }

  /// Whether the rest is here, with the same message in another mailbox: another client copied it,
  /// or moved it behind this synchronization. Its beginning must be octet for octet the same.
  private boolean isHere(MessageId id) {
    Optional<MessageId> twin = contents.twin(id);
    if (twin.isEmpty()) {
      return false;
    }
    try (InputStream beginning = contents.open(id);
        InputStream whole = contents.open(twin.get())) {
      long offset = 0;
      byte[] mine = beginning.readNBytes(BLOCK_OCTETS);
      while (mine.length > 0) {
        if (!Arrays.equals(mine, whole.readNBytes(mine.length))) {
          return false;
        }
        offset += mine.length;
        mine = beginning.readNBytes(BLOCK_OCTETS);
      }
      if (offset == 0) {
        return false;
      }
      byte[] next = whole.readNBytes(RANGE);
      while (next.length > 0) {
        if (!contents.append(id, offset, next, next.length)) {
          return contents.extent(id).map(Extent::complete).orElse(true);
        }
        offset += next.length;
        next = whole.readNBytes(RANGE);
      }
      contents.complete(id, index(id));
      return true;
    } catch (IOException | StoreException e) {
      // What is damaged here, or gone in this moment, the server has.
      return false;
    }
  }

  private Asked ask(KnownUid message, Extent extent) throws MailException {
    long rest = extent.size() - extent.stored();
    // One octet more than is expected tells whether RFC822.SIZE was right (Exchange, Gmail).
    // So all of the message, where ranges are not known, is longer than what was asked for.
    int length = rest >= 0 && rest < RANGE ? (int) rest + 1 : RANGE;
    Range range = new Range(extent.stored(), length);
    FetchRequest request =
        FetchRequest.of().with(Section.whole().partial(range.offset, range.length));
    PendingFetch fetch =
        client.startFetch(
            UidSet.of(message.uid()),
            request,
            data -> {
              if (data.uid() == message.uid()) {
                range.octets = data.range(range.offset, range.length).orElse(range.octets);
              }
            });
    return new Asked(message, range, fetch);
  }

  private boolean await(Asked asked) throws MailException {
    try {
      asked.fetch.await();
    } catch (CommandRejected e) {
      if (FailurePolicy.passing(e)) {
        throw e;
      }
      failed.add(asked.message.uid());
      return false;
    }
    if (asked.range.octets == null) {
      failed.add(asked.message.uid());
      return false;
    }
    return true;
  }

  /// @return whether the message is complete now, or must be left
  private boolean take(Asked asked) {
    MessageId id = asked.message.id();
    int received = asked.range.received();
    octets += received;
    try {
      if (received > 0 && !contents.append(id, asked.range.offset, asked.range.octets, received)) {
        // Another thread (the user opened it) was faster; go on where it is now.
        return contents.extent(id).map(Extent::complete).orElse(true);
      }
      if (received >= asked.range.length) {
        return false;
      }
      if (isWithheld(id, asked.range)) {
        failed.add(asked.message.uid());
        return true;
      }
      contents.complete(id, index(id));
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.NOT_FOUND) {
        throw e;
      }
    }
    return true;
  }

  /// Nothing where most of the message should be: the server cannot read it itself (iCloud). Near
  /// its end, nothing means that RFC822.SIZE was too large.
  private boolean isWithheld(MessageId id, Range range) {
    return range.received() == 0
        && contents.extent(id).filter(extent -> range.offset < extent.size() / 2).isPresent();
  }

  private IndexedContent index(MessageId id) {
    try (InputStream in = contents.open(id)) {
      return context.reader().index(in);
    } catch (IOException e) {
      throw new StoreException(StoreException.Reason.IO, "cannot read a stored message", e);
    } catch (StackOverflowError | OutOfMemoryError e) {
      // It is all here and can be shown as source; only its text is not in the index.
      return context.reader().index(new byte[0], true);
    }
  }

  /// The rest of one message of the selected mailbox.
  ///
  /// @return whether it is complete
  boolean complete(KnownUid message) throws MailException {
    complete(List.of(message));
    return !failed.contains(message.uid());
  }
}
