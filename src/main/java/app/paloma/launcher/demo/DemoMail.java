package app.paloma.launcher.demo;

import app.paloma.model.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Some three hundred messages that look like a person's mail: conversations, newsletters,
/// attachments, several languages and scripts, and some that are broken. The same for the same
/// seed.
public final class DemoMail {
  /// @param octets the message with CRLF line ends
  /// @param mailbox `INBOX` or another mailbox's name
  public record Message(byte[] octets, Instant date, String mailbox, Flags flags) {}

  private static final DateTimeFormatter RFC5322 =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  private final String me;
  private final String myName;
  private final Instant now;
  private final Random random;
  private final List<Message> messages = new ArrayList<>();
  private int serial;

  private DemoMail(String myName, String me, Instant now, long seed) {
    this.myName = myName;
    this.me = me;
    this.now = now;
    this.random = new Random(seed);
  }

  /// The messages of the person with that name and address, newest last.
  public static List<Message> of(String name, String address, Instant now) {
    DemoMail mail = new DemoMail(name, address, now, 20_26);
    mail.conversations();
    mail.newsletters();
    mail.notices();
    mail.scripts();
    mail.attachments();
    mail.broken();
    mail.messages.addAll(DemoInvitations.of(name, address, now));
    mail.messages.sort((a, b) -> a.date().compareTo(b.date()));
    return List.copyOf(mail.messages);
  }

  private void conversations() {
    for (DemoTexts.Talk talk : DemoTexts.TALKS) {
      Instant at = now.minus(Duration.ofMinutes(talk.minutesAgo()));
      String root = null;
      String parent = null;
      List<Duration> gaps = new ArrayList<>();
      for (int i = 1; i < talk.lines().size(); i++) {
        gaps.add(Duration.ofMinutes(40 + random.nextInt(600)));
        at = at.minus(gaps.getLast());
      }
      for (int i = 0; i < talk.lines().size(); i++) {
        boolean mine = i % 2 == 1 && talk.iAnswer();
        DemoTexts.Person other = talk.people().get(i / 2 % talk.people().size());
        String from = mine ? mailbox(myName, me) : mailbox(other.name(), other.address());
        String to = mine ? mailbox(other.name(), other.address()) : mailbox(myName, me);
        String id = id();
        String subject = i == 0 ? talk.subject() : "Re: " + talk.subject();
        String thread =
            parent == null
                ? ""
                : "In-Reply-To: <"
                    + parent
                    + ">\r\nReferences: <"
                    + root
                    + "> <"
                    + parent
                    + ">\r\n";
        String body = talk.lines().get(i);
        if (i > 0) {
          body += "\n\n> " + talk.lines().get(i - 1).replace("\n", "\n> ");
        }
        boolean unread = i == talk.lines().size() - 1 && !mine && talk.minutesAgo() < 3000;
        int bits =
            (unread ? 0 : Flags.SEEN)
                | (talk.flagged() && i == 0 ? Flags.FLAGGED : 0)
                | (!mine && i + 1 < talk.lines().size() && talk.iAnswer() ? Flags.ANSWERED : 0);
        add(
            header(from, to, subject, at, id, thread) + plain(body),
            at,
            mine ? "Sent" : talk.mailbox(),
            Flags.of(bits));
        root = root == null ? id : root;
        parent = id;
        at = i < gaps.size() ? at.plus(gaps.get(i)) : at;
      }
    }
  }

  private void newsletters() {
    for (int week = 0; week < 16; week++) {
      for (DemoTexts.Newsletter letter : DemoTexts.NEWSLETTERS) {
        Instant at = now.minus(Duration.ofHours(week * 168L + 5 + random.nextInt(120)));
        String subject = letter.subjects().get(week % letter.subjects().size());
        String html = DemoTexts.newsletter(letter, subject, week);
        String list =
            "List-Id: "
                + letter.name()
                + " <news."
                + letter.domain()
                + ">\r\nList-Unsubscribe: <https://"
                + letter.domain()
                + "/unsubscribe?u=42>, <mailto:unsubscribe@"
                + letter.domain()
                + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
        String boundary = "=_letter" + serial;
        String body =
            "Content-Type: multipart/alternative; boundary=\""
                + boundary
                + "\"\r\n\r\n--"
                + boundary
                + "\r\n"
                + plain(subject + "\n\n" + letter.teaser() + "\n\nhttps://" + letter.domain())
                + "\r\n--"
                + boundary
                + "\r\n"
                + html(html)
                + "\r\n--"
                + boundary
                + "--\r\n";
        String from = mailbox(letter.name(), "hello@" + letter.domain());
        add(
            header(from, mailbox(myName, me), subject, at, id(), list) + body,
            at,
            "INBOX",
            Flags.of(week > 0 ? Flags.SEEN : 0));
      }
    }
  }

  private void notices() {
    for (int i = 0; i < 210; i++) {
      DemoTexts.Notice notice = DemoTexts.NOTICES.get(i % DemoTexts.NOTICES.size());
      Instant at = now.minus(Duration.ofHours(30 + i * 19L + random.nextInt(15)));
      String subject = notice.subject().formatted(1000 + i * 7);
      add(
          header(
                  mailbox(notice.name(), notice.address()),
                  mailbox(myName, me),
                  subject,
                  at,
                  id(),
                  "")
              + plain(notice.body().formatted(1000 + i * 7)),
          at,
          i % 6 == 5 ? "Archive" : i % 40 == 7 ? "Junk" : "INBOX",
          Flags.of(i < 4 ? 0 : Flags.SEEN));
    }
  }

  private void scripts() {
    for (int i = 0; i < DemoTexts.SCRIPTS.size(); i++) {
      DemoTexts.Notice notice = DemoTexts.SCRIPTS.get(i);
      Instant at = now.minus(Duration.ofHours(7 + i * 23L));
      add(
          header(
                  mailbox(notice.name(), notice.address()),
                  mailbox(myName, me),
                  notice.subject(),
                  at,
                  id(),
                  "")
              + plain(notice.body()),
          at,
          "INBOX",
          Flags.of(i % 3 == 0 ? 0 : Flags.SEEN));
    }
  }

  private void attachments() {
    for (int i = 0; i < DemoTexts.FILES.size(); i++) {
      DemoTexts.File file = DemoTexts.FILES.get(i);
      Instant at = now.minus(Duration.ofHours(3 + i * 31L));
      String boundary = "=_file" + serial;
      String body =
          "Content-Type: multipart/mixed; boundary=\""
              + boundary
              + "\"\r\n\r\n--"
              + boundary
              + "\r\n"
              + plain(file.body())
              + "\r\n--"
              + boundary
              + "\r\nContent-Type: "
              + file.type()
              + "\r\nContent-Disposition: attachment; filename*=UTF-8''"
              + percent(file.fileName())
              + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
              + Base64.getMimeEncoder().encodeToString(content(file))
              + "\r\n--"
              + boundary
              + "--\r\n";
      add(
          header(
                  mailbox(file.name(), file.address()),
                  mailbox(myName, me),
                  file.subject(),
                  at,
                  id(),
                  "")
              + body,
          at,
          "INBOX",
          Flags.of(i == 0 ? 0 : Flags.SEEN));
    }
  }

  private void broken() {
    for (int i = 0; i < DemoTexts.BROKEN.size(); i++) {
      Instant at = now.minus(Duration.ofHours(50 + i * 90L));
      String text =
          DemoTexts.BROKEN
              .get(i)
              .replace("{me}", me)
              .replace("{date}", RFC5322.format(at.atOffset(ZoneOffset.UTC)))
              .replace("\n", "\r\n");
      messages.add(
          new Message(
              text.getBytes(StandardCharsets.ISO_8859_1), at, "INBOX", Flags.of(Flags.SEEN)));
    }
  }

  private static byte[] content(DemoTexts.File file) {
    if (file.resource().isEmpty()) {
      return file.text().getBytes(StandardCharsets.UTF_8);
    }
    try (InputStream in = DemoMail.class.getResourceAsStream(file.resource())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String text, Instant at, String mailbox, Flags flags) {
    messages.add(new Message(text.getBytes(StandardCharsets.UTF_8), at, mailbox, flags));
  }

  private String id() {
    return "demo." + serial++ + "@paloma.example";
  }

  static String header(String from, String to, String subject, Instant at, String id, String more) {
    return received(from, at)
        + "From: "
        + from
        + "\r\nTo: "
        + to
        + "\r\nSubject: "
        + words(subject)
        + "\r\nDate: "
        + RFC5322.format(at.atOffset(ZoneOffset.UTC))
        + "\r\nMessage-ID: <"
        + id
        + ">\r\nMIME-Version: 1.0\r\n"
        + more;
  }

  /// The way from the sender's computer over two servers, the second of which sometimes waits.
  private static String received(String from, Instant at) {
    String domain = from.substring(from.indexOf('@') + 1).replace(">", "");
    int delay = 2 + Math.floorMod(from.hashCode(), 40);
    long waited = delay > 30 ? 60L * delay : delay;
    return hop("mail." + domain, "mx.paloma.example", "ESMTPS", at.plusSeconds(delay + waited))
        + hop("laptop." + domain, "mail." + domain, "ESMTPSA", at.plusSeconds(delay));
  }

  private static String hop(String from, String by, String protocol, Instant at) {
    return "Received: from "
        + from
        + " by "
        + by
        + " with "
        + protocol
        + ";\r\n "
        + RFC5322.format(at.atOffset(ZoneOffset.UTC))
        + "\r\n";
  }

  static String mailbox(String name, String address) {
    return words(name) + " <" + address + ">";
  }

  /// Encoded words (RFC 2047) of at most 75 characters where the text is not ASCII.
  private static String words(String text) {
    if (text.chars().allMatch(c -> c < 0x7f)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    StringBuilder part = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          part.appendCodePoint(c);
          if (part.toString().getBytes(StandardCharsets.UTF_8).length >= 36) {
            flush(out, part);
          }
        });
    flush(out, part);
    return out.toString();
  }

  private static void flush(StringBuilder out, StringBuilder part) {
    if (part.isEmpty()) {
      return;
    }
    out.append(out.isEmpty() ? "" : "\r\n ")
        .append("=?UTF-8?B?")
        .append(
            Base64.getEncoder().encodeToString(part.toString().getBytes(StandardCharsets.UTF_8)))
        .append("?=");
    part.setLength(0);
  }

  private static String plain(String text) {
    return text("text/plain; charset=utf-8", text);
  }

  private static String html(String text) {
    return text("text/html; charset=utf-8", text);
  }

  /// A part with its header.
  static String text(String type, String text) {
    return "Content-Type: "
        + type
        + "\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "\r\n";
  }

  private static String percent(String name) {
    StringBuilder out = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c < 0x7f && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_')) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
      }
    }
    return out.toString();
  }
}
