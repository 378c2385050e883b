package app.paloma.ui.shell;

import app.paloma.ui.Action;
import app.paloma.ui.Actions;
import app.paloma.ui.Messages;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// Keys to actions. A shortcut without a modifier is silent while the user writes, and the keys
/// that a control needs itself (Space on a button) stay with it.
final class Shortcuts {
  private static final Set<String> NAMED = Set.of("Ctrl", "Shift", "Alt", "Delete", "Space");

  private Shortcuts() {}

  static void install(Scene scene, Actions actions) {
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          Node focus = scene.getFocusOwner();
          boolean writing = focus instanceof TextInputControl;
          for (Action action : actions.all()) {
            if (!action.isEnabled()
                || action.shortcut().isEmpty()
                || isCharacter(action.shortcut())) {
              continue;
            }
            KeyCombination keys = KeyCombination.valueOf(action.shortcut());
            if (keys.match(e) && !(writing && isTyping(keys))) {
              if (isSpace(keys) && isPressed(focus)) {
                return;
              }
              action.run();
              e.consume();
              return;
            }
          }
        });
    // "?" is on another key in each layout: the character counts.
    scene.addEventFilter(
        KeyEvent.KEY_TYPED,
        e -> {
          if (!(scene.getFocusOwner() instanceof TextInputControl)) {
            for (Action action : actions.all()) {
              if (isCharacter(action.shortcut()) && action.shortcut().equals(e.getCharacter())) {
                action.run();
                e.consume();
                return;
              }
            }
          }
        });
  }

  /// Whether the space bar means what has the focus.
  private static boolean isPressed(Node focus) {
    return focus instanceof ButtonBase
        || focus != null && focus.getAccessibleRole() == AccessibleRole.BUTTON;
  }

  private static boolean isSpace(KeyCombination keys) {
    return keys instanceof KeyCodeCombination code && code.getCode() == KeyCode.SPACE;
  }

  /// Keys that write or edit when a text field has the focus.
  private static boolean isTyping(KeyCombination keys) {
    if (!(keys instanceof KeyCodeCombination code)) {
      return false;
    }
    boolean plain =
        code.getShortcut() != KeyCombination.ModifierValue.DOWN
            && code.getControl() != KeyCombination.ModifierValue.DOWN
            && code.getAlt() != KeyCombination.ModifierValue.DOWN;
    boolean undo =
        code.getShortcut() == KeyCombination.ModifierValue.DOWN && code.getCode() == KeyCode.Z;
    return plain && !code.getCode().isFunctionKey() || undo;
  }

  /// As it is written on the keys of the user's language.
  static String display(String shortcut, Messages words) {
    if (shortcut.isEmpty() || isCharacter(shortcut)) {
      return shortcut;
    }
    return Stream.of(KeyCombination.valueOf(shortcut).getDisplayText().split("\\+(?=.)"))
        .map(key -> NAMED.contains(key) ? words.get("key." + key) : key)
        .collect(Collectors.joining("+"));
  }

  /// A character that is typed, on whichever key of the layout it is.
  private static boolean isCharacter(String shortcut) {
    return shortcut.length() == 1 && !Character.isLetterOrDigit(shortcut.charAt(0));
  }
}
