package app.paloma.store;

/// The octets of a message on their way into the store.
public sealed interface RawOctets {
  int length();

  /// In memory, to be written with the row.
  record InMemory(byte[] octets) implements RawOctets {
    @Override
    public int length() {
      return octets.length;
    }
  }

  /// Written to a pack, and on the disk, already. They count once a row that names them commits.
  ///
  /// @param check CRC-32C of them
  record Packed(long pack, long position, int length, long check) implements RawOctets {}
}
