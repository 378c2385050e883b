package app.paloma.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.paloma.model.Flags;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.imap.types.AppendMessage;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.testing.DovecotServer;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// COMPRESS=DEFLATE (RFC 4978) with a real Dovecot. It is not used with this machine itself, so the
/// server is spoken to by another of its addresses.
@Tag("server")
class DovecotCompressTest {
  private static final String ZLIB =
      """
      listen = *
      protocol imap {
        mail_plugins = imap_zlib
      }
      """;

  private static Optional<String> outside() throws SocketException {
    return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress())
        .map(a -> a.getHostAddress())
        .findFirst();
  }

  @Test
  void whatIsSentAndFetchedCompressedIsTheSame() throws Exception {
    Optional<String> address = outside();
    assumeTrue(address.isPresent(), "this machine has no address but its own");
    byte[] large =
        ("Subject: large\r\n\r\n" + "the same words again and again\r\n".repeat(60_000))
            .getBytes(StandardCharsets.US_ASCII);
    try (DovecotServer server = DovecotServer.start(ZLIB)) {
      ServerSettings settings =
          ServerSettings.parse(
              "imap://alice@" + address.get() + ":" + server.imapPort() + "?tls=none");
      List<String> commands = Collections.synchronizedList(new ArrayList<>());
      var connection =
          Clients.connect(
              settings,
              server.caPem(),
              (time, protocol, who, direction, text) -> commands.add(direction + " " + text));
      try (ImapClient client =
          ImapClient.open(
              connection, settings, Secret.of("secret"), Clients.OPTIONS, ImapListener.NONE)) {
        assertThat(commands).anyMatch(c -> c.contains("Begin compression"));
        client.append(
            client.mailboxName("INBOX"), AppendMessage.of(Flags.NONE, Instant.now(), large));
        client.select(client.mailboxName("INBOX"), Optional.empty());
        byte[][] fetched = new byte[1][];
        client.fetch(
            UidSet.of(1),
            FetchRequest.of().with(Section.whole()),
            data -> fetched[0] = data.octets("").orElseThrow());
        assertThat(fetched[0]).hasSameSizeAs(large);
        assertThat(java.util.Arrays.equals(fetched[0], large)).isTrue();
        client.logout();
      }
    }
  }
}
