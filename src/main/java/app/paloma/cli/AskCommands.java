package app.paloma.cli;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.MailException;
import app.paloma.model.MailProtocol;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.send.Outbox;
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

/// `paloma verify` and `paloma expand`: what an SMTP server says about an address (RFC 5321 §3.5).
abstract class AskCommands implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description = "Such as smtp://mail.example.org:25?tls=none&auth=none.")
  String url;

  @Mixin ServerAccess access;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  /// `paloma verify`.
  @Command(name = "verify", description = "Ask an SMTP server whether it knows an address (VRFY).")
  static final class Verify extends AskCommands {
    @Parameters(paramLabel = "ADDRESS")
    String address;

    @Override
    public Integer call() throws Exception {
      return ask(address, true);
    }
  }

  /// `paloma expand`.
  @Command(name = "expand", description = "Ask an SMTP server who is on a list (EXPN).")
  static final class Expand extends AskCommands {
    @Parameters(paramLabel = "LIST")
    String list;

    @Override
    public Integer call() throws Exception {
      return ask(list, false);
    }
  }

  final int ask(String subject, boolean verify) throws Exception {
    if (subject.isBlank() || subject.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw CommandFailed.of(ExitStatus.USAGE, "not_address", subject);
    }
    ServerSettings server = ServerSettings.parse(url);
    if (server.protocol() != MailProtocol.SMTP) {
      throw CommandFailed.of(ExitStatus.USAGE, "only_smtp");
    }
    Session session = paloma.session();
    Optional<Secret<String>> password = access.password(session, server);
    if (password.isEmpty() && server.needsCredentials() && !server.user().isEmpty()) {
      throw CommandFailed.of(ExitStatus.CREDENTIALS, "password_for", server.user());
    }
    Optional<String> caPem = access.caPem(session, server);
    Outbox outbox = session.services().outbox();
    Outbox.Answer answer;
    try {
      answer =
          verify
              ? outbox.verify(server, caPem, password, subject)
              : outbox.expand(server, caPem, password, subject);
    } catch (MailException e) {
      throw new ServerFailed(server.host() + ":" + server.port(), e);
    }
    print(session, subject, answer);
    return answer.code() / 100 == 2 ? ExitStatus.DONE : ExitStatus.PARTLY;
  }

  private void print(Session session, String subject, Outbox.Answer answer) {
    ErrorText.Explanation words =
        ErrorText.explainReply(
            answer.code(), answer.enhanced(), answer.text(), Locale.getDefault());
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("address", subject);
      row.put("code", answer.code());
      row.put("enhanced", answer.enhanced());
      row.put("text", answer.text());
      row.put("addresses", answer.addresses());
      session.output().json(row);
    } else {
      answer
          .text()
          .lines()
          .forEach(line -> session.output().line(Output.printable(answer.code() + " " + line)));
      answer.addresses().forEach(a -> session.output().line(Output.printable("  " + a)));
    }
    if (answer.code() / 100 != 2) {
      if (answer.code() == 500 || answer.code() == 502) {
        session.output().trouble("not_told", subject);
      } else {
        session.output().error(subject + ": " + words.what(), words.advice());
      }
    }
  }
}
