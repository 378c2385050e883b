package app.paloma.sync;

import app.paloma.sync.FakeMailbox.Message;
import app.paloma.sync.FakeSession.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a [FakeSession] can do.
final class FakeCommands {
  /// Of every message.
  private static final Instant INTERNAL_DATE = Instant.parse("2026-01-01T10:00:00Z");

  private final FakeSession session;
  private final FakeImapServer server;
  private final FakePlacing placing;
  private String statusWhenOpened = "";

  FakeCommands(FakeSession session) {
    this.session = session;
    this.server = session.server;
    this.placing = new FakePlacing(session);
  }

  /// @return false when the conversation is over
  boolean run(String tag, List<Token> tokens) throws IOException {
    String name = FakeSession.upper(tokens.get(0));
    switch (name) {
      case "CAPABILITY" -> session.send("* CAPABILITY " + session.capabilities());
      case "NOOP", "CHECK" -> session.news();
      case "ID" -> session.send("* ID (\"name\" \"fake\")");
      case "NAMESPACE" -> session.send("* NAMESPACE ((\"\" \"/\")) NIL NIL");
      case "LOGIN" -> {
        return session.ok(tag, "[CAPABILITY " + session.capabilities() + "] in");
      }
      case "AUTHENTICATE" -> {
        if (tokens.size() < 3) {
          session.send("+ ");
          session.flush();
          Base64.getDecoder().decode(session.readLine());
        }
        return session.ok(tag, "[CAPABILITY " + session.capabilities() + "] in");
      }
      case "ENABLE" -> {
        session.qresync |= tokens.stream().anyMatch(t -> t.text().equalsIgnoreCase("QRESYNC"));
        session.condstore = true;
        session.send("* ENABLED QRESYNC CONDSTORE");
      }
      case "LIST", "LSUB" -> list(tokens);
      case "STATUS" -> {
        FakeMailbox mailbox = server.mailbox(tokens.get(1).text());
        if (mailbox == null) {
          session.send(tag + " NO [NONEXISTENT] no such mailbox");
          return true;
        }
        status(mailbox);
      }
      case "SELECT", "EXAMINE" -> {
        return select(tag, name, tokens);
      }
      case "UNSELECT", "CLOSE" -> session.forget();
      case "CREATE" -> server.make(tokens.get(1).text(), "");
      case "DELETE" -> {
        synchronized (server) {
          server.mailboxes.remove(tokens.get(1).text());
        }
      }
      case "RENAME" -> {
        synchronized (server) {
          server.rename(tokens.get(1).text(), tokens.get(2).text());
        }
      }
      case "SUBSCRIBE", "UNSUBSCRIBE" -> {
        synchronized (server) {
          if (name.equals("SUBSCRIBE")) {
            server.subscriptions.add(tokens.get(1).text());
          } else {
            server.subscriptions.remove(tokens.get(1).text());
          }
        }
      }
      case "APPEND" -> {
        return placing.append(tag, tokens);
      }
      case "IDLE" -> idle();
      case "LOGOUT" -> {
        session.send("* BYE bye");
        session.send(tag + " OK bye");
        session.flush();
        return false;
      }
      case "UID" -> {
        return uid(tag, tokens.subList(1, tokens.size()));
      }
      default -> {
        session.send(tag + " BAD unknown " + name);
        return true;
      }
    }
    return session.ok(tag, "done");
  }

  private void list(List<Token> tokens) throws IOException {
    boolean withStatus = tokens.stream().anyMatch(t -> FakeSession.upper(t).contains("STATUS"));
    boolean extended = tokens.stream().anyMatch(t -> FakeSession.upper(t).equals("RETURN"));
    String word = FakeSession.upper(tokens.get(0));
    List<FakeMailbox> all;
    synchronized (server) {
      all = List.copyOf(server.mailboxes.values());
    }
    for (FakeMailbox mailbox : all) {
      if (mailbox.unlisted || word.equals("LSUB") && !server.subscriptions.contains(mailbox.name)) {
        continue;
      }
      String attributes = mailbox.attribute;
      if (extended && server.subscriptions.contains(mailbox.name)) {
        attributes = (attributes + " \\Subscribed").strip();
      }
      session.send("* %s (%s) \"/\" \"%s\"".formatted(word, attributes, mailbox.name));
      if (withStatus) {
        status(mailbox);
      }
    }
  }

  private void status(FakeMailbox mailbox) throws IOException {
    boolean asOpened = server.statusOfSelectedIsOld && mailbox == session.selected;
    session.send(asOpened ? statusWhenOpened : statusOf(mailbox));
  }

  private String statusOf(FakeMailbox mailbox) {
    synchronized (server) {
      return "* STATUS \"%s\" (MESSAGES %d UIDNEXT %d UIDVALIDITY %d UNSEEN %d%s)"
          .formatted(
              mailbox.name,
              mailbox.messages.size() + mailbox.ghosts.size(),
              mailbox.uidNext,
              mailbox.uidValidity,
              mailbox.messages.values().stream().filter(m -> !m.flags.contains("\\Seen")).count(),
              server.can("CONDSTORE") ? " HIGHESTMODSEQ " + mailbox.modSeq : "");
    }
  }

  private boolean select(String tag, String name, List<Token> tokens) throws IOException {
    FakeMailbox mailbox = server.mailbox(tokens.get(1).text());
    if (mailbox == null) {
      session.send(tag + " NO [NONEXISTENT] no such mailbox");
      return true;
    }
    synchronized (server) {
      session.forget();
      session.selected = mailbox;
      statusWhenOpened = statusOf(mailbox);
      session.readOnly = name.equals("EXAMINE") || mailbox.readOnly;
      session.seen = new TreeMap<>();
      mailbox.messages.values().forEach(m -> session.seen.put(m.uid, m.modSeq));
      session.send("* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft)");
      session.send("* " + (mailbox.messages.size() + mailbox.ghosts.size()) + " EXISTS");
      session.send("* OK [UIDVALIDITY " + mailbox.uidValidity + "] valid");
      session.send("* OK [UIDNEXT " + mailbox.uidNext + "] next");
      if (server.can("OBJECTID")) {
        session.send("* OK [MAILBOXID (" + mailbox.objectId + ")] id");
      }
      session.send(
          "* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft \\*)] kept");
      if (server.can("CONDSTORE")) {
        session.send("* OK [HIGHESTMODSEQ " + mailbox.modSeq + "] highest");
      }
      String parameter = tokens.size() > 2 ? tokens.get(2).text().toUpperCase(Locale.ROOT) : "";
      if (parameter.startsWith("(QRESYNC")) {
        List<String> known = FakeTokens.list(FakeTokens.list(parameter).get(1));
        if (Long.parseLong(known.get(0)) == mailbox.uidValidity) {
          long since = Long.parseLong(known.get(1));
          vanished(mailbox, since);
          for (Message message : mailbox.messages.values()) {
            if (message.modSeq > since && !server.resyncTellsOnlyVanished) {
              session.send(line(message, flags(message) + modSeq(message)));
            }
          }
        }
      }
      return session.ok(tag, session.readOnly ? "[READ-ONLY] open" : "[READ-WRITE] open");
    }
  }

  private void vanished(FakeMailbox mailbox, long since) throws IOException {
    TreeSet<Long> gone = new TreeSet<>();
    mailbox.expunged.stream().filter(e -> e.modSeq() > since).forEach(e -> gone.add(e.uid()));
    if (!gone.isEmpty()) {
      session.send("* VANISHED (EARLIER) " + FakeTokens.format(gone));
    }
  }

  private String line(Message message, String data) {
    return "* %d FETCH (UID %d %s)"
        .formatted(session.selected.sequenceNumber(message.uid), message.uid, data);
  }

  private static String flags(Message message) {
    return "FLAGS (" + String.join(" ", message.flags) + ")";
  }

  private static String modSeq(Message message) {
    return " MODSEQ (" + message.modSeq + ")";
  }

  private void idle() throws IOException {
    session.send("+ idling");
    session.flush();
    while (session.isQuiet()) {
      session.news();
      session.flush();
    }
    session.readLine();
  }

  private boolean uid(String tag, List<Token> tokens) throws IOException {
    String name = FakeSession.upper(tokens.get(0));
    FakeMailbox mailbox = session.selected;
    if (mailbox == null) {
      session.send(tag + " BAD nothing is selected");
      return true;
    }
    synchronized (server) {
      switch (name) {
        case "SEARCH" -> search(tag, tokens, mailbox);
        case "FETCH" -> fetch(tokens, mailbox);
        case "STORE" -> store(tokens, mailbox);
        case "COPY", "MOVE" -> {
          return placing.transfer(tag, name, tokens, mailbox);
        }
        case "REPLACE" -> {
          return placing.replace(tag, tokens, mailbox);
        }
        case "EXPUNGE" -> {
          for (long uid :
              FakeTokens.select(tokens.get(1).text(), mailbox.messages.navigableKeySet())) {
            if (mailbox.messages.get(uid).flags.contains("\\Deleted")
                && !(server.hasLabels() && mailbox.attribute.equals("\\All"))) {
              mailbox.remove(uid);
            }
          }
          session.news();
        }
        default -> {
          session.send(tag + " BAD unknown UID " + name);
          return true;
        }
      }
      return session.ok(tag, "done");
    }
  }

  private void search(String tag, List<Token> tokens, FakeMailbox mailbox) throws IOException {
    TreeSet<Long> all = new TreeSet<>(mailbox.messages.keySet());
    all.addAll(mailbox.ghosts);
    TreeSet<Long> found = new TreeSet<>(all);
    for (int i = 1; i < tokens.size(); i++) {
      String word = FakeSession.upper(tokens.get(i));
      if (word.equals("HEADER")) {
        String value = tokens.get(i + 2).text();
        found.removeIf(u ->
            !mailbox.messages.containsKey(u)
                || !mailbox.messages.get(u).headerField("Message-ID").contains(value));
        i += 2;
      } else if (word.equals("SINCE")) {
        // All messages are of 2026.
        int year = Integer.parseInt(tokens.get(++i).text().replaceAll(".*-", ""));
        found.removeIf(u -> year >= 2026);
      } else if (word.equals("YOUNGER")) {
        long seconds = Long.parseLong(tokens.get(++i).text());
        Instant since = Instant.now().minusSeconds(seconds);
        found.removeIf(u -> since.isAfter(INTERNAL_DATE));
      } else if (word.equals("TEXT")) {
        String part = tokens.get(++i).text();
        found.removeIf(u ->
            !mailbox.messages.containsKey(u)
                || !new String(mailbox.messages.get(u).octets, StandardCharsets.UTF_8)
                    .contains(part));
      } else if (word.equals("DELETED")) {
        found.removeIf(u ->
            !mailbox.messages.containsKey(u)
                || !mailbox.messages.get(u).flags.contains("\\Deleted"));
      } else if (word.equals("UID")) {
        found.retainAll(FakeTokens.select(tokens.get(i + 1).text(), all));
        i++;
      }
    }
    if (tokens.stream().anyMatch(t -> FakeSession.upper(t).equals("RETURN"))) {
      session.send(
          "* ESEARCH (TAG \"%s\") UID%s"
              .formatted(tag, found.isEmpty() ? "" : " ALL " + FakeTokens.format(found)));
    } else {
      StringBuilder line = new StringBuilder("* SEARCH");
      found.forEach(u -> line.append(' ').append(u));
      session.send(line.toString());
    }
  }

  private void fetch(List<Token> tokens, FakeMailbox mailbox) throws IOException {
    List<String> items = FakeTokens.list(tokens.get(2).text());
    long since = -1;
    if (tokens.size() > 3) {
      List<String> modifiers = FakeTokens.list(tokens.get(3).text());
      int at = modifiers.indexOf("CHANGEDSINCE");
      since = at < 0 ? -1 : Long.parseLong(modifiers.get(at + 1));
      if (modifiers.contains("VANISHED")) {
        vanished(mailbox, since);
      }
    }
    boolean empty = false;
    for (long uid : FakeTokens.select(tokens.get(1).text(), mailbox.messages.navigableKeySet())) {
      Message message = mailbox.messages.get(uid);
      if (message.modSeq > since) {
        FakeMailbox.Withheld before = message.withheld;
        message.withheld = empty ? FakeMailbox.Withheld.EMPTY : before;
        fetch(message, items, since >= 0);
        message.withheld = before;
        empty = server.partOfFirstOnly && tokens.get(2).text().contains("]<");
      }
    }
  }

  private void fetch(Message message, List<String> items, boolean withModSeq) throws IOException {
    List<String> data = new ArrayList<>();
    byte[] literal = null;
    for (String item : items) {
      switch (item.toUpperCase(Locale.ROOT)) {
        case "FLAGS" -> data.add(flags(message));
        case "RFC822.SIZE" -> data.add("RFC822.SIZE " + message.octets.length);
        case "INTERNALDATE" -> data.add("INTERNALDATE \"01-Jan-2026 10:00:00 +0000\"");
        case "MODSEQ" -> data.add(modSeq(message).strip());
        case "PREVIEW" -> data.add("PREVIEW \"First words of " + message.uid + "\"");
        case "X-GM-LABELS" ->
            data.add(
                server.labels(message, session.selected).stream()
                    .map(FakeMailbox::label)
                    .collect(Collectors.joining(" ", "X-GM-LABELS (", ")")));
        case "UID" -> {}
        default -> literal = section(message, item, data);
      }
    }
    if (literal != null && message.withheld != null) {
      String section = data.removeLast().replaceAll("\\{.*", "");
      boolean nil = message.withheld == FakeMailbox.Withheld.NIL;
      data.add(section + (nil ? "NIL" : "{0}"));
      literal = nil ? null : new byte[0];
    }
    if (withModSeq && !items.contains("MODSEQ")) {
      data.add(modSeq(message).strip());
    }
    String line =
        "* %d FETCH (UID %d %s"
            .formatted(
                session.selected.sequenceNumber(message.uid), message.uid, String.join(" ", data));
    session.send(line + (literal == null ? ")" : ""));
    if (literal != null) {
      server.bodiesSent.add(message.uid);
      if (line.contains("BODY[]<0>") || line.contains("BODY[] ")) {
        server.contentsSent.add(session.selected.name + " " + message.uid);
      }
      session.write(literal);
      session.write(")\r\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private byte[] section(Message message, String item, List<String> data) {
    String inner = item.substring(item.indexOf('[') + 1, item.lastIndexOf(']'));
    byte[] octets = message.octets;
    String suffix = "";
    if (inner.startsWith("HEADER")) {
      String text = new String(octets, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      String header = end < 0 ? text : text.substring(0, end + 4);
      if (inner.contains("FIELDS")) {
        header = "Message-ID: " + message.headerField("Message-ID") + "\r\n\r\n";
      }
      octets = header.getBytes(StandardCharsets.ISO_8859_1);
    }
    if (item.endsWith(">")) {
      String[] range = item.substring(item.lastIndexOf('<') + 1, item.length() - 1).split("\\.");
      int from = (int) Math.min(octets.length, Long.parseLong(range[0]));
      int to = (int) Math.min(octets.length, from + Long.parseLong(range[1]));
      switch (server.ranges) {
        case AS_ASKED, UNTOLD -> octets = Arrays.copyOfRange(octets, from, to);
        case ENDLESS -> octets = new byte[Integer.parseInt(range[1])];
        case IGNORED, IGNORED_AND_UNTOLD -> {}
      }
      suffix =
          switch (server.ranges) {
            case AS_ASKED, ENDLESS -> "<" + range[0] + ">";
            case IGNORED -> "<0>";
            case UNTOLD, IGNORED_AND_UNTOLD -> "";
          };
    }
    data.add("BODY[" + inner + "]" + suffix + " {" + octets.length + "}");
    return octets;
  }

  private void store(List<Token> tokens, FakeMailbox mailbox) throws IOException {
    String how = FakeSession.upper(tokens.get(2));
    Set<String> flags = new TreeSet<>(FakeTokens.list(tokens.get(3).text()));
    for (long uid : FakeTokens.select(tokens.get(1).text(), mailbox.messages.navigableKeySet())) {
      Message message = mailbox.messages.get(uid);
      boolean changed =
          how.startsWith("+") ? message.flags.addAll(flags) : message.flags.removeAll(flags);
      if (changed) {
        message.modSeq = ++mailbox.modSeq;
      }
      session.seen.put(uid, message.modSeq);
    }
  }
}
