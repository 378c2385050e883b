package app.paloma.cli;

import static app.paloma.archive.MailFiles.isNamedLikeMail;

import app.paloma.archive.ArchivedMessage;
import app.paloma.archive.MailFiles;
import app.paloma.model.Account;
import app.paloma.model.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma import`: mbox, Maildir, .eml and folders of them, octet for octet.
@Command(name = "import", description = "Take in mbox, Maildir, .eml files or folders of them.")
final class ImportCommand implements Callable<Integer> {
  /// So many of the files that were left out are named.
  private static final int NAMED = 5;

  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "PATH", arity = "1..*")
  List<Path> paths;

  @Option(names = "--mailbox", required = true, paramLabel = "M")
  String name;

  @Option(names = "--account", paramLabel = "EMAIL", description = "Only this account.")
  String email;

  private int imported;

  /// Made for the first message.
  private Mailbox mailbox;

  @Override
  public Integer call() {
    if (paths.stream().noneMatch(Files::exists)) {
      throw CommandFailed.of(ExitStatus.NOT_FOUND, "no_mail_file", paths.getFirst());
    }
    Session session = paloma.session();
    Account account = session.accountOrDefault(email);
    ArrayList<Path> leftOut = new ArrayList<>();
    int status = ExitStatus.DONE;
    for (Path path : paths) {
      if (!Files.exists(path)) {
        session.output().trouble("no_mail_file", path);
        status = ExitStatus.PARTLY;
        continue;
      }
      try {
        leftOut.addAll(MailFiles.read(path, message -> take(session, account, message)));
      } catch (IOException e) {
        paloma.failed(e);
        status = ExitStatus.PARTLY;
      }
    }
    if (imported == 0 && status == ExitStatus.DONE && !leftOut.isEmpty()) {
      throw CommandFailed.of(ExitStatus.USAGE, "no_mail", leftOut.getFirst());
    }
    if (!leftOut.isEmpty()) {
      session.output().progress(Words.count("left_out", leftOut.size(), names(leftOut)));
      boolean meant = leftOut.stream().anyMatch(f -> paths.contains(f) || isNamedLikeMail(f));
      status = meant ? ExitStatus.PARTLY : status;
    }
    String shown = mailbox == null ? name : mailbox.name();
    session.output().progress(Words.count("imported", imported, shown));
    return status;
  }

  private static String names(List<Path> files) {
    return files.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "))
        + (files.size() > NAMED ? ", …" : "");
  }

  private void take(Session session, Account account, ArchivedMessage message) {
    if (mailbox == null) {
      mailbox =
          session
              .mailbox(account, name)
              .orElseGet(
                  () -> session.services().store().actions().createMailbox(account.id(), name));
    }
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
