package app.paloma.sync;

import app.paloma.model.AccountId;
import app.paloma.store.PreferenceStore;
import app.paloma.sync.Pop3Listing.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Messages of a maildrop in the middle of which a session ended. Some servers end it each time
/// they are asked for one that they cannot read.
final class CutMessages {
  private static final int KEPT = 20;

  /// After so many sessions that ended at it in vain a message is asked for no more than hourly.
  private static final int TRIES = 4;

  private static final Duration PAUSE = Duration.ofHours(1);

  private final PreferenceStore preferences;
  private final String name;

  /// @param key of [Item#key]
  private record Cut(String key, int times, Instant last) {
    static Cut parse(String line) {
      String[] parts = line.split("\t", -1);
      return parts.length == 3
          ? new Cut(
              parts[0], Integer.parseInt(parts[1]), Instant.ofEpochSecond(Long.parseLong(parts[2])))
          : new Cut(line, 1, Instant.EPOCH);
    }

    @Override
    public String toString() {
      return key + "\t" + times + "\t" + last.getEpochSecond();
    }
  }

  CutMessages(PreferenceStore preferences, AccountId account) {
    this.preferences = preferences;
    this.name = "pop3.cut." + account.value();
  }

  private List<Cut> all() {
    return preferences
        .get(name)
        .map(text -> text.lines().map(Cut::parse).toList())
        .orElse(List.of());
  }

  /// By [Item#key], the latest last.
  List<String> keys() {
    return all().stream().map(Cut::key).toList();
  }

  /// How many sessions ended at it.
  int times(String key) {
    return all().stream().filter(cut -> cut.key().equals(key)).mapToInt(Cut::times).sum();
  }

  /// Those whose time has not come yet.
  Set<String> waiting(Instant now) {
    HashSet<String> waiting = new HashSet<>();
    for (Cut cut : all()) {
      // A clock that was set back holds nothing up.
      boolean soon = !now.isBefore(cut.last()) && now.isBefore(cut.last().plus(PAUSE));
      if (cut.times() >= TRIES && soon) {
        waiting.add(cut.key());
      }
    }
    return waiting;
  }

  void add(String key, Instant now) {
    ArrayList<Cut> cuts = new ArrayList<>(all());
    int times = times(key) + 1;
    cuts.removeIf(c -> c.key().equals(key));
    cuts.add(new Cut(key, times, now));
    put(cuts.subList(Math.max(0, cuts.size() - KEPT), cuts.size()));
  }

  void forget(List<String> gone) {
    if (!gone.isEmpty()) {
      put(all().stream().filter(cut -> !gone.contains(cut.key())).toList());
    }
  }

  private void put(List<Cut> cuts) {
    if (cuts.isEmpty()) {
      preferences.remove(name);
    } else {
      preferences.put(name, cuts.stream().map(Cut::toString).collect(Collectors.joining("\n")));
    }
  }

  /// The same, those that were cut at the end.
  List<Item> last(List<Item> items) {
    List<String> keys = keys();
    return keys.isEmpty()
        ? items
        : items.stream().sorted(Comparator.comparingInt(item -> keys.indexOf(item.key()))).toList();
  }
}
