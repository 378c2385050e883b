package app.paloma.ui.composer;

import app.paloma.model.Account;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.store.OutboxStore.RecipientStatus;
import app.paloma.store.OutboxStore.State;
import app.paloma.ui.Messages;
import app.paloma.ui.Preferences;
import app.paloma.ui.Theme;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.accounts.AddAccountDialog;
import app.paloma.ui.accounts.CertificateQuestion;
import app.paloma.ui.accounts.FakeAccounts;
import app.paloma.ui.accounts.PasswordPrompt;
import app.paloma.ui.outbox.FakeOutbox;
import app.paloma.ui.outbox.OutboxWindow;
import app.paloma.ui.settings.FakeSettings;
import app.paloma.ui.settings.SettingsViewModel.Page;
import app.paloma.ui.settings.SettingsWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Renders the writing windows and dialogs in their states, for people to look at.
@Tag("slow")
@Tag("tour")
public class ComposeTour {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneId.of("Europe/Madrid"));

  private final Path pictures =
      Path.of(System.getProperty("paloma.screenshots", "target/screenshots"));
  private final UiExecutor executor =
      UiExecutor.javafx(Executors.newVirtualThreadPerTaskExecutor());
  private Theme theme;

  @Test
  void writingWindows() throws Exception {
    Toolkit.start();
    Files.createDirectories(pictures);
    theme = Toolkit.onFx(Theme::new);
    for (String language : List.of("en", "es")) {
      Locale locale = Locale.of(language);
      for (Theme.Appearance appearance : List.of(Theme.Appearance.LIGHT, Theme.Appearance.DARK)) {
        Toolkit.onFx(() -> {
          theme.appearance().set(appearance);
          return null;
        });
        String prefix = language + (appearance == Theme.Appearance.DARK ? "-dark" : "");
        composer(locale, prefix);
        accounts(locale, prefix);
        outbox(locale, prefix);
        settings(locale, prefix);
      }
      Toolkit.onFx(() -> {
        theme.appearance().set(Theme.Appearance.LIGHT);
        theme.textSize().set(200);
        return null;
      });
      composer(locale, language + "-200");
      accounts(locale, language + "-200");
      outbox(locale, language + "-200");
      settings(locale, language + "-200");
      Toolkit.onFx(() -> {
        theme.textSize().set(100);
        return null;
      });
    }
  }

  private void composer(Locale locale, String prefix) throws Exception {
    FakeComposer services = new FakeComposer();
    ComposerWindow fresh = open(services, locale, services.empty());
    Toolkit.onFx(() -> {
      fresh.model().to().set(List.of(services.contacts.get(1)));
      field(fresh.stage(), "#to").setText("an");
      return null;
    });
    shoot(fresh.stage(), prefix + "-composer-suggestions");
    close(fresh.stage());

    ComposerWindow reply =
        open(services, locale, reply(services, locale.getLanguage().equals("es")));
    Toolkit.onFx(() -> {
      reply.model().save();
      return null;
    });
    shoot(reply.stage(), prefix + "-composer-reply");
    Toolkit.onFx(() -> {
      reply.model().cc().set(List.of(Address.of("marta(at)example.org")));
      reply.model().showCcProperty().set(true);
      reply.model().send();
      return null;
    });
    shoot(reply.stage(), prefix + "-composer-wrong-address");
    Toolkit.onFx(() -> {
      reply.model().cc().set(List.of());
      reply.model().subjectProperty().set("");
      reply.model().send();
      reply.stage().getScene().lookup(".drop-zone").setVisible(false);
      return null;
    });
    shoot(reply.stage(), prefix + "-composer-no-subject");
    Toolkit.onFx(() -> {
      reply.stage().getScene().lookup(".drop-zone").setVisible(true);
      return null;
    });
    shoot(reply.stage(), prefix + "-composer-drop");
    close(reply.stage());
  }

  private ComposerWindow open(FakeComposer services, Locale locale, Draft draft) throws Exception {
    ComposerEnvironment environment =
        new ComposerEnvironment(
            services,
            () -> ComposerSettings.DEFAULT,
            executor,
            theme,
            locale,
            CLOCK,
            ComposerHost.NONE);
    Draft placed =
        draft.html().isPresent()
            ? draft
            : DraftParts.placed(
                draft, services.accounts.getFirst().signature(), ComposerSettings.DEFAULT);
    ComposerWindow window =
        Toolkit.onFx(() -> {
          ComposerWindow made = new ComposerWindow(environment, placed);
          made.show();
          return made;
        });
    Toolkit.settle(700);
    return window;
  }

  private static Draft reply(FakeComposer services, boolean spanish) {
    String mine =
        spanish
            ? "<div>Hola, Ana:</div><div><br></div><div>Muchas gracias por los mapas. Te mando"
                + " <b>dos versiones</b> del plano:</div><ul><li>la de 1:25.000, con las rutas"
                + "</li><li>la de 1:50.000, para imprimir en A3</li></ul><div>¿Te va bien el"
                + " jueves?</div>"
            : "<div>Hi Ana,</div><div><br></div><div>Thank you for the maps. Here are"
                + " <b>two versions</b> of the plan:</div><ul><li>1:25,000, with the trails"
                + "</li><li>1:50,000, to print on A3</li></ul><div>Would Thursday suit"
                + " you?</div>";
    String quote =
        spanish
            ? "<p>El jueves, 19 de noviembre de 2026, Ana Paredes escribió:</p><blockquote>"
                + "<p>Hola, Inés. ¿Cómo va el plano del valle? La imprenta lo necesita el lunes."
                + "</p></blockquote>"
            : "<p>On Thursday, 19 November 2026, Ana Paredes wrote:</p><blockquote>"
                + "<p>Hello Inés. How is the plan of the valley coming along? The printer needs"
                + " it by Monday.</p></blockquote>";
    String html =
        mine
            + "<div><br></div>"
            + EditorPage.signature("Inés Soto\nTaller de cartografía")
            + "<div><br></div>"
            + quote;
    return new Draft(
        new DraftId(0),
        services.accounts.getFirst().id(),
        services.accounts.getFirst().address(),
        List.of(
            new Address("Ana Paredes", "ana@example.org"),
            new Address("Anselm Ortiz", "anselm.ortiz@example.org")),
        List.of(),
        List.of(),
        spanish ? "Re: Plano del valle para la imprenta" : "Re: Plan of the valley for the printer",
        "",
        Optional.of(html),
        List.of(
            new DraftAttachment(1, "valle-25000.pdf", "application/pdf", 2_340_000, false, ""),
            new DraftAttachment(2, "valle-50000-A3.pdf", "application/pdf", 1_120_000, false, ""),
            new DraftAttachment(3, "DSC_0231.jpg", "image/jpeg", 845_000, false, "")),
        "",
        List.of(),
        Draft.Kind.REPLY,
        Optional.empty(),
        Optional.empty(),
        CLOCK.instant());
  }

  private void accounts(Locale locale, String prefix) throws Exception {
    FakeAccounts services = new FakeAccounts();
    AddAccountDialog dialog =
        Toolkit.onFx(() -> {
          AddAccountDialog made =
              new AddAccountDialog(services, executor, theme, locale, true, a -> {});
          made.show(null);
          return made;
        });
    shoot(dialog.stage(), prefix + "-welcome");
    Toolkit.onFx(() -> {
      dialog.model().nameProperty().set("Inés Soto");
      dialog.model().emailProperty().set("ines@ejemplo.cl");
      dialog.model().passwordProperty().set("secret-word");
      dialog.model().find();
      return null;
    });
    shoot(dialog.stage(), prefix + "-account-found");
    services.incomingFails = new AuthRejected("[AUTHENTICATIONFAILED] Authentication failed.");
    Toolkit.onFx(() -> {
      dialog.model().add();
      return null;
    });
    shoot(dialog.stage(), prefix + "-account-refused");
    Toolkit.onFx(() -> {
      dialog.model().manual();
      return null;
    });
    shoot(dialog.stage(), prefix + "-account-manual");
    close(dialog.stage());
    Messages words = Messages.of("/app/paloma/ui/accounts/AccountsMessages", locale);
    CertificateQuestion question =
        Toolkit.onFx(() -> {
          CertificateQuestion made =
              new CertificateQuestion(
                  FakeAccounts.details("mail.home.example", 993, TlsFailed.Reason.UNKNOWN_ISSUER),
                  words,
                  theme);
          made.ask(null, () -> {});
          return made;
        });
    shoot(question.stage(), prefix + "-certificate");
    close(question.stage());
    PasswordPrompt prompt =
        Toolkit.onFx(() -> {
          PasswordPrompt made =
              new PasswordPrompt(
                  new FakeComposer().accounts.getFirst(),
                  new FakeComposer().accounts.getFirst().incoming(),
                  new AuthRejected("[AUTHENTICATIONFAILED] Authentication failed."),
                  services,
                  executor,
                  theme,
                  locale);
          made.show(null);
          return made;
        });
    shoot(prompt.stage(), prefix + "-password");
    close(prompt.stage());
  }

  private void outbox(Locale locale, String prefix) throws Exception {
    FakeOutbox services = new FakeOutbox();
    Callable<OutboxWindow> opened =
        () -> {
          OutboxWindow made =
              new OutboxWindow(
                  services, executor, theme, locale, CLOCK, draft -> {}, (account, failure) -> {});
          made.show(null);
          return made;
        };
    OutboxWindow empty = Toolkit.onFx(opened);
    shoot(empty.stage(), prefix + "-outbox-empty");
    close(empty.stage());
    services.entries.add(FakeOutbox.mixed());
    services.entries.add(
        FakeOutbox.entry(
            4,
            "Presupuesto revisado",
            State.UNCERTAIN,
            1,
            Instant.EPOCH,
            FakeOutbox.recipient(
                "compras@empresa.example", RecipientStatus.PENDING, 0, "", "", "")));
    services.entries.add(
        FakeOutbox.entry(
            5,
            "Fotos del sábado",
            State.QUEUED,
            0,
            Instant.EPOCH,
            FakeOutbox.recipient("eva@example.org", RecipientStatus.PENDING, 0, "", "", "")));
    OutboxWindow full = Toolkit.onFx(opened);
    shoot(full.stage(), prefix + "-outbox");
    close(full.stage());
  }

  private void settings(Locale locale, String prefix) throws Exception {
    FakeAccounts accounts = new FakeAccounts();
    accounts.stored.addAll(new FakeComposer().accounts);
    Account first = accounts.stored.getFirst();
    Preferences preferences =
        Toolkit.onFx(
            () -> new Preferences(Preferences.read(key -> Optional.empty()), (key, value) -> {}));
    SettingsWindow window =
        Toolkit.onFx(() -> {
          SettingsWindow made =
              new SettingsWindow(
                  new FakeSettings(accounts),
                  preferences,
                  app.paloma.ui.ReadingPreferences.usual(),
                  executor,
                  theme,
                  locale,
                  () -> {});
          made.show(null, Optional.empty());
          return made;
        });
    shoot(window.stage(), prefix + "-settings-accounts");
    for (Page page : List.of(Page.APPEARANCE, Page.READING, Page.WRITING, Page.ADVANCED)) {
      Toolkit.onFx(() -> {
        window.page(page);
        return null;
      });
      shoot(window.stage(), prefix + "-settings-" + page.name().toLowerCase(Locale.ROOT));
    }
    Toolkit.onFx(() -> {
      field(window.stage(), "#settings-search")
          .setText(locale.getLanguage().equals("es") ? "texto" : "text");
      return null;
    });
    shoot(window.stage(), prefix + "-settings-search");
    Toolkit.onFx(() -> {
      field(window.stage(), "#settings-search").setText("");
      window.open(first);
      return null;
    });
    shoot(window.stage(), prefix + "-settings-account");
    Toolkit.onFx(() -> {
      Node limits = window.stage().getScene().lookup("#offline-limits");
      ((ChoiceBox<?>) limits).getSelectionModel().select(4);
      for (Node up = limits; up != null; up = up.getParent()) {
        if (up instanceof ScrollPane scroll) {
          scroll.setVvalue(1);
        }
      }
      return null;
    });
    shoot(window.stage(), prefix + "-settings-account-end");
    close(window.stage());
  }

  private static TextField field(Stage stage, String id) {
    Node node = stage.getScene().lookup(id);
    return (TextField) node;
  }

  private static void close(Stage stage) throws Exception {
    Toolkit.onFx(() -> {
      stage.hide();
      return null;
    });
  }

  private void shoot(Stage stage, String name) throws Exception {
    Toolkit.settle(350);
    WritableImage image = Toolkit.onFx(() -> stage.getScene().snapshot(null));
    ImageIO.write(
        SwingFXUtils.fromFXImage(image, null),
        "png",
        pictures.resolve("compose-" + name + ".png").toFile());
  }
}
