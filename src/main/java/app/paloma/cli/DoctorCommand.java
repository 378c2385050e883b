package app.paloma.cli;

import app.paloma.diagnosis.ConnectionDoctor.Stage;
import app.paloma.model.Account;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.security.CredentialStore;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma doctor`: looks at servers step by step, a line a stage.
@Command(
    name = "doctor",
    description = "Look at the servers step by step, and say at which step one fails.")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(
      paramLabel = "EMAIL|URL",
      arity = "0..1",
      description = "An account, or a server such as imaps://ana@mail.example.org; else all.")
  String subject;

  @Mixin ServerAccess access;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  private int status = ExitStatus.DONE;
  private String last = "";

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    if (subject != null && subject.contains("://")) {
      ServerSettings server = ServerSettings.parse(subject);
      examine(session, server, access.caPem(session, server), access.password(session, server));
      return status;
    }
    for (Account account : session.accounts(subject)) {
      for (ServerSettings server : new ServerSettings[] {account.incoming(), account.outgoing()}) {
        Optional<Secret<String>> password =
            server.needsCredentials()
                ? session
                    .services()
                    .credentials()
                    .find(CredentialStore.service(server), server.user())
                : Optional.empty();
        examine(session, server, account.caPem(), password);
      }
    }
    return status;
  }

  private void examine(
      Session session,
      ServerSettings server,
      Optional<String> caPem,
      Optional<Secret<String>> password) {
    session
        .services()
        .doctor()
        .examine(server, caPem, password, Locale.getDefault(), stage -> print(session, stage));
  }

  private void print(Session session, Stage stage) {
    if (!stage.ok()) {
      status = ExitStatus.PARTLY;
    }
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("server", stage.server());
      row.put("stage", stage.stage());
      row.put("ok", stage.ok());
      row.put("ms", stage.ms());
      row.put("detail", stage.detail());
      row.put("advice", stage.advice());
      session.output().json(row);
      return;
    }
    if (!stage.server().equals(last)) {
      session.output().line(Output.printable(stage.server()));
      last = stage.server();
    }
    session
        .output()
        .line(
            Output.printable(
                String.format(
                    Locale.ROOT,
                    "  %-6s  %-12s  %5d ms  %s",
                    Words.get(stage.ok() ? "ok" : "failed"),
                    stage.stage(),
                    stage.ms(),
                    stage.detail())));
    if (!stage.advice().isEmpty()) {
      session.output().line(Output.printable("          try: " + stage.advice()));
    }
  }
}
