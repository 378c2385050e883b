package app.paloma.ui;

import app.paloma.model.Address;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/// A person as a disc with initials, always in the same colour of eight.
public final class Avatar extends StackPane {
  private static final int COLOURS = 8;

  public Avatar(Address person) {
    getStyleClass().addAll("avatar", "avatar-" + colour(person));
    setAlignment(Pos.CENTER);
    getChildren().add(new Label(initials(person)));
    setAccessibleText(person.display());
  }

  static int colour(Address person) {
    String key = person.email().isBlank() ? person.name() : person.email();
    return Math.floorMod(key.toLowerCase(Locale.ROOT).hashCode() * 0x9E3779B1 >>> 16, COLOURS);
  }

  /// First letters of the first and the last word; the first letter of an address.
  static String initials(Address person) {
    String[] words = person.display().replaceAll("[^\\p{L}\\p{N} ]", " ").strip().split("\\s+");
    if (words[0].isEmpty()) {
      return "?";
    }
    String first = firstLetter(words[0]);
    boolean single = words.length == 1 || person.name().isBlank() || isWide(first);
    return single ? first : first + firstLetter(words[words.length - 1]);
  }

  private static boolean isWide(String letter) {
    return Character.isIdeographic(letter.codePointAt(0));
  }

  private static String firstLetter(String word) {
    return Character.toString(word.codePointAt(0)).toUpperCase(Locale.ROOT);
  }
}
