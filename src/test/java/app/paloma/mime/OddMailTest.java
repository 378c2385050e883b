package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Mail as other programs have written it, against the rules or at their edge.
class OddMailTest {
  private final MessageReader reader = new MessageReader();

  private MessageContent read(String message) {
    return reader.read(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String base64(String s) {
    return Base64.getMimeEncoder().encodeToString(s.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void readsCharsetsThatJavaDoesNotKnow() {
    assertThat(read("Subject: =?iso-8859-14?Q?D=F0r?=\n\n").subject()).isEqualTo("Dŵr");
    assertThat(read("Subject: =?iso-8859-10?Q?Ma=BFgi?=\n\n").subject()).isEqualTo("Maŋgi");
    assertThat(read("Subject: =?hz-gb-2312?Q?~{VPND~}_~~?=\n\n").subject()).isEqualTo("中文 ~");
    assertThat(read("Subject: =?cp932?B?+/yLtIdA?=\n\n").subject()).isEqualTo("髙橋①");
    assertThat(read("Subject: =?DOS-862?Q?=99=8C=85=8D?=\n\n").subject()).isEqualTo("שלום");
  }

  @Test
  void tellsUtf16WithoutItsMarkByWhatTheLettersShare() {
    assertThat(read("Subject: =?utf-16?B?MEswajBKMFc=?=\n\n").subject()).isEqualTo("かなおし");
    assertThat(read("Subject: =?utf-16?B?BB8EQAQ4BDI=?=\n\n").subject()).isEqualTo("Прив");
    assertThat(read("Subject: =?utf-16?Q?Hello all?=\n\n").subject()).isEqualTo("Hello all");
  }

  @Test
  void readsJapaneseThatDoesNotNameItsCharset() {
    assertThat(read("Subject: \u001b$B4A;z\u001b(B\n\n\u001b$B4A;z\u001b(B\n"))
        .satisfies(c -> assertThat(c.subject()).isEqualTo("漢字"))
        .satisfies(c -> assertThat(c.text().strip()).isEqualTo("漢字"));
  }

  @Test
  void endsAnEncodedWordWhereItsWriterMeantIt() {
    assertThat(read("Subject: =?utf-8?Q??=41?=\n\n").subject()).isEqualTo("?A");
    assertThat(read("Subject: =?utf-8?Q?what??= now\n\n").subject()).isEqualTo("what? now");
    assertThat(read("Subject: =?utf-8?Q??= =?utf-8?Q?ab?=\n\n").subject()).isEqualTo("ab");
    assertThat(read("Subject: =?shift_jis?Q?=8A=BF=8E=9A=?=\n\n").subject()).isEqualTo("漢字");
    assertThat(read("Subject: =?utf-8?Q?ma=C3=\n B1ana,_2_=\n 2?=\n\n").subject())
        .isEqualTo("mañana, 2 = 2");
  }

  @Test
  void aNameMakesAFileOfATypeThatIsNone() {
    assertThat(read("Content-Type: unknown; name=a.xyz\n\nx").attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("a.xyz");
    assertThat(read("Content-Type: unknown\n\nx").attachments()).isEmpty();
  }

  @Test
  void namesAFileByWhateverItsSenderCalledIt() {
    assertThat(
            read("Content-Type: application/octet-stream; file=\"setup.bin\"\n\nx").attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("setup.bin");
    assertThat(read("Content-Type: charset=binary; name=\"logo.jpg\"\n\nx").attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("logo.jpg");
    String longest = "a".repeat(230) + ".pdf";
    assertThat(read("Content-Type: application/pdf; name=\"" + longest + "\"\n\nx").attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly(longest);
    String tooLong = "=?utf-8?q?" + "=E6=BC=A2".repeat(120) + ".pdf?=";
    assertThat(read("Content-Type: application/pdf; name=\"" + tooLong + "\"\n\nx").attachments())
        .singleElement()
        .satisfies(a -> assertThat(a.name()).startsWith("漢漢").endsWith("漢.pdf"))
        .satisfies(a ->
            assertThat(a.name().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(230, AttachmentNames.MAX_OCTETS));
  }

  @Test
  void showsTextWhoseTypeIsWrittenOddly() {
    assertThat(read("Content-Type: text/html>\n\n<b>seen</b>"))
        .satisfies(c -> assertThat(c.html()).hasValue("<b>seen</b>"))
        .satisfies(c -> assertThat(c.attachments()).isEmpty());
    assertThat(read("Content-Type: application/xhtml+xml\n\n<p>seen</p>"))
        .satisfies(c -> assertThat(c.text().strip()).isEqualTo("seen"))
        .satisfies(c -> assertThat(c.attachments()).isEmpty());
    assertThat(
            read("Content-Type: application/xhtml+xml; name=page.xhtml\n\n<p>file</p>")
                .attachments())
        .singleElement()
        .matches(a -> a.contentType().equals("application/xhtml+xml") && a.dangerous());
    assertThat(read("Content-Type: application/pdf/.pdf\n\nx").attachments())
        .extracting(MessageContent.Attachment::contentType)
        .containsExactly("application/pdf");
  }

  @Test
  void beginsBelowASeparatorThatSaysNothing() {
    assertThat(read("From \nX-Key: a\nSubject: s\n\ntext\n"))
        .satisfies(c -> assertThat(c.subject()).isEqualTo("s"))
        .satisfies(c -> assertThat(c.text()).isEqualTo("text\n"));
  }

  @Test
  void takesCommentsOutOfParameterNames() {
    assertThat(
            read("Content-Type: application/pdf\n"
                    + "Content-Disposition: attachment (so); filename (named) = x.pdf\n\nx")
                .attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("x.pdf");
  }

  @Test
  void showsTheRootOfRelatedPartsWhereverItStands() {
    String parts =
        """
        --b
        Content-Type: image/png
        Content-ID: <i>

        PNG
        --b
        Content-Type: text/html
        Content-ID: <h>

        <img src="cid:i">seen
        --b--
        """;
    for (String start : List.of("", "; start=\"<h>\"")) {
      MessageContent c =
          read("Content-Type: multipart/related; boundary=b" + start + "\n\n" + parts);
      assertThat(c.html().orElse("")).contains("seen");
      assertThat(c.text()).contains("seen");
      assertThat(c.attachments()).singleElement().matches(a -> a.inline());
    }
  }

  @Test
  void skipsDashesInBase64AsTheRuleSays() throws IOException {
    MessageContent c =
        read(
            "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nRE-F_UQQ==\n--\n");
    assertThat(c.attachments().getFirst().open().readAllBytes()).asString().isEqualTo("DATA");
  }

  @Test
  void opensAMessageThatWasEncoded() throws IOException {
    String inner =
        """
        Subject: The inner one
        Content-Type: multipart/mixed; boundary=i

        --i

        needle
        --i
        Content-Type: application/pdf; name=plan.pdf

        PDF
        --i--
        """;
    String message =
        "Subject: outer\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhay\n--b\n"
            + "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + base64(inner)
            + "\n--b--\n";
    MessageContent c = read(message);
    assertThat(c.text().strip()).isEqualTo("hay");
    assertThat(c.attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("The inner one.eml");
    assertThat(c.attachments().getFirst().open().readAllBytes()).asString().isEqualTo(inner);
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader.index(octets, true).bodyText()).contains("hay", "The inner one", "needle");
    assertThat(reader.index(new java.io.ByteArrayInputStream(octets)).bodyText())
        .contains("needle");
  }

  @Test
  void opensAMultipartThatWasEncoded() {
    String inner = "--b\n\nhay\n--b\nContent-Type: application/pdf; name=plan.pdf\n\nPDF\n--b--\n";
    MessageContent c =
        read(
            "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n"
                + base64(inner));
    assertThat(c.text().strip()).isEqualTo("hay");
    assertThat(c.attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("plan.pdf");
  }

  @Test
  void showsTheTextOfAMessageWhoseHeaderNeverEnds() {
    assertThat(
            read("Subject: x\nX-Last: y\n \nThe line above is not empty\nand this: no field.\n\n"))
        .satisfies(c -> assertThat(c.subject()).isEqualTo("x"))
        .satisfies(c -> assertThat(c.text()).contains("not empty", "and this: no field."));
  }

  @Test
  void showsWhatAMessageInsteadOfAMessageSays() throws IOException {
    String inner =
        "Subject: inside\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhay\n--b\n"
            + "Content-Type: application/pdf; name=plan.pdf\n\nPDF\n--b--\n";
    for (String message :
        java.util.List.of(
            "Subject: outside\nContent-Type: message/rfc822\n\n" + inner,
            "Subject: outside\nContent-Type: message/rfc822\n\n"
                + "Content-Type: message/rfc822\n\n"
                + inner,
            "Subject: outside\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                + base64(inner))) {
      MessageContent c = read(message);
      assertThat(c.subject()).isEqualTo("outside");
      assertThat(c.text().strip()).isEqualTo("hay");
      assertThat(c.attachments())
          .extracting(MessageContent.Attachment::contentType)
          .containsExactly("message/rfc822", "application/pdf");
      String indexed = reader.index(message.getBytes(StandardCharsets.ISO_8859_1), true).bodyText();
      assertThat(indexed).containsOnlyOnce("hay").contains("inside");
    }
  }

  @Test
  void readsATextThatOnlySaysItIsBase64() {
    String head = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n";
    assertThat(read(head + "Hello, this is text.\nAnd more of it!\n").text())
        .startsWith("Hello, this");
    assertThat(read(head + "aGVsbG8=\n____\nYou are on a list.\n").text()).isEqualTo("hello");
    assertThat(read(head + "a G V s b G 8 =\n\naGVs\nbG8g\n bG8=\n").text()).startsWith("hello");
  }

  @Test
  void aTextThatWasSentAsAFileIsShownAndKept() {
    MessageContent c =
        read("Content-Type: text/plain\nContent-Disposition: inline; filename=notes.txt\n\nhay\n");
    assertThat(c.text()).isEqualTo("hay\n");
    assertThat(c.attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("notes.txt");
  }

  @Test
  void findsPicturesNamedWithPercentSignsAndEntities() {
    String parts = "--b\nContent-Type: text/html\n\n<img src=cid:a%40x><img src=\"cid:b&amp;c\">\n";
    for (String id : java.util.List.of("a@x", "b&c", "other")) {
      parts += "--b\nContent-Type: image/png\nContent-ID: <" + id + ">\n\nx\n";
    }
    assertThat(
            read("Content-Type: multipart/related; boundary=b\n\n" + parts + "--b--\n")
                .attachments())
        .extracting(MessageContent.Attachment::inline)
        .containsExactly(true, true, false);
  }

  @Test
  void readsPartsBelowAHeaderThatBlankLinesPrecede() {
    MessageContent c =
        read(
            "      \n"
                + "Delivered-To: x@b.example\n"
                + "Content-Type: multipart/mixed; boundary=b\n\n"
                + "--b\n"
                + "Content-Transfer-Encoding: 7bit\n"
                + "Content-Type: text/plain\n\n"
                + "Hello\n"
                + "--b\n"
                + "Content-Disposition: inline; filename=p.jpg\n"
                + "Content-Type: image/jpeg\n\n"
                + "JPG\n"
                + "--b--\n");
    assertThat(c.text()).isEqualTo("Hello");
    assertThat(c.attachments())
        .extracting(MessageContent.Attachment::name)
        .containsExactly("p.jpg");
  }

  @Test
  void dividesAMultipartAtTheDelimitersThatItHas() {
    String message =
        """
        Content-Type: multipart/alternative; boundary="announced"

        --another
        Content-Type: text/plain

        plain words
        --another
        Content-Type: text/html

        <p>marked words</p>
        --another--
        """;
    MessageContent c = read(message);
    assertThat(c.text().strip()).isEqualTo("plain words");
    assertThat(c.html().orElse("")).contains("<p>marked words</p>");
    byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader.index(octets, true).preview()).isEqualTo("plain words");
    assertThat(read(message.replace("announced", "another")).html()).isEqualTo(c.html());
    assertThat(read(message.replace("--another\nContent", "--another\nx\nContent")).text())
        .contains("--another");
  }
}
