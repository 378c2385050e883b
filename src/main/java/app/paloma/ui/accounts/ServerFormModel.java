package app.paloma.ui.accounts;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailProtocol;
import app.paloma.model.ServerSettings;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// One server's settings while they are edited.
public final class ServerFormModel {
  /// What keeps the settings from being used.
  public enum Problem {
    HOST,
    PORT
  }

  private final ObjectProperty<MailProtocol> protocol = new SimpleObjectProperty<>();
  private final StringProperty host = new SimpleStringProperty("");
  private final StringProperty port = new SimpleStringProperty("");
  private final ObjectProperty<ConnectionSecurity> security =
      new SimpleObjectProperty<>(ConnectionSecurity.TLS);
  private final StringProperty user = new SimpleStringProperty("");
  private final StringProperty auth = new SimpleStringProperty("");

  public ServerFormModel(MailProtocol first) {
    protocol.set(first);
    port.set(Integer.toString(first.defaultPort(ConnectionSecurity.TLS)));
    protocol.addListener((p, before, now) -> follow(before, security.get()));
    security.addListener((p, before, now) -> follow(protocol.get(), before));
  }

  /// Port and server follow protocol and security as long as they are the usual ones.
  private void follow(MailProtocol oldProtocol, ConnectionSecurity oldSecurity) {
    if (oldProtocol == null || oldSecurity == null || security.get() == null) {
      return;
    }
    if (port.get().isBlank()
        || port.get().equals(Integer.toString(oldProtocol.defaultPort(oldSecurity)))) {
      port.set(Integer.toString(protocol.get().defaultPort(security.get())));
    }
    String usual = usualName(oldProtocol);
    if (host.get().startsWith(usual)) {
      host.set(usualName(protocol.get()) + host.get().substring(usual.length()));
    }
  }

  private static String usualName(MailProtocol protocol) {
    return switch (protocol) {
      case IMAP -> "imap.";
      case POP3 -> "pop.";
      case SMTP -> "smtp.";
    };
  }

  public ObjectProperty<MailProtocol> protocolProperty() {
    return protocol;
  }

  public StringProperty hostProperty() {
    return host;
  }

  public StringProperty portProperty() {
    return port;
  }

  public ObjectProperty<ConnectionSecurity> securityProperty() {
    return security;
  }

  public StringProperty userProperty() {
    return user;
  }

  /// A mechanism's name, `NONE`, or empty for the best that is offered.
  public StringProperty authProperty() {
    return auth;
  }

  public void set(ServerSettings settings) {
    protocol.set(settings.protocol());
    security.set(settings.security());
    host.set(settings.host());
    port.set(Integer.toString(settings.port()));
    user.set(settings.user());
    auth.set(settings.auth());
  }

  public Optional<Problem> problem() {
    String name = host.get().strip();
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '/')) {
      return Optional.of(Problem.HOST);
    }
    try {
      int number = Integer.parseInt(port.get().strip());
      return number < 1 || number > 65535 ? Optional.of(Problem.PORT) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.of(Problem.PORT);
    }
  }

  /// @param defaultUser the login name where none is given
  public Optional<ServerSettings> settings(String defaultUser) {
    if (problem().isPresent()) {
      return Optional.empty();
    }
    boolean none = auth.get().equals("NONE");
    String login = user.get().isBlank() ? (none ? "" : defaultUser) : user.get().strip();
    return Optional.of(
        new ServerSettings(
            protocol.get(),
            host.get().strip(),
            Integer.parseInt(port.get().strip()),
            security.get(),
            login,
            auth.get()));
  }
}
