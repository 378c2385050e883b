package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.types.FetchAttribute;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// UID FETCH (RFC 9051 §6.4.9), several in flight at a time so that the server never waits for the
/// next command.
final class FetchFlow {
  private final ImapSession session;
  private final boolean qresync;

  FetchFlow(ImapSession session, boolean qresync) {
    this.session = session;
    this.qresync = qresync;
  }

  /// A FETCH on its way, which takes the data of its own messages alone: another client's change of
  /// flags may come in between.
  static final class Sent extends ImapSession.InFlight {
    final FetchRequest request;

    Sent(String tag, UidSet uids, FetchRequest request, Consumer<FetchData> each) {
      super(tag, "FETCH", response -> take(response, uids, request, each));
      this.request = request;
    }

    private static boolean take(
        Response response, UidSet uids, FetchRequest request, Consumer<FetchData> each) {
      if (!(response instanceof Response.Fetch(FetchData data)) || data.uid() == 0) {
        return false;
      }
      if (!uids.contains(data.uid()) || !answers(data, request)) {
        return false;
      }
      each.accept(data);
      return true;
    }

    private static boolean answers(FetchData data, FetchRequest request) {
      if (!request.sections().isEmpty()) {
        return !data.sections().isEmpty();
      }
      for (FetchAttribute attribute : request.attributes()) {
        boolean there =
            switch (attribute) {
              case ENVELOPE -> data.envelope() != null;
              case BODYSTRUCTURE -> data.bodyStructure() != null;
              case RFC822_SIZE -> data.size() >= 0;
              default -> true;
            };
        if (there && !isFlagNews(attribute)) {
          return true;
        }
      }
      return request.attributes().stream().allMatch(Sent::isFlagNews);
    }

    private static boolean isFlagNews(FetchAttribute attribute) {
      return attribute == FetchAttribute.FLAGS || attribute == FetchAttribute.MODSEQ;
    }
  }

  PendingFetch start(UidSet uids, FetchRequest request, Consumer<FetchData> each)
      throws MailException {
    ArrayList<Sent> sent = new ArrayList<>();
    for (UidSet chunk : uids.chunks(ImapClient.MAX_SET_OCTETS)) {
      Sent fetch = new Sent(session.nextTag(), chunk, request, each);
      session.send(fetch, command(chunk, request));
      sent.add(fetch);
    }
    return new Pending(session, List.copyOf(sent));
  }

  private CommandWriter command(UidSet uids, FetchRequest request) {
    CommandWriter command = session.writer().raw("UID FETCH ").set(uids).raw(" (UID");
    for (FetchAttribute attribute : FetchAttribute.values()) {
      if (request.attributes().contains(attribute) && offered(attribute)) {
        command.raw(" " + attribute.text());
      }
    }
    for (Section section : request.sections()) {
      command.raw(" " + section.text(true));
    }
    command.raw(")");
    if (request.changedSince() >= 0) {
      command.raw(" (CHANGEDSINCE ").number(request.changedSince());
      command.raw(request.vanished() && qresync ? " VANISHED)" : ")");
    }
    return command;
  }

  private boolean offered(FetchAttribute attribute) {
    return attribute.capability().isEmpty()
        || session.has(attribute.capability())
        || attribute == FetchAttribute.MODSEQ && session.has("QRESYNC");
  }

  private record Pending(ImapSession session, List<Sent> sent) implements PendingFetch {
    @Override
    public boolean isDone() {
      return sent.stream().allMatch(fetch -> fetch.reply != null);
    }

    @Override
    public void await() throws MailException {
      for (Sent fetch : sent) {
        session.awaitReply(fetch);
      }
      for (Sent fetch : sent) {
        session.await(fetch);
      }
    }
  }
}
