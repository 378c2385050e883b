package app.paloma.ui.composer;

import app.paloma.model.Draft;
import app.paloma.ui.Preferences.QuotePosition;
import java.util.Optional;

/// Where a new message's text begins: room to write, the signature, the quotation.
final class Signature {
  private Signature() {}

  /// With the separator of RFC 3676 §4.3; empty for none.
  static String plain(String signature) {
    return signature.isBlank() ? "" : "-- \n" + signature.strip();
  }

  /// The draft as the composer opens it.
  ///
  /// @param draft with the quotation alone as its text, if there is one
  static Draft placed(Draft draft, String signature, ComposerSettings settings) {
    String quote = draft.text().strip();
    boolean below = settings.quotePosition() == QuotePosition.BELOW;
    String sign = plain(signature);
    StringBuilder text = new StringBuilder();
    if (!below && !quote.isEmpty()) {
      text.append(quote).append("\n\n");
    }
    if (!sign.isEmpty()) {
      text.append("\n\n").append(sign);
    }
    if (below && !quote.isEmpty()) {
      text.append("\n\n").append(quote).append('\n');
    }
    Optional<String> html = Optional.empty();
    if (settings.richText()) {
      String quoteHtml =
          draft.html().orElseGet(() -> quote.isEmpty() ? "" : EditorPage.ofText(quote));
      String room = "<div><br></div>";
      String signHtml = sign.isEmpty() ? "" : room + EditorPage.signature(signature);
      html =
          Optional.of(
              below
                  ? room + signHtml + (quoteHtml.isEmpty() ? "" : room + quoteHtml)
                  : quoteHtml + room + signHtml);
    }
    return withBody(draft, text.toString(), html);
  }

  static Draft withBody(Draft d, String text, Optional<String> html) {
    return new Draft(
        d.id(),
        d.account(),
        d.from(),
        d.to(),
        d.cc(),
        d.bcc(),
        d.subject(),
        text,
        html,
        d.attachments(),
        d.inReplyTo(),
        d.references(),
        d.kind(),
        d.source(),
        d.serverCopy(),
        d.modified());
  }
}
