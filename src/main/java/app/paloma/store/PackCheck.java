package app.paloma.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Whether octets in a pack are those that were written: blocks of a disk go bad unnoticed, files
/// lose their ends. SQLite's pages are its own matter.
final class PackCheck implements AutoCloseable {
  private static final int CHUNK = 1 << 18;

  private final RandomAccessFile file;
  private final byte[] chunk = new byte[CHUNK];

  /// @throws IOException where the pack is gone
  PackCheck(Path profile, long pack) throws IOException {
    file = new RandomAccessFile(Packs.file(profile, pack).toFile(), "r");
  }

  static long of(byte[] octets) {
    CRC32C sum = new CRC32C();
    sum.update(octets);
    return sum.getValue();
  }

  static boolean isIntact(Path profile, Packs.Place place) {
    try (PackCheck check = new PackCheck(profile, place.pack())) {
      return check.isIntact(place);
    } catch (IOException e) {
      return false;
    }
  }

  /// Of octets written by an older version it is only known that they are there.
  boolean isIntact(Packs.Place place) {
    try {
      if (place.position() + place.length() > file.length()) {
        return false;
      }
      if (place.check() == 0) {
        return true;
      }
      CRC32C sum = new CRC32C();
      file.seek(place.position());
      long left = place.length();
      while (left > 0) {
        int count = (int) Math.min(CHUNK, left);
        file.readFully(chunk, 0, count);
        sum.update(chunk, 0, count);
        left -= count;
      }
      return sum.getValue() == place.check();
    } catch (IOException e) {
      // A block that cannot be read.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
