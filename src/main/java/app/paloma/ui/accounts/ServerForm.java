package app.paloma.ui.accounts;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailProtocol;
import app.paloma.ui.Messages;
import java.util.List;
import java.util.function.Function;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

/// One server's settings as a form.
public final class ServerForm extends GridPane {
  private static final List<String> MECHANISMS =
      List.of("", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5", "NONE");

  private final Messages words;

  /// @param id prefix of the fields' ids, for tests (`incoming`)
  public ServerForm(
      ServerFormModel model, List<MailProtocol> protocols, Messages words, String id) {
    this.words = words;
    getStyleClass().add("form");
    setHgap(12);
    setVgap(8);
    ColumnConstraints labels = new ColumnConstraints();
    labels.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints fields = new ColumnConstraints();
    fields.setHgrow(Priority.ALWAYS);
    getColumnConstraints().setAll(labels, fields);
    int row = 0;
    if (protocols.size() > 1) {
      ChoiceBox<MailProtocol> protocol =
          choice(protocols, p -> words.get("protocol." + p), id + "-protocol");
      protocol.valueProperty().bindBidirectional(model.protocolProperty());
      add("form.protocol", protocol, row++);
    }
    TextField host = field(id + "-host");
    host.textProperty().bindBidirectional(model.hostProperty());
    TextField port = field(id + "-port");
    port.setPrefColumnCount(5);
    port.textProperty().bindBidirectional(model.portProperty());
    add("form.host", host, row++);
    add("form.port", port, row++);
    ChoiceBox<ConnectionSecurity> security =
        choice(
            List.of(ConnectionSecurity.values()),
            s -> words.get("security." + s),
            id + "-security");
    security.valueProperty().bindBidirectional(model.securityProperty());
    add("form.security", security, row++);
    TextField user = field(id + "-user");
    user.textProperty().bindBidirectional(model.userProperty());
    add("form.user", user, row++);
    ChoiceBox<String> auth =
        choice(
            MECHANISMS,
            m ->
                m.isEmpty()
                    ? words.get("auth.best")
                    : m.equals("NONE") ? words.get("auth.none") : m,
            id + "-auth");
    auth.valueProperty().bindBidirectional(model.authProperty());
    add("form.auth", auth, row);
  }

  private TextField field(String id) {
    TextField field = new TextField();
    field.setId(id);
    field.setMinWidth(0);
    return field;
  }

  private <T> ChoiceBox<T> choice(List<T> values, Function<T, String> text, String id) {
    ChoiceBox<T> box = new ChoiceBox<>();
    box.setId(id);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : text.apply(value);
          }

          @Override
          public T fromString(String shown) {
            return null;
          }
        });
    box.getItems().setAll(values);
    return box;
  }

  private void add(String key, Region field, int row) {
    Label label = new Label(words.get(key));
    label.getStyleClass().add("muted");
    label.setLabelFor(field);
    if (field.getAccessibleText() == null) {
      field.setAccessibleText(words.get(key));
    }
    addRow(row, label, field);
  }
}
