package app.paloma.diagnosis;

import app.paloma.diagnosis.ErrorText.Explanation;
import app.paloma.model.OwnReply;
import app.paloma.model.OwnReply.Kind;
import java.text.NumberFormat;
import java.util.Locale;

/// Words for what Paloma answered in a server's place: as for the same reply of a server, but where
/// more is known, and never as that server's words.
final class OwnReplyText {
  private OwnReplyText() {}

  static Explanation explain(OwnReply reply, boolean over, Locale locale) {
    if (reply.kind() == Kind.TURNED_AWAY) {
      return ErrorText.explainReply(reply.code(), reply.enhanced(), reply.text(), over, locale);
    }
    Words words = new Words(locale);
    // Without its text, which may name anything (a domain of a block list).
    Explanation plain = ErrorText.explainReply(reply.code(), reply.enhanced(), "", over, locale);
    String key = "own." + reply.kind().name().toLowerCase(Locale.ROOT);
    String[] values =
        reply.kind() == Kind.TOO_BIG
            ? sizes(reply, locale)
            : reply.values().stream().map(Words::clean).toArray(String[]::new);
    String there = reply.theirServer() ? ".their" : "";
    String what =
        words.get(key + (words.has(key + there + ".what") ? there : "") + ".what", values);
    String why = words.get(key + (words.has(key + there + ".why") ? there : "") + ".why", values);
    String advice = SmtpTopic.temporary(reply.code()) ? "" : words.get(key + ".do", values);
    return new Explanation(
        what.isEmpty() ? plain.what() : what,
        Words.join(plain.why(), why),
        advice.isEmpty() ? plain.advice() : advice);
  }

  /// Up and down, so that they never look the same; in the unit of the limit, which may be small.
  private static String[] sizes(OwnReply reply, Locale locale) {
    long limit = Long.parseLong(reply.values().get(1));
    boolean large = limit >= 1_000_000;
    double tenth = large ? 1e5 : 1e2;
    String unit = large ? " MB" : " KB";
    NumberFormat number = NumberFormat.getInstance(locale);
    number.setMaximumFractionDigits(1);
    double size = Math.ceil(Long.parseLong(reply.values().get(0)) / tenth) / 10;
    return new String[] {
      number.format(size) + unit, number.format(Math.floor(limit / tenth) / 10) + unit
    };
  }
}
