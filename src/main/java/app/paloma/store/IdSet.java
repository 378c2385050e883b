package app.paloma.store;

/// A set of ids: at most sixteen octets each where a set of objects takes fifty and more, which
/// counts with a million conversations.
final class IdSet {
  private long[] slots = new long[1 << 10];
  private int size;
  private boolean zero;

  /// @return whether it is new
  boolean add(long id) {
    if (id == 0) {
      boolean added = !zero;
      zero = true;
      return added;
    }
    if (4L * size >= 3L * slots.length) {
      long[] before = slots;
      slots = new long[before.length * 2];
      for (long each : before) {
        if (each != 0) {
          slots[slot(each)] = each;
        }
      }
    }
    int slot = slot(id);
    if (slots[slot] == id) {
      return false;
    }
    slots[slot] = id;
    size++;
    return true;
  }

  boolean contains(long id) {
    return id == 0 ? zero : slots[slot(id)] == id;
  }

  /// Where it is, or belongs.
  private int slot(long id) {
    long mixed = id * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    while (slots[slot] != 0 && slots[slot] != id) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }
}
