package app.paloma.protocol.imap;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.QresyncState;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.ResponseCode;
import app.paloma.protocol.imap.types.SelectResult;
import app.paloma.protocol.imap.types.UidSet;
import java.util.ArrayList;
import java.util.Optional;

/// SELECT and EXAMINE (RFC 9051 §6.3.2), with CONDSTORE or QRESYNC (RFC 7162 §3.1.8, §3.2.5).
final class Selecting {
  private final ImapSession session;
  private final boolean qresync;
  private MailboxName selected;

  Selecting(ImapSession session, boolean qresync) {
    this.session = session;
    this.qresync = qresync;
  }

  Optional<MailboxName> selected() {
    return Optional.ofNullable(selected);
  }

  void left() {
    selected = null;
  }

  SelectResult select(String name, MailboxName mailbox, Optional<QresyncState> known)
      throws MailException {
    boolean parameters = !session.shows(Quirk.SELECT_PARAMETERS_REFUSED);
    boolean resync = parameters && qresync && known.isPresent() && known.get().modSeq() > 0;
    boolean condstore = parameters && (session.has("CONDSTORE") || session.has("QRESYNC"));
    try {
      return select(name, mailbox, resync ? known : Optional.empty(), condstore);
    } catch (CommandRejected e) {
      if (e.getMessage().contains("Unsafe Login") && !session.shows(Quirk.ID_BEFORE_SELECT)) {
        session.noticed(Quirk.ID_BEFORE_SELECT);
        session.awaitReply(session.send("ID", SessionSetup.id(session), ImapSession.Taker.NOTHING));
        return select(name, mailbox, known);
      }
      boolean grammar = e.detailCode().isEmpty() || e.detailCode().equals("CLIENTBUG");
      if (!resync && !condstore || !grammar) {
        throw e;
      }
      SelectResult plain = select(name, mailbox, Optional.empty(), false);
      session.noticed(Quirk.SELECT_PARAMETERS_REFUSED);
      return plain;
    }
  }

  /// EXAMINE without waiting for its answer, for servers without CONDSTORE.
  PendingExamine startExamine(MailboxName mailbox) throws MailException {
    selected = null;
    Selected taker = new Selected(false);
    ImapSession.InFlight sent =
        session.send("EXAMINE", session.writer().raw("EXAMINE ").mailbox(mailbox), taker);
    return () -> {
      selected = null;
      Response.Tagged reply = session.await(sent);
      selected = mailbox;
      return taker.result(mailbox, "EXAMINE", reply.code(), Optional.empty());
    };
  }

  private SelectResult select(
      String name, MailboxName mailbox, Optional<QresyncState> known, boolean condstore)
      throws MailException {
    CommandWriter command = session.writer().raw(name + " ").mailbox(mailbox);
    if (known.isPresent()) {
      QresyncState state = known.get();
      command.raw(" (QRESYNC (").number(state.uidValidity()).raw(" ").number(state.modSeq());
      // A set too long for a command only narrows the answer; without it nothing is missed.
      if (!state.knownUids().isEmpty()
          && state.knownUids().toString().length() <= ImapClient.MAX_SET_OCTETS) {
        command.raw(" ").set(state.knownUids());
      }
      command.raw("))");
    } else if (condstore) {
      command.raw(" (CONDSTORE)");
    }
    boolean awaitClosed = selected != null && qresync;
    Selected taker = new Selected(awaitClosed);
    selected = null;
    Response.Tagged reply = session.execute(name, command, taker);
    selected = mailbox;
    return taker.result(mailbox, name, reply.code(), known);
  }

  private static final class Selected implements ImapSession.Taker {
    /// Until the old mailbox is closed its news may still come (RFC 7162 §3.2.11).
    private boolean old;

    private long exists;
    private long uidValidity;
    private long uidNext;
    private long highestModSeq;
    private Flags flags = Flags.NONE;
    private Flags permanentFlags;
    private boolean newKeywords;
    private boolean readOnly;
    private boolean notSticky;
    private String mailboxId = "";
    private UidSet vanished = UidSet.EMPTY;
    private final ArrayList<FetchData> changes = new ArrayList<>();

    Selected(boolean old) {
      this.old = old;
    }

    @Override
    public boolean take(Response response) {
      if (response instanceof Response.Status status) {
        note(status.code());
        return true;
      }
      if (response instanceof Response.FlagsData(Flags told)) {
        // Only a mailbox that is being opened tells its flags.
        old = false;
        flags = told;
        return true;
      }
      if (old) {
        if (response instanceof Response.Exists(long messages)) {
          exists = messages;
        }
        return false;
      }
      switch (response) {
        case Response.Exists(long messages) -> exists = messages;
        case Response.Vanished(boolean ignored, UidSet uids) -> vanished = vanished.plus(uids);
        case Response.Fetch(FetchData data) when data.uid() != 0 -> changes.add(data);
        case Response.Recent ignored -> {}
        default -> {
          return false;
        }
      }
      return true;
    }

    private void note(ResponseCode code) {
      switch (code) {
        case ResponseCode.UidValidityCode(long value) -> uidValidity = value;
        case ResponseCode.UidNext(long uid) -> uidNext = uid;
        case ResponseCode.HighestModSeq(long value) -> highestModSeq = value;
        case ResponseCode.PermanentFlags(Flags told, boolean more) -> {
          permanentFlags = told;
          newKeywords = more;
        }
        case ResponseCode.MailboxIdCode(String id) -> mailboxId = id;
        case ResponseCode.Named(String name, String ignored) -> {
          switch (name) {
            case "CLOSED" -> old = false;
            case "NOMODSEQ" -> highestModSeq = 0;
            case "UIDNOTSTICKY" -> notSticky = true;
            case "READ-ONLY" -> readOnly = true;
            case "READ-WRITE" -> readOnly = false;
            default -> {}
          }
        }
        default -> {}
      }
    }

    SelectResult result(
        MailboxName mailbox, String name, ResponseCode code, Optional<QresyncState> known) {
      note(code);
      // Where nothing told the old mailbox's news from the new one's, neither was believed.
      boolean resynced =
          !old
              && known.isPresent()
              && known.get().uidValidity() == uidValidity
              && highestModSeq > 0;
      return new SelectResult(
          mailbox,
          exists,
          notSticky ? 0 : uidValidity,
          uidNext,
          highestModSeq,
          flags,
          // RFC 9051 §6.3.2: where it is not told, all flags can be changed for good.
          permanentFlags == null ? flags : permanentFlags,
          newKeywords,
          readOnly || name.equals("EXAMINE"),
          mailboxId,
          resynced ? vanished : UidSet.EMPTY,
          resynced ? changes : java.util.List.of(),
          resynced);
    }
  }
}
