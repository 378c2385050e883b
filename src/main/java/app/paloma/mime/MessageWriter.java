package app.paloma.mime;

import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// One message being written.
final class MessageWriter {
  // UTC: the zone of the sender is nobody's business.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int MAX_REFERENCES = 40;
  private static final int MAX_REFERENCES_LENGTH = 3_000;

  private final Function<DraftAttachment, InputStream> source;
  private final OutputStream out;
  private final HeaderWriter headers;
  private String seed = "";
  private int boundaries;

  MessageWriter(Function<DraftAttachment, InputStream> source, OutputStream out) {
    this.source = source;
    this.out = out;
    this.headers = new HeaderWriter(out);
  }

  void write(Draft draft, String messageId, Instant date, boolean withBcc) throws IOException {
    seed = seed(messageId + '\n' + date + '\n' + draft.subject() + '\n' + draft.text());
    headers.tokens("Date", List.of(date(date)));
    headers.addresses("From", List.of(draft.from()));
    headers.addresses("To", draft.to());
    headers.addresses("Cc", draft.cc());
    if (withBcc) {
      headers.addresses("Bcc", draft.bcc());
    }
    headers.unstructured("Subject", draft.subject());
    headers.tokens("Message-ID", List.of(bracketed(messageId)));
    if (!id(draft.inReplyTo()).isEmpty()) {
      headers.tokens("In-Reply-To", List.of(bracketed(draft.inReplyTo())));
    }
    List<String> references = references(draft);
    if (!references.isEmpty()) {
      headers.tokens("References", references);
    }
    if (draft.asks().readReceipt()) {
      headers.addresses("Disposition-Notification-To", List.of(draft.from()));
    }
    headers.tokens("User-Agent", List.of("Paloma"));
    headers.tokens("MIME-Version", List.of("1.0"));
    body(draft);
  }

  static String date(Instant when) {
    return DATE.format(when);
  }

  private static String seed(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String id(String id) {
    return HeaderWriter.oneLine(id).replaceAll("[\\s<>]", "");
  }

  private static String bracketed(String id) {
    String clean = id(id);
    return "<" + (clean.length() > 900 ? clean.substring(0, 900) : clean) + ">";
  }

  /// Long threads keep their first message, which holds them together, and the last ones.
  private static List<String> references(Draft draft) {
    ArrayList<String> ids = new ArrayList<>();
    for (String reference : draft.references()) {
      String clean = id(reference);
      if (!clean.isEmpty() && clean.length() < 500) {
        ids.add("<" + clean + ">");
      }
    }
    int length = ids.stream().mapToInt(String::length).sum();
    while (ids.size() > 2 && (ids.size() > MAX_REFERENCES || length > MAX_REFERENCES_LENGTH)) {
      length -= ids.remove(1).length();
    }
    return ids;
  }

  private void body(Draft draft) throws IOException {
    String html = draft.html().map(MessageWriter::document).orElse("");
    ArrayList<DraftAttachment> inside = new ArrayList<>();
    ArrayList<DraftAttachment> files = new ArrayList<>();
    for (DraftAttachment attachment : draft.attachments()) {
      boolean used =
          !attachment.contentId().isEmpty() && html.contains("cid:" + attachment.contentId());
      (used ? inside : files).add(attachment);
    }
    if (files.isEmpty()) {
      text(draft, html, inside);
      return;
    }
    String boundary = multipart("mixed", List.of());
    delimiter(boundary);
    text(draft, html, inside);
    for (DraftAttachment file : files) {
      delimiter(boundary);
      attachment(file, false);
    }
    close(boundary);
  }

  private void text(Draft draft, String html, List<DraftAttachment> inside) throws IOException {
    if (html.isEmpty()) {
      plain(draft.text());
      return;
    }
    String boundary = multipart("alternative", List.of());
    delimiter(boundary);
    plain(draft.text().isBlank() ? HtmlText.of(html) : draft.text());
    delimiter(boundary);
    if (inside.isEmpty()) {
      html(html);
    } else {
      String related = multipart("related", List.of("type=\"text/html\""));
      delimiter(related);
      html(html);
      for (DraftAttachment picture : inside) {
        delimiter(related);
        attachment(picture, true);
      }
      close(related);
    }
    close(boundary);
  }

  private void plain(String text) throws IOException {
    String flowed = TextWriter.flow(text);
    String encoding = TextWriter.encoding(flowed);
    String charset = HeaderWriter.isAscii(flowed) ? "us-ascii" : "utf-8";
    headers.tokens(
        "Content-Type", List.of("text/plain;", "charset=" + charset + ";", "format=flowed"));
    headers.tokens("Content-Transfer-Encoding", List.of(encoding));
    endOfHeader();
    TextWriter.write(flowed, encoding, out);
  }

  private void html(String html) throws IOException {
    String text = TextWriter.crlf(html);
    String encoding = TextWriter.encoding(text);
    headers.tokens("Content-Type", List.of("text/html;", "charset=utf-8"));
    headers.tokens("Content-Transfer-Encoding", List.of(encoding));
    endOfHeader();
    TextWriter.write(text, encoding, out);
  }

  private static String document(String html) {
    String start = html.substring(0, Math.min(200, html.length())).toLowerCase(Locale.ROOT);
    return start.contains("<html") || start.contains("<!doctype")
        ? html
        : "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n"
            + html
            + "\n</body></html>\n";
  }

  private String multipart(String kind, List<String> parameters) throws IOException {
    // "=_" never occurs in quoted-printable or base64.
    String boundary = "=_paloma_" + seed + "_" + ++boundaries;
    ArrayList<String> tokens = new ArrayList<>(List.of("multipart/" + kind + ";"));
    parameters.forEach(p -> tokens.add(p + ";"));
    tokens.add("boundary=\"" + boundary + "\"");
    headers.tokens("Content-Type", tokens);
    endOfHeader();
    return boundary;
  }

  private void delimiter(String boundary) throws IOException {
    ascii("\r\n--" + boundary + "\r\n");
  }

  private void close(String boundary) throws IOException {
    ascii("\r\n--" + boundary + "--\r\n");
  }

  private void endOfHeader() throws IOException {
    ascii("\r\n");
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void attachment(DraftAttachment file, boolean inside) throws IOException {
    String type = file.contentType().toLowerCase(Locale.ROOT).strip();
    boolean known = type.matches("[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}");
    // RFC 2046 §5.2: message and multipart may not be encoded in base64.
    boolean message = type.startsWith("message/") || type.startsWith("multipart/");
    boolean asItIs = message && known && isSevenBit(file);
    if (!known || message && !asItIs) {
      type = "application/octet-stream";
    }
    String name = file.name().isBlank() ? "attachment" : file.name();
    ArrayList<String> contentType = new ArrayList<>(List.of(type + ";"));
    contentType.addAll(HeaderWriter.parameter("name", name, false));
    headers.tokens("Content-Type", contentType);
    ArrayList<String> disposition = new ArrayList<>(List.of(inside ? "inline;" : "attachment;"));
    disposition.addAll(HeaderWriter.parameter("filename", name, true));
    headers.tokens("Content-Disposition", disposition);
    if (!id(file.contentId()).isEmpty()) {
      headers.tokens("Content-ID", List.of(bracketed(file.contentId())));
    }
    headers.tokens("Content-Transfer-Encoding", List.of(asItIs ? "7bit" : "base64"));
    endOfHeader();
    try (InputStream in = source.apply(file)) {
      if (asItIs) {
        in.transferTo(out);
      } else {
        try (OutputStream base64 = Base64.getMimeEncoder().wrap(new Open(out))) {
          in.transferTo(base64);
        }
      }
    }
    ascii("\r\n");
  }

  private boolean isSevenBit(DraftAttachment file) throws IOException {
    try (InputStream in = source.apply(file)) {
      byte[] block = new byte[1 << 15];
      int line = 0;
      int last = 0;
      int n;
      while ((n = in.read(block)) > 0) {
        for (int i = 0; i < n; i++) {
          int c = block[i];
          if (c <= 0 || ++line > 998 || c == '\n' && last != '\r' || last == '\r' && c != '\n') {
            return false;
          }
          line = c == '\n' ? 0 : line;
          last = c;
        }
      }
      return last != '\r';
    }
  }

  /// Stays open when what wraps it is closed.
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
      out.write(b, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  static Address self(app.paloma.model.Account account) {
    return new Address(account.name(), account.email());
  }
}
