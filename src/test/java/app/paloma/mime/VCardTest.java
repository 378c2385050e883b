package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VCardTest {
  private static List<VCard> parse(String text) {
    return VCard.parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhoItIsAndHowToReachThem() {
    VCard card =
        parse(
                """
                BEGIN:VCARD
                VERSION:3.0
                N:Rojas;Sofía;;Dra.;
                FN:Sofía Rojas
                ORG:Jardín Botánico;Semillas
                EMAIL;TYPE=work:sofia@jardin.example
                item1.EMAIL:mailto:rojas@casa.example
                TEL;TYPE=cell;VALUE=uri:tel:+34-600-000-000
                NOTE:lines that
                  are folded
                END:VCARD
                """)
            .getFirst();
    assertThat(card)
        .isEqualTo(
            new VCard(
                "Sofía Rojas",
                "Jardín Botánico · Semillas",
                List.of("sofia@jardin.example", "rojas@casa.example"),
                List.of("+34-600-000-000")));
    assertThat(card.addresses())
        .containsExactly(
            new Address("Sofía Rojas", "sofia@jardin.example"),
            new Address("Sofía Rojas", "rojas@casa.example"));
  }

  @Test
  void readsOldAndPoorOnes() {
    assertThat(
            parse(
                """
                BEGIN:VCARD
                VERSION:2.1
                N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:P=C3=A9rez;Ana
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                EMAIL:only@b.example
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                END:VCARD
                BEGIN:VCARD
                FN:A\u202Enimble\u0000name
                """))
        .extracting(VCard::name)
        .containsExactly("Ana Pérez", "only@b.example");
  }

  @Test
  void findsThemInAMessageAndSurvivesWhatIsNone() {
    String message =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\n"
            + "Content-Type: application/octet-stream; name=ana.vcf\r\n\r\n"
            + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n--b--\r\n";
    assertThat(VCard.in(new MessageReader().read(message.getBytes(StandardCharsets.US_ASCII))))
        .extracting(VCard::name)
        .containsExactly("Ana");
    Random random = new Random(5);
    byte[] card = message.substring(message.indexOf("BEGIN")).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = card.clone();
      for (int n = 0; n < 6; n++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(VCard.parse(damaged)).hasSizeLessThan(5);
    }
  }
}
