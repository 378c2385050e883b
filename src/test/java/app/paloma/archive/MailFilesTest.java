package app.paloma.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

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
    List<String> none = List.of("program", "notes.eml", "letter", "empty.eml", "folder.mbox");
    byte[] program = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, '\n', 'a', ':', 'b'};
    Files.write(directory.resolve("program"), program);
    Files.writeString(directory.resolve("notes.eml"), "just words\n\nand: more\n");
    Files.writeString(directory.resolve("letter"), "From here on\n\nDear Ana:\n");
    Files.writeString(directory.resolve("empty.eml"), "");
    Files.writeString(directory.resolve("folder.mbox"), "PK\3\4");
    Files.writeString(directory.resolve(".hidden"), "x");
    for (String name : none) {
      Path file = directory.resolve(name);
      assertThat(MailFiles.read(file, m -> fail(name))).containsExactly(file);
    }
    Files.writeString(directory.resolve("real.eml"), "\ufeffSubject: x\n\nhi\n");
    Files.writeString(directory.resolve("odd.eml"), "\r\n> no field\r\nSubject: y\r\n\r\nhi\r\n");
    Files.writeString(directory.resolve("binary.eml"), "Subject: z\r\n\r\na\0b\r\n");
    Files.writeString(directory.resolve("hole.eml"), "Subject: a\0b\n\nhi\n");
    List<String> found = new ArrayList<>();
    assertThat(MailFiles.read(directory, m -> found.add("one")))
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(none);
    assertThat(found).hasSize(4);
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
