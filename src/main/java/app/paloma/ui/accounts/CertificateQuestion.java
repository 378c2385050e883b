package app.paloma.ui.accounts;

import app.paloma.model.MailException.TlsFailed.Reason;
import app.paloma.ui.Icons;
import app.paloma.ui.Messages;
import app.paloma.ui.Theme;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Shows a certificate that proves nothing, says what is wrong with it, and asks. Not connecting is
/// the default answer.
public final class CertificateQuestion {
  private final Stage stage = new Stage();
  private final Button no = new Button();
  private Runnable onTrust = () -> {};

  public CertificateQuestion(CertificateDetails details, Messages words, Theme theme) {
    Label title = new Label(words.get("certificate.title", details.host()));
    title.getStyleClass().add("setup-title");
    title.setWrapText(true);
    Label why = new Label(why(details, words));
    why.setId("certificate-why");
    why.setWrapText(true);
    HBox bar = new HBox(8, Icons.of("phishing"), why);
    bar.getStyleClass().addAll("bar", "warning", "tall");
    HBox.setHgrow(why, Priority.ALWAYS);
    Label danger = new Label(words.get("certificate.danger"));
    danger.setWrapText(true);
    GridPane facts = new GridPane(12, 8);
    ColumnConstraints labels = new ColumnConstraints();
    labels.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    facts.getColumnConstraints().setAll(labels, values);
    facts.getStyleClass().add("card");
    fact(facts, 0, words.get("certificate.server"), details.host() + ":" + details.port());
    fact(facts, 1, words.get("certificate.subject"), details.subject());
    fact(facts, 2, words.get("certificate.issuer"), details.issuer());
    DateTimeFormatter date =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(words.locale());
    fact(
        facts,
        3,
        words.get("certificate.valid"),
        words.get(
            "certificate.dates",
            date.format(details.notBefore().atZone(ZoneId.systemDefault())),
            date.format(details.notAfter().atZone(ZoneId.systemDefault()))));
    fact(facts, 4, "SHA-256", details.sha256());
    VBox page = new VBox(16, title, bar, danger, facts);
    page.getStyleClass().add("setup-page");
    ScrollPane scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().addAll("edge-to-edge", "setup-scroll");
    Button trust = new Button(words.get("certificate.trust"));
    trust.setId("trust");
    trust.getStyleClass().add("quiet-button");
    trust.setMinWidth(Region.USE_PREF_SIZE);
    trust.setOnAction(e -> {
      stage.hide();
      onTrust.run();
    });
    no.setText(words.get("certificate.no"));
    no.setId("no-connect");
    no.getStyleClass().add("accent-button");
    no.setMinWidth(Region.USE_PREF_SIZE);
    no.setDefaultButton(true);
    no.setCancelButton(true);
    no.setOnAction(e -> stage.hide());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox buttons = new HBox(8, trust, space, no);
    buttons.setAlignment(Pos.CENTER_LEFT);
    buttons.getStyleClass().add("setup-buttons");
    BorderPane root = new BorderPane(scroll);
    root.setBottom(buttons);
    root.getStyleClass().add("setup");
    root.getStylesheets()
        .add(
            CertificateQuestion.class
                .getResource("/app/paloma/ui/accounts/accounts.css")
                .toExternalForm());
    double grow = Math.clamp(theme.textSize().get() / 100.0, 1, 1.5);
    Scene scene = new Scene(root, Math.min(960, 600 * grow), Math.min(680, 560 * grow));
    theme.apply(scene);
    stage.setScene(scene);
    stage.setTitle(words.get("certificate.window"));
  }

  private static String why(CertificateDetails details, Messages words) {
    String reason = words.get("certificate." + details.reason(), details.host());
    if (!details.changed()) {
      return reason;
    }
    String changed = words.get("certificate.changed", details.host());
    return details.reason() == Reason.UNKNOWN_ISSUER ? changed : changed + " " + reason;
  }

  private static void fact(GridPane grid, int row, String name, String value) {
    Label label = new Label(name);
    label.getStyleClass().add("muted");
    if (value.length() > 60) {
      // Two lines of whole octets: to be compared by eye.
      Label text =
          new Label(
              value.substring(0, value.length() / 2 + 1)
                  + "\n"
                  + value.substring(value.length() / 2 + 1));
      text.setWrapText(true);
      text.setMinHeight(Region.USE_PREF_SIZE);
      GridPane.setValignment(label, javafx.geometry.VPos.TOP);
      grid.addRow(row, label, text);
      return;
    }
    TextField text = new TextField(value);
    text.setEditable(false);
    text.setMinWidth(0);
    text.getStyleClass().addAll("plain-field", "fact");
    text.setAccessibleText(name);
    grid.addRow(row, label, text);
  }

  /// @param trusted runs when the user trusts this certificate for this server
  public void ask(Window owner, Runnable trusted) {
    onTrust = trusted;
    if (owner != null) {
      stage.initOwner(owner);
      stage.initModality(Modality.WINDOW_MODAL);
    }
    stage.show();
    no.requestFocus();
  }

  public Stage stage() {
    return stage;
  }
}
