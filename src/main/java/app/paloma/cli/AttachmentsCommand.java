package app.paloma.cli;

import app.paloma.mime.MessageContent;
import app.paloma.model.MessageId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma attachments`: saves them, never outside the directory, never over a file.
@Command(name = "attachments", description = "Save the attachments of messages.")
final class AttachmentsCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "ID", arity = "1..*")
  List<Long> ids;

  @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where to.")
  Path directory;

  @Override
  public Integer call() throws Exception {
    Session session = paloma.session();
    session.messages(ids);
    Session.folder(directory);
    for (long id : ids) {
      MessageId message = new MessageId(id);
      Contents.complete(session, message);
      for (MessageContent.Attachment attachment : Contents.read(session, message).attachments()) {
        session.output().line(save(attachment).toString());
      }
    }
    return ExitStatus.DONE;
  }

  /// Names are cleaned by the mime room; one that would still lead elsewhere is refused.
  private Path save(MessageContent.Attachment attachment) throws IOException {
    String name = attachment.name();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    for (int n = 1; ; n++) {
      String candidate = n == 1 ? name : stem + " (" + n + ")" + extension;
      Path target = directory.resolve(candidate).normalize();
      if (!directory.normalize().equals(target.getParent())
          && !directory.toAbsolutePath().normalize().equals(target.toAbsolutePath().getParent())) {
        throw CommandFailed.of(ExitStatus.PARTLY, "attachment_name", name);
      }
      Path part = Files.createTempFile(directory, ".paloma", ".part");
      try {
        try (InputStream in = attachment.open()) {
          Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        // Claims the name, which fails where it is taken (a link counts), then fills it.
        Files.createFile(target);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        return target;
      } catch (FileAlreadyExistsException e) {
        // The next number is tried.
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }
}
