package app.paloma.cli;

import app.paloma.archive.Maildir;
import app.paloma.archive.Mbox;
import app.paloma.model.MailException;
import app.paloma.model.Mailbox;
import app.paloma.model.MessageSummary;
import app.paloma.store.ContentStore;
import app.paloma.store.MessageStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma export`: a mailbox as mbox, Maildir or .eml files, octet for octet, oldest first.
@Command(name = "export", description = "Write a mailbox as mbox, Maildir or .eml files.")
final class ExportCommand implements Callable<Integer> {
  private static final int BLOCK = 500;

  /// What is written.
  enum Format {
    mbox,
    maildir,
    eml
  }

  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "MAILBOX")
  String name;

  @Option(names = "--format", required = true, paramLabel = "mbox|maildir|eml")
  Format format;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description = "A new file, or a folder.")
  Path path;

  @Option(names = "--account", paramLabel = "EMAIL", description = "Only this account.")
  String email;

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    List<Mailbox> mailboxes = session.mailboxes(name, email);
    MessageStore.ListQuery query =
        new MessageStore.ListQuery(
            mailboxes.stream().map(Mailbox::id).toList(),
            false,
            false,
            false,
            false,
            MessageStore.SortBy.DATE,
            false);
    int status = ExitStatus.DONE;
    int written = 0;
    try (OutputStream out = open()) {
      for (int at = 0; ; at += BLOCK) {
        long[] ids = session.services().store().messages().ids(query, at, BLOCK);
        for (MessageSummary message : session.services().store().messages().summaries(ids)) {
          try {
            write(session, message, out);
            written++;
          } catch (MailException e) {
            status = Math.max(status, paloma.failed(e));
          }
        }
        if (ids.length < BLOCK) {
          break;
        }
      }
    }
    session.output().progress(Words.count("exported", written, path));
    return status;
  }

  private OutputStream open() throws IOException {
    if (format != Format.mbox) {
      Session.folder(path);
      return OutputStream.nullOutputStream();
    }
    try {
      return new BufferedOutputStream(
          Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "unwritable", path);
    } catch (FileAlreadyExistsException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "exists", path);
    }
  }

  private void write(Session session, MessageSummary message, OutputStream out)
      throws MailException, IOException {
    ContentStore contents = Contents.complete(session, message.id());
    try (InputStream in = contents.open(message.id())) {
      switch (format) {
        case mbox -> Mbox.write(out, message.date(), in);
        case maildir ->
            Maildir.write(path, message.id().value(), message.flags(), message.date(), in);
        case eml -> Files.copy(in, path.resolve(message.id() + ".eml"));
      }
    }
  }
}
