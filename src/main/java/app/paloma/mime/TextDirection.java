package app.paloma.mime;

import java.util.Locale;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Arabic and Hebrew whose sender left the direction to chance: a page reads from left to right
/// unless somebody says otherwise, which puts every full stop on the wrong side.
final class TextDirection {
  private static final int SAMPLE = 20_000;
  private static final int ELEMENTS = 20_000;

  private TextDirection() {}

  /// A message without tables turns round as a whole; a design keeps its columns, and each text in
  /// it goes its own way.
  static void settle(Document document) {
    if (!isMostlyRightToLeft(document.body()) || says(document)) {
      return;
    }
    if (document.getElementsByTag("table").isEmpty()) {
      document.body().attr("dir", "rtl");
      return;
    }
    Element body = document.body();
    for (Element e : body.getAllElements()) {
      if (e.isBlock() && !e.equals(body) && !e.ownText().isBlank()) {
        e.attr("dir", "auto");
      }
    }
  }

  private static boolean says(Document document) {
    int looked = 0;
    for (Element e : document.getAllElements()) {
      if (looked++ > ELEMENTS) {
        break;
      }
      if (e.hasAttr("dir")
          || e.attr("style").toLowerCase(Locale.ROOT).contains("direction")
          || e.normalName().equals("style")
              && e.data().toLowerCase(Locale.ROOT).contains("direction")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMostlyRightToLeft(Element body) {
    int[] letters = new int[3];
    body.traverse((node, depth) -> {
      if (node instanceof org.jsoup.nodes.TextNode text && letters[2] < SAMPLE) {
        count(text.getWholeText(), letters);
      }
    });
    return letters[0] > letters[1];
  }

  private static void count(String text, int[] letters) {
    int n = Math.min(text.length(), SAMPLE);
    letters[2] += n;
    for (int i = 0; i < n; i++) {
      switch (Character.getDirectionality(text.charAt(i))) {
        case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
            Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
            letters[0]++;
        case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> letters[1]++;
        default -> {}
      }
    }
  }
}
