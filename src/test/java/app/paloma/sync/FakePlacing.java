package app.paloma.sync;

import app.paloma.sync.FakeMailbox.Message;
import app.paloma.sync.FakeSession.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Messages that come into a mailbox of a [FakeSession]: APPEND, REPLACE, COPY and MOVE.
final class FakePlacing {
  private final FakeSession session;
  private final FakeImapServer server;

  FakePlacing(FakeSession session) {
    this.session = session;
    this.server = session.server;
  }

  boolean append(String tag, List<Token> tokens) throws IOException {
    FakeMailbox mailbox = server.mailbox(tokens.get(1).text());
    if (mailbox == null) {
      session.send(tag + " NO [TRYCREATE] no such mailbox");
      return true;
    }
    long several = tokens.stream().filter(token -> token.literal() != null).count();
    if (several > 1 && !server.can("MULTIAPPEND")) {
      session.send(tag + " BAD one message");
      return true;
    }
    if (server.losesAppended) {
      return session.ok(tag, "appended");
    }
    TreeSet<String> flags = new TreeSet<>();
    TreeSet<Long> uids = new TreeSet<>();
    synchronized (server) {
      for (Token token : tokens.subList(2, tokens.size())) {
        if (token.literal() != null) {
          if (uids.size() < server.keptOfSeveral) {
            uids.add(mailbox.add(token.octets(), flags).uid);
          }
          flags = new TreeSet<>();
        } else if (token.text().startsWith("(")) {
          flags.addAll(FakeTokens.list(token.text()));
        }
      }
      return session.ok(
          tag,
          (server.can("UIDPLUS")
                  ? "[APPENDUID " + mailbox.uidValidity + " " + FakeTokens.format(uids) + "] "
                  : "")
              + "appended");
    }
  }

  boolean replace(String tag, List<Token> tokens, FakeMailbox mailbox) throws IOException {
    long old = Long.parseLong(tokens.get(1).text());
    if (!mailbox.messages.containsKey(old)) {
      session.send(tag + " NO no such message");
      return true;
    }
    FakeMailbox target = server.mailbox(tokens.get(2).text());
    if (!server.losesAppended) {
      TreeSet<String> flags = new TreeSet<>(FakeTokens.list(tokens.get(3).text()));
      Message message = target.add(tokens.getLast().octets(), flags);
      session.send("* OK [APPENDUID " + target.uidValidity + " " + message.uid + "] ready");
    }
    mailbox.remove(old);
    session.news();
    return session.ok(tag, "replaced");
  }

  boolean transfer(String tag, String name, List<Token> tokens, FakeMailbox mailbox)
      throws IOException {
    FakeMailbox target = server.mailbox(tokens.get(2).text());
    if (target == null) {
      session.send(tag + " NO [TRYCREATE] no such mailbox");
      return true;
    }
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    for (long uid : FakeTokens.select(tokens.get(1).text(), mailbox.messages.navigableKeySet())) {
      Message message = mailbox.messages.get(uid);
      Message copy = target.add(message.octets, message.flags);
      from.add(Long.toString(uid));
      to.add(Long.toString(copy.uid));
      if (server.hasLabels() && target.attribute.equals("\\Trash")) {
        server.onlyIn(target, message.octets);
      } else if (name.equals("MOVE")) {
        mailbox.remove(uid);
      }
    }
    boolean told = server.can("UIDPLUS") && !from.isEmpty();
    String copyUid =
        told
            ? "[COPYUID %d %s %s] "
                .formatted(target.uidValidity, String.join(",", from), String.join(",", to))
            : "";
    if (name.equals("MOVE")) {
      if (told) {
        session.send("* OK " + copyUid + "moved");
      }
      session.news();
      return session.ok(tag, "moved");
    }
    return session.ok(tag, copyUid + "copied");
  }
}
