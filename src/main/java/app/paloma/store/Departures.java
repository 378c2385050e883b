package app.paloma.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// What became of the messages that were promised to the disk together: that the end of one is
/// about to leave, that the server has taken one. Kept in memory that outlives this process but not
/// the computer's power. A process that is killed leaves it behind, so it is known how far it came;
/// after a power cut it is gone, and any of them may have left. A drive that is pulled out takes
/// the last writes to the database with it, but not this.
final class Departures {
  private static final Optional<Path> DIRECTORY =
      Stream.of(System.getenv("XDG_RUNTIME_DIR"), "/dev/shm")
          .filter(name -> name != null && !name.isEmpty())
          .map(Path::of)
          .filter(Departures::isMemory)
          .findFirst();

  /// How far a message came.
  enum Fate {
    WAITS,
    /// Or nobody knows.
    LEFT,
    TAKEN
  }

  private final Path file;

  /// Open while any of them may leave.
  private final FileOutputStream log;

  private Departures(Path file, FileOutputStream log) {
    this.file = file;
    this.log = log;
  }

  private static boolean isMemory(Path directory) {
    try {
      return Files.isWritable(directory) && Files.getFileStore(directory).type().equals("tmpfs");
    } catch (IOException e) {
      return false;
    }
  }

  /// Empty where the system has no such memory.
  static Optional<Departures> begin() {
    if (DIRECTORY.isEmpty()) {
      return Optional.empty();
    }
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    Path file = DIRECTORY.get().resolve("paloma-" + HexFormat.of().formatHex(random));
    try {
      Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          .close();
      return Optional.of(new Departures(file, new FileOutputStream(file.toFile(), true)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  String name() {
    return file.getFileName().toString();
  }

  /// To be called before the end of the message leaves.
  ///
  /// @return false where it cannot be kept: the disk has to
  boolean left(long id) {
    return append(id);
  }

  /// The server has taken it, for all its recipients.
  boolean taken(long id) {
    return append(-id);
  }

  private boolean append(long id) {
    try {
      log.write(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// All of them are decided, and the disk has it.
  void end() {
    try (log) {
      delete(file);
    } catch (IOException e) {
      // Closing has nothing more to write.
    }
  }

  static void end(String name) {
    file(name).ifPresent(Departures::delete);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A few octets more until the computer is started again.
      file.toFile().deleteOnExit();
    }
  }

  static Fate fate(String name, long id) {
    Optional<Path> file = file(name);
    if (file.isEmpty()) {
      return Fate.LEFT;
    }
    try {
      // Nobody else's word on what this user sent.
      if (!Files.getOwner(file.get(), LinkOption.NOFOLLOW_LINKS)
          .equals(Files.getOwner(Path.of("/proc/self")))) {
        return Fate.LEFT;
      }
      ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(file.get()));
      Fate fate = Fate.WAITS;
      while (octets.remaining() >= Long.BYTES) {
        long one = octets.getLong();
        if (Math.abs(one) == id) {
          fate = one < 0 ? Fate.TAKEN : Fate.LEFT;
        }
      }
      return fate == Fate.WAITS && octets.hasRemaining() ? Fate.LEFT : fate;
    } catch (IOException e) {
      return Fate.LEFT;
    }
  }

  private static Optional<Path> file(String name) {
    return name.matches("paloma-[0-9a-f]{32}")
        ? DIRECTORY.map(directory -> directory.resolve(name))
        : Optional.empty();
  }
}
