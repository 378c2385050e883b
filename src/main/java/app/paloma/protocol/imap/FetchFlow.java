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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final Answers answers;

    private Sent(String tag, Answers answers) {
      super(tag, "FETCH", answers);
      this.answers = answers;
      this.request = answers.request;
    }
  }

  /// Puts together what a server tells of one message in several responses (Exchange and Domino
  /// send FLAGS by themselves), and names the message where the only one asked for comes without
  /// its UID.
  private static final class Answers implements ImapSession.Taker {
    private final UidSet uids;
    private final FetchRequest request;
    private final Consumer<FetchData> each;
    private final Map<Long, FetchData> early = new HashMap<>();
    private final Map<Long, FetchData> withoutFlags = new LinkedHashMap<>();

    Answers(UidSet uids, FetchRequest request, Consumer<FetchData> each) {
      this.uids = uids;
      this.request = request;
      this.each = each;
    }

    @Override
    public boolean take(Response response) {
      if (!(response instanceof Response.Fetch(FetchData told))) {
        return false;
      }
      FetchData data = told;
      if (data.uid() == 0) {
        if (data.sections().isEmpty() || request.sections().isEmpty() || uids.size() != 1) {
          return false;
        }
        data = data.withUid(uids.first());
      }
      if (!uids.contains(data.uid())) {
        return false;
      }
      if (!answers(data)) {
        return keep(data);
      }
      FetchData before = early.remove(data.uid());
      FetchData whole = before == null ? data : data.completedBy(before);
      if (whole.flags() == null && request.attributes().contains(FetchAttribute.FLAGS)) {
        withoutFlags.put(whole.uid(), whole);
      } else {
        each.accept(whole);
      }
      return true;
    }

    /// @return whether it is nothing but an answer; flags alone may be news too
    private boolean keep(FetchData part) {
      FetchData waiting = withoutFlags.get(part.uid());
      if (waiting != null && part.flags() != null) {
        withoutFlags.remove(part.uid());
        each.accept(waiting.completedBy(part));
        return true;
      }
      early.merge(part.uid(), part, (old, now) -> now.completedBy(old));
      return part.size() >= 0 || part.internalDate() != null;
    }

    /// No more will come.
    void end() {
      List<FetchData> rest = List.copyOf(withoutFlags.values());
      withoutFlags.clear();
      rest.forEach(each);
    }

    private boolean answers(FetchData data) {
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
      return request.attributes().stream().allMatch(Answers::isFlagNews);
    }

    private static boolean isFlagNews(FetchAttribute attribute) {
      return attribute == FetchAttribute.FLAGS || attribute == FetchAttribute.MODSEQ;
    }
  }

  PendingFetch start(UidSet uids, FetchRequest request, Consumer<FetchData> each)
      throws MailException {
    ArrayList<Sent> sent = new ArrayList<>();
    for (UidSet chunk : uids.chunks(ImapClient.MAX_SET_OCTETS)) {
      Sent fetch = new Sent(session.nextTag(), new Answers(chunk, request, each));
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
        fetch.answers.end();
      }
      for (Sent fetch : sent) {
        session.await(fetch);
      }
    }
  }
}
