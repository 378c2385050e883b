package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.model.MailboxRights;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.Quota;
import app.paloma.protocol.imap.types.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Commands about mailboxes as such (RFC 9051 §6.3, RFC 6154, 9208, 4314).
final class MailboxCommands {
  private final ImapSession session;

  MailboxCommands(ImapSession session) {
    this.session = session;
  }

  /// SIZE and MAILBOXID are left out: a server may have to open every message for the one, and
  /// Cyrus 3.6 fills the other with what happens to be in its memory.
  MailboxStatus status(MailboxName mailbox) throws MailException {
    StringBuilder items = new StringBuilder("MESSAGES UIDNEXT UIDVALIDITY UNSEEN");
    if (session.has("CONDSTORE") || session.has("QRESYNC")) {
      items.append(" HIGHESTMODSEQ");
    }
    return status(mailbox, items.toString());
  }

  /// RFC 8438, where the server has it.
  OptionalLong size(MailboxName mailbox) throws MailException {
    long size = session.has("STATUS=SIZE") ? status(mailbox, "SIZE").size() : -1;
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private MailboxStatus status(MailboxName mailbox, String items) throws MailException {
    MailboxStatus[] told = {MailboxStatus.UNKNOWN};
    CommandWriter command =
        session.writer().raw("STATUS ").mailbox(mailbox).raw(" (" + items + ")");
    session.execute(
        "STATUS",
        command,
        response -> {
          if (response instanceof Response.StatusData(MailboxName name, MailboxStatus status)
              && (name.raw().equals(mailbox.raw()) || name.isInbox() && mailbox.isInbox())) {
            told[0] = status;
            return true;
          }
          return false;
        });
    return told[0];
  }

  void create(MailboxName mailbox, MailboxRole role) throws MailException {
    CommandWriter command = session.writer().raw("CREATE ").mailbox(mailbox);
    String use =
        switch (role) {
          case DRAFTS -> "\\Drafts";
          case SENT -> "\\Sent";
          case ARCHIVE -> "\\Archive";
          case JUNK -> "\\Junk";
          case TRASH -> "\\Trash";
          case ALL -> "\\All";
          case FLAGGED -> "\\Flagged";
          case INBOX, NONE -> "";
        };
    if (!use.isEmpty() && session.has("CREATE-SPECIAL-USE")) {
      command.raw(" (USE (" + use + "))");
    }
    session.execute("CREATE", command, ImapSession.Taker.NOTHING);
  }

  void simple(String name, MailboxName mailbox) throws MailException {
    session.execute(
        name, session.writer().raw(name + " ").mailbox(mailbox), ImapSession.Taker.NOTHING);
  }

  void rename(MailboxName from, MailboxName to) throws MailException {
    session.execute(
        "RENAME",
        session.writer().raw("RENAME ").mailbox(from).raw(" ").mailbox(to),
        ImapSession.Taker.NOTHING);
  }

  List<Quota> quota(MailboxName mailbox) throws MailException {
    if (!session.has("QUOTA")) {
      return List.of();
    }
    ArrayList<Quota> quotas = new ArrayList<>();
    session.execute(
        "GETQUOTAROOT",
        session.writer().raw("GETQUOTAROOT ").mailbox(mailbox),
        response -> {
          if (response instanceof Response.QuotaData(Quota quota)) {
            quotas.add(quota);
            return true;
          }
          return response instanceof Response.QuotaRootData;
        });
    return List.copyOf(quotas);
  }

  Optional<MailboxRights> myRights(MailboxName mailbox) throws MailException {
    if (!session.has("ACL")) {
      return Optional.empty();
    }
    MailboxRights[] told = new MailboxRights[1];
    session.execute(
        "MYRIGHTS",
        session.writer().raw("MYRIGHTS ").mailbox(mailbox),
        response -> {
          if (response
              instanceof Response.MyRightsData(MailboxName ignored, MailboxRights rights)) {
            told[0] = rights;
            return true;
          }
          return false;
        });
    return Optional.ofNullable(told[0]);
  }
}
