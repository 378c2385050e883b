package app.paloma.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.paloma.model.Flags;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.codec.Frame;
import app.paloma.protocol.imap.codec.ResponseParser;
import app.paloma.protocol.imap.types.*;
import app.paloma.testing.DovecotServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What imaptest expects of a server, against what this client reads from one.
@Tag("server")
class ImaptestOracleTest {
  @Test
  void envelopesAreWhatImaptestExpects() throws Exception {
    String place = System.getProperty("paloma.corpora", "");
    assumeTrue(!place.isEmpty(), "paloma.corpora is not set");
    Path folder = Path.of(place, "imap-imaptest", "src", "tests");
    assumeTrue(Files.isDirectory(folder), "imap-imaptest is not among the corpora");
    List<Envelope> expected = new ArrayList<>();
    ResponseParser parser = new ResponseParser();
    for (String line : Files.readAllLines(folder.resolve("fetch-envelope"))) {
      if (line.startsWith("* ") && !line.contains("$")) {
        byte[] octets = line.getBytes(StandardCharsets.ISO_8859_1);
        if (parser.parse(Frame.of(octets)) instanceof Response.Fetch(FetchData data)) {
          expected.add(data.envelope());
        }
      }
    }
    List<Envelope> got = new ArrayList<>();
    try (DovecotServer server = DovecotServer.start();
        ImapClient client =
            Clients.open(
                server.imapUrl("alice"), server.caPem(), Clients.OPTIONS, ImapListener.NONE)) {
      MailboxName box = client.mailboxName("Oracle");
      client.create(box, MailboxRole.NONE);
      for (byte[] message : mbox(folder.resolve("fetch-envelope.mbox"))) {
        client.append(box, AppendMessage.of(Flags.NONE, null, message));
      }
      client.select(box, java.util.Optional.empty());
      client.fetch(
          client.uidSearchAll(),
          FetchRequest.of(FetchAttribute.ENVELOPE, FetchAttribute.BODYSTRUCTURE),
          data -> {
            got.add(data.envelope());
            assertThat(data.bodyStructure()).isNotNull();
          });
    }
    assertThat(expected).hasSizeGreaterThan(3);
    assertThat(got).hasSize(expected.size());
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i)).as("message " + (i + 1)).isEqualTo(expected.get(i));
    }
  }

  private static List<byte[]> mbox(Path file) throws java.io.IOException {
    List<byte[]> messages = new ArrayList<>();
    ByteArrayOutputStream message = null;
    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\r?\n", -1)) {
      if (line.startsWith("From ")) {
        if (message != null) {
          messages.add(message.toByteArray());
        }
        message = new ByteArrayOutputStream();
      } else if (message != null) {
        message.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    if (message != null) {
      messages.add(message.toByteArray());
    }
    return messages;
  }
}
