package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RemotePicturesTest {
  @Test
  void onlyWhatIsShownIsFetched() {
    Set<String> fetched = ConcurrentHashMap.newKeySet();
    RemotePictures pictures =
        new RemotePictures(url -> {
          fetched.add(url);
          return "data:image/png;base64,AAAA";
        });
    String picture = "https://shop.example/a.png?x=1&y=2";
    String pixel = "https://shop.example/pixel.gif";
    String html =
        pictures.embed(
            new HtmlCleaner.Cleaned(
                "<img src=\"https://shop.example/a.png?x=1&amp;y=2\">",
                List.of("https://shop.example/s.css", "https://shop.example/x.js", picture, pixel),
                List.of(picture, "https://shop.example/unused.png"),
                List.of(pixel),
                List.of()));
    assertThat(fetched).containsExactly(picture);
    assertThat(html).isEqualTo("<img src=\"data:image/png;base64,AAAA\">");
  }
}
