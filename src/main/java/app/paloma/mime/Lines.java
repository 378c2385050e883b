package app.paloma.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where lines end: eight octets at a time, for most of what is looked at is attachments.
final class Lines {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private Lines() {}

  /// The first place of the octet from `from` on, or `to`.
  static int find(byte[] octets, int from, int to, byte octet) {
    long wanted = (octet & 0xff) * EACH;
    int at = from;
    while (at + Long.BYTES <= to) {
      // An octet that is the wanted one becomes 0; the lowest such is told by its highest bit.
      long other = (long) LONG.get(octets, at) ^ wanted;
      long found = other - EACH & ~other & HIGH;
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && octets[at] != octet) {
      at++;
    }
    return at;
  }
}
