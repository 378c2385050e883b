package app.paloma.ui;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// One thing a user can do, in one place for toolbar, menus, keyboard, command palette and the list
/// of shortcuts.
public final class Action {
  private final String id;
  private final String text;
  private final String icon;
  private final String group;
  private final StringProperty shortcut;
  private final BooleanProperty enabled = new SimpleBooleanProperty(true);
  private final Runnable run;

  /// @param id stable name (`message.archive`): for tests, preferences and remapping
  /// @param text what menus say, in the user's language
  /// @param icon a name of [Icons], or empty
  /// @param group heading it stands under in the list of shortcuts, in the user's language
  /// @param shortcut as `KeyCombination` reads it (`Shortcut+Shift+M`), or empty
  public Action(String id, String text, String icon, String group, String shortcut, Runnable run) {
    this.id = id;
    this.text = text;
    this.icon = icon;
    this.group = group;
    this.shortcut = new SimpleStringProperty(this, "shortcut", shortcut);
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
    return shortcut.get();
  }

  public void remap(String newShortcut) {
    shortcut.set(newShortcut);
  }

  public ReadOnlyStringProperty shortcutProperty() {
    return shortcut;
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
