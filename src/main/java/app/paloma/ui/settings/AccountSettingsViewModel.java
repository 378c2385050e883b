package app.paloma.ui.settings;

import app.paloma.diagnosis.ErrorText.Explanation;
import app.paloma.model.Account;
import app.paloma.model.LeaveOnServer;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailProtocol;
import app.paloma.model.OfflineLimits;
import app.paloma.model.Secret;
import app.paloma.model.SentCopy;
import app.paloma.model.ServerSettings;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import app.paloma.ui.accounts.AccountServices;
import app.paloma.ui.accounts.CertificateDetails;
import app.paloma.ui.accounts.ServerFormModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// One account's settings. Name, signature and choices apply at once; servers and password after
/// both servers accepted them. UI thread only.
public final class AccountSettingsViewModel {
  private static final Secret<String> NONE = Secret.of("");
  private final AccountServices services;
  private final UiExecutor executor;
  private final Messages words;
  private final StringProperty name = new SimpleStringProperty("");
  private final StringProperty signature = new SimpleStringProperty("");
  private final StringProperty password = new SimpleStringProperty("");
  private final ObjectProperty<SentCopy> sentCopy = new SimpleObjectProperty<>();
  private final ObjectProperty<LeaveOnServer> leave = new SimpleObjectProperty<>();
  private final ObjectProperty<OfflineLimits> offline =
      new SimpleObjectProperty<>(OfflineLimits.NONE);
  private final BooleanProperty direct = new SimpleBooleanProperty();
  private final ServerFormModel incoming;
  private final ServerFormModel outgoing;
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<CertificateDetails> certificate =
      new ReadOnlyObjectWrapper<>();
  private Account account;

  public AccountSettingsViewModel(
      Account account, AccountServices services, UiExecutor executor, Messages words) {
    this.account = account;
    this.services = services;
    this.executor = executor;
    this.words = words;
    incoming = new ServerFormModel(account.incoming().protocol());
    outgoing = new ServerFormModel(MailProtocol.SMTP);
    incoming.set(account.incoming());
    outgoing.set(account.outgoing());
    name.set(account.name());
    signature.set(account.signature());
    sentCopy.set(account.sentCopy());
    leave.set(account.leaveOnServer());
    sentCopy.addListener(o -> apply());
    leave.addListener(o -> apply());
    executor.load(
        () -> services.offlineLimits(account),
        known -> {
          offline.set(known);
          offline.addListener(o -> limitOffline());
        },
        this::failed);
    executor.load(
        () -> services.isDirect(account),
        known -> {
          direct.set(known);
          direct.addListener(o -> keepDirect());
        },
        this::failed);
  }

  private void failed(Exception e) {
    answer.set(text(services.explain(e, account.email(), words.locale())));
  }

  /// Whether its mail goes to the recipients' servers without an outgoing server; applies at once.
  public BooleanProperty directProperty() {
    return direct;
  }

  private void keepDirect() {
    boolean chosen = direct.get();
    executor.load(
        () -> {
          services.deliverDirectly(account, chosen);
          return chosen;
        },
        done -> {},
        this::failed);
  }

  public Account account() {
    return account;
  }

  public StringProperty nameProperty() {
    return name;
  }

  public StringProperty signatureProperty() {
    return signature;
  }

  /// A new password; empty leaves the old one.
  public StringProperty passwordProperty() {
    return password;
  }

  public ObjectProperty<SentCopy> sentCopyProperty() {
    return sentCopy;
  }

  /// Who may file the copy. By POP3 what a server files is never seen: finding out means that
  /// Paloma does it.
  public List<SentCopy> sentCopies() {
    if (account.incoming().protocol() != MailProtocol.POP3) {
      return List.of(SentCopy.values());
    }
    List<SentCopy> offered = new ArrayList<>(List.of(SentCopy.DETECT, SentCopy.NOBODY));
    switch (sentCopy.get()) {
      case PALOMA -> offered.set(0, SentCopy.PALOMA);
      case SERVER -> offered.add(SentCopy.SERVER);
      case DETECT, NOBODY -> {}
    }
    return offered;
  }

  public String name(SentCopy copy) {
    boolean pop3 = account.incoming().protocol() == MailProtocol.POP3;
    return words.get("sent-copy." + (pop3 && copy == SentCopy.DETECT ? SentCopy.PALOMA : copy));
  }

  public ObjectProperty<LeaveOnServer> leaveProperty() {
    return leave;
  }

  /// How much of its mail is kept here; applies at once.
  public ObjectProperty<OfflineLimits> offlineProperty() {
    return offline;
  }

  private void limitOffline() {
    OfflineLimits chosen = offline.get();
    executor.load(
        () -> {
          services.limitOffline(account, chosen);
          return chosen;
        },
        done -> {},
        this::failed);
  }

  public ServerFormModel incoming() {
    return incoming;
  }

  public ServerFormModel outgoing() {
    return outgoing;
  }

  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// How the last check went, in words.
  public ReadOnlyStringProperty answerProperty() {
    return answer.getReadOnlyProperty();
  }

  /// A certificate the last check stumbled over.
  public ReadOnlyObjectProperty<CertificateDetails> certificateProperty() {
    return certificate.getReadOnlyProperty();
  }

  /// Keeps what needs no server's consent.
  public void apply() {
    Account now = with(account.incoming(), account.outgoing());
    if (now.equals(account)) {
      return;
    }
    account = now;
    executor.load(
        () -> {
          services.update(now);
          return now;
        },
        done -> {},
        e -> answer.set(text(services.explain(e, now.email(), words.locale()))));
  }

  /// Checks servers and password, and keeps them when both servers accept.
  public void checkAndSave() {
    Optional<ServerSettings> in = incoming.settings(account.email());
    Optional<ServerSettings> out = outgoing.settings(account.email());
    if (in.isEmpty() || out.isEmpty()) {
      answer.set(words.get(in.isEmpty() ? "account.incoming-wrong" : "account.outgoing-wrong"));
      return;
    }
    busy.set(true);
    certificate.set(null);
    answer.set(words.get("account.checking"));
    Account now = with(in.get(), out.get());
    Optional<Secret<String>> typed =
        password.get().isEmpty() ? Optional.empty() : Optional.of(Secret.of(password.get()));
    executor.load(
        () -> {
          Optional<Secret<String>> knownIn = services.password(account.incoming());
          Optional<Secret<String>> knownOut = services.password(account.outgoing());
          boolean shared = knownOut.isEmpty() || knownOut.equals(knownIn);
          Secret<String> secretIn = typed.or(() -> knownIn).orElse(NONE);
          Secret<String> secretOut = shared ? secretIn : knownOut.get();
          services.checkIncoming(now, secretIn);
          services.checkOutgoing(now, secretOut);
          // A new server is a new place for the password, so it is stored again in any case.
          services.keepPassword(now.incoming(), secretIn);
          services.keepPassword(now.outgoing(), secretOut);
          services.update(now);
          services.resume(now);
          return now;
        },
        done -> {
          account = done;
          busy.set(false);
          password.set("");
          answer.set(words.get("account.saved"));
        },
        e -> refused(e, now));
  }

  private void refused(Exception e, Account tried) {
    busy.set(false);
    Explanation explanation = services.explain(e, tried.incoming().host(), words.locale());
    answer.set(text(explanation));
    if (e instanceof TlsFailed) {
      executor.load(
          () ->
              services
                  .certificate(e, tried.incoming())
                  .or(() -> services.certificate(e, tried.outgoing())),
          found -> certificate.set(found.orElse(null)),
          x -> {});
    }
  }

  public void trust(CertificateDetails details) {
    executor.load(
        () -> {
          services.trust(details);
          return details;
        },
        done -> checkAndSave(),
        e -> answer.set(text(services.explain(e, details.host(), words.locale()))));
  }

  /// Removes the account and its mail from this computer.
  public void remove(Runnable done) {
    executor.load(
        () -> {
          services.remove(account);
          return account;
        },
        removed -> done.run(),
        e -> answer.set(text(services.explain(e, account.email(), words.locale()))));
  }

  private Account with(ServerSettings in, ServerSettings out) {
    return new Account(
        account.id(),
        account.email(),
        name.get().strip(),
        in,
        out,
        leave.get(),
        account.caPem(),
        sentCopy.get(),
        signature.get());
  }

  private static String text(Explanation e) {
    return Stream.of(e.what(), e.why(), e.advice())
        .filter(s -> !s.isBlank())
        .collect(Collectors.joining(" "));
  }
}
