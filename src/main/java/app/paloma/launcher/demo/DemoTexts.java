package app.paloma.launcher.demo;

import java.util.List;

/// The words of the demo's messages. All names, addresses and firms are invented.
final class DemoTexts {
  record Person(String name, String address) {}

  record Talk(
      String subject,
      List<Person> people,
      int minutesAgo,
      boolean iAnswer,
      boolean flagged,
      String mailbox,
      List<String> lines) {}

  record Newsletter(
      String name, String domain, String colour, String teaser, List<String> subjects) {}

  record Notice(String name, String address, String subject, String body) {}

  record File(
      String name,
      String address,
      String subject,
      String body,
      String fileName,
      String type,
      String resource,
      String text) {}

  private static final Person LUCIA = new Person("Lucía Herrera", "lucia.herrera@tejo.example");
  private static final Person MARTIN = new Person("Martin Okafor", "martin@okafor.example");
  private static final Person SOFIA = new Person("Sofía Rojas", "sofia.rojas@lacordillera.example");
  private static final Person HANNAH = new Person("Hannah Weiss", "hannah.weiss@atelier.example");
  private static final Person DIEGO = new Person("Diego Fuentes", "diego@fuentes.example");
  private static final Person PRIYA = new Person("Priya Raman", "priya.raman@northwind.example");
  private static final Person MAMA = new Person("Mamá", "carmen.torres@familia.example");
  private static final Person JONAS = new Person("Jonas Lindqvist", "jonas@lindqvist.example");

  static final List<Talk> TALKS =
      List.of(
          new Talk(
              "Dinner on Saturday?",
              List.of(MARTIN, PRIYA),
              25,
              true,
              false,
              "INBOX",
              List.of(
                  "Hi Ana,\n\n"
                      + "Priya and I are thinking of trying the new Peruvian place on Saturday.\n"
                      + "Do you want to come along?\n\n"
                      + "Martin",
                  "Yes! What time were you thinking? I have rehearsal until six.",
                  "Half past eight then. I booked a table for four, bring whoever you like.\n\n"
                      + "Priya")),
          new Talk(
              "Presupuesto de la reforma",
              List.of(LUCIA),
              95,
              true,
              true,
              "INBOX",
              List.of(
                  "Hola Ana:\n\n"
                      + "Te mando el presupuesto actualizado de la cocina. He quitado la encimera"
                      + " de cuarzo y he puesto la de roble, que baja el total casi un 12 %.\n\n"
                      + "¿Lo ves bien?\n\n"
                      + "Un abrazo,\n"
                      + "Lucía",
                  "Gracias, Lucía. ¿El precio incluye la instalación?",
                  "Sí, instalación y retirada de lo antiguo. Si me dices que sí esta semana,"
                      + " empezamos el día 7.")),
          new Talk(
              "Slides for Thursday",
              List.of(PRIYA, JONAS),
              200,
              true,
              false,
              "INBOX",
              List.of(
                  "Could you look at slides 4 to 9 before tomorrow noon? The numbers come from the"
                      + " October report, the wording is still rough.",
                  "Looked. Slide 6 says 14 % but the table adds up to 13.4. Otherwise very clear.",
                  "Good catch, fixed. I also moved the timeline to the end.",
                  "Perfect. See you on Thursday.",
                  "One more thing: they asked for a PDF in advance. I will send it tonight.")),
          new Talk(
              "Fotos del domingo",
              List.of(MAMA),
              410,
              true,
              false,
              "INBOX",
              List.of(
                  "Hija, ¿me puedes mandar las fotos del domingo? A tu abuela le hacen mucha"
                      + " ilusión.\n"
                      + "Besos",
                  "Claro, mamá, esta noche te las subo todas.",
                  "Gracias, cariño. ¡Qué guapos salís todos!")),
          new Talk(
              "Review: connection timeouts",
              List.of(JONAS, PRIYA),
              1500,
              true,
              false,
              "INBOX",
              List.of(
                  "I left two comments on the change. The deadline should start when the request is"
                      + " queued, not when it is sent.",
                  "Makes sense, changed. Is five seconds enough for the slow network we saw in"
                      + " Lima?",
                  "I measured 3.8 s at worst, so five is fine. Approved.",
                  "Thanks, merged.")),
          new Talk(
              "Piso en la calle Olmo",
              List.of(DIEGO),
              2700,
              true,
              true,
              "INBOX",
              List.of(
                  "Buenas tardes:\n\n"
                      + "Sigue disponible el piso. Podemos visitarlo el martes a las 18:00 o el"
                      + " jueves a las 10:30. ¿Cuál prefiere?\n\n"
                      + "Diego Fuentes",
                  "El martes a las 18:00 me viene bien. ¿Admiten mascotas?",
                  "Sí, sin problema. Le espero en el portal, número 14.")),
          new Talk(
              "Choir: new dates",
              List.of(HANNAH, MARTIN),
              4400,
              false,
              false,
              "INBOX",
              List.of(
                  "Dear all,\n\n"
                      + "the hall is taken on the 12th, so we rehearse on the 11th at 19:00. Please"
                      + " bring the blue folder.\n\n"
                      + "Hannah",
                  "The 11th works for the basses.",
                  "Can we do 19:30? Some of us come from work.")),
          new Talk(
              "Ruta por la cordillera",
              List.of(SOFIA),
              8800,
              true,
              false,
              "INBOX",
              List.of(
                  "¡Hola! Ya tengo los mapas. Son cuatro días, el segundo es el más duro: 1.100 m"
                      + " de subida. ¿Llevas tú el hornillo?",
                  "Sí, y el filtro de agua. ¿Reservamos el refugio?",
                  "Reservado: dos camas, cena incluida.")));

  static final List<Newsletter> NEWSLETTERS =
      List.of(
          new Newsletter(
              "Morning Ledger",
              "morningledger.example",
              "#0b6e4f",
              "Five things worth knowing before your first coffee.",
              List.of(
                  "The city that runs on tides",
                  "Why libraries are growing again",
                  "A short history of the weekend",
                  "What bees teach about traffic")),
          new Newsletter(
              "Tienda Nogal",
              "tiendanogal.example",
              "#9a3412",
              "Muebles de madera maciza, hechos a mano.",
              List.of(
                  "Nueva colección de otoño",
                  "Envío gratis hasta el domingo",
                  "Cómo cuidar la madera en invierno",
                  "Las mesas vuelven al taller")),
          new Newsletter(
              "Fieldnotes",
              "fieldnotes.example",
              "#1d4ed8",
              "Essays about places, every second week.",
              List.of(
                  "Walking the old salt road",
                  "Letters from a lighthouse",
                  "The map that lied",
                  "Rain, measured")));

  static final List<Notice> NOTICES =
      List.of(
          new Notice(
              "Puerto Rail",
              "tickets@puertorail.example",
              "Your ticket %d",
              "Your seat: coach 4, window. Platform is shown 20 minutes before departure.\n\n"
                  + "Reference %d"),
          new Notice(
              "Biblioteca Central",
              "avisos@biblioteca.example",
              "Préstamo %d: vence pronto",
              "El préstamo %d vence dentro de tres días. Puede renovarlo en el mostrador o en la"
                  + " web."),
          new Notice(
              "Kiln Bank",
              "no-reply@kilnbank.example",
              "Statement %d is ready",
              "A new statement is ready. We never send links to sign in; open the app instead.\n\n"
                  + "Statement %d"),
          new Notice(
              "Repo watch",
              "notifications@forge.example",
              "[paloma] Build %d passed",
              "All checks of build %d passed in 6 min 12 s."),
          new Notice(
              "Correo Sur",
              "seguimiento@correosur.example",
              "Su envío %d está en reparto",
              "El envío %d llegará hoy entre las 10:00 y las 14:00."),
          new Notice(
              "Clínica Arce",
              "citas@clinicaarce.example",
              "Recordatorio de cita %d",
              "Le recordamos su cita número %d el próximo lunes a las 9:15."));

  static final List<Notice> SCRIPTS =
      List.of(
          new Notice(
              "王小明",
              "xiaoming.wang@beijing.example",
              "下周的会议安排",
              "安娜，你好：\n\n下周三下午两点开会，请带上合同的最终版本。会议室在三楼。\n\n谢谢！\n小明"),
          new Notice(
              "ليلى حداد",
              "layla@haddad.example",
              "موعد الزيارة يوم الخميس",
              "مرحبا آنا،\n\n"
                  + "يسعدنا أن نستقبلك يوم الخميس القادم الساعة 10:30 في مكتبنا الجديد.\n\n"
                  + "مع أطيب التحيات،\n"
                  + "ليلى"),
          new Notice(
              "田中 花子",
              "hanako@tanaka.example",
              "展覧会のご案内",
              "アナ様\n\n来月の展覧会にぜひお越しください。入場は無料です。\n\n田中"),
          new Notice(
              "Дмитрий Орлов",
              "dmitry@orlov.example",
              "Перевод второй главы",
              "Здравствуйте, Ана!\n\nВторая глава готова, третья будет в пятницу.\n\nДмитрий"),
          new Notice(
              "נועה לוי",
              "noa@levi.example",
              "תמונות מהטיול",
              "היי אנה,\n\nהנה התמונות מהטיול לגליל. היה נהדר!\n\nנועה"),
          new Notice(
              "สมชาย ใจดี",
              "somchai@jaidee.example",
              "ยืนยันการจอง",
              "สวัสดีคุณอานา\n\nการจองห้องพักของคุณได้รับการยืนยันแล้ว\n\nสมชาย"),
          new Notice(
              "Ελένη Παππά",
              "eleni@pappa.example",
              "Καλημέρα από την Αθήνα 🌞",
              "Αγαπητή Άννα,\n\nο καιρός είναι υπέροχος. Πότε θα έρθεις;\n\nΕλένη"));

  static final List<File> FILES =
      List.of(
          new File(
              "Lucía Herrera",
              "lucia.herrera@tejo.example",
              "Plano de la cocina",
              "Te adjunto el plano con las medidas.\n\nLucía",
              "Plano cocina.svg",
              "image/svg+xml",
              "",
              "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"200\"><rect"
                  + " width=\"320\" height=\"200\" fill=\"#eee\"/><path d=\"M20 20h280v160H20z\""
                  + " fill=\"none\" stroke=\"#444\" stroke-width=\"4\"/></svg>"),
          new File(
              "Jonas Lindqvist",
              "jonas@lindqvist.example",
              "Slides as PDF",
              "The two pages with the numbers.\n\nJonas",
              "slides.pdf",
              "application/pdf",
              "",
              DemoPdf.of(
                  List.of("Orders by quarter", "Returns by quarter"),
                  List.of(List.of(80, 110, 140, 175), List.of(150, 120, 115, 90)))),
          new File(
              "Priya Raman",
              "priya.raman@northwind.example",
              "October numbers",
              "The table behind slide 6.",
              "october.csv",
              "text/csv",
              "",
              "month,orders,returns\nAugust,1204,41\nSeptember,1310,39\nOctober,1377,44\n"),
          new File(
              "Martin Okafor",
              "martin@okafor.example",
              "The gardener I told you about",
              "Here is her card. Say hello from me!\n\nMartin",
              "sofia.vcf",
              "text/vcard",
              "",
              "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Sofía Rojas\r\nORG:Botanical garden;Seeds\r\n"
                  + "EMAIL:sofia.rojas@garden.example\r\nTEL:+34 600 000 000\r\nEND:VCARD\r\n"),
          new File(
              "Hannah Weiss",
              "hannah.weiss@atelier.example",
              "Invitation: concert in the old mill",
              "The date for your calendar is attached.",
              "concert.ics",
              "text/calendar; method=PUBLISH",
              "",
              "BEGIN:VCALENDAR\r\n"
                  + "VERSION:2.0\r\n"
                  + "PRODID:-//Atelier//EN\r\n"
                  + "METHOD:PUBLISH\r\n"
                  + "BEGIN:VEVENT\r\n"
                  + "UID:concert-1@atelier.example\r\n"
                  + "DTSTAMP:20261101T100000Z\r\n"
                  + "DTSTART:20261212T190000Z\r\n"
                  + "DTEND:20261212T210000Z\r\n"
                  + "SUMMARY:Concert in the old mill\r\n"
                  + "LOCATION:Old mill\\, river side\r\n"
                  + "END:VEVENT\r\n"
                  + "END:VCALENDAR\r\n"),
          new File(
              "Diego Fuentes",
              "diego@fuentes.example",
              "Contrato (borrador)",
              "Adjunto el borrador del contrato para que lo revise.",
              "Contrato año 2027 – borrador.txt",
              "text/plain; charset=utf-8",
              "",
              "CONTRATO DE ARRENDAMIENTO (borrador)\n\n1. Objeto\n2. Duración\n3. Renta\n"),
          new File(
              "Jonas Lindqvist",
              "jonas@lindqvist.example",
              "Business card",
              "My new address is in the card.",
              "jonas.vcf",
              "text/vcard; charset=utf-8",
              "",
              "BEGIN:VCARD\r\n"
                  + "VERSION:4.0\r\n"
                  + "FN:Jonas Lindqvist\r\n"
                  + "EMAIL:jonas@lindqvist.example\r\n"
                  + "TEL:+46-8-555-0101\r\n"
                  + "END:VCARD\r\n"));

  static final List<String> BROKEN =
      List.of(
          // A subject in raw Latin-1, no charset, no Message-ID.
          "From: Ayuntamiento <tributos@ayuntamiento.example>\n"
              + "To: {me}\n"
              + "Date: {date}\n"
              + "Subject: Notificaci\u00f3n del a\u00f1o fiscal\n\n"
              + "Estimada se\u00f1ora:\n\n"
              + "Su recibo est\u00e1 disponible.\n",
          // A multipart whose boundary never comes.
          "From: Old Printer <scanner@office.example>\n"
              + "To: {me}\n"
              + "Date: {date}\n"
              + "Subject: Scan 0012\n"
              + "MIME-Version: 1.0\n"
              + "Content-Type: multipart/mixed; boundary=\"never\"\n\n"
              + "This message says it has parts, but its boundary never comes.\n",
          // No Date, a charset that does not exist.
          "From: Legacy System <batch@legacy.example>\n"
              + "To: {me}\n"
              + "Subject: =?x-unknown?Q?Nightly_report?=\n"
              + "Content-Type: text/plain; charset=x-nowhere\n\n"
              + "Jobs run: 41\n"
              + "Jobs failed: 0\n",
          // Only a header.
          "From: nobody@empty.example\nTo: {me}\nDate: {date}\nSubject: (nothing inside)\n");

  private DemoTexts() {}

  static String newsletter(Newsletter letter, String subject, int week) {
    return """
    <!doctype html><html><head><style>
    body { margin: 0; background: #f4f4f5; font-family: Georgia, serif; }
    .sheet { max-width: 600px; margin: 0 auto; background: #ffffff; }
    .head { background: %1$s; color: #ffffff; padding: 28px 32px; font-size: 26px; }
    .body { padding: 24px 32px; color: #27272a; line-height: 1.55; font-size: 16px; }
    .button { display: inline-block; background: %1$s; color: #ffffff; padding: 10px 20px;
      border-radius: 6px; text-decoration: none; }
    .foot { padding: 16px 32px; color: #71717a; font-size: 13px; }
    @media (max-width: 480px) { .body { padding: 16px; } }
    </style></head><body><div class="sheet">
    <div class="head">%2$s</div>
    <div class="body"><h2>%3$s</h2>
    <img src="https://img.%4$s/%5$d/cover.jpg" width="536" height="220" alt="%3$s">
    <p>%6$s</p>
    <p><a class="button" href="https://%4$s/issues/%5$d?utm_source=mail">%3$s</a></p></div>
    <div class="foot">%2$s · <a href="https://%4$s/unsubscribe?u=42">Unsubscribe</a>
    <img src="https://track.%4$s/open.gif?u=42" width="1" height="1" alt=""></div>
    </div></body></html>
    """
        .formatted(letter.colour(), letter.name(), subject, letter.domain(), week, letter.teaser());
  }
}
