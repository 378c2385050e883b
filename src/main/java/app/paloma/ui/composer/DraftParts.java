package app.paloma.ui.composer;

import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.MessageId;
import app.paloma.ui.Preferences.QuotePosition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a draft is made of: room to write, the signature, the quotation.
final class DraftParts {
  private DraftParts() {}

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
          draft
              .html()
              .map(h -> h.replaceFirst("^\\s*<p><br></p>\\s*", ""))
              .orElseGet(() -> quote.isEmpty() ? "" : EditorPage.ofText(quote));
      String room = "<div><br></div>";
      String signHtml = sign.isEmpty() ? "" : room + EditorPage.signature(signature);
      html =
          Optional.of(
              below
                  ? room + signHtml + (quoteHtml.isEmpty() ? "" : room + quoteHtml)
                  : quoteHtml + room + signHtml);
    }
    return withBody(draft, text.toString(), html).asking(settings.asks());
  }

  /// A draft whose text the user's link gave: it stands before the signature.
  static Draft begun(Draft draft, String signature, ComposerSettings settings) {
    String text = draft.text().strip();
    String sign = plain(signature);
    Optional<String> html =
        settings.richText()
            ? Optional.of(
                EditorPage.ofText(text)
                    + (sign.isEmpty() ? "" : "<div><br></div>" + EditorPage.signature(signature)))
            : Optional.empty();
    return withBody(draft, sign.isEmpty() ? text : text + "\n\n" + sign, html)
        .asking(settings.asks());
  }

  static Draft withRecipients(Draft d, List<Address> to, List<Address> cc) {
    return new Draft(
        d.id(),
        d.account(),
        d.from(),
        to,
        cc,
        d.bcc(),
        d.subject(),
        d.text(),
        d.html(),
        d.attachments(),
        d.inReplyTo(),
        d.references(),
        d.kind(),
        d.source(),
        d.serverCopy(),
        d.modified(),
        d.asks());
  }

  static Draft withFiles(Draft d, Instant modified, List<DraftAttachment> files) {
    return new Draft(
        d.id(),
        d.account(),
        d.from(),
        d.to(),
        d.cc(),
        d.bcc(),
        d.subject(),
        d.text(),
        d.html(),
        files,
        d.inReplyTo(),
        d.references(),
        d.kind(),
        d.source(),
        d.serverCopy(),
        modified,
        d.asks());
  }

  /// The same words under another identity.
  static Draft withIdentity(Draft d, DraftId id, Optional<MessageId> serverCopy, Instant modified) {
    return new Draft(
        id,
        d.account(),
        d.from(),
        d.to(),
        d.cc(),
        d.bcc(),
        d.subject(),
        d.text(),
        d.html(),
        d.attachments(),
        d.inReplyTo(),
        d.references(),
        d.kind(),
        d.source(),
        serverCopy,
        modified,
        d.asks());
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
        d.modified(),
        d.asks());
  }
}
