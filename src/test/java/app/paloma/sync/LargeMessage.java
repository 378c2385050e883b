package app.paloma.sync;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/// A short text with a picture in it, and files of several kinds that make it large.
final class LargeMessage {
  static final byte[] REPORT = random(3_000_000, 1);
  static final byte[] TABLE = random(300_000, 2);

  private LargeMessage() {}

  private static byte[] random(int length, long seed) {
    byte[] octets = new byte[length];
    new Random(seed).nextBytes(octets);
    return octets;
  }

  private static byte[] base64(byte[] octets) {
    return Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encode(octets);
  }

  static byte[] octets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(
        out,
        """
        From: Ana <ana@example.test>
        To: alice@example.test
        Subject: =?utf-8?Q?Informe_de_a=C3=B1o?=
        Message-ID: <large@example.test>
        Date: Thu, 1 Jan 2026 10:00:00 +0000
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer
         border"

        This is a message in MIME format.
        --outer border
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        El a=F1o en cifras.
        --inner
        Content-Type: multipart/related; boundary=pair

        --pair
        Content-Type: text/html; charset=utf-8

        <p>El a\u00f1o en <b>cifras</b>.<img src="cid:picture@example.test"></p>
        --pair
        Content-Type: image/png
        Content-ID: <picture@example.test>
        Content-Transfer-Encoding: base64

        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
        --pair--
        --inner--
        --outer border
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*=utf-8''Informe%20de%20a%C3%B1o.pdf
        Content-Transfer-Encoding: base64

        """);
    out.writeBytes(base64(REPORT));
    text(
        out,
        """

        --outer border
        Content-Type: message/rfc822
        Content-Disposition: attachment; filename=before.eml

        From: bob@example.test
        Subject: Before
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        """);
    out.writeBytes(base64(TABLE));
    text(
        out,
        """

        --outer border
        Content-Type: text/csv; name="table.csv"
        Content-Disposition: attachment
        Content-Transfer-Encoding: base64

        """);
    out.writeBytes(base64(TABLE));
    text(out, "\n--outer border--\n");
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
