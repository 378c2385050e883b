package app.paloma.ui.composer;

import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.TextArea;

/// Plain text, as it goes out. UI thread only.
final class PlainEditor implements BodyEditor {
  private final TextArea area = new TextArea();

  PlainEditor(Runnable changed, String name) {
    area.setId("body");
    area.setWrapText(true);
    area.getStyleClass().addAll("plain-field", "plain-body");
    area.setAccessibleText(name);
    area.textProperty().subscribe(changed);
  }

  TextArea node() {
    return area;
  }

  void load(String text) {
    area.setText(text);
    area.positionCaret(0);
    area.setScrollTop(0);
  }

  @Override
  public Body read() {
    String text = area.getText();
    return new Body(text, Optional.empty(), ownText(text));
  }

  @Override
  public void replaceSignature(String before, String now) {
    String old = DraftParts.plain(before);
    String text = area.getText();
    int at = old.isEmpty() ? -1 : text.indexOf(old);
    int caret = area.getCaretPosition();
    if (at >= 0) {
      area.setText(
          text.substring(0, at) + DraftParts.plain(now) + text.substring(at + old.length()));
    } else if (before.isBlank() && !now.isBlank()) {
      area.setText(text + "\n\n" + DraftParts.plain(now));
    }
    area.positionCaret(Math.min(caret, area.getLength()));
  }

  /// Without quoted lines and signature.
  static String ownText(String text) {
    int signature = text.indexOf("\n-- \n");
    String own = signature < 0 ? text : text.substring(0, signature);
    return own.lines().filter(line -> !line.startsWith(">")).collect(Collectors.joining("\n"));
  }
}
