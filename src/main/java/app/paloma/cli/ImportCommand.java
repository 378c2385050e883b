package app.paloma.cli;

import app.paloma.archive.ArchivedMessage;
import app.paloma.archive.MailFiles;
import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma import`: mbox, Maildir, .eml and folders of them, octet for octet.
@Command(name = "import", description = "Take in mbox, Maildir, .eml files or folders of them.")
final class ImportCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "PATH", arity = "1..*")
  List<Path> paths;

  @Option(names = "--mailbox", required = true, paramLabel = "M")
  String name;

  @Option(names = "--account", paramLabel = "EMAIL", description = "Only this account.")
  String email;

  private int imported;

  @Override
  public Integer call() {
    if (paths.stream().noneMatch(Files::exists)) {
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "no_mail_file", paths.getFirst());
    }
    Session session = paloma.session();
    Account account = session.accountOrDefault(email);
    Mailbox mailbox =
        session
            .mailbox(account, name)
            .orElseGet(
                () -> session.services().store().actions().createMailbox(account.id(), name));
    int status = ExitStatus.DONE;
    for (Path path : paths) {
      if (!Files.exists(path)) {
        session.output().trouble("no_mail_file", path);
        status = ExitStatus.PARTLY;
        continue;
      }
      try {
        MailFiles.read(path, message -> take(session, mailbox, message));
      } catch (IOException e) {
        paloma.failed(e);
        status = ExitStatus.PARTLY;
      }
    }
    session.output().progress(Words.count("imported", imported, mailbox.name()));
    return status;
  }

  private void take(Session session, Mailbox mailbox, ArchivedMessage message) {
    var index = session.services().reader().index(message.octets(), true);
    Instant when = index.date().or(message::received).orElseGet(Instant::now);
    session
        .services()
        .store()
        .messages()
        .append(mailbox.id(), message.flags(), when, index, message.octets());
    imported++;
  }
}
