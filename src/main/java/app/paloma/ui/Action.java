package app.paloma.ui;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/// One thing a user can do, in one place for toolbar, menus, keyboard, command palette and the list
/// of shortcuts.
public final class Action {
  private final String id;
  private final String text;
  private final String icon;
  private final String group;
  private final String shortcut;
  private final BooleanProperty enabled = new SimpleBooleanProperty(true);
  private final String keys;
  private final Runnable run;

  /// @param id stable name (`message.archive`): for tests, preferences and remapping
  /// @param text what menus say, in the user's language
  /// @param icon a name of [Icons], or empty
  /// @param group heading it stands under in the list of shortcuts, in the user's language
  /// @param shortcut as `KeyCombination` reads it (`Shortcut+Shift+M`), a character that is typed
  ///   (`/`), or empty
  /// @param keys the shortcut as it stands on the user's keys
  public Action(
      String id,
      String text,
      String icon,
      String group,
      String shortcut,
      String keys,
      Runnable run) {
    this.id = id;
    this.text = text;
    this.icon = icon;
    this.group = group;
    this.shortcut = shortcut;
    this.keys = keys;
    this.run = run;
  }

  public String id() {
    return id;
  }

  public String text() {
    return text;
  }

  public String icon() {
    return icon;
  }

  public String group() {
    return group;
  }

  public String shortcut() {
    return shortcut;
  }

  public String keys() {
    return keys;
  }

  public BooleanProperty enabledProperty() {
    return enabled;
  }

  public boolean isEnabled() {
    return enabled.get();
  }

  /// Does it, unless it is disabled now.
  public void run() {
    if (enabled.get()) {
      run.run();
    }
  }
}
