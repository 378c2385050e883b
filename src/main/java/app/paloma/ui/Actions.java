package app.paloma.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// All actions of one window, in the order in which they are listed.
public final class Actions {
  private final Map<String, Action> byId = new LinkedHashMap<>();

  public Action add(Action action) {
    if (byId.putIfAbsent(action.id(), action) != null) {
      throw new IllegalArgumentException("two actions named " + action.id());
    }
    return action;
  }

  public Action get(String id) {
    Action action = byId.get(id);
    if (action == null) {
      throw new IllegalArgumentException("no action named " + id);
    }
    return action;
  }

  public List<Action> all() {
    return List.copyOf(byId.values());
  }

  public void run(String id) {
    get(id).run();
  }

  /// Actions whose text holds all typed words, those that begin so first: the command palette.
  public List<Action> matching(String typed) {
    String[] words = typed.strip().toLowerCase(Locale.ROOT).split("\\s+");
    return byId.values().stream()
        .filter(a -> {
          String text = a.text().toLowerCase(Locale.ROOT);
          for (String word : words) {
            if (!text.contains(word)) {
              return false;
            }
          }
          return true;
        })
        .sorted((a, b) ->
            Boolean.compare(
                b.text().toLowerCase(Locale.ROOT).startsWith(words[0]),
                a.text().toLowerCase(Locale.ROOT).startsWith(words[0])))
        .toList();
  }
}
