package app.paloma.ui.shell;

import app.paloma.ui.Action;
import app.paloma.ui.Actions;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// Keys to actions. A shortcut without a modifier is silent while the user writes, and the keys
/// that a control needs itself (Space on a button) stay with it.
final class Shortcuts {
  private Shortcuts() {}

  static void install(Scene scene, Actions actions) {
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        e -> {
          Node focus = scene.getFocusOwner();
          boolean writing = focus instanceof TextInputControl;
          for (Action action : actions.all()) {
            if (!action.isEnabled() || action.shortcut().isEmpty()) {
              continue;
            }
            KeyCombination keys = KeyCombination.valueOf(action.shortcut());
            if (keys.match(e) && !(writing && isTyping(keys))) {
              if (isSpace(keys) && focus instanceof javafx.scene.control.ButtonBase) {
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
            if (e.getCharacter().equals("?")) {
              actions.run("help.shortcuts");
              e.consume();
            } else if (e.getCharacter().equals("/")) {
              actions.run("list.filter");
              e.consume();
            }
          }
        });
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

  /// As it is written on the keys.
  static String display(String shortcut) {
    return switch (shortcut) {
      case "" -> "";
      case "QUESTION" -> "?";
      case "SLASH" -> "/";
      default -> KeyCombination.valueOf(shortcut).getDisplayText();
    };
  }
}
