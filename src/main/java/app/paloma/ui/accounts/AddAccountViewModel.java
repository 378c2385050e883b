package app.paloma.ui.accounts;

import app.paloma.diagnosis.ErrorText.Explanation;
import app.paloma.discovery.SettingsDiscovery.DiscoveryResult;
import app.paloma.discovery.SettingsDiscovery.Found;
import app.paloma.discovery.SettingsDiscovery.Tried;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailProtocol;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// From an address to an account: looks for the settings, shows each source it tried, lets
/// everything be corrected, checks both servers, and stores nothing until both accept. UI thread
/// only.
public final class AddAccountViewModel {
  /// Where the dialog stands.
  public enum Step {
    ADDRESS,
    SEARCHING,
    SETTINGS,
    CHECKING,
    DONE
  }

  /// The one button that helps after a failure.
  public enum Help {
    EDIT_ADDRESS,
    EDIT_PASSWORD,
    SHOW_CERTIFICATE,
    EDIT_SERVER,
    TRY_AGAIN,
    ADD_ANYWAY
  }

  /// @param certificate for [Help#SHOW_CERTIFICATE]
  public record Failure(
      Explanation explanation,
      Help help,
      boolean incoming,
      Optional<CertificateDetails> certificate) {}

  /// One server's check.
  public enum Check {
    WAITING,
    RUNNING,
    ACCEPTED,
    REFUSED
  }

  private final AccountServices services;
  private final UiExecutor executor;
  private final Messages words;
  private final Consumer<Account> onAdded;
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty email = new SimpleStringProperty("");
  private final StringProperty password = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.ADDRESS);
  private final ReadOnlyObjectWrapper<Failure> failure = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Check> incomingCheck =
      new ReadOnlyObjectWrapper<>(Check.WAITING);
  private final ReadOnlyObjectWrapper<Check> outgoingCheck =
      new ReadOnlyObjectWrapper<>(Check.WAITING);
  private final ReadOnlyStringWrapper help = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper source = new ReadOnlyStringWrapper("");
  private final ObservableList<Tried> tried = FXCollections.observableArrayList();
  private final ServerFormModel incoming = new ServerFormModel(MailProtocol.IMAP);
  private final ServerFormModel outgoing = new ServerFormModel(MailProtocol.SMTP);
  private final ObjectProperty<LeaveOnServer> leave =
      new SimpleObjectProperty<>(new LeaveOnServer.Keep());
  private final BooleanProperty editing = new SimpleBooleanProperty();
  private volatile int run;
  private volatile Thread worker;

  public AddAccountViewModel(
      AccountServices services, UiExecutor executor, Messages words, Consumer<Account> onAdded) {
    this.services = services;
    this.executor = executor;
    this.words = words;
    this.onAdded = onAdded;
  }

  public StringProperty nameProperty() {
    return name;
  }

  public StringProperty emailProperty() {
    return email;
  }

  public StringProperty passwordProperty() {
    return password;
  }

  public ReadOnlyObjectProperty<Step> stepProperty() {
    return step.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Failure> failureProperty() {
    return failure.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Check> incomingCheckProperty() {
    return incomingCheck.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Check> outgoingCheckProperty() {
    return outgoingCheck.getReadOnlyProperty();
  }

  /// What the provider wants to be known (an app password), or empty.
  public ReadOnlyStringProperty helpProperty() {
    return help.getReadOnlyProperty();
  }

  /// Where the settings come from, in words.
  public ReadOnlyStringProperty sourceProperty() {
    return source.getReadOnlyProperty();
  }

  public ObservableList<Tried> tried() {
    return tried;
  }

  public ServerFormModel incoming() {
    return incoming;
  }

  public ServerFormModel outgoing() {
    return outgoing;
  }

  /// For POP3.
  public ObjectProperty<LeaveOnServer> leaveProperty() {
    return leave;
  }

  /// Whether the settings are open for editing.
  public BooleanProperty editingProperty() {
    return editing;
  }

  public Messages words() {
    return words;
  }

  /// Looks for the settings of the address.
  public void find() {
    if (!addressUsable()) {
      return;
    }
    failure.set(null);
    tried.clear();
    help.set("");
    step.set(Step.SEARCHING);
    int mine = ++run;
    String address = address();
    start(
        mine,
        () -> services.discover(address, t -> executor.ui(() -> heard(mine, t))),
        this::found,
        e -> found(new DiscoveryResult(List.of(), List.of())));
  }

  private void heard(int asked, Tried one) {
    if (asked == run) {
      tried.add(one);
    }
  }

  private void found(DiscoveryResult result) {
    for (Tried one : result.tried()) {
      if (!tried.contains(one)) {
        tried.add(one);
      }
    }
    if (result.found().isEmpty()) {
      manual();
      source.set(words.get("source.none"));
      return;
    }
    Found best = result.found().getFirst();
    incoming.set(withUser(best.incoming()));
    outgoing.set(withUser(best.outgoing()));
    help.set(best.help());
    String key = "source." + best.source();
    source.set(words.has(key) ? words.get(key, best.provider()) : words.get("source.other"));
    editing.set(false);
    step.set(Step.SETTINGS);
  }

  private ServerSettings withUser(ServerSettings settings) {
    return settings.user().isEmpty() && settings.needsCredentials()
        ? settings.withUser(address())
        : settings;
  }

  /// Settings by hand: the form opens with the likeliest names in it.
  public void manual() {
    run++;
    String domain = address().substring(address().indexOf('@') + 1);
    if (!domain.isBlank()) {
      if (incoming.hostProperty().get().isBlank()) {
        incoming.hostProperty().set("imap." + domain);
      }
      if (outgoing.hostProperty().get().isBlank()) {
        outgoing.hostProperty().set("smtp." + domain);
      }
    }
    source.set(words.get("source.manual"));
    editing.set(true);
    failure.set(null);
    step.set(Step.SETTINGS);
  }

  /// Checks both servers and adds the account when both accept.
  public void add() {
    if (!addressUsable()) {
      return;
    }
    if (password.get().isEmpty() && needsPassword()) {
      fail(words.get("password.missing"), Help.EDIT_PASSWORD);
      return;
    }
    Optional<Account> account = account();
    if (account.isEmpty()) {
      editing.set(true);
      String side = incoming.problem().isPresent() ? "incoming" : "outgoing";
      Object problem = incoming.problem().or(outgoing::problem).orElseThrow();
      fail(words.get("form." + side + "." + problem), Help.EDIT_SERVER);
      return;
    }
    failure.set(null);
    step.set(Step.CHECKING);
    incomingCheck.set(Check.RUNNING);
    outgoingCheck.set(Check.WAITING);
    int mine = ++run;
    Account candidate = account.get();
    Secret<String> secret = Secret.of(password.get());
    start(
        mine,
        () -> {
          services.checkIncoming(candidate, secret);
          return candidate;
        },
        ok -> {
          incomingCheck.set(Check.ACCEPTED);
          checkOutgoing(mine, candidate, secret);
        },
        e -> refused(e, true));
  }

  private void checkOutgoing(int mine, Account candidate, Secret<String> secret) {
    outgoingCheck.set(Check.RUNNING);
    start(
        mine,
        () -> {
          services.checkOutgoing(candidate, secret);
          return candidate;
        },
        ok -> {
          outgoingCheck.set(Check.ACCEPTED);
          store(mine, candidate, secret);
        },
        e -> refused(e, false));
  }

  private void store(int mine, Account candidate, Secret<String> secret) {
    start(
        mine,
        () -> services.add(candidate, secret),
        added -> {
          password.set("");
          step.set(Step.DONE);
          onAdded.accept(added);
        },
        e -> refused(e, true));
  }

  /// Stores it unchecked: offered only without a network.
  public void addAnyway() {
    account().ifPresent(candidate -> store(++run, candidate, Secret.of(password.get())));
  }

  public void cancel() {
    run++;
    Thread busy = worker;
    if (busy != null) {
      busy.interrupt();
    }
    if (step.get() == Step.SEARCHING) {
      step.set(Step.ADDRESS);
    } else if (step.get() == Step.CHECKING) {
      step.set(Step.SETTINGS);
    }
    incomingCheck.set(Check.WAITING);
    outgoingCheck.set(Check.WAITING);
  }

  /// The user looked at the certificate and trusts it for this server.
  public void trust(CertificateDetails certificate) {
    start(
        ++run,
        () -> {
          services.trust(certificate);
          return certificate;
        },
        done -> add(),
        e -> refused(e, true));
  }

  private void refused(Exception e, boolean in) {
    (in ? incomingCheck : outgoingCheck).set(Check.REFUSED);
    step.set(Step.SETTINGS);
    ServerSettings server =
        (in ? incoming : outgoing).settings(address()).orElseThrow(IllegalStateException::new);
    Explanation explanation =
        services.explain(e, server.host() + ":" + server.port(), words.locale());
    executor.load(
        () -> new Hint(services.offline(), services.certificate(e, server)),
        hint -> failure.set(new Failure(explanation, helpFor(e, hint), in, hint.certificate())),
        x -> failure.set(new Failure(explanation, Help.TRY_AGAIN, in, Optional.empty())));
  }

  private record Hint(boolean offline, Optional<CertificateDetails> certificate) {}

  private static Help helpFor(Exception e, Hint hint) {
    return switch (e) {
      case AuthRejected a -> a.isAboutPassword() ? Help.EDIT_PASSWORD : Help.EDIT_SERVER;
      case TlsFailed t when hint.certificate().isPresent() -> Help.SHOW_CERTIFICATE;
      case TlsFailed t -> Help.EDIT_SERVER;
      case ConnectFailed c when hint.offline() -> Help.ADD_ANYWAY;
      case ConnectFailed c when c.reason() == ConnectFailed.Reason.UNKNOWN_HOST -> Help.EDIT_SERVER;
      case ConnectFailed c when c.reason() == ConnectFailed.Reason.REFUSED -> Help.EDIT_SERVER;
      default -> Help.TRY_AGAIN;
    };
  }

  private boolean addressUsable() {
    String address = address();
    int at = address.indexOf('@');
    if (at <= 0 || at == address.length() - 1 || address.chars().anyMatch(c -> c <= ' ')) {
      fail(words.get(address.isEmpty() ? "address.missing" : "address.wrong"), Help.EDIT_ADDRESS);
      return false;
    }
    return true;
  }

  private boolean needsPassword() {
    return !(incoming.authProperty().get().equals("NONE")
        && outgoing.authProperty().get().equals("NONE"));
  }

  private void fail(String what, Help button) {
    failure.set(new Failure(new Explanation(what, "", ""), button, true, Optional.empty()));
  }

  private String address() {
    return email.get().strip();
  }

  private Optional<Account> account() {
    Optional<ServerSettings> in = incoming.settings(address());
    Optional<ServerSettings> out = outgoing.settings(address());
    if (in.isEmpty() || out.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Account.unsaved(lowerDomain(address()), name.get().strip(), in.get(), out.get())
            .withLeaveOnServer(leave.get()));
  }

  private static String lowerDomain(String address) {
    int at = address.lastIndexOf('@');
    return address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
  }

  /// Runs on a worker; what was cancelled meanwhile is dropped.
  private <T> void start(int mine, Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
    executor.load(
        () -> {
          worker = Thread.currentThread();
          try {
            return work.call();
          } finally {
            worker = null;
          }
        },
        result -> {
          if (mine == run) {
            done.accept(result);
          }
        },
        e -> {
          if (mine == run) {
            failed.accept(e);
          }
        });
  }

  /// Blocking work.
  @FunctionalInterface
  private interface Work<T> {
    T call() throws Exception;
  }
}
