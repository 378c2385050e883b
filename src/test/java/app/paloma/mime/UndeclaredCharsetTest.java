package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Text whose charset nobody names, or names wrong.
class UndeclaredCharsetTest {
  private final MessageReader reader = new MessageReader();

  private MessageContent read(String head, String charset, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("Subject: ".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(text.getBytes(Charset.forName(charset)));
    out.writeBytes(("\r\n" + head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(text.getBytes(Charset.forName(charset)));
    return reader.read(out.toByteArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          windows-1251  | Счёт за октябрь отправлен, проверьте, пожалуйста
          KOI8-R        | Счёт за октябрь отправлен, проверьте, пожалуйста
          KOI8-U        | Рахунок за жовтень надіслано, перевірте його
          windows-1253  | Σας στέλνω το τιμολόγιο για τον μήνα Μάιο
          windows-1255  | שלום רב, מצורפת החשבונית עבור חודש מאי
          windows-1256  | أرسل لكم الفاتورة الخاصة بشهر مايو
          x-windows-874 | ขอส่งใบแจ้งหนี้ประจำเดือนพฤษภาคม
          windows-31j   | 五月分の請求書をお送りします。
          EUC-JP        | 五月分の請求書をお送りします。
          GB18030       | 现将五月份的发票发送给您，请查收
          Big5          | 現將五月份的發票寄送給您，請查收
          x-windows-949 | 안녕하세요. 오월 청구서를 보내 드립니다.
          windows-1254  | Mayıs ayı faturanızı gönderiyoruz
          ISO-8859-2    | Przesyłam fakturę, proszę o potwierdzenie. Małgorzata
          windows-1252  | Voilà, « déjà » reçu: à bientôt
          windows-1252  | Mit Grüßen aus Österreich, Jörg
          windows-1252  | Ég sendi þér reikninginn, góðan daginn
          windows-1252  | “Hello” – it’s “me” …
          windows-1252  | Le cœur de ma sœur était déjà là
          windows-1252  | Mon cœur, un œuf
          windows-1252  | El niño pidió más piñones, ¿verdad?
          windows-1252  | Hola¿viene el señor mañana?
          windows-1252  | Son 5 m³ a 20 €, señora
          windows-1252  | Amanhã não há reunião, do coração
          windows-1252  | På gensyn, kære børn
          windows-1250  | Przesyłam fakturę, proszę o potwierdzenie. Małgorzata
          windows-1250  | Łódź, piątek: dziękuję za zdjęcia
          ISO-8859-2    | Łódź, piątek: dziękuję za zdjęcia
          UTF-8         | Счёт, facture reçue, 請求書
          """)
  void guessesByTheLettersOfTheLanguage(String charset, String text) {
    assertThat(read("X-A: b", charset, text))
        .satisfies(c -> assertThat(c.text()).isEqualTo(text))
        .satisfies(c -> assertThat(c.subject()).isEqualTo(text));
  }

  @Test
  void headersAreWrittenAsTheTextBelowThem() {
    assertThat(read("Content-Type: text/plain; charset=koi8-r", "KOI8-R", "Нет").subject())
        .isEqualTo("Нет");
    String parts =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\n"
            + "Content-Type: text/plain; charset=gb2312\r\n";
    assertThat(read(parts, "GB18030", "发票").subject()).isEqualTo("发票");
    assertThat(read(parts, "UTF-8", "发票").subject()).isEqualTo("发票");
  }

  @Test
  void utf8UnderAnotherName() {
    String text = "Ваш счёт оплачен";
    assertThat(read("Content-Type: text/plain; charset=windows-1251", "UTF-8", text).text())
        .isEqualTo(text);
    assertThat(read("Content-Type: text/plain; charset=windows-1251", "windows-1251", text).text())
        .isEqualTo(text);
    assertThat(read("Content-Type: text/plain; charset=iso-8859-1", "ISO-8859-1", "Ã© Ã").text())
        .isEqualTo("Ã© Ã");
  }

  @Test
  void utf8WithFaultsIsUtf8() {
    String text = "Ваш счёт оплачен, спасибо. Дата: \uFFFD.";
    assertThat(read("X-A: b", "UTF-8", text).text()).isEqualTo(text);
    byte[] broken = ("X-A: b\r\n\r\n" + text + "!").getBytes(StandardCharsets.UTF_8);
    broken[broken.length - 1] = (byte) 0xC3;
    assertThat(reader.read(broken).text()).isEqualTo(text + "\uFFFD");
  }

  @Test
  void japaneseAsTelephonesSendIt() {
    String head = "Subject: x\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n";
    String first = "\u001b$B$\"!*y_\u001b(B ok\r\n\u001b(I1\u001b(B\r\n";
    // A line that does not go back to ASCII, before one that begins in it, and one that does not.
    String second = "\u001b$B$\"\r\n--\r\n\u001b$B$\"\r\n$\"\u001b(B.\r\n";
    assertThat(reader.read((head + first + second).getBytes(StandardCharsets.US_ASCII)).text())
        .isEqualTo("あ！﨏 ok\nｱ\nあ\n--\nあ\nあ.\n");
  }
}
