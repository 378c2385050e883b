package app.paloma.protocol.imap;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Response.Condition;
import app.paloma.protocol.imap.types.ResponseCode;
import app.paloma.protocol.imap.types.StoreResult;
import app.paloma.protocol.imap.types.UidMapping;
import app.paloma.protocol.imap.types.UidSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What changes messages that are there: STORE, COPY, MOVE, UID EXPUNGE. Long sets go as several
/// commands, all sent before the first is answered.
final class MessageCommands {
  private static final Pattern NOT_KNOWN =
      Pattern.compile("(not|un)[ -]?(support|implement)|unknown command", Pattern.CASE_INSENSITIVE);

  private final ImapSession session;

  MessageCommands(ImapSession session) {
    this.session = session;
  }

  StoreResult store(UidSet uids, boolean add, Flags flags, long unchangedSince)
      throws MailException {
    UidSet modified = UidSet.EMPTY;
    if (flags.isEmpty()) {
      return new StoreResult(modified);
    }
    ArrayList<ImapSession.InFlight> sent = new ArrayList<>();
    for (UidSet chunk : uids.chunks(ImapClient.MAX_SET_OCTETS)) {
      var command = session.writer().raw("UID STORE ").set(chunk);
      if (unchangedSince >= 0) {
        command.raw(" (UNCHANGEDSINCE ").number(unchangedSince).raw(")");
      }
      command.raw(add ? " +FLAGS.SILENT " : " -FLAGS.SILENT ").flagList(flags.names());
      sent.add(session.send("STORE", command, ImapSession.Taker.NOTHING));
    }
    CommandRejected refusal = null;
    for (ImapSession.InFlight command : sent) {
      Response.Tagged reply = session.awaitReply(command);
      if (reply.code() instanceof ResponseCode.Modified(UidSet changed)) {
        modified = modified.plus(changed);
      } else if (reply.condition() != Condition.OK && refusal == null) {
        refusal = ImapSession.rejected("STORE", reply);
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    return new StoreResult(modified);
  }

  Optional<UidMapping> copyOrMove(String name, UidSet uids, MailboxName target)
      throws MailException {
    MappingTaker taker = new MappingTaker();
    ArrayList<ImapSession.InFlight> sent = new ArrayList<>();
    for (UidSet chunk : uids.chunks(ImapClient.MAX_SET_OCTETS)) {
      var command = session.writer().raw("UID " + name + " ").set(chunk).raw(" ").mailbox(target);
      sent.add(session.send(name, command, taker));
    }
    CommandRejected refusal = null;
    for (ImapSession.InFlight command : sent) {
      Response.Tagged reply = session.awaitReply(command);
      taker.note(reply.code());
      if (reply.condition() != Condition.OK && refusal == null) {
        refusal = ImapSession.rejected(name, reply);
        if (name.equals("MOVE") && isUnknown(reply)) {
          session.noticed(Quirk.MOVE_REFUSED);
        }
      }
    }
    if (refusal != null) {
      throw refusal;
    }
    return Optional.ofNullable(taker.mapping);
  }

  /// Whether the command is refused, and not what it was to do.
  private static boolean isUnknown(Response.Tagged reply) {
    return reply.condition() == Condition.BAD
        || (reply.code().name().isEmpty() && NOT_KNOWN.matcher(reply.text()).find());
  }

  void expunge(UidSet uids) throws MailException {
    ArrayList<ImapSession.InFlight> sent = new ArrayList<>();
    for (UidSet chunk : uids.chunks(ImapClient.MAX_SET_OCTETS)) {
      sent.add(
          session.send(
              "EXPUNGE",
              session.writer().raw("UID EXPUNGE ").set(chunk),
              ImapSession.Taker.NOTHING));
    }
    for (ImapSession.InFlight command : sent) {
      session.await(command);
    }
  }

  /// MOVE tells COPYUID in an untagged OK (RFC 6851 §4.3), COPY in the tagged one.
  private static final class MappingTaker implements ImapSession.Taker {
    private UidMapping mapping;

    @Override
    public boolean take(Response response) {
      return response instanceof Response.Status status && note(status.code());
    }

    boolean note(ResponseCode code) {
      if (!(code instanceof ResponseCode.CopyUid(UidMapping part))) {
        return false;
      }
      mapping = mapping == null ? part : mapping.plus(part);
      return true;
    }
  }
}
