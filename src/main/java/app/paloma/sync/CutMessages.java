package app.paloma.sync;

import app.paloma.model.AccountId;
import app.paloma.store.PreferenceStore;
import app.paloma.sync.Pop3Listing.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Messages of a maildrop in the middle of which a session ended. Some servers end it each time
/// they are asked for one that they cannot read.
final class CutMessages {
  private static final int KEPT = 20;

  private final PreferenceStore preferences;
  private final String name;

  CutMessages(PreferenceStore preferences, AccountId account) {
    this.preferences = preferences;
    this.name = "pop3.cut." + account.value();
  }

  /// By [Item#key], the latest last.
  List<String> keys() {
    return preferences.get(name).map(text -> text.lines().toList()).orElse(List.of());
  }

  void add(String key) {
    List<String> keys = new ArrayList<>(keys());
    keys.remove(key);
    keys.add(key);
    put(keys.subList(Math.max(0, keys.size() - KEPT), keys.size()));
  }

  void forget(List<String> gone) {
    if (!gone.isEmpty()) {
      put(keys().stream().filter(key -> !gone.contains(key)).toList());
    }
  }

  private void put(List<String> keys) {
    if (keys.isEmpty()) {
      preferences.remove(name);
    } else {
      preferences.put(name, keys.stream().collect(Collectors.joining("\n")));
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
