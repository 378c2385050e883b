package app.paloma.protocol.smtp;

import app.paloma.model.OwnReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One reply of a server (RFC 5321 §4.2), its lines without code and enhanced code.
///
/// @param code three digits
/// @param enhanced the enhanced status code (RFC 2034, 3463) as `5.1.1`, or empty
/// @param lines the text of each line, at least one
/// @param own where no server said it
public record SmtpReply(int code, String enhanced, List<String> lines, Optional<OwnReply> own) {
  // status-code = class "." subject "." detail (RFC 3463 §2)
  private static final Pattern ENHANCED =
      Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})(?:[ \\t]+|$)");
  private static final Pattern BRACKETED = Pattern.compile("<([^<>\\s]+@[^<>\\s]+)>");
  private static final Pattern BARE =
      Pattern.compile("[^\\s<>()\\[\\]\",;:]+@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

  public SmtpReply {
    lines = List.copyOf(lines);
  }

  /// Takes the enhanced code off each line; it counts only where its class is the code's own.
  static SmtpReply of(int code, List<String> texts) {
    String enhanced = "";
    ArrayList<String> lines = new ArrayList<>(texts.size());
    for (String text : texts) {
      Matcher matcher = ENHANCED.matcher(text);
      if (matcher.find() && matcher.group(1).charAt(0) - '0' == code / 100) {
        if (enhanced.isEmpty()) {
          enhanced = matcher.group(1);
        }
        lines.add(text.substring(matcher.end()));
      } else {
        lines.add(text);
      }
    }
    return new SmtpReply(code, enhanced, lines, Optional.empty());
  }

  /// 552 where 452 is meant (RFC 5321 §4.5.3.1.10).
  SmtpReply asTransient() {
    return code == 552 ? new SmtpReply(452, enhanced.replaceFirst("^5", "4"), lines, own) : this;
  }

  /// In a server's place.
  static SmtpReply of(OwnReply own) {
    return new SmtpReply(own.code(), own.enhanced(), List.of(own.text()), Optional.of(own));
  }

  /// 2yz.
  public boolean isPositive() {
    return code / 100 == 2;
  }

  /// 3yz: the server waits for more.
  public boolean isIntermediate() {
    return code / 100 == 3;
  }

  /// 4yz: the same may work later.
  public boolean isTransient() {
    return code / 100 == 4;
  }

  /// 5yz: the same will not work.
  public boolean isPermanent() {
    return code / 100 == 5;
  }

  /// 2yz that says yes to no transaction: help, a greeting, goodbye, a login (RFC 5321 §4.2.3). Who
  /// closes the connection, or begins a new one, has not taken a message.
  boolean isToAnother() {
    return code == 211 || code == 214 || code == 220 || code == 221 || code == 235;
  }

  /// Bad sequence of commands (RFC 5321 §4.2.3): to RCPT, that there was no MAIL.
  boolean saysBadSequence() {
    return code == 503;
  }

  /// All lines as one text.
  public String text() {
    return String.join(" ", lines).strip();
  }

  /// The address a server names instead of the one it was given: 251 and 551 (RFC 5321 §3.4), and
  /// X.1.6 "mailbox has moved" (RFC 3463 §3.2). Never used without the user.
  public Optional<String> tryInstead(String given) {
    if (code != 251 && code != 551 && !enhanced.endsWith(".1.6")) {
      return Optional.empty();
    }
    return addresses().stream().filter(a -> !a.equalsIgnoreCase(given)).findFirst();
  }

  /// The addresses the text names, as VRFY and EXPN answer them; those in angle brackets where a
  /// line has some.
  public List<String> addresses() {
    ArrayList<String> found = new ArrayList<>();
    for (String line : lines) {
      int before = found.size();
      Matcher bracketed = BRACKETED.matcher(line);
      while (bracketed.find()) {
        found.add(withoutRoute(bracketed.group(1)));
      }
      if (found.size() == before) {
        Matcher bare = BARE.matcher(line);
        while (bare.find()) {
          found.add(bare.group());
        }
      }
    }
    return List.copyOf(found);
  }

  /// A-d-l (RFC 5321 §4.1.2) is ignored, as its receivers must.
  private static String withoutRoute(String path) {
    return path.startsWith("@") ? path.substring(path.indexOf(':') + 1) : path;
  }

  @Override
  public String toString() {
    return code
        + (enhanced.isEmpty() ? "" : " " + enhanced)
        + (text().isEmpty() ? "" : " " + text());
  }
}
