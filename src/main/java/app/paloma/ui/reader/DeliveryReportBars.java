package app.paloma.ui.reader;

import app.paloma.diagnosis.ErrorText;
import app.paloma.mime.DeliveryReport;
import app.paloma.mime.DeliveryReport.Recipient;
import app.paloma.model.DeliveryWishes;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.NoticeBar;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;

/// What servers were asked for a message and reported of its delivery, a bar a recipient: above the
/// report, and above the message that it is about.
final class DeliveryReportBars {
  /// More would push the message out of sight.
  private static final int MOST = 10;

  /// A reply that says "not now" and nothing else.
  private static final int LATER = 400;

  /// One bar's words.
  record Line(String kind, String icon, String text) {}

  private DeliveryReportBars() {}

  static List<Node> of(OpenMessage message, Messages words, Clock clock) {
    return lines(message, words, clock).stream()
        .<Node>map(line -> new NoticeBar(line.kind(), line.icon(), new Label(line.text())))
        .toList();
  }

  static List<Line> lines(OpenMessage message, Messages words, Clock clock) {
    List<Line> lines = new ArrayList<>(asked(message, words, clock));
    List<Recipient> all = new ArrayList<>();
    DeliveryReport.of(message.content()).ifPresent(report -> all.addAll(report.recipients()));
    message.reports().forEach(report -> all.addAll(report.recipients()));
    List<Recipient> told = DeliveryReport.lastWords(all);
    for (Recipient recipient : told.subList(0, Math.min(MOST, told.size()))) {
      line(recipient, words).ifPresent(lines::add);
    }
    if (told.size() > MOST) {
      lines.add(new Line("quiet", "mail-open", words.count("report.more", told.size() - MOST)));
    }
    return lines;
  }

  /// It looks as if it had left; where a server keeps it that is only half of it.
  private static List<Line> asked(OpenMessage message, Messages words, Clock clock) {
    DeliveryWishes asked = message.asked();
    List<Line> lines = new ArrayList<>();
    if (!asked.heldUntil().equals(Instant.EPOCH)) {
      String when = new Formats(Messages.ui(words.locale()), clock).words(asked.heldUntil());
      boolean ahead = asked.heldUntil().isAfter(clock.instant());
      lines.add(new Line("quiet", "later", words.get(ahead ? "asked.held" : "asked.due", when)));
    }
    if (asked.report() && message.reports().isEmpty()) {
      lines.add(new Line("quiet", "mail-open", words.get("asked.report")));
    }
    if (asked.requireTls()) {
      lines.add(new Line("quiet", "lock", words.get("asked.tls")));
    }
    return lines;
  }

  private static Optional<Line> line(Recipient recipient, Messages words) {
    String address = recipient.address();
    return switch (recipient.action()) {
      case FAILED -> {
        yield Optional.of(new Line("danger", "error", failed(recipient, words)));
      }
      case DELAYED -> Optional.of(new Line("warning", "warning", delayed(recipient, words)));
      case DELIVERED ->
          Optional.of(new Line("quiet", "check", words.get("report.delivered", address)));
      case DISPLAYED -> Optional.of(new Line("quiet", "check", words.get("report.read", address)));
      case DELETED -> Optional.of(new Line("quiet", "check", words.get("report.unread", address)));
      case RELAYED, EXPANDED ->
          Optional.of(new Line("quiet", "check", words.get("report.relayed", address)));
    };
  }

  /// Where the codes say no more than that it was refused, the server's words do, or nothing here
  /// (Exim puts them into the report's text alone).
  private static String failed(Recipient recipient, Messages words) {
    ErrorText.Explanation why = explain(recipient, words);
    boolean vague = why.what().equals(ErrorText.explainReply(554, "", "", words.locale()).what());
    if (vague && recipient.text().isBlank()) {
      return words.get("report.failed.unsaid", recipient.address());
    }
    String what = vague ? why.what() + " " + why.why() : why.what();
    return words.get("report.failed", recipient.address(), what, why.advice()).strip();
  }

  /// Exim says no more than 4.0.0 of what waits.
  private static String delayed(Recipient recipient, Messages words) {
    String what = explain(recipient, words).what();
    boolean vague = what.equals(ErrorText.explainReply(LATER, "", "", words.locale()).what());
    return words
        .get("report.delayed", recipient.address(), vague && recipient.text().isBlank() ? "" : what)
        .strip();
  }

  /// What a server gave up after trying is refused for good, whatever it was told last.
  private static ErrorText.Explanation explain(Recipient recipient, Messages words) {
    boolean forGood = recipient.action() == DeliveryReport.Action.FAILED;
    int code =
        recipient.code() >= 500 || !forGood && recipient.code() >= 400 ? recipient.code() : 0;
    int known = code != 0 ? code : forGood ? 554 : LATER;
    return ErrorText.explainReply(known, recipient.status(), recipient.text(), words.locale());
  }
}
