package app.paloma.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Append-only files beside the database, for the octets of messages that come many at once: each
/// octet is written once, without SQLite's pages, log and checksums; see decision 9.
///
/// Octets are on the disk before the row that names them commits. What lies behind the committed
/// end of a pack is what is left of a process that died; it is cut off by the next that adds to it.
/// One process adds to a pack at a time; anybody reads.
final class Packs {
  /// Fewer messages than these go into the database.
  static final int FEWEST = 32;

  private static final long LARGEST = 256L << 20;
  private static final int CHUNK = 1 << 20;

  private record Claim(long id, long used) {}

  /// A pack that is added to. What is added counts once it is synced and its end is committed.
  static final class Appender implements AutoCloseable {
    final long id;
    private final RandomAccessFile file;
    private long end;

    private Appender(Path profile, Claim claim) throws IOException {
      id = claim.id;
      end = claim.used;
      Path path = file(profile, id);
      boolean fresh = !Files.exists(path);
      file = new RandomAccessFile(path.toFile(), "rw");
      boolean good = false;
      try {
        if (fresh) {
          Connections.protect(path);
        }
        file.setLength(end);
        file.seek(end);
        if (fresh) {
          syncDirectory(profile);
        }
        good = true;
      } finally {
        if (!good) {
          file.close();
        }
      }
    }

    long end() {
      return end;
    }

    void append(byte[] octets, int length) throws IOException {
      file.write(octets, 0, length);
      end += length;
    }

    /// Takes back what was added from there on.
    void rewind(long to) throws IOException {
      file.seek(to);
      end = to;
    }

    void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private final Database database;
  private final Path profile;
  // Not a monitor: who holds it waits for the disk.
  private final ReentrantLock writing = new ReentrantLock();
  private final List<Long> claimed = new ArrayList<>();
  private final byte[] chunk = new byte[CHUNK];
  private Appender open;

  Packs(Database database) {
    this.database = database;
    this.profile = database.profile();
  }

  static Path file(Path profile, long pack) {
    return profile.resolve("paloma-" + pack + ".pack");
  }

  /// Writes the octets to the disk, or leaves them in memory where they are few. Not to be called
  /// on the writer's thread.
  ///
  /// @throws StoreException FULL, IO
  List<RawOctets> keep(List<byte[]> messages) {
    List<RawOctets> kept = new ArrayList<>(messages.size());
    if (messages.size() < FEWEST) {
      messages.forEach(octets -> kept.add(new RawOctets.InMemory(octets)));
      return kept;
    }
    writing.lock();
    try {
      if (open == null || open.end() >= LARGEST) {
        closeFile();
        open = new Appender(profile, database.write(this::claim));
      }
      long before = open.end();
      boolean good = false;
      try {
        write(messages, kept);
        open.sync();
        good = true;
      } finally {
        if (!good) {
          open.rewind(before);
        }
      }
      return kept;
    } catch (IOException e) {
      throw failed(e, profile);
    } finally {
      writing.unlock();
    }
  }

  private void write(List<byte[]> messages, List<RawOctets> kept) throws IOException {
    int filled = 0;
    for (byte[] octets : messages) {
      if (octets.length == 0) {
        kept.add(new RawOctets.InMemory(octets));
        continue;
      }
      kept.add(
          new RawOctets.Packed(open.id, open.end() + filled, octets.length, PackCheck.of(octets)));
      if (filled + octets.length > CHUNK) {
        open.append(chunk, filled);
        filled = 0;
      }
      if (octets.length > CHUNK) {
        open.append(octets, octets.length);
      } else {
        System.arraycopy(octets, 0, chunk, filled, octets.length);
        filled += octets.length;
      }
    }
    open.append(chunk, filled);
  }

  static StoreException failed(IOException e, Path profile) {
    // Java has no name for it, and the system says it in the user's language.
    String said = String.valueOf(e.getMessage());
    boolean full =
        said.contains("No space")
            || said.contains("not enough space")
            || said.contains("quota")
            || profile.toFile().getUsableSpace() < CHUNK;
    return new StoreException(
        full ? StoreException.Reason.FULL : StoreException.Reason.IO,
        "cannot write mail beside the database: " + said,
        e);
  }

  /// The youngest pack with room that nobody adds to, or a new one.
  private Claim claim(Database.Tx tx) throws SQLException {
    record Row(Claim claim, String owner) {}
    for (Row row :
        tx.sql("SELECT id, used, owner FROM pack WHERE used < ? ORDER BY id DESC")
            .set(LARGEST)
            .list(r -> new Row(new Claim(r.getLong(1), r.getLong(2)), r.getString(3)))) {
      if (!Lease.isAlive(row.owner) && isWhole(row.claim)) {
        tx.sql("UPDATE pack SET owner = ? WHERE id = ?")
            .set(Lease.own())
            .set(row.claim.id)
            .update();
        claimed.add(row.claim.id);
        return row.claim;
      }
    }
    Claim claim = add(tx);
    claimed.add(claim.id);
    return claim;
  }

  /// A file that lost its end is left as it is: what is missing must not turn into zeros.
  private boolean isWhole(Claim claim) {
    return file(profile, claim.id).toFile().length() >= claim.used;
  }

  private static Claim add(Database.Tx tx) throws SQLException {
    tx.sql("INSERT INTO pack (used, owner) VALUES (0, ?)").set(Lease.own()).update();
    return new Claim(tx.session().number("SELECT max(id) FROM pack"), 0);
  }

  /// A new one, in the transaction that fills it.
  static Appender create(Database.Tx tx, Path profile) throws SQLException, IOException {
    return new Appender(profile, add(tx));
  }

  /// A new file's name survives a power cut only so. Windows neither needs nor offers that.
  private static void syncDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  /// Octets of the pack up to here are named by rows now.
  static void used(Database.Tx tx, long pack, long end) throws SQLException {
    int found =
        tx.sql("UPDATE pack SET used = max(used, ?) WHERE id = ? AND owner = ?")
            .set(end)
            .set(pack)
            .set(Lease.own())
            .update();
    if (found == 0) {
      throw new StoreException(
          StoreException.Reason.BUSY, "the pack " + pack + " is not this process's any more", null);
    }
  }

  /// Where the first octets of a message are.
  ///
  /// @param check CRC-32C of them; 0 where it is not known
  record Place(long pack, long position, long length, long check) {}

  /// Empty where all of it is in pieces.
  static Optional<Place> place(Session session, long message) throws SQLException {
    return session
        .sql(
            """
            SELECT pack, pack_position, packed, pack_check FROM message
            WHERE id = ? AND pack IS NOT NULL
            """)
        .set(message)
        .first(row -> new Place(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }

  /// From `offset` on, at most [Pieces#PIECE] octets.
  static byte[] read(Path profile, Place place, long offset) throws IOException {
    byte[] octets = new byte[(int) Math.min(Pieces.PIECE, place.length - offset)];
    try (RandomAccessFile file = new RandomAccessFile(file(profile, place.pack).toFile(), "r")) {
      file.seek(place.position + offset);
      file.readFully(octets);
    }
    return octets;
  }

  /// When no transaction can follow any more: others may add to the packs of this process.
  void leave(Session writer) throws SQLException {
    writing.lock();
    try {
      closeFile();
      for (long id : claimed) {
        writer.sql("UPDATE pack SET owner = NULL WHERE id = ?").set(id).update();
      }
      claimed.clear();
    } finally {
      writing.unlock();
    }
  }

  private void closeFile() {
    try {
      if (open != null) {
        open.file.close();
      }
    } catch (IOException e) {
      // All that counts was synced before.
    }
    open = null;
  }
}
