package app.paloma.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.Flags;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFilesTest {
  private static final Instant WHEN = Instant.parse("2026-11-20T10:00:00Z");
  private static final List<String> MESSAGES =
      List.of(
          "Subject: a\r\n\r\nFrom here on\r\n>From there\r\n\r\n",
          "Subject: b\n\nno line end",
          "Subject: c\n\nFrom me Fri Nov 20 10:00:00 2026\n\n\n",
          "",
          "Subject: d\r\n\r\nlast\r\n");

  @TempDir Path directory;

  private static List<String> read(Path path) throws IOException {
    List<String> found = new ArrayList<>();
    MailFiles.read(path, m -> found.add(new String(m.octets(), StandardCharsets.ISO_8859_1)));
    return found;
  }

  @Test
  void whatIsNoMailIsNotTakenForAMessage() throws Exception {
    Path program = directory.resolve("program");
    Files.write(program, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, '\n', 'a', ':', 'b'});
    assertThatThrownBy(() -> read(program)).hasMessageContaining("program is no mail message");
    Files.writeString(directory.resolve("note.eml"), "just words\nand: more\n");
    Files.writeString(directory.resolve("real.eml"), "\ufeffSubject: x\n\nhi\n");
    List<String> found = new ArrayList<>();
    assertThatThrownBy(() -> MailFiles.read(directory, m -> found.add("one")))
        .hasMessageContaining("note.eml");
    assertThat(found).hasSize(1);
  }

  @Test
  void whatIsWrittenToAnMboxIsReadOctetForOctet() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String message : MESSAGES) {
      byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
      Mbox.write(out, WHEN, new ByteArrayInputStream(octets));
    }
    Path file = Files.write(directory.resolve("box"), out.toByteArray());
    assertThat(read(file)).isEqualTo(MESSAGES);
  }

  @Test
  void anMboxOfAnotherProgramIsRead() throws Exception {
    String mbox =
        "From ana@example.org Fri Nov  6 10:00:00 2026\nSubject: 1\n\none\n\n"
            + "From bob@example.org  Fri Nov 20 10:00:00 2026\nSubject: 2\n\n>From two\n";
    List<ArchivedMessage> found = new ArrayList<>();
    Mbox.read(new ByteArrayInputStream(mbox.getBytes(StandardCharsets.US_ASCII)), found::add);
    assertThat(found).hasSize(2);
    assertThat(new String(found.get(0).octets(), StandardCharsets.US_ASCII))
        .isEqualTo("Subject: 1\n\none\n");
    assertThat(new String(found.get(1).octets(), StandardCharsets.US_ASCII)).contains("\nFrom two");
    assertThat(found.get(0).received()).contains(Instant.parse("2026-11-06T10:00:00Z"));
  }

  @Test
  void aMaildirKeepsOctetsAndFlags() throws Exception {
    Path maildir = directory.resolve("maildir");
    byte[] octets = MESSAGES.getFirst().getBytes(StandardCharsets.ISO_8859_1);
    Maildir.write(
        maildir, 7, Flags.of(Flags.SEEN | Flags.FLAGGED), WHEN, new ByteArrayInputStream(octets));
    List<ArchivedMessage> found = new ArrayList<>();
    MailFiles.read(maildir, found::add);
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().octets()).isEqualTo(octets);
    assertThat(found.getFirst().flags().bits()).isEqualTo(Flags.SEEN | Flags.FLAGGED);
    assertThat(found.getFirst().received()).contains(WHEN);
  }
}
