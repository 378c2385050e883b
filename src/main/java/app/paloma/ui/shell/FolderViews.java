package app.paloma.ui.shell;

import app.paloma.store.MessageStore.SortBy;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.messages.ListArrangement;
import app.paloma.ui.messages.ListArrangement.View;

/// Each folder looks as it was left: its order, conversations, cards or columns.
final class FolderViews {
  private static final String KEY = "view.";

  private final WindowPreferences memory;
  private final ReadingPreferences choices;
  private final ListArrangement arrangement;
  private String folder = "";
  private boolean entering;

  FolderViews(WindowPreferences memory, ReadingPreferences choices, ListArrangement arrangement) {
    this.memory = memory;
    this.choices = choices;
    this.arrangement = arrangement;
    arrangement.threadsProperty().addListener((o, was, is) -> remember());
    arrangement.sortByProperty().addListener((o, was, is) -> remember());
    arrangement.descendingProperty().addListener((o, was, is) -> remember());
    arrangement.columnsProperty().addListener((o, was, is) -> remember());
    // A choice made in the settings is seen at once, also in the folder that is open.
    choices.columns().addListener((o, was, is) -> arrangement.columnsProperty().set(is));
    choices.conversations().addListener((o, was, is) -> arrangement.threadsProperty().set(is));
  }

  private View usual() {
    return new View(SortBy.DATE, true, choices.conversations().get(), choices.columns().get());
  }

  /// The view of a folder that is about to be opened by `open`.
  void enter(String key, java.util.function.Consumer<View> open) {
    folder = key;
    View view = memory.get(KEY + key).map(text -> View.parse(text, usual())).orElse(usual());
    entering = true;
    open.accept(view);
    entering = false;
  }

  private void remember() {
    if (!entering && !folder.isEmpty()) {
      memory.put(KEY + folder, arrangement.view().toText());
    }
  }
}
