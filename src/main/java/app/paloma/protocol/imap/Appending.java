package app.paloma.protocol.imap;

import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.codec.ImapDate;
import app.paloma.protocol.imap.types.AppendMessage;
import app.paloma.protocol.imap.types.AppendUid;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.ResponseCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// APPEND (RFC 9051 §6.3.12), of several at once too (RFC 3502), and REPLACE (RFC 8508): the
/// message streams, octet for octet.
final class Appending {
  /// Above this the server is asked before the octets leave: it may refuse.
  private static final long UNASKED = 1 << 20;

  private static final int HEADER_LOOK = 64 * 1024;

  private final ImapSession session;

  Appending(ImapSession session) {
    this.session = session;
  }

  Optional<AppendUid> append(MailboxName mailbox, AppendMessage message) throws MailException {
    return send("APPEND", () -> session.writer().raw("APPEND ").mailbox(mailbox), message);
  }

  Optional<AppendUid> replace(long uid, MailboxName mailbox, AppendMessage message)
      throws MailException {
    return send(
        "REPLACE",
        () -> session.writer().raw("UID REPLACE ").number(uid).raw(" ").mailbox(mailbox),
        message);
  }

  /// Without waiting for the server in between, so that some bad manners cost no round trips.
  boolean canTogether() {
    return session.has("MULTIAPPEND")
        && session.has("LITERAL+")
        && !session.shows(Quirk.MULTIAPPEND_REFUSED);
  }

  /// Small ones, in one command: the server takes all of them or none.
  ///
  /// @return their UIDs in the same order; empty where the server does not tell
  List<AppendUid> together(MailboxName mailbox, List<AppendMessage> messages) throws MailException {
    Placed placed = new Placed(messages.size());
    ImapSession.InFlight sent = new ImapSession.InFlight(session.nextTag(), "APPEND", placed);
    boolean begun = false;
    try {
      CommandWriter next = session.writer().raw("APPEND ").mailbox(mailbox);
      for (AppendMessage message : messages) {
        byte[] octets;
        try (InputStream content = message.content().open()) {
          octets = content.readNBytes(Math.toIntExact(message.octets()));
        }
        if (octets.length < message.octets()) {
          throw new IOException("shorter than announced");
        }
        next.raw(" ");
        options(next, message, kept(message.flags()));
        boolean utf8 = mayExtend() && hasUtf8Header(octets);
        next.raw(utf8 ? "UTF8 (" : "").beginLiteral(octets.length, utf8, false);
        if (!begun) {
          session.begin(sent);
          session.write(sent.tag + " ");
          begun = true;
        }
        for (byte[] segment : next.segments()) {
          session.write(segment);
        }
        session.write(octets);
        next = session.writer().raw(utf8 ? ")" : "");
      }
      for (byte[] segment : next.segments()) {
        session.write(segment);
      }
      session.write("\r\n");
      session.flush();
      placed.note(session.await(sent).code());
      return placed.told;
    } catch (CommandRejected e) {
      if (!isExplained(e)) {
        session.noticed(Quirk.MULTIAPPEND_REFUSED);
      }
      throw e;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean mayExtend() {
    return session.utf8()
        && (session.has("UTF8=ACCEPT") || session.has("UTF8=ONLY"))
        && !session.shows(Quirk.UTF8_APPEND_REFUSED);
  }

  private static boolean isExplained(CommandRejected e) {
    return !e.detailCode().isEmpty() && !e.detailCode().equals("CANNOT");
  }

  private Flags kept(Flags flags) {
    return session.shows(Quirk.APPEND_KEYWORDS_REFUSED) ? withoutKeywords(flags) : flags;
  }

  private static void options(CommandWriter command, AppendMessage message, Flags flags) {
    if (!flags.isEmpty()) {
      command.flagList(flags.names()).raw(" ");
    }
    if (message.internalDate() != null) {
      command.raw("\"" + ImapDate.write(message.internalDate()) + "\" ");
    }
  }

  private Optional<AppendUid> send(
      String name, Supplier<CommandWriter> start, AppendMessage message) throws MailException {
    return send(name, start, message, mayExtend());
  }

  /// @param mayExtend whether a header in UTF-8 is said to be one (RFC 6855 §4)
  private Optional<AppendUid> send(
      String name, Supplier<CommandWriter> start, AppendMessage message, boolean mayExtend)
      throws MailException {
    OptionalLong limit = session.capabilities().appendLimit();
    if (limit.isPresent() && message.octets() > limit.getAsLong()) {
      throw new CommandRejected(
          name, 0, "TOOBIG", "the server takes messages of at most " + limit.getAsLong());
    }
    CommandWriter command = start.get().raw(" ");
    Flags flags = kept(message.flags());
    options(command, message, flags);
    boolean utf8 = false;
    try (InputStream content = message.content().open()) {
      byte[] head = content.readNBytes((int) Math.min(HEADER_LOOK, message.octets()));
      utf8 = mayExtend && hasUtf8Header(head);
      if (utf8) {
        command.raw("UTF8 (");
      }
      boolean patient = message.octets() > UNASKED;
      boolean wait = command.beginLiteral(message.octets(), utf8, patient);
      Placed placed = new Placed(1);
      ImapSession.InFlight sent = new ImapSession.InFlight(session.nextTag(), name, placed);
      placed.note(transmit(sent, command, wait, message, head, content, utf8).code());
      return placed.told.stream().findFirst();
    } catch (CommandRejected e) {
      boolean keywords = !flags.equals(withoutKeywords(flags));
      if (isExplained(e) || !utf8 && !keywords) {
        throw e;
      }
      if (utf8) {
        Optional<AppendUid> told = send(name, start, message, false);
        session.noticed(Quirk.UTF8_APPEND_REFUSED);
        return told;
      }
      Optional<AppendUid> told = send(name, start, message.with(withoutKeywords(flags)), false);
      session.noticed(Quirk.APPEND_KEYWORDS_REFUSED);
      return told;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private MailException unreadable(IOException e) {
    return session.broken(
        new ConnectFailed(
            ConnectFailed.Reason.CANCELLED, "the message could not be read: " + e, e));
  }

  /// APPEND tells APPENDUID in the tagged OK, REPLACE in an untagged one (RFC 8508 §3.3).
  private static final class Placed implements ImapSession.Taker {
    private final int messages;
    private List<AppendUid> told = List.of();

    Placed(int messages) {
      this.messages = messages;
    }

    @Override
    public boolean take(Response response) {
      return response instanceof Response.Status status && note(status.code());
    }

    boolean note(ResponseCode code) {
      if (!(code instanceof ResponseCode.AppendUidCode(long validity, var uids))
          || uids.size() != messages) {
        return false;
      }
      told = Arrays.stream(uids.toArray()).mapToObj(uid -> new AppendUid(validity, uid)).toList();
      return true;
    }
  }

  private static Flags withoutKeywords(Flags flags) {
    return Flags.ofNames(flags.names().stream().filter(flag -> flag.startsWith("\\")).toList());
  }

  private Response.Tagged transmit(
      ImapSession.InFlight sent,
      CommandWriter command,
      boolean wait,
      AppendMessage message,
      byte[] head,
      InputStream content,
      boolean utf8)
      throws MailException, IOException {
    session.begin(sent);
    session.write(sent.tag + " ");
    var segments = command.segments();
    for (int i = 0; i < segments.size(); i++) {
      session.write(segments.get(i));
      boolean needed = i + 1 < segments.size() || wait;
      if (needed && !session.awaitContinuation(sent)) {
        return session.await(sent);
      }
    }
    session.write(head);
    long left = message.octets() - head.length;
    byte[] piece = new byte[HEADER_LOOK];
    while (left > 0) {
      int count = content.read(piece, 0, (int) Math.min(piece.length, left));
      if (count < 0) {
        throw new IOException("shorter than announced by " + left + " octets");
      }
      session.write(piece, count);
      left -= count;
    }
    if (utf8) {
      session.write(")");
    }
    session.write("\r\n");
    session.flush();
    return session.await(sent);
  }

  private static boolean hasUtf8Header(byte[] head) {
    for (int i = 0; i < head.length; i++) {
      if (head[i] < 0) {
        return true;
      }
      if (head[i] == '\n' && i + 1 < head.length && (head[i + 1] == '\n' || head[i + 1] == '\r')) {
        return false;
      }
    }
    return false;
  }
}
