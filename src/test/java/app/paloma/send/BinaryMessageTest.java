package app.paloma.send;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.OutboxId;
import app.paloma.send.FaultySmtpServer.Edge;
import app.paloma.store.OutboxStore.Recipient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages with a part of Content-Transfer-Encoding binary (RFC 3030): NUL, CR and LF alone, and
/// lines of any length, none of which may change on the way.
final class BinaryMessageTest {
  private static final String HEADER =
      """
      From: alice@example.test
      To: bob@example.net
      Date: Sun, 22 Nov 2026 12:00:00 +0000
      Message-ID: <1@example.test>
      MIME-Version: 1.0
      Content-Type: multipart/mixed;
       boundary="x y"

      --x y
      Content-Type: text/plain
      Content-Transfer-Encoding: binary

      text
      --x y
      Content-Type: application/octet-stream
      Content-Transfer-Encoding: Binary

      """;
  private static final String END = "\n--x y--\n";

  @TempDir Path profile;

  private static OutboxFixture fixture(Path profile, FaultySmtpServer server) {
    return OutboxFixture.plain(
        profile, "smtp://localhost:" + server.port() + "?tls=none&auth=none");
  }

  /// @param lineEnd of the text around it
  private static byte[] message(byte[] binary, String lineEnd) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(latin1(HEADER.replace("\n", lineEnd)));
    out.writeBytes(binary);
    out.writeBytes(latin1(END.replace("\n", lineEnd)));
    return out.toByteArray();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    byte[] traps =
        latin1(
            "\0\r\r\n\n\n\r\r\n.\r\n--x\r\n--x yz\n--\n-\r\n--x y-\n\r\n--\r"
                + "--y".repeat(99)
                + "\r");
    byte[] all = Arrays.copyOf(noise, length + traps.length);
    System.arraycopy(traps, 0, all, length, traps.length);
    return all;
  }

  @ParameterizedTest
  @CsvSource({"10, CRLF", "300000, CRLF", "10, LF", "300000, LF"})
  void whereItIsOfferedBinaryLeavesUnchanged(int length, String lineEnd) throws Exception {
    // Before a bare LF a CR at the end would be half of a line end.
    byte[] noise = noise(length);
    byte[] binary = lineEnd.equals("LF") ? Arrays.copyOf(noise, noise.length - 1) : noise;
    try (FaultySmtpServer server =
            new FaultySmtpServer(Edge.NEVER, "PIPELINING", "8BITMIME", "BINARYMIME", "CHUNKING");
        OutboxFixture fixture = fixture(profile, server)) {
      OutboxId id = fixture.enqueue(message(binary, lineEnd.equals("LF") ? "\n" : "\r\n"));
      OutboxId plain = fixture.enqueue("From: alice@example.test\nTo: b@example.net\n\nhi\n");
      fixture.outbox.flush(e -> {});
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      assertThat(fixture.result(plain)).isEqualTo(SendResult.SENT);
      assertThat(server.envelopes().getFirst()).contains(" BODY=BINARYMIME");
      assertThat(server.taken().getFirst().content().equals(latin1(message(binary, "\r\n"))))
          .as("octets")
          .isTrue();
      assertThat(server.envelopes().get(2)).doesNotContain("BODY");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 8BITMIME",
    "300000, 8BITMIME",
    "12000000, 8BITMIME",
    "10, BINARYMIME",
    "10, CHUNKING",
    "300000, SIZE",
    "12000000, SIZE",
  })
  void whereItIsNotOfferedItIsEncoded(int length, String offered) throws Exception {
    byte[] binary = noise(length);
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, offered);
        OutboxFixture fixture = fixture(profile, server)) {
      OutboxId id = fixture.enqueue(message(binary, "\r\n"));
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.SENT);
      String taken = server.taken().getFirst().content();
      assertThat(taken.chars().allMatch(c -> c > 0 && c < 128)).isTrue();
      String part = taken.substring(taken.indexOf("application/octet-stream"));
      assertThat(part)
          .startsWith("application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n");
      String body = part.substring(part.indexOf("\r\n\r\n") + 4, part.indexOf("\r\n--x y--"));
      assertThat(Arrays.equals(Base64.getMimeDecoder().decode(body), binary)).isTrue();
      assertThat(taken).as("text is sent as it is").contains(": binary\r\n\r\ntext\r\n--x y");
    }
  }

  @Test
  void aSignedOneIsRefusedInWordsWhereItCannotLeave() throws Exception {
    String signed =
        HEADER.replace(
            "multipart/mixed;",
            "multipart/signed; micalg=pgp-sha256;\n protocol=\"application/pgp-signature\";");
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(latin1(signed));
    message.writeBytes(noise(10));
    message.writeBytes(latin1(END));
    try (FaultySmtpServer server = new FaultySmtpServer(Edge.NEVER, "8BITMIME");
        OutboxFixture fixture = fixture(profile, server)) {
      OutboxId id = fixture.enqueue(message.toByteArray());
      fixture.outbox.deliver(id);
      assertThat(fixture.result(id)).isEqualTo(SendResult.REJECTED);
      assertThat(fixture.entry(id).reason()).contains("BINARYMIME").contains("signature");
      assertThat(server.taken()).isEmpty();
      Recipient told = fixture.entry(id).recipients().getFirst();
      assertThat(
              ErrorText.explainReply(
                      told.code(), told.enhanced(), told.text(), told.own(), true, Locale.of("es"))
                  .what())
          .contains("firma");
    }
  }

  /// A whole message that is one binary body has no line end to add; in nested ones each delimiter
  /// belongs to its own multipart.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n|\0\n\r\n\r\r\n\n",
        "Content-Type: image/png\nContent-Transfer-Encoding:\n binary\n\n|\n",
        "Content-Type: image/png\nContent-Transfer-Encoding: binary\n\n|",
        """
        Content-Type: multipart/mixed; boundary=a

        --a
        Content-Type: multipart/mixed; boundary=ab

        --ab
        Content-Type: image/png
        Content-Transfer-Encoding: binary

        |\0\n--a b\n--abc\r\n|
        --ab--
        --a
        Content-Type: message/rfc822

        Content-Type: image/png
        Content-Transfer-Encoding: binary

        |\n\n\n\r\r\n\n--ab\n|
        --a--
        after
        """,
      })
  void octetsOfBinaryPartsAloneAreKept(String marked) throws Exception {
    String[] pieces = marked.split("\\|", -1);
    StringBuilder wanted = new StringBuilder();
    for (int i = 0; i < pieces.length; i++) {
      wanted.append(i % 2 == 0 ? pieces[i].replace("\n", "\r\n") : pieces[i]);
    }
    for (int block : new int[] {1, 7, 1 << 20}) {
      InputStream slow =
          new ByteArrayInputStream(latin1(String.join("", pieces))) {
            @Override
            public int read(byte[] into, int offset, int length) {
              return super.read(into, offset, Math.min(length, block));
            }
          };
      assertThat(latin1(new CrlfInputStream(slow).readAllBytes())).isEqualTo(wanted.toString());
    }
  }
}
