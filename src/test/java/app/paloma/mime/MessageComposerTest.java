package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.*;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageComposerTest {
  private static final Instant DATE = Instant.parse("2026-11-20T21:00:00Z");
  private static final Account ANA =
      Account.unsaved(
          "ana@example.com",
          "Ana",
          new ServerSettings(
              MailProtocol.IMAP, "imap.example.com", 993, ConnectionSecurity.TLS, "ana", ""),
          new ServerSettings(
              MailProtocol.SMTP, "smtp.example.com", 465, ConnectionSecurity.TLS, "ana", ""));
  private final MessageReader reader = new MessageReader();
  private byte[] file = "octets of a file\n".repeat(20).getBytes(StandardCharsets.UTF_8);
  private final MessageComposer composer = new MessageComposer(a -> new ByteArrayInputStream(file));

  private static Draft draft(
      String subject, String text, String html, DraftAttachment... attachments) {
    return new Draft(
        new DraftId(0),
        new AccountId(1),
        new Address("Ana Pérez", "ana@example.com"),
        List.of(new Address("José, Ñ", "jose@example.org"), Address.of("x@español.es")),
        List.of(),
        List.of(Address.of("secret@example.org")),
        subject,
        text,
        Optional.ofNullable(html),
        List.of(attachments),
        "",
        List.of(),
        Draft.Kind.NEW,
        Optional.empty(),
        Optional.empty(),
        DATE);
  }

  private byte[] octets(Draft draft, boolean bcc) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    composer.write(draft, "id@example.com", DATE, bcc, out);
    byte[] octets = out.toByteArray();
    int line = 0;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n') {
        assertThat(octets[i - 1]).isEqualTo((byte) '\r');
        line = 0;
      } else {
        assertThat(++line).isLessThanOrEqualTo(999);
        assertThat(octets[i]).isGreaterThan((byte) 0);
        assertThat(octets[i] == '\r' && octets[i + 1] != '\n').isFalse();
      }
    }
    return octets;
  }

  @Test
  void whatIsWrittenIsReadByUsAndByJakartaMail() throws Exception {
    DraftAttachment pdf =
        new DraftAttachment(
            1,
            "informe año muy largo ".repeat(5) + ".pdf",
            "application/pdf",
            file.length,
            false,
            "");
    DraftAttachment picture =
        new DraftAttachment(2, "p.png", "image/png", file.length, true, "p1@x");
    byte[] octets =
        octets(
            draft(
                "Reunión mañana 😀 " + "larga ".repeat(30),
                "Hola:\nFrom here\n  sangría\n.\nfin\n",
                "<p>Hola <img src=\"cid:p1@x\"> ñ</p>",
                pdf,
                picture),
            false);
    MessageContent m = reader.read(octets);
    assertThat(m.subject()).isEqualTo("Reunión mañana 😀 " + "larga ".repeat(30).strip());
    assertThat(m.from()).isEqualTo(new Address("Ana Pérez", "ana@example.com"));
    assertThat(m.to())
        .containsExactly(
            new Address("José, Ñ", "jose@example.org"), Address.of("x@xn--espaol-zwa.es"));
    assertThat(m.text()).isEqualTo("Hola:\nFrom here\n  sangría\n.\nfin\n");
    assertThat(m.html().orElseThrow()).contains("<p>Hola <img src=\"cid:p1@x\"> ñ</p>");
    assertThat(m.attachments())
        .extracting(MessageContent.Attachment::inline)
        .containsExactly(true, false);
    assertThat(m.attachments().get(1).name()).isEqualTo(pdf.name().strip());
    assertThat(m.attachments().get(1).open().readAllBytes()).isEqualTo(file);
    assertThat(m.warnings()).isEmpty();
    assertThat(new String(octets, StandardCharsets.US_ASCII))
        .doesNotContain("secret@")
        .contains("User-Agent: Paloma\r\n");
    MimeMessage jakarta =
        new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    assertThat(jakarta.getSubject()).isEqualTo(m.subject());
    assertThat(jakarta.getRecipients(Message.RecipientType.TO)[0])
        .hasToString("=?utf-8?q?Jos=C3=A9=2C_=C3=91?= <jose@example.org>");
    assertThat(jakarta.getContentType()).startsWith("multipart/mixed");
  }

  @Test
  void bccIsWrittenOnlyWhenAsked() throws Exception {
    assertThat(new String(octets(draft("x", "y", null), true), StandardCharsets.UTF_8))
        .contains("Bcc: secret@example.org\r\n");
  }

  @Test
  void theSameDraftMakesTheSameOctets() throws Exception {
    Draft draft = draft("x", "ñ", "<p>ñ</p>");
    assertThat(octets(draft, false)).isEqualTo(octets(draft, false));
  }

  @Test
  void noFieldOfADraftBreaksOutOfItsHeader() throws Exception {
    String evil = "x\r\nBcc: evil@example.org\r\n\r\nbody\u0000\u2028\uD800";
    Draft draft =
        new Draft(
            new DraftId(0),
            new AccountId(1),
            new Address(evil, "a@b.c>\r\nX-Evil: 1"),
            List.of(
                new Address(evil, "a@b.c>\r\nRCPT TO:<evil@x>"),
                new Address("\"", "\"q\\\"\"@x.example")),
            List.of(new Address("", evil)),
            List.of(),
            evil,
            "text",
            Optional.of("<p>x</p>"),
            List.of(
                new DraftAttachment(
                    1, evil, "text/plain\r\nX-Evil: 1", 3, false, "cid\r\nX-Evil: 2")),
            evil,
            List.of(evil, "b\r\nX-Evil: 3"),
            Draft.Kind.REPLY,
            Optional.empty(),
            Optional.empty(),
            DATE);
    MessageContent m = reader.read(octets(draft, false));
    assertThat(m.headers())
        .extracting(MessageContent.Header::name)
        .containsExactly(
            "Date",
            "From",
            "To",
            "Cc",
            "Subject",
            "Message-ID",
            "In-Reply-To",
            "References",
            "User-Agent",
            "MIME-Version",
            "Content-Type");
    assertThat(m.attachments()).hasSize(1);
  }

  @Test
  void anyTextComesBackAsItWas() throws Exception {
    Random random = new Random(5);
    String[] pieces = {
      "hola ",
      "mundo",
      "\n",
      "\n\n",
      "> cita",
      ">>x",
      " ",
      "ñ",
      "😀",
      "你好",
      "From ",
      ".",
      "-- \n",
      "palabra ".repeat(20),
      "x".repeat(1_500),
      "\t",
      "="
    };
    for (int i = 0; i < 400; i++) {
      StringBuilder b = new StringBuilder();
      for (int k = random.nextInt(12); k >= 0; k--) {
        b.append(pieces[random.nextInt(pieces.length)]);
      }
      String text = b.append("\n").toString();
      String back = reader.read(octets(draft("s", text, null), false)).text();
      assertThat(back.replaceAll("[ \\t]*\\n", "\n").replaceAll("(?m)^(>+) ?", "$1").strip())
          .as(text)
          .isEqualTo(
              text.replaceAll("[ \\t]*\\n", "\n")
                  .replaceAll("(?m)^((?:> ?)+)", "$1")
                  .replaceAll("(?m)^(>+) ?", "$1")
                  .strip());
    }
  }

  private static MessageSummary summary(MessageContent m) {
    return new MessageSummary(
        new MessageId(7),
        new AccountId(1),
        new MailboxId(1),
        1,
        m.messageId(),
        1,
        m.from(),
        m.to(),
        m.subject(),
        DATE,
        Flags.NONE,
        1,
        false,
        "",
        MessageSummary.BodyState.COMPLETE);
  }

  private MessageContent message(String headers) {
    return reader.read(
        (headers
                + "\r\n"
                + "Message-ID: <m@x>\r\n"
                + "References: <r@x>\r\n\r\n"
                + "Hola\r\n"
                + "> antes\r\n"
                + "-- \r\n"
                + "firma\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void repliesGoToThoseWhoShouldHaveThem() {
    MessageContent m =
        message(
            "From: Bob <bob@x.example>\r\n"
                + "To: ana@example.com, c@x.example\r\n"
                + "Cc: D <d@x.example>, ANA@example.com\r\n"
                + "Subject: RE: Re: Hola");
    Draft one =
        MessageComposer.reply(
            m, summary(m), ANA, false, Locale.forLanguageTag("es"), ZoneId.of("UTC"));
    assertThat(one.to()).containsExactly(new Address("Bob", "bob@x.example"));
    assertThat(one.cc()).isEmpty();
    assertThat(one.subject()).isEqualTo("Re: Hola");
    assertThat(one.inReplyTo()).isEqualTo("m@x");
    assertThat(one.references()).containsExactly("r@x", "m@x");
    assertThat(one.text()).contains("Bob escribió:\n> Hola\n>> antes\n").doesNotContain("firma");
    Draft all = MessageComposer.reply(m, summary(m), ANA, true, Locale.ENGLISH, ZoneId.of("UTC"));
    assertThat(all.to()).extracting(Address::email).containsExactly("bob@x.example");
    assertThat(all.cc()).extracting(Address::email).containsExactly("c@x.example", "d@x.example");
    assertThat(all.text()).contains("Bob wrote:");
    MessageContent list =
        message(
            "From: bob@x.example\r\n"
                + "Reply-To: list@x.example\r\n"
                + "Mail-Followup-To: l2@x.example\r\n"
                + "To: ana@example.com\r\n"
                + "Subject: s");
    assertThat(
            MessageComposer.reply(list, summary(list), ANA, false, Locale.ENGLISH, ZoneId.of("UTC"))
                .to())
        .extracting(Address::email)
        .containsExactly("list@x.example");
    assertThat(
            MessageComposer.reply(list, summary(list), ANA, true, Locale.ENGLISH, ZoneId.of("UTC"))
                .to())
        .extracting(Address::email)
        .containsExactly("l2@x.example");
    MessageContent own = message("From: ana@example.com\r\nTo: bob@x.example\r\nSubject: s");
    assertThat(
            MessageComposer.reply(own, summary(own), ANA, true, Locale.ENGLISH, ZoneId.of("UTC"))
                .to())
        .extracting(Address::email)
        .containsExactly("bob@x.example");
  }

  @Test
  void quotedHtmlIsCleanedAndFetchesNothing() {
    MessageContent m =
        reader.read(
            "From: b@x.example\r\nContent-Type: text/html\r\n\r\n<p onclick=x>Hi<img src=http://t.example/x><img src=cid:a@b><script>x</script>"
                .getBytes(StandardCharsets.UTF_8));
    String html =
        MessageComposer.reply(m, summary(m), ANA, false, Locale.ENGLISH, ZoneId.of("UTC"))
            .html()
            .orElseThrow();
    assertThat(html)
        .contains("<blockquote type=\"cite\" contenteditable=\"false\">")
        .contains("cid:a@b")
        .doesNotContain("onclick", "t.example", "<script");
    Draft forward = MessageComposer.forward(m, summary(m), ANA, Locale.ENGLISH, ZoneId.of("UTC"));
    assertThat(forward.subject()).isEqualTo("Fwd: ");
    assertThat(forward.text()).contains("From: b@x.example", "Hi");
  }

  @Test
  void mailtoFillsFieldsAndNothingElse() {
    Draft d =
        MessageComposer.ofMailto(
            "mailto:a@x.example,%22b%2Cc%22@x.example?cc=c@x.example&bcc=d@x.example&subject=caf%C3%A9&body=l1%0D%0Al2&attach=/etc/passwd&%61ttachment=/etc/passwd&In-Reply-To=%3Cid@x%3E&from=evil@x",
            ANA);
    assertThat(d.to())
        .extracting(Address::email)
        .containsExactly("a@x.example", "\"b,c\"@x.example");
    assertThat(d.cc()).containsExactly(Address.of("c@x.example"));
    assertThat(d.bcc()).containsExactly(Address.of("d@x.example"));
    assertThat(d.subject()).isEqualTo("café");
    assertThat(d.text()).isEqualTo("l1\nl2");
    assertThat(d.inReplyTo()).isEqualTo("id@x");
    assertThat(d.from().email()).isEqualTo("ana@example.com");
    assertThat(d.attachments()).isEmpty();
    Draft evil =
        MessageComposer.ofMailto(
            "mailto:a@x.example%0D%0ABcc:evil@x?subject=x%0D%0ABcc:evil@x", ANA);
    assertThat(evil.to()).containsExactly(Address.of("a@x.example"));
    assertThat(evil.subject()).isEqualTo("x  Bcc:evil@x");
    assertThat(evil.bcc()).isEmpty();
    assertThat(MessageComposer.ofMailto("mailto:?" + "to=a@x&".repeat(200_000), ANA).to())
        .hasSizeLessThan(2_001);
  }

  @Test
  void bothLanguagesSayTheSameThings() {
    var english = java.util.ResourceBundle.getBundle("app.paloma.mime.MimeMessages", Locale.ROOT);
    var spanish =
        java.util.ResourceBundle.getBundle(
            "app.paloma.mime.MimeMessages", Locale.forLanguageTag("es"));
    for (String key : english.keySet()) {
      // Only what is the same word in both may be the same.
      assertThat(spanish.getString(key).equals(english.getString(key)))
          .as(key)
          .isEqualTo(key.equals("mime.forward.cc"));
    }
  }
}
