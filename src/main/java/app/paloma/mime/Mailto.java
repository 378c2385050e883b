package app.paloma.mime;

import app.paloma.model.*;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// mailto: URLs (RFC 6068). A web page writes them: they fill fields that the user sees, and
/// nothing else.
final class Mailto {
  private static final int MAX_BODY = 200_000;
  private static final int MAX_URL = 2_000_000;
  private static final int MAX_FIELDS = 2_000;

  private Mailto() {}

  static Draft draft(String rawUrl, Account account) {
    String url = rawUrl.length() > MAX_URL ? rawUrl.substring(0, MAX_URL) : rawUrl;
    String rest = url.regionMatches(true, 0, "mailto:", 0, 7) ? url.substring(7) : url;
    while (rest.startsWith("/")) {
      rest = rest.substring(1);
    }
    int hash = rest.indexOf('#');
    if (hash >= 0) {
      rest = rest.substring(0, hash);
    }
    int question = rest.indexOf('?');
    ArrayList<Address> to =
        new ArrayList<>(recipients(question < 0 ? rest : rest.substring(0, question)));
    ArrayList<Address> cc = new ArrayList<>();
    ArrayList<Address> bcc = new ArrayList<>();
    String subject = "";
    StringBuilder body = new StringBuilder();
    String inReplyTo = "";
    int fields = 0;
    for (String field : question < 0 ? new String[0] : rest.substring(question + 1).split("&")) {
      int equals = field.indexOf('=');
      if (equals <= 0 || ++fields > MAX_FIELDS) {
        continue;
      }
      String value = field.substring(equals + 1);
      switch (decode(field.substring(0, equals)).toLowerCase(Locale.ROOT)) {
        case "to" -> to.addAll(recipients(value));
        case "cc" -> cc.addAll(recipients(value));
        case "bcc" -> bcc.addAll(recipients(value));
        case "subject" ->
            subject = HeaderWriter.oneLine(HeaderDecoder.decode(decode(value))).strip();
        case "body" -> {
          if (!body.isEmpty()) {
            body.append('\n');
          }
          body.append(PlainText.normalize(decode(value)));
        }
        case "in-reply-to" ->
            inReplyTo = HeaderWriter.oneLine(decode(value)).replaceAll("[\\s<>]", "");
        default -> {}
      }
    }
    if (body.length() > MAX_BODY) {
      body.setLength(MAX_BODY);
    }
    return new Draft(
        new DraftId(0),
        account.id(),
        MessageWriter.self(account),
        to,
        cc,
        bcc,
        subject.length() > 2_000 ? subject.substring(0, 2_000) : subject,
        body.toString(),
        Optional.empty(),
        List.of(),
        inReplyTo,
        inReplyTo.isEmpty() ? List.of() : List.of(inReplyTo),
        Draft.Kind.NEW,
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH);
  }

  /// Each address is decoded by itself: an encoded comma belongs to it. A line end ends it.
  private static List<Address> recipients(String value) {
    ArrayList<Address> all = new ArrayList<>();
    for (String one : value.split(",")) {
      String decoded = decode(one);
      int end = 0;
      while (end < decoded.length() && decoded.charAt(end) != '\r' && decoded.charAt(end) != '\n') {
        end++;
      }
      all.addAll(AddressParser.parse(HeaderWriter.oneLine(decoded.substring(0, end))));
    }
    return all;
  }

  // Percent-encoding of UTF-8; "+" is a plus (RFC 6068 §5).
  private static String decode(String s) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(s.length());
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '%' && i + 2 < s.length()) {
        int hi = TransferDecoder.hex(s.charAt(i + 1));
        int lo = TransferDecoder.hex(s.charAt(i + 2));
        if (hi >= 0 && lo >= 0) {
          out.write(hi << 4 | lo);
          i += 2;
          continue;
        }
      }
      if (c < 128) {
        out.write(c);
      } else {
        int end = Character.isHighSurrogate(c) && i + 1 < s.length() ? i + 2 : i + 1;
        out.writeBytes(s.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
    byte[] octets = out.toByteArray();
    return TextDecoder.decode(octets, 0, octets.length, "").replace("\0", "");
  }
}
