package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `paloma show` of a message that was sent tells what became of it.
class ShowReportsTest {
  @TempDir Path folder;

  @Test
  void aReadReceiptIsToldOfTheMessageThatWasRead() throws Exception {
    Path profile = folder.resolve("profile");
    Path sent =
        Files.writeString(
            folder.resolve("sent.eml"),
            """
            From: Alice <alice@example.test>
            To: bob@example.net
            Subject: lunch
            Message-ID: <lunch@example.test>

            hello
            """);
    Path receipt =
        Files.writeString(
            folder.resolve("receipt.eml"),
            """
            From: Bob <bob@example.net>
            To: alice@example.test
            Subject: Read: lunch
            References: <lunch@example.test>
            Message-ID: <receipt@example.net>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

            --b
            Content-Type: text/plain

            Your message was displayed.
            --b
            Content-Type: message/disposition-notification

            Final-Recipient: rfc822;bob@example.net
            Original-Message-ID: <lunch@example.test>
            Disposition: manual-action/MDN-sent-manually; displayed

            --b--
            """);
    CommandLineRun.addAccount(profile, "alice@example.test", "pop3://alice@localhost:1?tls=none");
    String inbox = "INBOX";
    CommandLineRun.of(profile, "import", sent.toString(), "--mailbox", inbox);
    CommandLineRun.of(profile, "import", receipt.toString(), "--mailbox", inbox);
    assertThat(CommandLineRun.of(profile, "show", "1").text())
        .contains("Subject: lunch\nReport: bob@example.net displayed\n\nhello");
    assertThat(CommandLineRun.of(profile, "show", "1", "--json").rows().getFirst().get("reports"))
        .asString()
        .contains("address=bob@example.net", "action=displayed");
  }
}
