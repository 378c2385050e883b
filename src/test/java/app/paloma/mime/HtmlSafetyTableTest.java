package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner.Options;
import app.paloma.testing.HostileHtml;
import app.paloma.testing.HostileHtml.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Keeps `src/docs/html-safety.md` true: it is written by this test (with
/// `-Dpaloma.docs.write=true`) and compared with what the cleaner does today.
class HtmlSafetyTableTest {
  private static final Path TABLE = Path.of("src/docs/html-safety.md");

  @Test
  void theTableSaysWhatTheCleanerDoes() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "# What was tried against the reader\n\n"
                + "Made by `HtmlSafetyTableTest`. \"Left\" is what of the vector remains in the"
                + " document that the view is given while pictures are blocked; \"reported\" is"
                + " what the reader lists as remote content. None may leave anything that runs or"
                + " fetches: a second look at the tree of the cleaned document (`HtmlDanger`) checks"
                + " that, and `HostileWebViewTest` shows each of them in the WebView, while a"
                + " listener on loopback and a hook in the resolver of names count contacts: 0 of "
                + HostileHtml.VECTORS.size()
                + ". With the cleaner off, the same test counts contacts.\n\n"
                + "| vector | tried | left | reported |\n"
                + "|---|---|---|---|\n");
    for (Vector v : HostileHtml.VECTORS) {
      var cleaned = new HtmlCleaner().clean(v.html(), new Options(false, false, id -> null));
      assertThat(HtmlDanger.find(cleaned.html(), false)).as(v.name()).isEmpty();
      String html = cleaned.html();
      String left = html.substring(html.indexOf("<body>") + 6, html.indexOf("</body>")).strip();
      table
          .append("| ")
          .append(v.name())
          .append(" | ")
          .append(code(v.html()))
          .append(" | ")
          .append(code(left))
          .append(" | ")
          .append(cleaned.remoteContent().size())
          .append(" |\n");
    }
    if (Boolean.getBoolean("paloma.docs.write")) {
      Files.createDirectories(TABLE.getParent());
      Files.writeString(TABLE, table);
    }
    assertThat(TABLE).content().isEqualTo(table.toString());
  }

  private static String code(String html) {
    String seen = html.replace("|", "\\|").replace("\n", " ");
    // Control characters as their pictures.
    seen = seen.replace('\u0001', '␁').replace('\t', '␉').replace('\u001b', '␛');
    seen = seen.replace('\0', '␀').replace('\u000b', '␋').replace('\f', '␌');
    seen = seen.replace("\ufeff", "U+FEFF");
    return html.isEmpty() ? "nothing" : "`" + seen + "`";
  }
}
