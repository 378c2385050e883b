package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.IndexedContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Messages made to stop a reader: each costs little time, and no exception.
class HostileMessageTest {
  private final MessageReader reader = new MessageReader();

  /// Little time of the processor: the clock also shows what else the machine does.
  private MessageContent bounded(String name, String message) {
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    return Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          ThreadMXBean threads = ManagementFactory.getThreadMXBean();
          long start = threads.getCurrentThreadCpuTime();
          reader.index(octets, true);
          MessageContent content = reader.read(octets);
          long took = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;
          System.out.printf(
              "%s: %d ms for index and read of %,d octets%n", name, took, octets.length);
          assertThat(took).as(name).isLessThan(5_000);
          return content;
        },
        name);
  }

  @Test
  void manyAndDeepPartsAreRead() {
    StringBuilder flat = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
    for (int i = 0; i < 1_000; i++) {
      flat.append("--b\r\nContent-Type: application/x-part\r\n\r\npart ").append(i).append("\r\n");
    }
    assertThat(bounded("1,000 parts", flat.append("--b--\r\n").toString()).attachments())
        .hasSize(1_000);
    bounded(
        "200,000 parts",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(200_000));
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 250; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\r\n\r\n--b")
          .append(i)
          .append("\r\n");
    }
    assertThat(bounded("250 levels", deep + "\r\nthe bottom").text()).isEqualTo("the bottom");
    StringBuilder abyss = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      abyss
          .append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\r\n\r\n--b")
          .append(i)
          .append("\r\n");
    }
    bounded("20,000 levels", abyss.toString());
    bounded("messages in messages", "Content-Type: message/rfc822\r\n\r\n".repeat(20_000) + "x");
    bounded(
        "one boundary for all",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(20_000));
  }

  @Test
  void hugeHeadersAreRead() {
    bounded("10 MB header", "Subject: " + "x".repeat(10_000_000) + "\r\n\r\nhi");
    bounded("10 MB folded", "Subject: a" + "\r\n b".repeat(2_500_000) + "\r\n\r\nhi");
    bounded("100,000 fields", "X-A: b\r\n".repeat(100_000) + "\r\nhi");
    bounded("encoded words", "Subject: " + "=?utf-8?q?a?= ".repeat(200_000) + "\r\n\r\nhi");
    bounded("words without an end", "Subject: " + "=?a?q?x ".repeat(400_000) + "\r\n\r\nhi");
    bounded("words of no kind", "Subject: " + "=?a?x?y ".repeat(400_000) + "?=\r\n\r\nhi");
    bounded("ends in words", "Subject: =?a?q?" + "?=41".repeat(500_000) + "?=\r\n\r\nhi");
    bounded("words in addresses", "From: " + "=?a?b ".repeat(400_000) + "\r\n\r\nhi");
    bounded("blanks in an address", "From: <a" + " ".repeat(2_000_000) + "b@x>\r\n\r\nhi");
    bounded("open encoded words", "Subject: " + "=?".repeat(500_000) + "\r\n\r\nhi");
    assertThat(
            bounded(
                    "10,000 recipients",
                    "To: "
                        + "\"N, x\" <a@example.org>,\r\n ".repeat(10_000)
                        + "b@example.org\r\n\r\nhi")
                .to())
        .hasSize(10_001);
    bounded(
        "comments",
        "From: "
            + "(".repeat(500_000)
            + "\r\nTo: "
            + "<".repeat(300_000)
            + "\r\nCc: "
            + "\"".repeat(200_000)
            + "\r\n\r\nhi");
    bounded("open comments", "From: " + "(".repeat(2_000_000) + "<a@b.example>\r\n\r\nhi");
    bounded("references", "References: " + "<a@b> ".repeat(300_000) + "\r\n\r\nhi");
    bounded(
        "parameters",
        "Content-Type: text/plain"
            + "; a*0*=x".repeat(5_000)
            + "; a=\"".repeat(5_000)
            + "\r\n\r\nhi");
    bounded("date", "Date: " + "1 ".repeat(400) + "\r\n\r\nhi");
  }

  @Test
  void manyPicturesInsideALongText() {
    StringBuilder message =
        new StringBuilder(
            "Content-Type: multipart/related; boundary=b\r\n\r\n"
                + "--b\r\n"
                + "Content-Type: text/html\r\n\r\n");
    for (int i = 0; i < 5_000; i++) {
      message
          .append("<p>")
          .append("x".repeat(500))
          .append("<img src='cid:p")
          .append(i)
          .append("@x'>");
    }
    for (int i = 0; i < 20_000; i++) {
      message
          .append("\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <p")
          .append(i)
          .append("@x>\r\n\r\nx");
    }
    MessageContent content = bounded("20,000 pictures", message.append("\r\n--b--\r\n").toString());
    assertThat(content.attachments().get(4_999).inline()).isTrue();
    assertThat(content.attachments().get(5_000).inline()).isFalse();
  }

  @Test
  void hugeBodiesAreRead() {
    bounded("30 MB line of HTML", "Content-Type: text/html\r\n\r\n<p>" + "x ".repeat(15_000_000));
    bounded("deep HTML", "Content-Type: text/html\r\n\r\n" + "<blockquote>".repeat(100_000) + "x");
    bounded("open tags", "Content-Type: text/html\r\n\r\n" + "<a href=\"".repeat(500_000));
    bounded("open skips", "Content-Type: text/html\r\n\r\n" + "<script></x".repeat(300_000));
    bounded("images", "Content-Type: text/html\r\n\r\n" + "<img alt ".repeat(300_000) + ">");
    bounded("begin lines", "\r\n" + "begin 644 x\r\n".repeat(500_000));
    bounded(
        "dashes",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--c\r\n".repeat(2_000_000));
    bounded(
        "flowed",
        "Content-Type: text/plain; format=flowed\r\n\r\n"
            + ">".repeat(2_000_000)
            + " \r\n"
            + "> x \r\n".repeat(300_000));
  }

  @Test
  void noiseNeverThrows() throws IOException {
    Random random = new Random(11);
    List<byte[]> seeds = IndexBenchmark.mix(40, random);
    byte[][] splices = {
      "\r\n".getBytes(StandardCharsets.US_ASCII),
      "--".getBytes(StandardCharsets.US_ASCII),
      "=?utf-8?q?".getBytes(StandardCharsets.US_ASCII),
      {0},
      {(byte) 0xFF},
      "Content-Type: multipart/x; boundary=\"\r\n".getBytes(StandardCharsets.US_ASCII),
      "\r".getBytes(StandardCharsets.US_ASCII),
      "message/rfc822".getBytes(StandardCharsets.US_ASCII),
      "filename*0*=utf-8''%".getBytes(StandardCharsets.US_ASCII),
      "begin 644 x\n#".getBytes(StandardCharsets.US_ASCII)
    };
    long end = System.nanoTime() + 3_000_000_000L;
    int tried = 0;
    while (System.nanoTime() < end) {
      byte[] m = seeds.get(random.nextInt(seeds.size())).clone();
      for (int k = random.nextInt(30); k >= 0; k--) {
        byte[] splice = splices[random.nextInt(splices.length)];
        int at =
            random.nextInt(Math.min(m.length - 50, random.nextBoolean() ? 1_500 : m.length - 50));
        System.arraycopy(splice, 0, m, at, splice.length);
      }
      if (random.nextInt(4) == 0) {
        m = java.util.Arrays.copyOf(m, random.nextInt(m.length));
      }
      IndexedContent index = reader.index(m, true);
      MessageContent content = reader.read(m);
      for (MessageContent.Attachment a : content.attachments()) {
        a.open().readAllBytes();
        assertThat(a.name()).isNotBlank();
      }
      agree(index, content, m);
      tried++;
    }
    byte[] garbage = new byte[100_000];
    for (int i = 0; i < 50; i++) {
      random.nextBytes(garbage);
      reader.index(garbage, true);
      reader.read(garbage);
      byte[] winmail = garbage.clone();
      System.arraycopy(new byte[] {0x78, (byte) 0x9f, 0x3e, 0x22, 0, 0, 1}, 0, winmail, 0, 7);
      Tnef.read(winmail);
      Rtf.toText(Rtf.decompress(garbage));
    }
    System.out.println(tried + " mutated messages");
  }

  /// Old programs end lines with CR alone.
  @Test
  void linesThatEndInCrAreLinesHoweverTheyAreRead() throws IOException {
    for (String message : List.of("A: b\rxamp", "Subject: s\r\rone\rtwo\r", "A: b\r\rx")) {
      byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
      IndexedContent index = reader.index(octets, true);
      assertThat(index.bodyText()).as(message).isNotBlank();
      agree(index, reader.read(octets), octets);
    }
  }

  /// The list, the search and the reader must not tell different stories of one message.
  private void agree(IndexedContent index, MessageContent content, byte[] octets)
      throws IOException {
    String message = new String(octets, StandardCharsets.ISO_8859_1);
    Part root = PartScanner.scan(octets);
    boolean undivided = root.isMultipart() && root.children.isEmpty();
    if (!undivided) {
      // What is too large for memory is read once, and not again with the delimiters it has.
      assertThat(reader.index(new java.io.ByteArrayInputStream(octets)))
          .as(message)
          .isEqualTo(index);
    }
    assertThat(index.bodyText()).as(message).startsWith(content.text());
    assertThat(index.subject()).as(message).isEqualTo(content.subject());
    assertThat(index.from()).as(message).isEqualTo(content.from());
    assertThat(index.date()).as(message).isEqualTo(content.date());
    assertThat(index.messageId()).as(message).isEqualTo(content.messageId());
    assertThat(index.attachmentNames())
        .as(message)
        .isEqualTo(content.attachments().stream().map(MessageContent.Attachment::name).toList());
  }

  @Test
  void aLargeMessageStaysOnItsSource() throws IOException {
    long attachment = 200L << 20;
    byte[] head =
        "Subject: big\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\n--b\r\nContent-Type: application/zip; name=big.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] line = ("QUJD".repeat(19) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] tail = "--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    long lines = attachment / line.length;
    MessageReader.OctetSource source =
        MessageReader.OctetSource.of(
            head.length + lines * line.length + tail.length,
            () ->
                new SequenceInputStream(
                    Collections.enumeration(
                        List.of(
                            new java.io.ByteArrayInputStream(head),
                            new Repeated(line, lines),
                            new java.io.ByteArrayInputStream(tail)))));
    long start = System.nanoTime();
    MessageContent content = reader.read(source);
    System.out.printf("200 MB: read in %d ms%n", (System.nanoTime() - start) / 1_000_000);
    assertThat(content.text()).isEqualTo("see");
    assertThat(content.attachments().getFirst().size()).isEqualTo(lines * 57);
    try (InputStream in = content.attachments().getFirst().open()) {
      assertThat(in.readNBytes(6)).asString().isEqualTo("ABCABC");
    }
  }

  /// One line, many times.
  private static final class Repeated extends InputStream {
    private final byte[] line;
    private long left;
    private int at;

    Repeated(byte[] line, long times) {
      this.line = line;
      this.left = times * line.length;
    }

    @Override
    public int read() {
      if (left-- <= 0) {
        return -1;
      }
      int c = line[at];
      at = (at + 1) % line.length;
      return c;
    }

    @Override
    public int read(byte[] b, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(left, length);
      for (int i = 0; i < n; i++) {
        b[offset + i] = line[at];
        at = at + 1 == line.length ? 0 : at + 1;
      }
      left -= n;
      return n;
    }
  }
}
