package app.paloma.sync;

import app.paloma.model.MessageId;
import app.paloma.store.ContentStore;
import app.paloma.store.Pop3Ledger;
import app.paloma.store.Store;
import app.paloma.sync.Pop3Listing.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// Messages that are here under unique-ids their maildrop does not name any more: after a change of
/// all unique-ids the new ones are recognised by their content, and what is here as a header alone
/// by its header. Each is found once: of two messages with the same octets both stay two.
final class Orphans {
  private static final int HEADER = 1 << 20;

  private final Store store;
  private final Map<String, Queue<String>> byContent = new HashMap<>();
  private final List<MessageId> contents = new ArrayList<>();
  private final List<Pop3Ledger.Entry> wholes = new ArrayList<>();
  private final List<Pop3Ledger.Entry> beginnings = new ArrayList<>();
  private Map<String, Queue<String>> byHeader;

  private Orphans(Store store) {
    this.store = store;
  }

  static Orphans none(Store store) {
    return new Orphans(store);
  }

  /// @param trustHeaders whether a message that is here whole may be recognised by its header: not
  ///   where the maildrop's copy is then deleted
  static Orphans of(
      Store store, Map<String, Pop3Ledger.Entry> ledger, List<Item> items, boolean trustHeaders) {
    Set<String> there = new HashSet<>();
    items.forEach(item -> there.add(item.key()));
    // One that was deleted by another program is no reason to read what is here again.
    boolean allChanged = ledger.keySet().stream().noneMatch(there::contains);
    Orphans orphans = new Orphans(store);
    for (Pop3Ledger.Entry entry : ledger.values()) {
      if (there.contains(entry.uniqueId()) || entry.deletedOnServer()) {
        continue;
      }
      if (entry.sha256().isEmpty()) {
        orphans.beginnings.add(entry);
        continue;
      }
      put(orphans.byContent, entry.sha256(), entry.uniqueId());
      orphans.contents.add(entry.message());
      if (trustHeaders && allChanged) {
        orphans.wholes.add(entry);
      }
    }
    return orphans;
  }

  boolean isEmpty() {
    return byContent.isEmpty() && beginnings.isEmpty();
  }

  boolean hasBeginnings() {
    return !beginnings.isEmpty();
  }

  /// Whether a message of about this size is among them. Servers count line ends one way or the
  /// other.
  boolean haveSize(long size) {
    return contents.stream()
        .map(store.contents()::extent)
        .flatMap(Optional::stream)
        .mapToLong(ContentStore.Extent::size)
        .anyMatch(here -> Math.abs(here - size) <= size / 10);
  }

  /// @return the unique-id of earlier
  Optional<String> takeContent(String sha256) {
    return take(byContent, sha256);
  }

  /// @return the unique-id of earlier
  Optional<String> takeHeader(byte[] octets, boolean headersOnly) {
    if (byHeader == null) {
      byHeader = new HashMap<>();
      beginnings.forEach(this::putHeader);
      if (headersOnly) {
        wholes.forEach(this::putHeader);
      }
    }
    return byHeader.isEmpty()
        ? Optional.empty()
        : take(byHeader, Pop3Listing.headerKey(octets, octets.length));
  }

  private void putHeader(Pop3Ledger.Entry entry) {
    if (entry.message().value() == 0) {
      return;
    }
    try (InputStream in = store.contents().open(entry.message())) {
      byte[] beginning = in.readNBytes(HEADER);
      put(byHeader, Pop3Listing.headerKey(beginning, beginning.length), entry.uniqueId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Map<String, Queue<String>> map, String key, String uniqueId) {
    map.computeIfAbsent(key, k -> new ArrayDeque<>()).add(uniqueId);
  }

  private static Optional<String> take(Map<String, Queue<String>> map, String key) {
    Queue<String> found = map.get(key);
    return found == null ? Optional.empty() : Optional.ofNullable(found.poll());
  }
}
