package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keeps `src/docs/html-safety.md` true: it is written by this test (with
/// `-Dpaloma.docs.write=true`) and compared with what the cleaner does today.
class HtmlSafetyTableTest {
  private static final Path TABLE = Path.of("src/docs/html-safety.md");

  private record Vector(String name, String html) {}

  private static final List<Vector> VECTORS =
      List.of(
          new Vector("script", "<script src=//t.example/x.js></script>"),
          new Vector("event handler", "<img src=x onerror=fetch('//t.example')>"),
          new Vector("javascript: link", "<a href=\"java&#10;script:alert(1)\">x</a>"),
          new Vector("data: document", "<a href=data:text/html,x>x</a>"),
          new Vector("picture", "<img src=https://t.example/a.png>"),
          new Vector("picture, other resolutions", "<img srcset='https://t.example/b.png 2x'>"),
          new Vector(
              "picture element",
              "<picture><source srcset=https://t.example/c.png><img src=cid:x></picture>"),
          new Vector("protocol-relative picture", "<img src=//t.example/d.png>"),
          new Vector("UNC path", "<img src='\\\\t.example\\share\\x.png'>"),
          new Vector("file: picture", "<img src=file://t.example/x.png>"),
          new Vector(
              "background attribute", "<table background=https://t.example/e.png><td>x</table>"),
          new Vector(
              "CSS url() in a style attribute",
              "<p style=\"background:url(https://t.example/f.png)\">x"),
          new Vector(
              "CSS url() in a style sheet",
              "<style>p{list-style-image:url(https://t.example/g.png)}</style><p>x"),
          new Vector(
              "CSS with escapes", "<p style=\"background:\\75rl(https://t.example/h.png)\">x"),
          new Vector("CSS @import", "<style>@import 'https://t.example/i.css';</style>x"),
          new Vector(
              "CSS @font-face",
              "<style>@font-face{font-family:x;src:url(https://t.example/j.woff)}</style>x"),
          new Vector(
              "CSS image-set()",
              "<p style=\"background:image-set('https://t.example/k.png' 1x)\">x"),
          new Vector(
              "CSS content", "<style>p:before{content:url(https://t.example/l.png)}</style><p>x"),
          new Vector(
              "CSS cursor, mask, filter",
              "<p style=\"cursor:url(https://t.example/m.cur);mask:url(https://t.example/n.svg);filter:url(https://t.example/o.svg)\">x"),
          new Vector(
              "CSS expression, behavior, -moz-binding",
              "<p style=\"width:expression(alert(1));behavior:url(x.htc);-moz-binding:url(x)\">x"),
          new Vector("CSS out of place", "<p style=\"position:fixed;top:0;left:0\">x"),
          new Vector("style sheet link", "<link rel=stylesheet href=https://t.example/p.css>"),
          new Vector(
              "prefetch, preconnect, DNS prefetch",
              "<link rel=prefetch href=https://t.example/q><link rel=dns-prefetch"
                  + " href=//t.example>"),
          new Vector("base", "<base href=https://t.example/><img src=r.png>"),
          new Vector(
              "meta refresh", "<meta http-equiv=refresh content='0;url=https://t.example/s'>"),
          new Vector(
              "frame", "<iframe src=https://t.example/t srcdoc='<script>x</script>'></iframe>"),
          new Vector("frame set", "<frameset><frame src=https://t.example/u></frameset>"),
          new Vector(
              "object, embed, applet",
              "<object data=https://t.example/v></object><embed src=https://t.example/w><applet"
                  + " code=https://t.example/x></applet>"),
          new Vector(
              "video and audio",
              "<video src=https://t.example/y poster=https://t.example/z></video><audio"
                  + " src=https://t.example/aa></audio>"),
          new Vector(
              "form",
              "<form action=https://t.example/ab><input name=p><button>Send</button></form>"),
          new Vector("image input", "<input type=image src=https://t.example/ac.png>"),
          new Vector(
              "SVG",
              "<svg onload=alert(1)><image href=https://t.example/ad.png /><use"
                  + " href=https://t.example/ae.svg#x /></svg>"),
          new Vector(
              "SVG as a data: picture",
              "<img src='data:image/svg+xml,<svg xmlns=http://www.w3.org/2000/svg><image"
                  + " href=https://t.example/af /></svg>'>"),
          new Vector(
              "MathML",
              "<math href=https://t.example/ag><mtext><img src=x onerror=alert(1)></mtext></math>"),
          new Vector(
              "mutation: style in MathML",
              "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"),
          new Vector(
              "mutation: noscript",
              "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">"),
          new Vector("mutation: comment", "<!--><img src=x onerror=alert(1)>-->"),
          new Vector(
              "mutation: template", "<template><s><template><s><img src=x onerror=alert(1)>"),
          new Vector("tracking pixel", "<img src=https://t.example/ah.gif width=1 height=1>"),
          new Vector(
              "CSS @import with escapes",
              "<style>@\\69mport"
                  + " 'https://t.example/aj.css';p{background:u\\72l(https://t.example/ak.png)}</style><p>x"),
          new Vector(
              "CSS cross-fade(), border-image, shape-outside",
              "<p style=\"background:cross-fade(url(https://t.example/al.png),url(https://t.example/am.png),50%);border-image:url(https://t.example/an.png);shape-outside:url(https://t.example/ao.png)\">x"),
          new Vector(
              "CSS @namespace",
              "<style>@namespace s url(https://t.example/ap);p{color:red}</style><p>x"),
          new Vector(
              "CSS url() with a comment",
              "<p style=\"background:/**/url(/**/https://t.example/aq.png)\">x"),
          new Vector("CSS style sheet out of a title", "<style></style><title><style>x</title>x"),
          new Vector(
              "subtitles",
              "<video><track src=https://t.example/ar.vtt><source"
                  + " src=https://t.example/as.mp4></video>"),
          new Vector(
              "preloaded pictures",
              "<link rel=preload as=image imagesrcset='https://t.example/at.png 1x'>"),
          new Vector(
              "policy report",
              "<meta http-equiv=Content-Security-Policy content='img-src x; report-uri"
                  + " https://t.example/au'>"),
          new Vector(
              "SVG feImage",
              "<svg><filter><feImage xlink:href=https://t.example/av /></filter></svg>"),
          new Vector("handler with focus", "<a href=# autofocus onfocus=alert(1)>x</a>"),
          new Vector("vbscript: link", "<a href=\"VBscript:msgbox(1)\">x</a>"),
          new Vector("javascript: with controls", "<a href=\"\u0001java\tscript:alert(1)\">x</a>"),
          new Vector("file: link", "<a href=file:///etc/passwd>x</a>"),
          new Vector("UTF-7 script", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
          new Vector(
              "ISO-2022-JP escape in an attribute",
              "<img alt=\"\u001b$B\"><img alt=\"\u001b(B onerror=alert(1) x=\">"),
          new Vector(
              "conditional comment", "<!--[if IE]><img src=https://t.example/aw><![endif]-->x"),
          new Vector("XML processing instruction", "<?xml-stylesheet href=https://t.example/ax?>x"),
          new Vector(
              "mutation: title in SVG",
              "<svg><title><style><!--</style><img src=x onerror=alert(1)>--></title></svg>x"),
          new Vector(
              "mutation: form in MathML",
              "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"),
          new Vector(
              "mutation: textarea",
              "<textarea><p title=\"</textarea><img src onerror=alert(1)>\">"),
          new Vector("ping", "<a href=https://a.example ping=https://t.example/ai>x</a>"));

  @Test
  void theTableSaysWhatTheCleanerDoes() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "# What was tried against the reader\n\n"
                + "Made by `HtmlSafetyTableTest`. \"Left\" is what of the vector remains in the"
                + " document that the view is given while pictures are blocked; \"reported\" is"
                + " what the reader lists as remote content. None may leave anything that runs or"
                + " fetches; a second look at the tree of the cleaned document (`HtmlDanger`)"
                + " checks that.\n\n"
                + "| vector | tried | left | reported |\n"
                + "|---|---|---|---|\n");
    for (Vector v : VECTORS) {
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
    return html.isEmpty() ? "nothing" : "`" + seen + "`";
  }
}
