package app.paloma.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What came for a mailbox and is not committed yet, in two files beside the database that are
/// filled in turn: the next process finds it there when this one is killed, and need not ask the
/// server again. It is never synced, so a power cut may cost what it holds, and where it cannot be
/// written mail only comes again.
///
/// One thread appends, another tells what was committed, in the order of what was appended.
public final class ArrivalLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivalLog.class);
  private static final String PREFIX = "arrivals-";

  /// Of whom they are: a mailbox, or an account whose maildrop has no mailboxes.
  static final String MAILBOX = "mailbox";

  static final String ACCOUNT = "account";
  private static final long FULL = 16L << 20;
  private static final int BLOCK = 64 << 10;
  private static final long LATEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Whoever brings such a message is not one of many.
  private static final int LARGEST = 8 << 20;

  /// Length and checksum of what follows.
  private static final int FRAME = 2 * Integer.BYTES;

  /// @param key what the server calls the message: its UID, or its unique-id
  /// @param size what the server said of it
  /// @param complete whether these are all its octets
  /// @param preview its first words as the server told them
  public record Entry(
      String key,
      Instant internalDate,
      long size,
      boolean complete,
      String preview,
      byte[] octets) {}

  /// Where an entry is that an earlier process left.
  private record Found(Slot slot, long position, int length) {}

  private static final class Slot {
    final Path path;
    final FileChannel channel;
    long end;

    /// Which of all that was appended is the youngest in it.
    long youngest;

    Slot(Path path) throws IOException {
      this.path = path;
      channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
  }

  private final AtomicLong committed = new AtomicLong();
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
  private final byte[] generation;
  private final Map<String, Found> found = new HashMap<>();
  private List<Slot> slots = List.of();
  private Slot current;
  private long appended;
  private boolean recovered;
  private long written = System.nanoTime();

  private ArrivalLog(String generation) {
    this.generation = generation.getBytes(UTF_8);
  }

  /// One that keeps nothing.
  public static ArrivalLog none() {
    return new ArrivalLog("");
  }

  /// One that keeps nothing where another process synchronizes the same mailbox.
  ///
  /// @param table MAILBOX or ACCOUNT
  /// @param generation entries of another (UIDVALIDITY) are forgotten
  /// @param many whether so much is to come that it is worth a file; what is there is found anyway
  static ArrivalLog open(Path profile, String table, long id, String generation, boolean many) {
    ArrivalLog log = new ArrivalLog(generation);
    Path first = path(profile, table, id, 0);
    if (many || Files.exists(first)) {
      try {
        log.open(first, path(profile, table, id, 1));
      } catch (OverlappingFileLockException e) {
        // Another thread has it.
        log.closeFiles();
      } catch (IOException e) {
        LOG.debug("no log of arrivals: {}", e.toString());
        log.giveUp();
      }
    }
    return log;
  }

  private static Path path(Path profile, String table, long id, int number) {
    return profile.resolve(PREFIX + table + "-" + id + "-" + number);
  }

  private void open(Path... paths) throws IOException {
    List<Slot> open = new ArrayList<>();
    slots = open;
    for (Path path : paths) {
      boolean fresh = !Files.exists(path);
      Slot slot = new Slot(path);
      open.add(slot);
      if (fresh) {
        Connections.protect(path);
      }
      if (open.size() == 1 && slot.channel.tryLock() == null) {
        closeFiles();
        return;
      }
    }
    for (Slot slot : slots) {
      if (begins(slot)) {
        find(slot);
      }
      current = slot;
    }
  }

  private int beginning() {
    return Integer.BYTES + generation.length;
  }

  /// Makes the file one of this generation.
  ///
  /// @return whether it was
  private boolean begins(Slot slot) throws IOException {
    ByteBuffer expected =
        ByteBuffer.allocate(beginning()).putInt(generation.length).put(generation).flip();
    slot.end = beginning();
    ByteBuffer there = read(slot, 0, beginning());
    if (there != null && there.equals(expected)) {
      return true;
    }
    slot.channel.truncate(0);
    write(slot, expected, 0);
    return false;
  }

  private static void write(Slot slot, ByteBuffer octets, long position) throws IOException {
    long at = position;
    while (octets.hasRemaining()) {
      at += slot.channel.write(octets, at);
    }
  }

  /// @return null where the file ends before
  private static ByteBuffer read(Slot slot, long position, int length) throws IOException {
    if (position + length > slot.channel.size()) {
      return null;
    }
    ByteBuffer octets = ByteBuffer.allocate(length);
    while (octets.hasRemaining()) {
      if (slot.channel.read(octets, position + octets.position()) < 0) {
        return null;
      }
    }
    return octets.flip();
  }

  /// Up to the first that is not whole. Behind it may lie entries of an earlier turn; they were
  /// committed.
  private void find(Slot slot) throws IOException {
    while (true) {
      ByteBuffer frame = read(slot, slot.end, FRAME);
      int length = frame == null ? -1 : frame.getInt();
      ByteBuffer body =
          length <= 0 || length > 2 * LARGEST ? null : read(slot, slot.end + FRAME, length);
      if (body == null || sum(body) != frame.getInt()) {
        return;
      }
      found.put(text(body), new Found(slot, slot.end + FRAME, length));
      slot.end += FRAME + length;
    }
  }

  private static int sum(ByteBuffer... parts) {
    CRC32C sum = new CRC32C();
    for (ByteBuffer part : parts) {
      sum.update(part.duplicate());
    }
    return (int) sum.getValue();
  }

  private static String text(ByteBuffer body) {
    byte[] octets = new byte[body.getInt()];
    body.get(octets);
    return new String(octets, UTF_8);
  }

  /// What an earlier process left is called so.
  public Set<String> keys() {
    return Collections.unmodifiableSet(found.keySet());
  }

  /// What an earlier process left, as it came.
  public Optional<Entry> read(String key) {
    Found place = found.get(key);
    try {
      ByteBuffer body = place == null ? null : read(place.slot, place.position, place.length);
      if (body == null) {
        return Optional.empty();
      }
      String same = text(body);
      Instant date = Instant.ofEpochSecond(body.getLong());
      long size = body.getLong();
      boolean complete = body.get() != 0;
      String preview = text(body);
      byte[] octets = new byte[body.remaining()];
      body.get(octets);
      return Optional.of(new Entry(same, date, size, complete, preview, octets));
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", place.slot.path, e.getMessage());
      return Optional.empty();
    }
  }

  /// Of what an earlier process left all that is still of use was passed on.
  public void recovered() {
    slots.forEach(slot -> slot.youngest = appended);
    recovered = true;
  }

  /// The next message needs no entry: it has one already, or there is nothing of it to keep.
  public void pass() {
    appended++;
  }

  /// The next message, to be found again until it is committed.
  public void append(Entry entry) {
    appended++;
    if (slots.isEmpty() || entry.octets.length > LARGEST) {
      return;
    }
    try {
      turn();
      byte[] key = entry.key.getBytes(UTF_8);
      byte[] preview = entry.preview.getBytes(UTF_8);
      ByteBuffer head =
          ByteBuffer.allocate(Integer.BYTES * 2 + key.length + preview.length + 2 * Long.BYTES + 1)
              .putInt(key.length)
              .put(key)
              .putLong(entry.internalDate.getEpochSecond())
              .putLong(entry.size)
              .put((byte) (entry.complete ? 1 : 0))
              .putInt(preview.length)
              .put(preview)
              .flip();
      ByteBuffer octets = ByteBuffer.wrap(entry.octets);
      ByteBuffer frame = ByteBuffer.allocate(FRAME);
      frame.putInt(head.remaining() + octets.remaining()).putInt(sum(head, octets)).flip();
      put(frame);
      put(head);
      put(octets);
      current.youngest = appended;
      if (System.nanoTime() - written > LATEST_NANOS) {
        flush();
      }
    } catch (IOException e) {
      LOG.debug("no log of arrivals any more: {}", e.getMessage());
      giveUp();
    }
  }

  /// The other file is filled anew once all that is in it is committed.
  private void turn() throws IOException {
    Slot other = slots.get(current == slots.get(0) ? 1 : 0);
    if (current.end >= FULL && other.youngest <= committed.get()) {
      flush();
      current = other;
      current.end = beginning();
    }
  }

  private void put(ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      int length = Math.min(block.remaining(), octets.remaining());
      block.put(octets.slice().limit(length));
      octets.position(octets.position() + length);
      if (!block.hasRemaining()) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    block.flip();
    int length = block.remaining();
    write(current, block, current.end);
    current.end += length;
    block.clear();
    written = System.nanoTime();
  }

  /// That many more are in the store. From any thread.
  public void committed(int messages) {
    committed.addAndGet(messages);
  }

  /// Leaves nothing behind where all is committed.
  @Override
  public void close() {
    boolean whole = committed.get() == appended && (recovered || found.isEmpty());
    if (whole) {
      giveUp();
      return;
    }
    try {
      if (current != null) {
        flush();
      }
    } catch (IOException e) {
      LOG.debug("the log of arrivals lost its end: {}", e.getMessage());
    }
    closeFiles();
  }

  private void giveUp() {
    List<Slot> given = closeFiles();
    for (Slot slot : given) {
      delete(slot.path);
    }
  }

  private List<Slot> closeFiles() {
    List<Slot> closed = slots;
    slots = List.of();
    current = null;
    for (Slot slot : closed) {
      try {
        slot.channel.close();
      } catch (IOException e) {
        LOG.debug("{}: {}", slot.path, e.getMessage());
      }
    }
    return closed;
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("{} stays for now: {}", path, e.getMessage());
    }
  }

  /// Removes what was left for mailboxes and accounts that are gone.
  static void sweep(Database database) {
    try (DirectoryStream<Path> logs =
        Files.newDirectoryStream(database.profile(), PREFIX + "*-*-[01]")) {
      for (Path log : logs) {
        String[] name = log.getFileName().toString().split("-");
        boolean mailbox = name[1].equals(MAILBOX);
        if ((mailbox || name[1].equals(ACCOUNT)) && name[2].matches("[0-9]{1,18}")) {
          String sql = "SELECT 1 FROM " + (mailbox ? "mailbox" : "account") + " WHERE id = ?";
          long id = Long.parseLong(name[2]);
          if (!database.read(session -> session.sql(sql).set(id).exists())) {
            delete(log);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("logs of arrivals are not looked for: {}", e.getMessage());
    }
  }
}
