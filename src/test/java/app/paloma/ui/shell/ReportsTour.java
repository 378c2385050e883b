package app.paloma.ui.shell;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.model.Flags;
import app.paloma.model.MailboxId;
import app.paloma.model.MailboxRole;
import app.paloma.model.MessageId;
import app.paloma.store.Store;
import app.paloma.ui.DemoProfile;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.reader.RemotePictures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import javafx.embed.swing.SwingFXUtils;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What servers and readers report of sent messages, and the receipt that a sender asks for, for
/// people to look at.
@Tag("slow")
@Tag("tour")
public class ReportsTour {
  private static final String DATE = "Date: Fri, 20 Nov 2026 09:40:00 +0000\n";

  private static final String SENT =
      """
      From: %s
      To: marta@example.net, taller@example.org, ana@example.com
      Subject: Presupuesto del taller
      Message-ID: <taller@demo.test>
      """
          + DATE
          + "\n¿Os parece bien así?\n";

  private static final String REPORT =
      """
      From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
      To: %s
      Subject: Undelivered Mail Returned to Sender
      Message-ID: <report@mx.example.net>
      """
          + DATE
          + """
          MIME-Version: 1.0
          Content-Type: multipart/report; report-type=delivery-status; boundary="b"

          --b
          Content-Type: text/plain

          I'm sorry to have to inform you that your message could not be delivered.
          --b
          Content-Type: message/delivery-status

          Reporting-MTA: dns; mx.example.net

          Final-Recipient: rfc822; marta@example.net
          Action: failed
          Status: 5.1.1
          Diagnostic-Code: smtp; 550 5.1.1 <marta@example.net>: User unknown

          Final-Recipient: rfc822; taller@example.org
          Action: delayed
          Status: 4.4.1
          Diagnostic-Code: smtp; 450 4.4.1 connection timed out

          Final-Recipient: rfc822; ana@example.com
          Action: delivered
          Status: 2.0.0

          --b
          Content-Type: text/rfc822-headers

          Message-ID: <taller@demo.test>

          --b--
          """;

  private static final String RECEIPT =
      """
      From: Ana <ana@example.com>
      To: %s
      Subject: Leído: Presupuesto del taller
      Message-ID: <receipt@example.com>
      In-Reply-To: <taller@demo.test>
      """
          + DATE
          + """
          MIME-Version: 1.0
          Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

          --b
          Content-Type: text/plain

          El mensaje se ha mostrado.
          --b
          Content-Type: message/disposition-notification

          Final-Recipient: rfc822;ana@example.com
          Original-Message-ID: <taller@demo.test>
          Disposition: manual-action/MDN-sent-manually; displayed

          --b--
          """;

  private static final String ASKS =
      """
      From: Ana Belén Fernández-Quintanilla <ana@example.com>
      To: %s
      Subject: Contrato de alquiler
      Message-ID: <contract%d@example.com>
      Disposition-Notification-To: %s
      """
          + DATE
          + "\nTe envío el contrato. ¿Puedes mirarlo antes del lunes?\n";

  @TempDir Path directory;
  private final MessageReader reader = new MessageReader();
  private final Path pictures =
      Path.of(System.getProperty("paloma.screenshots", "target/screenshots"));

  @Test
  void reports() throws Exception {
    Toolkit.start();
    Files.createDirectories(pictures);
    try (Store store = DemoProfile.create(directory)) {
      var account = store.accounts().list().getFirst();
      MailboxId inbox =
          store.mailboxes().byRole(account.id(), MailboxRole.INBOX).orElseThrow().id();
      MessageId sent = add(store, inbox, SENT.formatted(account.email()));
      MessageId report = add(store, inbox, REPORT.formatted(account.email()));
      add(store, inbox, RECEIPT.formatted(account.email()));
      MessageId asks = add(store, inbox, ASKS.formatted(account.email(), 1, "<ana@example.com>"));
      MessageId elsewhere =
          add(store, inbox, ASKS.formatted(account.email(), 2, "<acuses@otro.example>"));
      for (Locale locale : List.of(Locale.ENGLISH, Locale.of("es"))) {
        tour(store, locale, List.of(sent, report, asks, elsewhere));
      }
    }
  }

  private MessageId add(Store store, MailboxId mailbox, String message) {
    byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return store
        .messages()
        .append(
            mailbox,
            Flags.of(Flags.SEEN),
            DemoProfile.CLOCK.instant(),
            reader.index(octets, true),
            octets);
  }

  private void tour(Store store, Locale locale, List<MessageId> messages) throws Exception {
    Stage[] stage = new Stage[1];
    MainWindow window =
        Toolkit.onFx(() -> {
          Theme theme = new Theme();
          theme.appearance().set(Theme.Appearance.LIGHT);
          UiServices services =
              new UiServices(
                  store,
                  new ScreenshotTour.QuietEngines(),
                  reader,
                  new HtmlCleaner(),
                  DemoProfile.CLOCK,
                  locale,
                  UiExecutor.javafx(Executors.newVirtualThreadPerTaskExecutor()),
                  theme,
                  uri -> {},
                  new RemotePictures(url -> ""),
                  ReadingPreferences.usual());
          MainWindow made =
              new MainWindow(services, new FakeWindows(), WindowPreferences.inMemory());
          stage[0] = new Stage();
          made.showOn(stage[0]);
          stage[0].setWidth(1024);
          stage[0].setHeight(700);
          return made;
        });
    Toolkit.until("list", () -> !window.model().list().rows().isEmpty());
    List<String> names = List.of("sent", "report", "receipt-asked", "receipt-elsewhere");
    for (int i = 0; i < names.size(); i++) {
      MessageId id = messages.get(i);
      Toolkit.onFx(() -> {
        window.model().list().selectionProperty().set(List.of(id));
        return null;
      });
      Toolkit.until(
          "message",
          () ->
              window.model().reader().open().filter(m -> m.summary().id().equals(id)).isPresent());
      Toolkit.settle(i == 0 ? 4000 : 1500);
      var image = Toolkit.onFx(() -> window.scene().snapshot(null));
      ImageIO.write(
          SwingFXUtils.fromFXImage(image, null),
          "png",
          pictures
              .resolve("reports-" + locale.getLanguage() + "-" + names.get(i) + ".png")
              .toFile());
    }
    Toolkit.onFx(() -> {
      window.close();
      stage[0].close();
      return null;
    });
  }
}
