package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.TransportForm.Impossible;
import app.paloma.model.IndexedContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TransportFormTest {
  private static byte[] octets(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void isFit(byte[] message, boolean sevenBit) {
    int line = 0;
    for (byte b : message) {
      line = b == '\n' ? 0 : line + 1;
      assertThat(line).isLessThanOrEqualTo(999);
      assertThat(sevenBit && b < 0).isFalse();
    }
  }

  private static String encoded(byte[] message) throws Exception {
    byte[] encoded = TransportForm.of(message, true);
    isFit(encoded, true);
    MessageReader reader = new MessageReader();
    IndexedContent before = reader.index(message, true);
    IndexedContent after = reader.index(encoded, true);
    assertThat(after).isEqualTo(before);
    return new String(encoded, StandardCharsets.US_ASCII).replace("\r\n", "\n");
  }

  @Test
  void aTextWithoutMimeIsNamedAndEncoded() throws Exception {
    String encoded =
        encoded(octets("From: a@b.example\nSubject: Hi\n\nMañana a las 10, sí.\n.\nFrom here\n"));
    assertThat(encoded)
        .isEqualTo(
            """
            From: a@b.example
            Subject: Hi
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Ma=C3=B1ana a las 10, s=C3=AD.
            =2E
            =46rom here
            """);
  }

  @Test
  void onlyThePartsThatNeedItChange() throws Exception {
    String message =
        """
        From: =?utf-8?q?J=C3=BCrgen?= <a@b.example>
        Subject:   odd   spaces stay
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="x"
        Content-Transfer-Encoding: 8bit

        preamble ñ
        --x
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        The ñandú is a bird of the pampa.

        --x
        Content-Type: text/plain

        plain  \tas it was
        --x
        Content-Type: application/octet-stream; name=raw
        Content-Transfer-Encoding: binary
        Content-Disposition: attachment

        \u00fe\u00ff bytes
        --x--
        epilogue ñ
        """;
    String encoded = encoded(octets(message));
    assertThat(encoded)
        .contains("Subject:   odd   spaces stay\n")
        .contains("boundary=\"x\"\nContent-Transfer-Encoding: 7bit\n\n--x\n")
        .contains(
            "Content-Transfer-Encoding: quoted-printable\n\n"
                + "The =C3=B1and=C3=BA is a bird of the pampa.\n\n"
                + "--x\n")
        .contains("Content-Type: text/plain\n\nplain  \tas it was\n--x\n")
        .contains(
            Base64.getEncoder()
                .encodeToString("\u00fe\u00ff bytes".getBytes(StandardCharsets.UTF_8)))
        .endsWith("--x--\n");
  }

  @Test
  void headersInUtf8BecomeEncodedWords() throws Exception {
    String encoded =
        encoded(
            octets(
                """
                From: "Jürgen, Müller" <a@b.example>
                To: José <j@b.example>, plain@b.example
                Subject: ¿Mañana?
                MIME-Version: 1.0
                Content-Type: application/pdf; name="año.pdf"
                Content-Disposition: attachment; filename="año.pdf"
                Content-Transfer-Encoding: base64

                AAAA
                """));
    assertThat(encoded).contains("plain@b.example").contains("filename*=utf-8''a%C3%B1o.pdf");
  }

  @Test
  void linesThatAreTooLong() throws Exception {
    String words = "word ".repeat(500);
    byte[] message =
        octets(
            "From: a@b.example\nReferences: "
                + "<1234567890@b.example> ".repeat(100)
                + "\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                + "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n<p>ñ "
                + words
                + "\n--x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
                + Base64.getEncoder().encodeToString(new byte[3000])
                + "\n"
                + "--x\n"
                + "Content-Type: text/plain; charset=utf-8\n"
                + "Content-Transfer-Encoding: 8bit\n\n"
                + "ñ stays\n"
                + "--x--\n");
    byte[] encoded = TransportForm.of(message, false);
    isFit(encoded, false);
    assertThat(new MessageReader().index(encoded, true))
        .isEqualTo(new MessageReader().index(message, true));
    assertThat(new String(encoded, StandardCharsets.UTF_8)).contains("\r\n\r\nñ stays\r\n");
  }

  @Test
  void aMessageInsideIsEncodedInItsParts() throws Exception {
    String encoded =
        encoded(
            octets(
                """
                Subject: outer
                MIME-Version: 1.0
                Content-Type: message/rfc822
                Content-Transfer-Encoding: 8bit

                Subject: inner ñ

                cuerpo ñ
                """));
    assertThat(encoded).contains("message/rfc822\nContent-Transfer-Encoding: 7bit\n");
  }

  @Test
  void otherCharsetsKeepTheirOctets() throws Exception {
    byte[] message =
        "Content-Type: text/plain; charset=iso-8859-1\r\nMIME-Version: 1.0\r\n\r\nañ\r\n"
            .getBytes(Charset.forName("ISO-8859-1"));
    assertThat(encoded(message)).contains("a=F1");
  }

  @Test
  void whatIsSignedStaysAsItIs() {
    byte[] message =
        octets(
            """
            MIME-Version: 1.0
            Content-Type: multipart/signed; boundary=x; protocol="application/pgp-signature"

            --x
            Content-Type: text/plain; charset=utf-8

            ñ
            --x
            Content-Type: application/pgp-signature

            -----BEGIN PGP SIGNATURE-----
            --x--
            """);
    assertThatThrownBy(() -> TransportForm.of(message, true))
        .isInstanceOfSatisfying(Impossible.class, e -> assertThat(e.isSigned()).isTrue());
  }

  @Test
  void aLineThatCannotBeFoldedIsRefused() {
    byte[] message = octets("Subject: x\nX-Long: " + "y".repeat(2000) + "\n\nbody\n");
    assertThatThrownBy(() -> TransportForm.of(message, true))
        .isInstanceOfSatisfying(Impossible.class, e -> assertThat(e.isSigned()).isFalse());
  }

  /// Whatever a message of the corpora looks like: it becomes fit with the same text, or is
  /// refused.
  @Test
  void everyMessageOfTheCorpora() throws IOException {
    MessageReader reader = new MessageReader();
    int impossible = 0;
    List<Path> files = files();
    for (Path file : files) {
      byte[] message = crlf(Files.readAllBytes(file));
      try {
        byte[] encoded = TransportForm.of(message, true);
        isFit(encoded, true);
        IndexedContent before = reader.index(message, true);
        IndexedContent after = reader.index(encoded, true);
        assertThat(after.bodyText().strip()).as("%s", file).isEqualTo(before.bodyText().strip());
        assertThat(after.subject()).as("%s", file).isEqualTo(before.subject());
        assertThat(after.attachmentNames()).as("%s", file).isEqualTo(before.attachmentNames());
      } catch (Impossible e) {
        impossible++;
      }
    }
    assertThat(impossible).isLessThan(files.size() / 20);
  }

  private static List<Path> files() {
    ArrayList<Path> files = new ArrayList<>();
    for (String corpus : List.of("mime-stalwart", "mime-mime4j")) {
      files.addAll(Corpora.files(Corpora.folder(corpus), ".eml", ".msg", ".txt"));
    }
    return files;
  }

  private static byte[] crlf(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1)
        .replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] streamed(byte[] message, boolean sevenBit) throws Exception {
    LargeTransportForm form =
        LargeTransportForm.of(
            MessageReader.OctetSource.of(message.length, () -> new ByteArrayInputStream(message)),
            sevenBit);
    byte[] encoded;
    try (InputStream in = form.open()) {
      encoded = in.readAllBytes();
    }
    assertThat(form.size()).isEqualTo(encoded.length);
    return encoded;
  }

  /// Large bodies of each kind, and small ones between them.
  private static byte[] large(String lineOfText) {
    return octets(
        "From: a@b.example\nSubject: Größe\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
            + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
            + lineOfText.repeat(30_000)
            + "\n--b\nContent-Type: text/plain; charset=utf-8\n\nsmall: é\n--b\n"
            + "Content-Type: application/x-data\nContent-Transfer-Encoding: 8bit\n\n"
            + "éèê\n".repeat(100_000)
            + "\n--b\nContent-Type: application/x-plain\n\n"
            + "plain\n".repeat(100_000)
            + "\n--b--\n");
  }

  @Test
  void aLargeMessageIsEncodedAsItLeaves() throws Exception {
    for (String line : List.of("a line of text: mañana.\n", "no line end at all, así ")) {
      byte[] message = large(line);
      byte[] encoded = streamed(message, true);
      isFit(encoded, true);
      String text = new String(encoded, StandardCharsets.US_ASCII);
      assertThat(text).containsOnlyOnce("base64").contains("quoted-printable");
      MessageReader reader = new MessageReader();
      assertThat(reader.index(encoded, true)).isEqualTo(reader.index(message, true));
      var before = reader.read(message).attachments();
      var after = reader.read(encoded).attachments();
      assertThat(after).hasSameSizeAs(before).isNotEmpty();
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).open().readAllBytes())
            .isEqualTo(before.get(i).open().readAllBytes());
      }
      assertThat(reader.read(encoded).text()).isEqualTo(reader.read(message).text());
    }
  }

  @Test
  void aLargeMessageOfOnePart() throws Exception {
    // The second is text of which most would be escaped.
    for (String type : List.of("application/x-data", "text/plain; charset=utf-8")) {
      byte[] message =
          octets(
              "From: a@b.example\nMIME-Version: 1.0\nContent-Type: "
                  + type
                  + "\nContent-Transfer-Encoding: 8bit\n\n"
                  + "éèê\n".repeat(100_000));
      byte[] encoded = streamed(message, true);
      isFit(encoded, true);
      assertThat(new String(encoded, StandardCharsets.US_ASCII)).contains("base64");
      assertThat(encoded).as(type).isEqualTo(TransportForm.of(message, true));
    }
  }

  @Test
  void whatIsSignedIsLeftAlone() {
    byte[] message =
        new String(large("così\n"), StandardCharsets.UTF_8)
            .replace("multipart/mixed", "multipart/signed")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> streamed(message, true))
        .isInstanceOfSatisfying(Impossible.class, e -> assertThat(e.isSigned()).isTrue());
  }
}
