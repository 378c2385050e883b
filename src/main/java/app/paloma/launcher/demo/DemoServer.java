package app.paloma.launcher.demo;

import app.paloma.model.Account;
import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailProtocol;
import app.paloma.model.ServerSettings;
import com.icegreen.greenmail.imap.AuthorizationException;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/// The demo's mail server on loopback. Mail to anybody at `paloma.example` arrives; mail to others
/// is kept inside as well, for nothing may leave.
public final class DemoServer implements AutoCloseable {
  public static final String ADDRESS = "ana.torres@paloma.example";
  public static final String NAME = "Ana Torres";
  public static final String PASSWORD = "demo";
  private static final List<String> MAILBOXES =
      List.of("Drafts", "Sent", "Archive", "Junk", "Trash", "Proyectos", "Viajes 2026");

  private final GreenMail server;

  private DemoServer(GreenMail server) {
    this.server = server;
  }

  /// Starts it on free ports and fills it.
  public static DemoServer start(Instant now) {
    ServerSetup imap = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP);
    ServerSetup smtp = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    GreenMail server = new GreenMail(new ServerSetup[] {imap, smtp});
    server.start();
    try {
      GreenMailUser user = server.getUserManager().createUser(ADDRESS, ADDRESS, PASSWORD);
      var host = server.getManagers().getImapHostManager();
      for (String name : MAILBOXES) {
        host.createMailbox(user, name);
      }
      Session session = Session.getInstance(new Properties());
      for (DemoMail.Message message : DemoMail.of(NAME, ADDRESS, now)) {
        MailFolder folder =
            message.mailbox().equals("INBOX")
                ? host.getInbox(user)
                : host.getFolder(user, message.mailbox());
        folder.appendMessage(
            new MimeMessage(session, new ByteArrayInputStream(message.octets())),
            flags(message),
            Date.from(message.date()));
      }
    } catch (UserException | FolderException | AuthorizationException | MessagingException e) {
      server.stop();
      throw new IllegalStateException("the demo's mailbox cannot be filled", e);
    }
    return new DemoServer(server);
  }

  private static jakarta.mail.Flags flags(DemoMail.Message message) {
    jakarta.mail.Flags flags = new jakarta.mail.Flags();
    if (message.flags().isSeen()) {
      flags.add(jakarta.mail.Flags.Flag.SEEN);
    }
    if (message.flags().isFlagged()) {
      flags.add(jakarta.mail.Flags.Flag.FLAGGED);
    }
    if (message.flags().has(app.paloma.model.Flags.ANSWERED)) {
      flags.add(jakarta.mail.Flags.Flag.ANSWERED);
    }
    return flags;
  }

  /// Puts messages into a new mailbox.
  public void fill(String mailbox, List<byte[]> messages) {
    try {
      GreenMailUser user = server.getUserManager().getUser(ADDRESS);
      MailFolder folder = server.getManagers().getImapHostManager().createMailbox(user, mailbox);
      Session session = Session.getInstance(new Properties());
      for (byte[] octets : messages) {
        folder.appendMessage(
            new MimeMessage(session, new ByteArrayInputStream(octets)),
            new jakarta.mail.Flags(),
            Date.from(Instant.now()));
      }
    } catch (FolderException | AuthorizationException | MessagingException e) {
      throw new IllegalStateException("the mailbox cannot be filled", e);
    }
  }

  /// The account that opens this server.
  public Account account() {
    return Account.unsaved(
        ADDRESS,
        NAME,
        settings(MailProtocol.IMAP, server.getImap().getPort()),
        settings(MailProtocol.SMTP, server.getSmtp().getPort()));
  }

  private static ServerSettings settings(MailProtocol protocol, int port) {
    return new ServerSettings(protocol, "127.0.0.1", port, ConnectionSecurity.NONE, ADDRESS, "");
  }

  @Override
  public void close() {
    server.stop();
  }
}
