package app.paloma.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// How fast a first sync can index: `java ... app.paloma.mime.IndexBenchmark [seconds]`.
public final class IndexBenchmark {
  private IndexBenchmark() {}

  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    List<byte[]> mix = mix(1_000, new Random(7));
    long size = mix.stream().mapToLong(m -> m.length).sum();
    MessageReader reader = new MessageReader();
    // Of this thread's own time: other work on the machine does not count.
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 3; round++) {
      long end = System.nanoTime() + seconds * 1_000_000_000L / 3;
      long start = threads.getCurrentThreadCpuTime();
      long messages = 0;
      long characters = 0;
      while (System.nanoTime() < end) {
        for (byte[] message : mix) {
          characters += reader.index(message, true).bodyText().length();
        }
        messages += mix.size();
      }
      double took = (threads.getCurrentThreadCpuTime() - start) / 1e9;
      System.out.printf(
          "%,.0f messages/s, %,.0f MB/s (%,d characters of text)%n",
          messages / took, messages / mix.size() * size / took / 1e6, characters);
    }
  }

  /// Half plain, a third alternative, the rest HTML; 8 in 100 with a file.
  static List<byte[]> mix(int count, Random random) {
    ArrayList<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = words(random, 800 + random.nextInt(3_000));
      String html =
          "<html><head><style>p{color:#333}</style></head><body><table><tr><td><p"
              + " style=\"margin:0\">"
              + words(random, 2_000 + random.nextInt(12_000)).replace("\r\n", "</p>\r\n<p class=x>")
              + "&nbsp;<a"
              + " href=\"https://example.org/?a=1&amp;b=2\">m&aacute;s</a></p></td></tr></table></body></html>";
      StringBuilder m = new StringBuilder(header(i));
      int kind = random.nextInt(100);
      String body =
          kind < 50
              ? "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                  + text
              : kind < 85
                  ? "Content-Type: multipart/alternative; boundary=\"alt"
                      + i
                      + "\"\r\n\r\n--alt"
                      + i
                      + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                      + text
                      + "\r\n--alt"
                      + i
                      + "\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                      + html
                      + "\r\n--alt"
                      + i
                      + "--\r\n"
                  : "Content-Type: text/html; charset=utf-8\r\n\r\n" + html;
      if (random.nextInt(100) < 8) {
        byte[] file = new byte[(int) Math.exp(random.nextDouble() * 6 + 8)];
        random.nextBytes(file);
        m.append("Content-Type: multipart/mixed; boundary=mix")
            .append(i)
            .append("\r\n\r\n--mix")
            .append(i)
            .append("\r\n")
            .append(body)
            .append("\r\n--mix")
            .append(i)
            .append(
                "\r\nContent-Type: application/pdf; name=\"=?utf-8?q?informe_a=C3=B1o.pdf?=\"\r\n"
                    + "Content-Disposition: attachment; filename*=utf-8''informe%20a%C3%B1o.pdf\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n")
            .append(Base64.getMimeEncoder().encodeToString(file))
            .append("\r\n--mix")
            .append(i)
            .append("--\r\n");
      } else {
        m.append(body);
      }
      all.add(m.toString().getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  private static String header(int i) {
    return "Return-Path: <bounce-"
        + i
        + "@lists.example.org>\r\n"
        + "Received: from mx1.example.org (mx1.example.org [192.0.2.1])\r\n"
        + "\tby mail.example.com (Postfix) with ESMTPS id ABC"
        + i
        + "\r\n"
        + "\tfor <ana@example.com>; Fri, 20 Nov 2026 21:00:00 +0000 (UTC)\r\n"
        + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\r\n"
        + "\th=from:to:subject:date; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\r\n"
        + "\tb="
        + "dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR".repeat(4)
        + "\r\n"
        + "From: =?utf-8?q?Jos=C3=A9_P=C3=A9rez?= <jose"
        + i % 50
        + "@example.org>\r\nTo: \"Ana, de Chile\" <ana@example.com>, b@example.net\r\n"
        + "Subject: =?UTF-8?B?UmV1bmnDs24gZGVsIG1hcnRlcw==?= "
        + i
        + "\r\nDate: Fri, 20 Nov 2026 21:00:00 +0100\r\n"
        + "Message-ID: <"
        + i
        + ".abc@example.org>\r\n"
        + "References: <1@example.org>\r\n"
        + " <2@example.org>\r\n"
        + "MIME-Version: 1.0\r\n";
  }

  private static String words(Random random, int length) {
    String[] words =
        "el correo llega tarde pero llega and nothing is lost in the end señor año niño reunión mañana factura adjunta"
            .split(" ");
    StringBuilder b = new StringBuilder();
    int column = 0;
    while (b.length() < length) {
      String w = words[random.nextInt(words.length)];
      b.append(w);
      column += w.length() + 1;
      if (column > 70) {
        b.append("\r\n");
        column = 0;
      } else {
        b.append(' ');
      }
    }
    return b.toString();
  }
}
