package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttachmentRemovalTest {
  private static final String FILE = "Q".repeat(76) + "\r\n" + "Q".repeat(40) + "\r\n";
  private static final String PDF =
      "Content-Type: application/pdf; name=\"plan.pdf\"\r\n"
          + "Content-Disposition: attachment; filename=\"plan.pdf\"\r\n"
          + "Content-Transfer-Encoding: base64\r\n\r\n"
          + FILE;

  private static AttachmentRemoval.Result remove(byte[] octets) throws IOException {
    return AttachmentRemoval.remove(
        MessageReader.OctetSource.of(octets.length, () -> new ByteArrayInputStream(octets)),
        (name, size) -> "Quitado: " + name + " ñ");
  }

  private static AttachmentRemoval.Result remove(String message) throws IOException {
    return remove(message.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static MessageContent read(AttachmentRemoval.Result result) {
    return new MessageReader().read(result.octets());
  }

  private static String mixed(String... parts) {
    StringBuilder all =
        new StringBuilder(
            "From: a@x\r\nSubject: Hola\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=B\r\n\r\npreamble\r\n");
    for (String part : parts) {
      all.append("--B\r\n").append(part);
    }
    return all.append("--B--\r\nepilogue\r\n").toString();
  }

  @Test
  void filesGoAndALineSaysWhatTheyWere() throws Exception {
    String text = "Content-Type: text/plain\r\n\r\nThe text.\r\n";
    String message = mixed(text, PDF, text.replace("The text", "More"), PDF);
    AttachmentRemoval.Result result = remove(message);
    assertThat(result.removed()).isEqualTo(2);
    MessageContent content = read(result);
    assertThat(content.attachments()).isEmpty();
    assertThat(content.text())
        .containsSubsequence("The text.", "Quitado: plan.pdf ñ", "More.", "Quitado: plan.pdf ñ");
    assertThat(content.messageId()).isEqualTo("1@x");
    String left = new String(result.octets(), StandardCharsets.ISO_8859_1);
    assertThat(left)
        .startsWith(message.substring(0, message.indexOf("--B\r\nContent-Type: app")))
        .endsWith("--B--\r\nepilogue\r\n")
        .doesNotContain("QQQ", "application/pdf");
  }

  @Test
  void picturesInTheTextAndTextsThatAreShownStay() throws Exception {
    String related =
        "Content-Type: multipart/related; boundary=R\r\n\r\n--R\r\nContent-Type: text/html\r\n\r\n"
            + "<p>Hi<img src=\"cid:p1\">\r\n--R\r\nContent-Type: image/png\r\n"
            + "Content-ID: <p1>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + FILE
            + "--R--\r\n";
    AttachmentRemoval.Result result = remove(mixed(related, PDF));
    assertThat(result.removed()).isOne();
    assertThat(read(result).attachments())
        .singleElement()
        .satisfies(a -> assertThat(a.inline()).isTrue());
  }

  @Test
  void aMessageThatIsNothingButAFileKeepsItsEnvelope() throws Exception {
    AttachmentRemoval.Result result =
        remove("From: a@x\r\nSubject: Hola\r\n" + PDF.replace("base64", "BASE64"));
    MessageContent content = read(result);
    assertThat(content.subject()).isEqualTo("Hola");
    assertThat(content.attachments()).isEmpty();
    assertThat(content.text().strip()).isEqualTo("Quitado: plan.pdf ñ");
  }

  @Test
  void whatWasSignedOrEncryptedStaysAsItIs() throws Exception {
    String message =
        mixed("Content-Type: text/plain\r\n\r\nx\r\n", PDF)
            .replace("multipart/mixed", "multipart/signed");
    AttachmentRemoval.Result result = remove(message);
    assertThat(result.removed()).isZero();
    assertThat(result.octets()).isEqualTo(message.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void whateverOctetsThereAreWhatIsNoFileStays() throws Exception {
    byte[] message =
        mixed("Content-Type: text/plain\r\n\r\nx\r\n", PDF, PDF)
            .getBytes(StandardCharsets.ISO_8859_1);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] broken = message.clone();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      AttachmentRemoval.Result result = remove(broken);
      if (result.removed() == 0) {
        assertThat(result.octets()).isEqualTo(broken);
      }
    }
  }
}
