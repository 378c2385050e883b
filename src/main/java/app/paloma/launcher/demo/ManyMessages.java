package app.paloma.launcher.demo;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Messages in the mix that mailboxes have, for a first synchronization to be rehearsed with: most
/// are short, a fifth has HTML, a tenth an old charset, some carry a file. The same each time.
public final class ManyMessages {
  private static final int FILE = 90_000;
  private static final String ACCENTS = "mañana reunión también ";

  private final Random random = new Random(5);
  private final String[] words = new String[8_000];

  private ManyMessages() {
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = 2 + random.nextInt(10); length > 0; length--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
  }

  /// @return so many, with CRLF line ends
  public static List<byte[]> of(int count) {
    ManyMessages all = new ManyMessages();
    List<byte[]> messages = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      messages.add(all.message(n));
    }
    return messages;
  }

  private byte[] message(int n) {
    Charset charset = n % 10 == 9 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "Return-Path: <p%d@tejo.example>\r\n"
                + "Received: from mx.tejo.example by mail.paloma.example; %3$s\r\n"
                + "From: Person %1$d <p%1$d@tejo.example>\r\nTo: Ana <ana@paloma.example>\r\n"
                + "Subject: %4$s\r\nMessage-ID: <many.%2$d@tejo.example>\r\n"
                + "In-Reply-To: <many.%5$d@tejo.example>\r\nDate: %3$s\r\nMIME-Version: 1.0\r\n",
            n % 300,
            n,
            "Thu, 1 Jan 2026 10:00:00 +0000",
            line(6),
            n - n % 4));
    int octets = 100 + (int) (3_000 * Math.exp(random.nextGaussian() * 0.8));
    boolean file = n % 12 == 5;
    if (file) {
      out.append("Content-Type: multipart/mixed; boundary=\"f\"\r\n\r\n--f\r\n");
    }
    text(out, octets, n % 5 == 0, charset);
    if (file) {
      byte[] data = new byte[random.nextInt(FILE)];
      random.nextBytes(data);
      out.append("\r\n--f\r\nContent-Type: application/pdf\r\n")
          .append("Content-Disposition: attachment; filename=\"file.pdf\"\r\n")
          .append("Content-Transfer-Encoding: base64\r\n\r\n")
          .append(Base64.getMimeEncoder().encodeToString(data))
          .append("\r\n--f--\r\n");
    }
    return out.toString().getBytes(charset);
  }

  private void text(StringBuilder out, int octets, boolean html, Charset charset) {
    String plain =
        "Content-Type: text/plain; charset="
            + charset.name()
            + "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    if (!html) {
      lines(out.append(plain), octets);
      return;
    }
    out.append("Content-Type: multipart/alternative; boundary=\"a\"\r\n\r\n--a\r\n").append(plain);
    lines(out, octets / 3);
    out.append("\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>");
    lines(out, octets / 2);
    out.append("</p></body></html>\r\n--a--\r\n");
  }

  private void lines(StringBuilder out, int octets) {
    int end = out.length() + octets;
    out.append(random.nextInt(5) == 0 ? ACCENTS : "");
    while (out.length() < end) {
      out.append(line(11)).append("\r\n");
    }
  }

  /// Few words are frequent, most are rare.
  private String line(int count) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < count; i++) {
      double x = random.nextDouble();
      line.append(i == 0 ? "" : " ").append(words[(int) (x * x * x * words.length)]);
    }
    return line.toString();
  }
}
