package app.paloma.ui.shell;

import app.paloma.ui.Messages;
import app.paloma.ui.messages.Tag;
import app.paloma.ui.messages.Tags;
import java.util.ArrayList;
import java.util.List;

/// The tags of a first start. Their keywords are those Thunderbird uses, so that tags given there
/// are seen here.
final class TagWords {
  private static final String KEY = "tags";

  private TagWords() {}

  static Tags tags(WindowPreferences preferences, Messages words) {
    List<Tag> usual = new ArrayList<>();
    for (int n = 1; n <= 5; n++) {
      usual.add(new Tag("$label" + n, words.get("tag." + n), n - 1));
    }
    return new Tags(preferences.get(KEY), usual, text -> preferences.put(KEY, text));
  }
}
