package app.paloma.mime;

import app.paloma.model.*;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Drafts that begin from a message: reply, forward, go on writing.
final class Answer {
  private static final Pattern RE =
      Pattern.compile("(?i)^\\s*(?:re|aw|sv|vs|antw|rif|odp|ynt)(?:\\[\\d+\\])?\\s*:\\s*");
  private static final Pattern FWD =
      Pattern.compile("(?i)^\\s*(?:fwd?|rv|wg|tr|enc|reenv)\\s*:\\s*");
  private static final int MAX_QUOTE = 500_000;

  private final MessageContent original;
  private final MessageSummary summary;
  private final Account account;
  private final Locale locale;
  private final ZoneId zone;

  Answer(
      MessageContent original,
      MessageSummary summary,
      Account account,
      Locale locale,
      ZoneId zone) {
    this.original = original;
    this.summary = summary;
    this.account = account;
    this.locale = locale;
    this.zone = zone;
  }

  Draft reply(boolean all) {
    LinkedHashMap<String, Address> to = new LinkedHashMap<>();
    LinkedHashMap<String, Address> cc = new LinkedHashMap<>();
    List<Address> followUp =
        all ? AddressParser.parse(original.header("Mail-Followup-To")) : List.of();
    boolean own = isOwn(original.from());
    if (!followUp.isEmpty()) {
      followUp.forEach(a -> put(to, a));
    } else {
      // An answer to what one wrote oneself goes on to the same people.
      List<Address> first =
          own && !original.to().isEmpty()
              ? original.to()
              : !original.replyTo().isEmpty() ? original.replyTo() : List.of(original.from());
      first.forEach(a -> put(to, a));
      if (all) {
        if (!own) {
          original.to().forEach(a -> put(cc, a));
        }
        original.cc().forEach(a -> put(cc, a));
      }
    }
    if (all) {
      if (to.size() > 1 || !own) {
        to.remove(key(account.email()));
      }
      cc.remove(key(account.email()));
      to.keySet().forEach(cc::remove);
    }
    if (to.isEmpty()) {
      if (cc.isEmpty()) {
        put(to, original.from());
      } else {
        to.putAll(cc);
        cc.clear();
      }
    }
    String subject = without(RE, original.subject());
    String attribution = attribution();
    String text = "\n\n" + attribution + "\n" + quoted(original.text()) + signature();
    Optional<String> html =
        original
            .html()
            .map(h ->
                "<p><br></p>\n<p>"
                    + HtmlEscape.text(attribution)
                    + "</p>\n"
                    + quotedHtml(h)
                    + signatureHtml());
    return draft(
        List.copyOf(to.values()),
        List.copyOf(cc.values()),
        "Re: " + subject.strip(),
        text,
        html,
        original.messageId(),
        references(),
        Draft.Kind.REPLY);
  }

  /// Without what stands in front, however often.
  private static String without(Pattern prefix, String subject) {
    Matcher matcher = prefix.matcher(subject);
    int at = 0;
    while (matcher.region(at, subject.length()).lookingAt()) {
      at = matcher.end();
    }
    return subject.substring(at);
  }

  private List<String> references() {
    ArrayList<String> all = new ArrayList<>(original.references());
    if (!original.messageId().isEmpty()) {
      all.remove(original.messageId());
      all.add(original.messageId());
    }
    return all;
  }

  Draft forward() {
    String subject = without(FWD, original.subject());
    ArrayList<String> lines = new ArrayList<>();
    lines.add(MimeText.of("mime.forward.title", List.of(), locale));
    line(lines, "mime.forward.from", original.from().toString());
    line(lines, "mime.forward.date", when());
    line(lines, "mime.forward.subject", original.subject());
    line(lines, "mime.forward.to", people(original.to()));
    line(lines, "mime.forward.cc", people(original.cc()));
    String text =
        "\n\n"
            + String.join("\n", lines)
            + "\n\n"
            + cut(original.text()).strip()
            + "\n"
            + signature();
    Optional<String> html =
        original
            .html()
            .map(h -> {
              StringBuilder b = new StringBuilder("<p><br></p>\n<p>");
              for (int i = 0; i < lines.size(); i++) {
                b.append(i > 0 ? "<br>\n" : "").append(HtmlEscape.text(lines.get(i)));
              }
              return b.append("</p>\n").append(quotedHtml(h)).append(signatureHtml()).toString();
            });
    return draft(
        List.of(),
        List.of(),
        "Fwd: " + subject.strip(),
        text,
        html,
        "",
        references(),
        Draft.Kind.FORWARD);
  }

  private void line(List<String> lines, String key, String value) {
    if (!value.isBlank()) {
      lines.add(MimeText.of(key, List.of(HeaderWriter.oneLine(value)), locale));
    }
  }

  private static String people(List<Address> people) {
    StringBuilder b = new StringBuilder();
    for (Address a : people.subList(0, Math.min(50, people.size()))) {
      b.append(b.isEmpty() ? "" : ", ").append(a);
    }
    return b.append(people.size() > 50 ? ", …" : "").toString();
  }

  private Draft draft(
      List<Address> to,
      List<Address> cc,
      String subject,
      String text,
      Optional<String> html,
      String inReplyTo,
      List<String> references,
      Draft.Kind kind) {
    return new Draft(
        new DraftId(0),
        account.id(),
        MessageWriter.self(account),
        to,
        cc,
        List.of(),
        subject,
        text,
        html,
        List.of(),
        inReplyTo,
        references,
        kind,
        Optional.of(summary.id()),
        Optional.empty(),
        Instant.EPOCH);
  }

  static Draft edit(MessageContent stored, MessageSummary summary, Account account) {
    String inReplyTo = "";
    List<String> answered = Fields.ids(stored.header("In-Reply-To"));
    if (!answered.isEmpty()) {
      inReplyTo = answered.getFirst();
    }
    return new Draft(
        new DraftId(0),
        account.id(),
        stored.from().email().isEmpty() ? MessageWriter.self(account) : stored.from(),
        stored.to(),
        stored.cc(),
        stored.bcc(),
        stored.subject(),
        stored.text(),
        stored.html().map(HtmlCleaner::fragment),
        List.of(),
        inReplyTo,
        stored.references(),
        inReplyTo.isEmpty() ? Draft.Kind.NEW : Draft.Kind.REPLY,
        Optional.empty(),
        Optional.of(summary.id()),
        stored.date().orElse(summary.date()),
        new Draft.Asks(!stored.header("Disposition-Notification-To").isBlank(), false, false));
  }

  private boolean isOwn(Address address) {
    return key(address.email()).equals(key(account.email()));
  }

  private static String key(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  private static void put(java.util.Map<String, Address> map, Address address) {
    if (!address.email().isBlank()) {
      map.putIfAbsent(key(address.email()), address);
    }
  }

  private String when() {
    Instant date = original.date().orElse(summary.date());
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
        .withLocale(locale)
        .withZone(zone)
        .format(date);
  }

  private String attribution() {
    return MimeText.of(
        "mime.reply.attribution",
        List.of(when(), HeaderWriter.oneLine(original.from().display())),
        locale);
  }

  private static String cut(String text) {
    return text.length() > MAX_QUOTE ? text.substring(0, MAX_QUOTE) : text;
  }

  private static String quoted(String text) {
    String body = cut(text).stripTrailing();
    int signature = body.lastIndexOf("\n-- \n");
    if (signature > 0) {
      body = body.substring(0, signature).stripTrailing();
    }
    StringBuilder b = new StringBuilder(body.length() + 100);
    body.lines()
        .forEach(
            l -> b.append(l.startsWith(">") || l.isEmpty() ? ">" : "> ").append(l).append('\n'));
    return b.toString();
  }

  /// One block that stands as it is: cleaned, nothing remote, not to be typed in by accident.
  private static String quotedHtml(String html) {
    return "<blockquote type=\"cite\" contenteditable=\"false\">\n"
        + HtmlCleaner.fragment(html)
        + "\n</blockquote>\n";
  }

  private String signature() {
    return account.signature().isBlank() ? "" : "\n-- \n" + account.signature() + "\n";
  }

  private String signatureHtml() {
    return account.signature().isBlank()
        ? ""
        : "<p>-- <br>" + HtmlEscape.text(account.signature()).replace("\n", "<br>\n") + "</p>\n";
  }
}
