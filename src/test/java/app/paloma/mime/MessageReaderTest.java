package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Address;
import app.paloma.model.IndexedContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
  private final MessageReader reader = new MessageReader();

  private MessageContent read(String message) {
    return reader.read(octets(message));
  }

  private static byte[] octets(String message) {
    return message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void fieldsAreDecoded() {
    MessageContent m =
        read(
            "From: =?iso-8859-1?q?Jos=E9?= \"P.\" <jose@example.org>\n"
                + "To: Team: a@x.example, \"B, C\" <b@x.example>;, <@r1,@r2:d@x.example>,"
                + " e@x.example (Eva)\n"
                + "Subject: =?utf-8?b?w6E=?= =?utf-8?b?w6k=?= \n"
                + " =?utf-8?q?=F0=9F=98?= =?utf-8?q?=80?=\n"
                + "Date: Fri, 20 Nov 2026 21:00:00 -0300 (CLST)\n"
                + "Message-ID: <1@x>\n"
                + "References: <a@x> <b@x>\n"
                + "In-Reply-To: <a@x>\n"
                + "List-Id: Tests <tests.x.example>\n\n"
                + "hi\n");
    assertThat(m.from()).isEqualTo(new Address("José P.", "jose@example.org"));
    assertThat(m.to())
        .containsExactly(
            Address.of("a@x.example"),
            new Address("B, C", "b@x.example"),
            Address.of("d@x.example"),
            new Address("Eva", "e@x.example"));
    assertThat(m.subject()).isEqualTo("áé😀");
    assertThat(m.date().orElseThrow()).hasToString("2026-11-21T00:00:00Z");
    assertThat(m.messageId()).isEqualTo("1@x");
    assertThat(m.references()).containsExactly("b@x", "a@x");
  }

  @Test
  void controlCharactersInsideEncodedWordsReachNobody() {
    MessageContent m =
        read(
            "From: =?utf-8?b?cG90dXNAd2hpdGVob3VzZS5nb3Y=?==?utf-8?Q?=00=0A?= <evil@example.org>\n"
                + "Subject: =?utf-8?q?a=0D=0ABcc:_x?=\n\n"
                + "x");
    assertThat(m.from()).isEqualTo(new Address("potus@whitehouse.gov", "evil@example.org"));
    assertThat(m.subject()).doesNotContain("\n", "\r").startsWith("a");
  }

  @Test
  void aSecondSenderIsSaid() {
    assertThat(read("From: \"Someone\" <valid@example.net>:<attacker@example.org>\n\nx").warnings())
        .extracting(MessageContent.Warning::key)
        .containsExactly("mime.warning.severalFrom");
    assertThat(read("From: a@x.example\nFrom: b@x.example\n\nx").warnings()).hasSize(1);
  }

  @Test
  void unknownAndWrongCharsetsAreReadByTheirLooks() {
    byte[] utf8 = "Subject: año\r\n\r\nseñor".getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(utf8).subject()).isEqualTo("año");
    assertThat(reader.read(utf8).text()).isEqualTo("señor");
    byte[] latin =
        "Subject: año\r\nContent-Type: text/plain; charset=x-unknown\r\n\r\nseñor"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader.read(latin).subject()).isEqualTo("año");
    assertThat(reader.read(latin).text()).isEqualTo("señor");
    assertThat(read("Content-Type: text/plain; charset=utf-7\n\nA+AOE-b").text()).isEqualTo("Aáb");
  }

  @Test
  void namesOfFilesAreReadInAllSpellingsAndMadeSafe() {
    String message =
        "Content-Type: multipart/mixed; boundary=b\n\n"
            + "--b\n\n"
            + "text\n"
            + "--b\n"
            + "Content-Type: application/pdf\n"
            + "Content-Disposition: attachment; filename*1*=a%C3%B1o.pdf;"
            + " filename*0*=utf-8''../informe%20\n\n"
            + "x\n"
            + "--b\n"
            + "Content-Type: application/pdf; name=\"=?utf-8?q?a=C3=B1o.pdf?=\"\n\n"
            + "x\n"
            + "--b\n"
            + "Content-Disposition: attachment; filename=\"C:\\dir\\con.txt\"\n\n"
            + "x\n"
            + "--b\n"
            + "Content-Disposition: attachment; filename*=utf-8''invoice%E2%80%AEfdp.exe\n\n"
            + "x\n"
            + "--b\n"
            + "Content-Type: image/png\n"
            + "Content-Disposition: attachment\n\n"
            + "x\n"
            + "--b--\n";
    List<MessageContent.Attachment> a = read(message).attachments();
    assertThat(a)
        .extracting(MessageContent.Attachment::name)
        .containsExactly(
            "informe año.pdf", "año.pdf", "_con.txt", "invoicefdp.exe", "attachment-5.png");
    assertThat(a)
        .extracting(MessageContent.Attachment::dangerous)
        .containsExactly(false, false, false, true, false);
    assertThat(reader.index(octets(message), true).attachmentNames()).contains("informe año.pdf");
  }

  @Test
  void hostileNamesStayShortVisibleAndInPlace() {
    for (String raw :
        List.of(
            "../../etc/passwd",
            "..\\..\\x",
            "%2e%2e%2fx",
            "a\0b",
            "NUL",
            "COM1.txt",
            "x. . ",
            "-rf",
            ".bashrc",
            "\u202E\u200F",
            "",
            "/",
            "...",
            "x".repeat(400) + ".pdf",
            "a\nb.txt",
            "php://foo",
            "\\\\host\\share\\f")) {
      String name = AttachmentNames.clean(raw, "application/octet-stream", "attachment");
      assertThat(name)
          .as(raw)
          .isNotBlank()
          .hasSizeLessThanOrEqualTo(AttachmentNames.MAX_OCTETS)
          .doesNotContain("/", "\\", "\0", "\n", ":")
          .doesNotStartWith(".")
          .doesNotStartWith("-")
          .doesNotEndWith(".")
          .doesNotEndWith(" ");
    }
    assertThat(AttachmentNames.isDangerous("a.pdf.exe", "a.pdf.exe", "application/pdf")).isTrue();
  }

  @Test
  void brokenBoundariesLoseNothing() throws IOException {
    assertThat(
            read("Content-Type: multipart/mixed\n\n"
                    + "--guess\n"
                    + "Content-Type: text/plain\n\n"
                    + "found\n"
                    + "--guess--\n")
                .text())
        .isEqualTo("found");
    assertThat(read("Content-Type: multipart/mixed; boundary=wrong\n\njust text\n").text())
        .contains("just text");
    MessageContent open =
        read(
            "Content-Type: multipart/mixed; boundary=b\n\n"
                + "--b\n\n"
                + "one\n"
                + "--b\n"
                + "Content-Type: a/b\n\n"
                + "two");
    assertThat(open.text()).isEqualTo("one");
    assertThat(open.attachments().getFirst().open().readAllBytes()).asString().isEqualTo("two");
    assertThat(open.warnings())
        .extracting(MessageContent.Warning::key)
        .containsExactly("mime.warning.cutOff");
    String clash =
        "Content-Type: multipart/mixed; boundary=ab\n\n"
            + "--ab\n"
            + "Content-Type: multipart/mixed; boundary=abc\n\n"
            + "--abc\n\n"
            + "inner\n"
            + "--abc--\n"
            + "--ab\n"
            + "Content-Type: a/b\n\n"
            + "outer\n"
            + "--ab--\n";
    assertThat(read(clash).text()).isEqualTo("inner");
    assertThat(read(clash).attachments()).hasSize(1);
  }

  @Test
  void lineEndsOfAllKindsAreLineEnds() {
    String m = "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\ntwo\n--b--\n";
    for (String eol : List.of("\n", "\r\n", "\r")) {
      MessageContent c = reader.read(m.replace("\n", eol).getBytes(StandardCharsets.US_ASCII));
      assertThat(c.subject()).isEqualTo("s");
      assertThat(c.text()).isEqualTo("one\ntwo");
    }
  }

  @Test
  void encodedTextsAreForgiven() {
    assertThat(read("Content-Transfer-Encoding: base64\n\naG9s!!YQ\n").text()).isEqualTo("hola");
    assertThat(read("Content-Transfer-Encoding: quoted-printable\n\na=3Db=\n c=ZZ  \nd\n").text())
        .isEqualTo("a=b c=ZZ\nd\n");
    assertThat(read("Content-Transfer-Encoding: base9000\n\nplain\n").text()).isEqualTo("plain\n");
  }

  @Test
  void flowedAndEnrichedTextsBecomeParagraphs() {
    assertThat(
            read("Content-Type: text/plain; format=flowed\n\n"
                    + "It goes \n"
                    + "on\n"
                    + "> a \n"
                    + "> b\n"
                    + " From x\n"
                    + "-- \n"
                    + "me\n")
                .text())
        .isEqualTo("It goes on\n> a b\nFrom x\n-- \nme\n");
    assertThat(read("Content-Type: text/plain; format=flowed; delsp=yes\n\na \nb\n").text())
        .isEqualTo("ab\n");
    assertThat(
            read("Content-Type: text/enriched\n\n"
                    + "<bold>Now</bold> <<is\n"
                    + "it\n\n"
                    + "new<param>x</param>\n")
                .text()
                .strip())
        .isEqualTo("Now <is it\nnew");
  }

  @Test
  void filesInsideTextsAreFound() throws IOException {
    MessageContent uu = read("Subject: x\n\nSee:\nbegin 644 hi.txt\n$:&]L80  \n`\nend\nbye\n");
    assertThat(uu.text().replace("\n", "|")).isEqualTo("See:|bye|");
    assertThat(uu.attachments().getFirst().name()).isEqualTo("hi.txt");
    assertThat(uu.attachments().getFirst().open().readAllBytes()).asString().isEqualTo("hola");
    MessageContent y =
        read(
            "Subject: x\n\n"
                + "=ybegin line=128 size=4 name=y.bin\n"
                + "\u0092\u0099\u0096\u008b\n"
                + "=yend size=4\n");
    assertThat(y.attachments().getFirst().open().readAllBytes()).asString().isEqualTo("hola");
  }

  @Test
  void messagesInsideAreFilesAndSearchable() {
    String m =
        "Content-Type: multipart/mixed; boundary=b\n\n"
            + "--b\n\n"
            + "outer\n"
            + "--b\n"
            + "Content-Type: message/rfc822\n\n"
            + "Subject: Inner one\n"
            + "Content-Type: multipart/mixed; boundary=c\n\n"
            + "--c\n\n"
            + "deep words\n"
            + "--c--\n"
            + "--b--\n";
    assertThat(read(m).attachments().getFirst().name()).isEqualTo("Inner one.eml");
    assertThat(read(m).text()).isEqualTo("outer");
    assertThat(reader.index(octets(m), true).bodyText())
        .contains("outer", "Inner one", "deep words");
  }

  @Test
  void previewIsWhatThePersonWrote() {
    IndexedContent i =
        reader.index(
            octets(
                "Subject: x\n\nOn Monday, Bob wrote:\n> old\n> words\n\n  I   agree.\n-- \nAna\n"),
            true);
    assertThat(i.preview()).isEqualTo("I agree.");
    assertThat(
            reader
                .index(
                    octets("Content-Type: text/html\n\n<style>p{}</style><p>Hola&nbsp;<b>Ana</b>"),
                    true)
                .preview())
        .isEqualTo("Hola Ana");
  }

  @Test
  void alternativesRelatedAndInlinePictures() {
    String m =
        "Content-Type: multipart/related; boundary=r\n\n"
            + "--r\n"
            + "Content-Type: multipart/alternative; boundary=a\n\n"
            + "--a\n\n"
            + "plain\n"
            + "--a\n"
            + "Content-Type: text/html\n\n"
            + "<img src=\"cid:p@x\">\n"
            + "--a--\n"
            + "--r\n"
            + "Content-Type: image/png; name=p.png\n"
            + "Content-ID: <p@x>\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + "iVBORw==\n"
            + "--r--\n";
    MessageContent c = read(m);
    assertThat(c.text()).isEqualTo("plain");
    assertThat(c.html().orElseThrow()).contains("cid:p@x");
    assertThat(c.attachments().getFirst().inline()).isTrue();
    assertThat(c.attachments().getFirst().size()).isEqualTo(4);
    assertThat(reader.index(octets(m), true).hasAttachments()).isFalse();
  }

  @Test
  void aSourceIsReadAsAnArrayIs() throws IOException {
    for (byte[] m : IndexBenchmark.mix(60, new java.util.Random(3))) {
      MessageReader.OctetSource source =
          MessageReader.OctetSource.of(m.length, () -> new ByteArrayInputStream(m));
      MessageContent a = reader.read(m);
      MessageContent b = reader.read(source);
      assertThat(b.text()).isEqualTo(a.text());
      assertThat(b.headers()).isEqualTo(a.headers());
      assertThat(b.html()).isEqualTo(a.html());
      for (int i = 0; i < a.attachments().size(); i++) {
        assertThat(b.attachments().get(i).open().readAllBytes())
            .isEqualTo(a.attachments().get(i).open().readAllBytes());
        assertThat(b.attachments().get(i).size()).isEqualTo(a.attachments().get(i).size());
      }
      IndexedContent index = reader.index(m, true);
      assertThat(reader.index(new ByteArrayInputStream(m))).isEqualTo(index);
      assertThat(index.bodyText()).isEqualTo(a.text());
    }
  }
}
