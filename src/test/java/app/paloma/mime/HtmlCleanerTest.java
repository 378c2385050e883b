package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner.Cleaned;
import app.paloma.mime.HtmlCleaner.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class HtmlCleanerTest {
  private static final Options BLOCKED = new Options(false, false, id -> null);
  private static final Options SHOWN = new Options(true, false, id -> null);
  private final HtmlCleaner cleaner = new HtmlCleaner();

  private Cleaned clean(String html) {
    Cleaned cleaned = cleaner.clean(html, BLOCKED);
    assertThat(HtmlDanger.find(cleaned.html(), false)).isEmpty();
    return cleaned;
  }

  private static String body(Cleaned cleaned) {
    String html = cleaned.html();
    return html.substring(html.indexOf("<body"), html.indexOf("</html>"));
  }

  @Test
  void scriptsHandlersAndFramesGoWhileTheWordsStay() {
    Cleaned c =
        clean(
            "<p onclick=x()>Hi <script>steal()</script><b>Ana</b><iframe"
                + " src=http://x.example></iframe></p>");
    assertThat(body(c)).isEqualTo("<body><p>Hi <b>Ana</b></p></body>");
    assertThat(c.remoteContent()).containsExactly("http://x.example");
  }

  @Test
  void remotePicturesAreListedAndTakenOutUntilAskedFor() {
    String html = "<img src=\"https://a.example/x.png\" width=200 height=100 alt=Logo>";
    Cleaned blocked = clean(html);
    assertThat(blocked.remoteContent()).containsExactly("https://a.example/x.png");
    assertThat(body(blocked)).doesNotContain("a.example").contains("width=\"200\"");
    assertThat(body(cleaner.clean(html, SHOWN))).contains("src=\"https://a.example/x.png\"");
  }

  @Test
  void onlyPicturesThatWouldBeShownCountAsPictures() {
    String html =
        "<link rel=stylesheet href=https://a.example/s.css><script"
            + " src=https://a.example/x.js></script><style>@import 'https://a.example/i.css';"
            + " @font-face{src:url(https://a.example/f.woff)}"
            + " td{background:url(https://a.example/bg.png)}</style><img"
            + " src=https://a.example/x.png width=200><img src=https://a.example/x.png width=9><img"
            + " src=https://a.example/o.gif width=1 height=1><iframe src=https://a.example/f>";
    for (HtmlCleaner.Options options : List.of(BLOCKED, SHOWN)) {
      Cleaned c = cleaner.clean(html, options);
      assertThat(c.pictures())
          .containsExactlyInAnyOrder("https://a.example/bg.png", "https://a.example/x.png");
      assertThat(c.remoteContent()).hasSize(8).containsAll(c.pictures());
    }
  }

  @Test
  void trackingPixelsAreNeverLoaded() {
    Cleaned c =
        cleaner.clean(
            "<img src=http://t.example/o?id=1 width=1 height=1><img"
                + " src=https://mailtrack.io/x.png>",
            SHOWN);
    assertThat(c.trackers())
        .containsExactly("http://t.example/o?id=1", "https://mailtrack.io/x.png");
    assertThat(body(c)).doesNotContain("<img");
  }

  @Test
  void allWaysToFetchAreListed() {
    Cleaned c =
        clean(
            "<style>@import url(http://e.example/1.css); body{background:#eee"
                + " url('http://e.example/2.png')}</style><table"
                + " background=http://e.example/3.png><td"
                + " style=\"background-image:url(http://e.example/4.png)\">x</table><img"
                + " srcset='http://e.example/5.png 1x, http://e.example/6.png 2x'><video"
                + " poster=http://e.example/7.png src=http://e.example/8></video><link"
                + " rel=stylesheet href=http://e.example/9.css><object"
                + " data=http://e.example/10></object><svg><image"
                + " xlink:href=http://e.example/11></svg>");
    assertThat(c.remoteContent())
        .contains(
            "http://e.example/2.png",
            "http://e.example/3.png",
            "http://e.example/4.png",
            "http://e.example/5.png",
            "http://e.example/6.png",
            "http://e.example/7.png",
            "http://e.example/8",
            "http://e.example/9.css",
            "http://e.example/10",
            "http://e.example/11");
    assertThat(body(c)).doesNotContain("e.example");
  }

  @Test
  void newsletterStylesStayWhereTheyAreSafe() {
    Cleaned c =
        clean(
            "<style>.card{color:#333;position:fixed;width:expression(alert(1))}@media"
                + " (max-width:600px){.card{width:100%!important}}</style><div class=card"
                + " style='padding:4px;behavior:url(x)'>x</div>");
    assertThat(c.html())
        .contains(".card{color:#333;}")
        .contains("@media (max-width:600px){.card{width:100%!important;}");
    assertThat(body(c))
        .contains(
            "<div style=\"padding:4px;\" class=\"card\">"
                .replace(
                    "style=\"padding:4px;\" class=\"card\"",
                    "class=\"card\" style=\"padding:4px;\""));
  }

  @Test
  void cidPicturesComeFromTheMessage() {
    Cleaned c =
        cleaner.clean(
            "<img src=cid:a@b>",
            new Options(
                false, false, id -> id.equals("a@b") ? "data:image/png;base64,AAAA" : null));
    assertThat(body(c)).contains("src=\"data:image/png;base64,AAAA\"");
    assertThat(
            body(
                cleaner.clean(
                    "<img src=cid:x>", new Options(true, false, id -> "http://evil.example/"))))
        .doesNotContain("evil");
  }

  @Test
  void linksThatLieAreMarkedAndOthersStopped() {
    assertThat(suspicion("<a href=https://evil.example/>https://bank.example.com</a>"))
        .isEqualTo("mime.link.otherHost");
    assertThat(suspicion("<a href=https://click.bank.example/x>www.bank.example</a>")).isEmpty();
    assertThat(suspicion("<a href=https://bank.com@evil.example/>Bank</a>"))
        .isEqualTo("mime.link.userinfo");
    assertThat(suspicion("<a href=https://xn--pypal-4ve.com/>Pay</a>"))
        .isEqualTo("mime.link.lookalike");
    assertThat(suspicion("<a href=https://español.es/>aquí</a>")).isEmpty();
    assertThat(suspicion("<a href='java\nscript:alert(1)'>x</a>")).isEqualTo("mime.link.scheme");
    assertThat(suspicion("<a href=file:///etc/passwd>x</a>")).isEqualTo("mime.link.scheme");
    assertThat(suspicion("<a href=\"mailto:a@b.example\">informe.pdf</a>")).isEmpty();
    assertThat(body(clean("<a href=\"data:text/html,x\">x</a>")))
        .isEqualTo("<body><a>x</a></body>");
  }

  private String suspicion(String html) {
    return clean(html).links().getFirst().suspicious();
  }

  @Test
  void aDarkWindowShowsPlainMessagesDarkAndDesignedOnesOnPaper() {
    Options dark = new Options(false, true, id -> null);
    assertThat(cleaner.clean("<p style='color:#000'>Hola</p>", dark).html())
        .contains("html{background:#1e1f22")
        .doesNotContain("color:#000;");
    assertThat(cleaner.clean("<table bgcolor=#eeeeee><td>Oferta</table>", dark).html())
        .contains("html{background:#ffffff");
  }

  @Test
  void nothingOfTheSanitizersPayloadsSurvives() throws IOException {
    var file = Corpora.folder("html-dompurify").resolve("expect.json");
    List<String> unsafe = new ArrayList<>();
    int count = 0;
    for (Object o : (List<?>) Corpora.json(file)) {
      String payload = String.valueOf(((Map<?, ?>) o).get("payload"));
      count++;
      for (Options options : List.of(BLOCKED, SHOWN)) {
        String once = cleaner.clean(payload, options).html();
        List<String> dangers = HtmlDanger.find(once, options.showImages());
        String twice = cleaner.clean(once, options).html();
        if (!dangers.isEmpty()) {
          unsafe.add(payload + " -> " + dangers);
        } else if (!twice.equals(once)) {
          unsafe.add(
              "not stable: "
                  + payload
                  + "\n  "
                  + once.substring(once.indexOf("<body"))
                  + "\n  "
                  + twice.substring(twice.indexOf("<body")));
        }
      }
    }
    System.out.println(
        "DOMPurify: " + count + " payloads, " + unsafe.size() + " unsafe or unstable");
    assertThat(unsafe).isEmpty();
  }

  @Test
  void mutatedHtmlStaysHarmlessAndCheap() {
    String[] pieces = {
      "<svg>",
      "<math>",
      "<mtext>",
      "<style>",
      "</style>",
      "<img src=x onerror=alert(1)>",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<table>",
      "<td>",
      "<a href=javascript:x>",
      "<form>",
      "<noscript>",
      "<template>",
      "</p>",
      "<title>",
      "\"",
      "'",
      "`",
      "<b id=\"",
      "&lt;script&gt;",
      "<p style=\"background:url(//e.example/x)\">",
      "<script>",
      "</script>",
      "<select>",
      "<option>",
      "<mglyph>",
      "<annotation-xml encoding=text/html>",
      "\0",
      "<xmp>",
      "<textarea>",
      "hola"
    };
    Random random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder html = new StringBuilder();
      for (int k = random.nextInt(14); k >= 0; k--) {
        html.append(pieces[random.nextInt(pieces.length)]);
      }
      String cleaned = cleaner.clean(html.toString(), BLOCKED).html();
      assertThat(HtmlDanger.find(cleaned, false)).as(html.toString()).isEmpty();
    }
  }

  @Test
  void arabicAndHebrewReadFromTheRightWhereNobodySaysOtherwise() {
    assertThat(cleaner.clean("<p>שלום לכולם, Dana!</p>", BLOCKED).html())
        .contains("<body dir=\"rtl\"><p>שלום");
    assertThat(
            cleaner
                .clean("<table><tr><td><b>مرحبا</b> بكم في الحديقة<td>Café</table>", BLOCKED)
                .html())
        .contains("<td dir=\"auto\"><b>مرحبا", "<td dir=\"auto\">Café")
        .contains("<body>");
    for (String as :
        List.of(
            "<p dir=ltr>שלום</p>",
            "<p style='direction:ltr'>שלום</p>",
            "<p>Hello, this is שלום</p>")) {
      assertThat(cleaner.clean(as, BLOCKED).html()).as(as).doesNotContain("rtl", "\"auto\"");
    }
  }

  private static String manyOf(String html, int count) {
    return IntStream.range(0, count).mapToObj(html::formatted).collect(Collectors.joining());
  }

  @Test
  void stylesOfManyCellsAreKept() {
    String html =
        manyOf("<p style='color:#%06x;font: bold 12px/1.5 \"Some Font\" , serif'>x", 5_000);
    assertThat(cleaner.clean(html, BLOCKED).html())
        .contains("color:#001387;font:bold 12px/1.5 &quot;Some Font&quot;,serif;");
    assertThat(
            cleaner
                .clean("<p style='position:fixed;color:red ! important;x:y;width:1px'>", BLOCKED)
                .html())
        .contains("style=\"color:red!important;width:1px;\"");
  }

  @Test
  void monstrousHtmlIsBounded() {
    List<String> monsters =
        List.of(
            "<div>".repeat(100_000) + "x",
            "<b><i>".repeat(50_000) + "x",
            "<table><tr><td>".repeat(20_000) + "x",
            "<p>" + "x".repeat(30_000_000),
            "<table>"
                + ("<tr>" + "<td style=\"color:red;width:10px\">x</td>".repeat(100)).repeat(2_000)
                + "</table>",
            "<style>" + "a{".repeat(100_000) + "</style>x",
            "<p style=\"" + "a:(".repeat(10_000) + "\">x",
            manyOf("<p style='color:#%06x;width:calc(1px)'>", 20_000),
            manyOf("<style>.a{color:#%06x}</style>", 20_000),
            "&amp;&#x41;&notanentity;".repeat(100_000),
            "<a href=http://a.example>".repeat(20_000),
            "<".repeat(1_000_000),
            "&".repeat(1_000_000));
    cleaner.clean("<p style='color:red'>warm", BLOCKED);
    for (String monster : monsters) {
      String name = monster.substring(0, 15) + " " + monster.length();
      Assertions.assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () -> {
            long start = System.nanoTime();
            cleaner.clean(monster, BLOCKED);
            long mid = System.nanoTime();
            HtmlCleaner.toText(monster);
            System.out.printf(
                "%s: clean %d ms, text %d ms%n",
                name, (mid - start) / 1_000_000, (System.nanoTime() - mid) / 1_000_000);
          },
          name);
    }
  }

  @Test
  void htmlBecomesTextAsAPersonWouldTypeIt() {
    assertThat(
            HtmlCleaner.toText(
                "<html><head><title>t</title><style>p{}</style></head><body><h1>Hola</h1><p>uno&nbsp;dos<br>tres"
                    + " &amp;"
                    + " 4</p><ul><li>a<li>b</ul><blockquote>quoted<br>more</blockquote><script>x</script>end</body>"))
        .isEqualTo("Hola\n\nuno dos\ntres & 4\n\n• a\n• b\n> quoted\n> more\nend");
  }

  @Test
  void plainTextGetsLinksQuoteLevelsAndDirection() {
    Cleaned c =
        cleaner.plain("Hola <b>\nsee https://example.org/a_(b), ok?\n> one\n>> two\nشكرا\n", false);
    assertThat(HtmlDanger.find(c.html(), false)).isEmpty();
    assertThat(c.html())
        .contains("Hola &lt;b&gt;")
        .contains("<a href=\"https://example.org/a_(b)\">https://example.org/a_(b)</a>, ok?")
        .contains(
            "<blockquote class=\"paloma-q1\"><p dir=\"auto\">one</p>\n"
                + "<blockquote class=\"paloma-q2\">");
    assertThat(c.links()).hasSize(1);
  }

  @Test
  void aMillionElementsAreShownAsWords() {
    String html =
        "<p>first</p>" + "<br>".repeat(1_000_000) + "<script>alert(1)</script><p>last &lt;b&gt;";
    String cleaned = new HtmlCleaner().clean(html, new Options(false, false, id -> null)).html();
    assertThat(cleaned).contains("first", "last &lt;b&gt;").doesNotContain("alert");
    assertThat(cleaned.length()).isLessThan(html.length());
    assertThat(HtmlDanger.find(cleaned, false)).isEmpty();
    String table = "<table>" + "<tr><td>x".repeat(60_000);
    assertThat(new HtmlCleaner().clean(table, new Options(false, false, id -> null)).html())
        .contains("<td>x");
  }

  @Test
  void beyondTheLinksThatAreCheckedThereAreNoneToClick() {
    HtmlCleaner.Cleaned cleaned =
        clean(
            "<a href='http://a.example/'>x</a> ".repeat(10_000)
                + "<a href='http://evil.example/'>http://bank.example/</a>");
    assertThat(cleaned.links()).hasSize(10_000);
    assertThat(cleaned.html()).contains("http://a.example/").doesNotContain("evil.example");
  }
}
