package app.paloma.mime;

/// The head of every document the reader shows: policy first, then a quiet base style.
final class PageStyle {
  private PageStyle() {}

  // RFC: W3C CSP 3. The policy is the second wall; the first is that nothing dangerous is written.
  static String open(boolean showImages, boolean dark, boolean paper) {
    String images = showImages ? "data: https: http:" : "data:";
    return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src "
        + images
        + "; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none';"
        + " frame-src 'none'; object-src 'none'\"><meta name=\"referrer\""
        + " content=\"no-referrer\"><meta name=\"viewport\" content=\"width=device-width\"><style"
        + " data-paloma=\"base\">"
        + base(dark && !paper)
        + "</style>";
  }

  private static String base(boolean dark) {
    String ink = dark ? "#e6e6e6" : "#1f2328";
    String paper = dark ? "#1e1f22" : "#ffffff";
    String link = dark ? "#7ab7ff" : "#0b63ce";
    String line = dark ? "#4a4d52" : "#d0d7de";
    return "html{background:"
        + paper
        + ";color:"
        + ink
        + "}body{margin:0;padding:16px 20px;font:15px/1.5 system-ui,-apple-system,\"Segoe"
        + " UI\",Roboto,\"Noto Sans\",Ubuntu,Cantarell,sans-serif;overflow-wrap:break-word}a{color:"
        + link
        + "}img{max-width:100%}table{max-width:100%}"
        + "img.paloma-blocked{background:"
        + line
        + ";opacity:.45;border-radius:3px}"
        + "pre{white-space:pre-wrap}"
        + "blockquote{margin:0 0 0 .2em;padding-left:.9em;border-left:3px solid "
        + line
        + "}"
        + ".paloma-plain{max-width:75ch}.paloma-plain p{margin:0 0 1em;white-space:pre-wrap}"
        + ".paloma-plain blockquote{margin:0 0 1em}"
        + quote("1", dark ? "#6fb1ff" : "#2f6fbd")
        + quote("2", dark ? "#7fd18b" : "#2d8a46")
        + quote("3", dark ? "#e0b25c" : "#a8660b")
        + quote("4", dark ? "#d08be0" : "#8b44a8")
        + ".paloma-signature{opacity:.65}";
  }

  private static String quote(String level, String color) {
    return ".paloma-q" + level + "{border-left-color:" + color + ";color:" + color + "}";
  }
}
