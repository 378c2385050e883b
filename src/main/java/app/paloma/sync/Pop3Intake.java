package app.paloma.sync;

import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.model.IndexedContent;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MessageId;
import app.paloma.protocol.pop3.ContentSink;
import app.paloma.protocol.pop3.Pop3Reply;
import app.paloma.store.ArrivalLog;
import app.paloma.store.ContentStore;
import app.paloma.store.Pop3Ledger;
import app.paloma.store.Store;
import app.paloma.sync.Pop3Listing.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/// Takes a maildrop's messages into the store as they come: small ones in batches on a second
/// thread, so that the line never waits for the disk; large ones in pieces, never whole in memory.
final class Pop3Intake implements ContentSink, AutoCloseable {
  private static final int IN_MEMORY = 4 << 20;
  private static final int PIECE = 1 << 20;

  /// What LIST may say of a message of which nothing comes.
  private static final int EMPTY = 2;

  /// Where LIST says much more than comes of so many, it is LIST that is wrong.
  private static final int DOUBTED = 50;

  private final AccountId account;
  private final Store store;
  private final MessageReader reader;
  private final Clock clock;
  private final BooleanSupplier cancelled;
  private final Orphans orphans;
  private final ArrivalLog log;
  private final Pop3Batches batches;
  private final Map<Integer, Item> items = new HashMap<>();
  private final List<Integer> again = new ArrayList<>();
  private final List<Item> withoutHeader = new ArrayList<>();
  private Map<String, Pop3Ledger.Entry> ledger = Map.of();
  private boolean headersOnly;
  private boolean recovering;
  private IntConsumer progress;

  // The message on its way.
  private final Buffer octets = new Buffer();
  private Item current;
  private Growing growing;
  private ContentDigest hashOnly;

  private int done;
  private int added;
  private int completed;
  private CommandRejected refused;

  /// A message that does not fit into memory, or whose beginning is here already.
  ///
  /// @param octets of all that came, to be compared with what is here
  private record Growing(
      MessageId id,
      boolean isNew,
      long resumeAt,
      MessageDigest octets,
      ContentDigest content,
      long[] position) {
    void update(byte[] piece, int offset, int length) {
      octets.update(piece, offset, length);
      content.update(piece, offset, length);
    }
  }

  /// Gives its array away.
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(64 * 1024);
    }

    byte[] array() {
      return buf;
    }
  }

  /// @param orphans messages that the maildrop does not name any more
  /// @param log closed with this
  Pop3Intake(
      AccountId account,
      Store store,
      MessageReader reader,
      Clock clock,
      BooleanSupplier cancelled,
      IntConsumer progress,
      Orphans orphans,
      ArrivalLog log) {
    this.account = account;
    this.store = store;
    this.reader = reader;
    this.clock = clock;
    this.cancelled = cancelled;
    this.progress = progress;
    this.orphans = orphans;
    this.log = log;
    this.batches = new Pop3Batches(account, store, reader, clock, log);
  }

  void expect(
      List<Item> wanted,
      Map<String, Pop3Ledger.Entry> known,
      boolean onlyHeaders,
      IntConsumer listener) {
    wanted.forEach(item -> items.put(item.number(), item));
    ledger = known;
    headersOnly = onlyHeaders;
    progress = listener;
  }

  /// Takes what came before the program was killed, and was not in the store yet.
  ///
  /// @return those of the wanted that have to be fetched
  List<Item> recover(List<Item> wanted) {
    List<Item> rest = new ArrayList<>();
    recovering = true;
    for (Item item : wanted) {
      Optional<ArrivalLog.Entry> entry =
          ledger.containsKey(item.key())
              ? Optional.empty()
              : log.read(item.key()).filter(e -> e.size() == item.size());
      if (entry.isEmpty()) {
        rest.add(item);
        continue;
      }
      deliver(item, entry.get().octets());
    }
    recovering = false;
    log.recovered();
    return rest;
  }

  /// Takes what came before it was asked for.
  ///
  /// @return those of the wanted that have to be fetched
  List<Item> take(Map<Integer, byte[]> here, List<Item> wanted) {
    List<Item> rest = new ArrayList<>();
    for (Item item : wanted) {
      byte[] raw = here.get(item.number());
      if (raw == null) {
        rest.add(item);
      } else {
        deliver(item, raw);
      }
    }
    return rest;
  }

  private void deliver(Item item, byte[] raw) {
    begin(item.number());
    octets(raw, raw.length);
    end(item.number());
  }

  @Override
  public void begin(int number) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException();
    }
    current = items.get(number);
    octets.reset();
    growing = null;
    hashOnly = null;
    Pop3Ledger.Entry entry = ledger.get(current.key());
    if (entry != null) {
      batches.flush();
      growing = resume(entry.message());
    }
  }

  /// Octets that are here are not written again: they are compared, by hash.
  private Growing resume(MessageId id) {
    ContentStore.Extent extent = store.contents().extent(id).orElse(null);
    long stored = extent == null ? 0 : extent.stored();
    return new Growing(id, false, stored, ContentDigest.sha256(), new ContentDigest(), new long[1]);
  }

  @Override
  public void octets(byte[] block, int length) {
    if (hashOnly != null) {
      hashOnly.update(block, 0, length);
      return;
    }
    octets.write(block, 0, length);
    if (growing == null && octets.size() > IN_MEMORY) {
      grow();
    }
    if (growing != null && octets.size() >= PIECE) {
      append();
    }
  }

  /// Large: the header and what came so far is committed, the rest follows in pieces. One that is
  /// as large as an orphan is first only hashed, and fetched again when it is none.
  private void grow() {
    if (!again.contains(current.number())) {
      if (continues(octets.toByteArray())) {
        return;
      }
      if (orphans.haveSize(current.size())) {
        hashOnly = new ContentDigest();
        hashOnly.update(octets.array(), 0, octets.size());
        return;
      }
    }
    batches.flush();
    byte[] beginning = octets.toByteArray();
    MessageId id =
        store
            .pop3()
            .arrived(
                account,
                current.key(),
                "",
                clock.instant(),
                reader.index(beginning, false),
                beginning,
                Math.max(current.size(), beginning.length),
                false);
    growing =
        new Growing(
            id,
            true,
            beginning.length,
            ContentDigest.sha256(),
            new ContentDigest(),
            new long[] {beginning.length});
    growing.update(beginning, 0, beginning.length);
    octets.reset();
  }

  private void append() {
    byte[] piece = octets.array();
    int length = octets.size();
    long[] position = growing.position();
    long from = position[0];
    int skip = Math.clamp(growing.resumeAt() - from, 0, length);
    if (skip > 0) {
      growing.update(piece, 0, skip);
      if (from + skip == growing.resumeAt() && !sameBeginning(growing)) {
        startAgain();
        return;
      }
    }
    if (skip < length) {
      growing.update(piece, skip, length - skip);
      byte[] rest = skip == 0 ? piece : Arrays.copyOfRange(piece, skip, length);
      store.contents().append(growing.id(), from + skip, rest, length - skip);
    }
    position[0] = from + length;
    octets.reset();
  }

  /// The server's octets are others now (or TOP's were not those of RETR).
  private void startAgain() {
    store.contents().reset(growing.id());
    again.add(current.number());
    hashOnly = new ContentDigest();
    octets.reset();
  }

  private boolean sameBeginning(Growing message) {
    MessageDigest here = ContentDigest.sha256();
    byte[] block = new byte[64 * 1024];
    try (InputStream in = store.contents().open(message.id())) {
      int length;
      while ((length = in.read(block)) > 0) {
        here.update(block, 0, length);
      }
      return Arrays.equals(here.digest(), ((MessageDigest) message.octets().clone()).digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void end(int number) {
    boolean nothing =
        hashOnly == null && octets.size() == 0 && (growing == null || growing.position()[0] == 0);
    if (nothing && current.size() > EMPTY) {
      refused(number, "NOTSENT", "nothing of " + current.size() + " octets came");
      return;
    }
    if (growing != null && hashOnly == null) {
      append();
      long came = growing.position()[0];
      boolean torn = came < current.size() - current.size() / 4 && mayBeTorn();
      if (hashOnly == null && (came < growing.resumeAt() || torn)) {
        startAgain();
      }
    }
    if (hashOnly != null) {
      endOfHash();
    } else if (growing != null) {
      endOfGrowing();
    } else {
      endOfSmall();
    }
    progress.accept(++done);
  }

  /// A server may end a message early that it cannot read just now, and would be told to delete it
  /// then: it is asked once more, and what comes then is the message.
  private boolean mayBeTorn() {
    return !recovering && again.size() < DOUBTED && !again.contains(current.number());
  }

  private void endOfHash() {
    boolean comesAgain = again.contains(current.number());
    if (growing == null && !comesAgain && !adopt(orphans.takeContent(hashOnly.hash()))) {
      again.add(current.number());
    }
    done--;
  }

  private void endOfGrowing() {
    String hash = growing.content().hash();
    Optional<String> before = orphans.takeContent(hash);
    if (before.isPresent()) {
      // The size was no hint.
      store.pop3().renamed(account, before.get(), current.key(), growing.id());
      return;
    }
    IndexedContent index;
    try (InputStream in = store.contents().open(growing.id())) {
      index = reader.index(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.contents().complete(growing.id(), index);
    store.pop3().hashed(account, current.key(), hash);
    if (growing.isNew()) {
      added++;
    } else {
      completed++;
    }
  }

  private void endOfSmall() {
    byte[] raw = octets.toByteArray();
    if (headersOnly) {
      if (!adopt(orphans.takeHeader(raw, true))) {
        batches.add(current.key(), "", raw, Math.max(current.size(), raw.length), false, -1);
        added++;
      }
      return;
    }
    if (ShortMessages.isDoubtful(raw, current.size()) && mayBeTorn()) {
      again.add(current.number());
      done--;
      return;
    }
    // Where nothing is looked for by its hash, the line need not wait for it.
    String hash = orphans.isEmpty() ? "" : ContentDigest.hash(raw);
    if (!hash.isEmpty() && adopt(orphans.takeContent(hash))) {
      return;
    }
    if (!hash.isEmpty() && continues(raw)) {
      append();
      if (hashOnly == null) {
        endOfGrowing();
      } else {
        endOfHash();
      }
      return;
    }
    batches.add(current.key(), hash, raw, raw.length, true, recovering ? -1 : current.size());
    added++;
  }

  /// Its header is here already, under a unique-id of earlier: the rest is added to that.
  ///
  /// @param beginning of the message
  private boolean continues(byte[] beginning) {
    Optional<String> before =
        orphans.hasBeginnings() ? orphans.takeHeader(beginning, false) : Optional.empty();
    if (before.isPresent() && adopt(before)) {
      growing = resume(ledger.get(before.get()).message());
    }
    return growing != null;
  }

  /// The message is here already, under a unique-id of earlier.
  private boolean adopt(Optional<String> before) {
    before.ifPresent(old -> store.pop3().renamed(account, old, current.key()));
    return before.isPresent();
  }

  @Override
  public void refused(int number, Pop3Reply reply) {
    String code = reply.code().isEmpty() && !headersOnly ? "NOTGIVEN" : reply.code();
    refused(number, code, reply.text());
  }

  private void refused(int number, String code, String text) {
    if (headersOnly) {
      withoutHeader.add(items.get(number));
    }
    if (refused == null) {
      refused = new CommandRejected(headersOnly ? "TOP" : "RETR", 0, code, text);
    }
  }

  /// Those of which the server gave no header; they are no failure when they come whole.
  List<Item> withoutHeader() {
    refused = null;
    return withoutHeader;
  }

  /// Those to be fetched a second time, from their first octet.
  int[] again() {
    batches.flush();
    int[] numbers = again.stream().mapToInt(Integer::intValue).toArray();
    ledger = store.pop3().entries(account);
    return numbers;
  }

  int added() {
    return added;
  }

  /// Whose beginning was here before.
  int completed() {
    return completed;
  }

  /// @return the first that the server did not give
  Optional<CommandRejected> finish() {
    batches.flush();
    return Optional.ofNullable(refused);
  }

  /// What came whole is kept, whatever happened then.
  @Override
  public void close() {
    batches.close();
  }
}
