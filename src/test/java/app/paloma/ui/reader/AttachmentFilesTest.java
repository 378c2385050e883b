package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageContent.Attachment;
import app.paloma.mime.MessageReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;

class AttachmentFilesTest {
  private static final String MESSAGE =
      """
      Subject: plan
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b

      Here it is.
      --b
      Content-Type: text/plain
      Content-Disposition: attachment; filename=plan.txt

      the plan
      --b--
      """;

  private static boolean isProtected(Path file) throws IOException {
    // The rights where there are some: the superuser may write in spite of them.
    PosixFileAttributeView rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return rights == null
        ? !Files.isWritable(file)
        : !rights.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void whatIsOpenedIsWriteProtectedAndWhatIsDraggedOutIsTheUsersOwn() throws Exception {
    byte[] octets = MESSAGE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    Attachment attachment = new MessageReader().read(octets).attachments().getFirst();
    AttachmentFiles files = new AttachmentFiles();
    Path opened = files.forOpening(attachment);
    assertThat(isProtected(opened)).isTrue();
    Path dragged = files.forDragging(attachment);
    assertThat(isProtected(dragged)).isFalse();
    assertThat(Files.readString(dragged)).contains("the plan");
    assertThat(isProtected(files.forOpening(attachment))).isTrue();
  }
}
