package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailboxHolder;
import app.paloma.model.MailboxRights;
import app.paloma.model.MailboxRole;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.types.ListedMailbox;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.Namespaces;
import app.paloma.protocol.imap.types.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// All mailboxes in as few round trips as the server allows: one with LIST-EXTENDED and LIST-STATUS
/// (RFC 5258, 5819, 6154), else LIST and LSUB together and STATUS in batches.
final class MailboxLister {
  private static final int BATCH = 64;

  private final ImapSession session;
  private final Namespaces namespaces;
  private final LinkedHashMap<String, Response.ListData> listed = new LinkedHashMap<>();
  private final Map<String, MailboxStatus> statuses = new HashMap<>();
  private final Map<String, MailboxRights> rights = new HashMap<>();
  private final Set<String> subscribed = new HashSet<>();

  MailboxLister(ImapSession session, Namespaces namespaces) {
    this.session = session;
    this.namespaces = namespaces;
  }

  List<ListedMailbox> list(boolean withStatus) throws MailException {
    boolean extended = session.has("LIST-EXTENDED") && !session.shows(Quirk.LIST_RETURN_REFUSED);
    if (extended) {
      try {
        listExtended(withStatus);
      } catch (CommandRejected e) {
        listed.clear();
        statuses.clear();
        listPlain();
        session.noticed(Quirk.LIST_RETURN_REFUSED);
      }
    } else {
      listPlain();
    }
    if (withStatus) {
      missingStatus();
    }
    if (session.has("ACL")) {
      missingRights();
    }
    return result();
  }

  private void listExtended(boolean withStatus) throws MailException {
    CommandWriter command = session.writer().raw("LIST \"\" ");
    Collection<MailboxName> patterns = patterns();
    command.raw(patterns.size() == 1 ? "" : "(");
    String separator = "";
    for (MailboxName pattern : patterns) {
      command.raw(separator).mailbox(pattern);
      separator = " ";
    }
    command.raw(patterns.size() == 1 ? "" : ")");
    command.raw(" RETURN (SUBSCRIBED");
    command.raw(session.has("SPECIAL-USE") ? " SPECIAL-USE" : "");
    // RFC 8440.
    command.raw(session.has("LIST-MYRIGHTS") ? " MYRIGHTS" : "");
    if (withStatus && session.has("LIST-STATUS")) {
      command.raw(" STATUS (" + statusItems() + ")");
    }
    session.execute("LIST", command.raw(")"), this::take);
  }

  private void listPlain() throws MailException {
    ArrayList<ImapSession.InFlight> sent = new ArrayList<>();
    for (MailboxName pattern : patterns()) {
      for (String name : List.of("LIST", "LSUB")) {
        CommandWriter command = session.writer().raw(name + " \"\" ").mailbox(pattern);
        sent.add(session.send(name, command, this::take));
      }
    }
    for (ImapSession.InFlight command : sent) {
      session.awaitReply(command);
    }
    for (ImapSession.InFlight command : sent) {
      if (command.name.equals("LIST")) {
        session.await(command);
        return;
      }
    }
  }

  /// `*`, and each namespace that it may not show.
  private Collection<MailboxName> patterns() {
    LinkedHashSet<MailboxName> patterns = new LinkedHashSet<>();
    patterns.add(new MailboxName("*", "*"));
    ArrayList<Namespaces.Entry> entries = new ArrayList<>(namespaces.otherUsers());
    entries.addAll(namespaces.shared());
    for (Namespaces.Entry entry : entries) {
      String raw = entry.prefix().raw();
      if (!raw.isEmpty()) {
        patterns.add(new MailboxName(raw + "*", raw + "*"));
      }
    }
    return patterns;
  }

  private String statusItems() {
    boolean modSeq = session.has("CONDSTORE") || session.has("QRESYNC");
    return "MESSAGES UIDNEXT UIDVALIDITY UNSEEN" + (modSeq ? " HIGHESTMODSEQ" : "");
  }

  private void missingStatus() throws MailException {
    ask(
        "STATUS",
        mailbox -> !statuses.containsKey(key(mailbox.name())),
        " (" + statusItems() + ")");
  }

  /// RFC 4314 §3.5, of what belongs to others; in one's own mailboxes one may do everything.
  private void missingRights() throws MailException {
    ask(
        "MYRIGHTS",
        mailbox ->
            holder(mailbox.name()) != MailboxHolder.PERSONAL
                && !rights.containsKey(key(mailbox.name())),
        "");
  }

  private void ask(String name, Predicate<Response.ListData> which, String arguments)
      throws MailException {
    List<Response.ListData> asked =
        listed.values().stream().filter(MailboxLister::isSelectable).filter(which).toList();
    for (int from = 0; from < asked.size(); from += BATCH) {
      ArrayList<ImapSession.InFlight> sent = new ArrayList<>();
      for (Response.ListData mailbox : asked.subList(from, Math.min(from + BATCH, asked.size()))) {
        CommandWriter command =
            session.writer().raw(name + " ").mailbox(mailbox.name()).raw(arguments);
        sent.add(session.send(name, command, this::take));
      }
      for (ImapSession.InFlight command : sent) {
        // A mailbox that cannot be asked is still there.
        session.awaitReply(command);
      }
    }
  }

  private boolean take(Response response) {
    switch (response) {
      case Response.ListData list when list.lsub() -> {
        // RFC 3501 §6.3.9: \Noselect names the parent of a subscribed mailbox (Courier: INBOX).
        if (!list.attributes().contains("\\noselect")) {
          subscribed.add(key(list.name()));
        }
      }
      case Response.ListData list -> {
        // A second row for the same name adds its attributes (RFC 5258 §3.4 forbids it; some do).
        listed.merge(key(list.name()), list, MailboxLister::both);
      }
      case Response.StatusData(MailboxName mailbox, MailboxStatus status) ->
          statuses.put(key(mailbox), status);
      case Response.MyRightsData(MailboxName mailbox, MailboxRights told) ->
          rights.put(key(mailbox), told);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Response.ListData both(Response.ListData one, Response.ListData two) {
    HashSet<String> attributes = new HashSet<>(one.attributes());
    attributes.addAll(two.attributes());
    return new Response.ListData(
        false, attributes, one.delimiter(), one.name(), one.oldName().or(two::oldName));
  }

  private static String key(MailboxName name) {
    return name.isInbox() ? "INBOX" : name.raw();
  }

  private static boolean isSelectable(Response.ListData mailbox) {
    return !mailbox.attributes().contains("\\noselect")
        && !mailbox.attributes().contains("\\nonexistent");
  }

  private List<ListedMailbox> result() {
    EnumSet<MailboxRole> given = EnumSet.noneOf(MailboxRole.class);
    HashMap<String, MailboxRole> roles = new HashMap<>();
    for (Response.ListData mailbox : listed.values()) {
      MailboxRole role = MailboxRoles.ofAttributes(mailbox.name(), mailbox.attributes());
      if (role != MailboxRole.NONE && given.add(role)) {
        roles.put(key(mailbox.name()), role);
      }
    }
    // Names count only for roles that no attribute gives; the shortest name wins.
    listed.values().stream()
        .filter(MailboxLister::isSelectable)
        .filter(mailbox -> holder(mailbox.name()) == MailboxHolder.PERSONAL)
        .sorted(java.util.Comparator.comparingInt(mailbox -> mailbox.name().raw().length()))
        .forEach(mailbox -> {
          MailboxRole role = MailboxRoles.ofName(mailbox.name(), mailbox.delimiter());
          if (role != MailboxRole.NONE
              && !roles.containsKey(key(mailbox.name()))
              && given.add(role)) {
            roles.put(key(mailbox.name()), role);
          }
        });
    ArrayList<ListedMailbox> result = new ArrayList<>();
    for (Response.ListData mailbox : listed.values()) {
      String key = key(mailbox.name());
      result.add(
          new ListedMailbox(
              mailbox.name(),
              mailbox.delimiter(),
              mailbox.attributes(),
              roles.getOrDefault(key, MailboxRole.NONE),
              subscribed.contains(key) || mailbox.attributes().contains("\\subscribed"),
              holder(mailbox.name()),
              Optional.ofNullable(rights.get(key)),
              Optional.ofNullable(statuses.get(key)),
              mailbox.oldName()));
    }
    return List.copyOf(result);
  }

  private MailboxHolder holder(MailboxName name) {
    return isIn(name, namespaces.otherUsers())
        ? MailboxHolder.OTHER_USERS
        : isIn(name, namespaces.shared()) ? MailboxHolder.SHARED : MailboxHolder.PERSONAL;
  }

  private static boolean isIn(MailboxName name, List<Namespaces.Entry> entries) {
    String raw = name.raw().toLowerCase(Locale.ROOT);
    return entries.stream()
        .map(entry -> entry.prefix().raw().toLowerCase(Locale.ROOT))
        .anyMatch(prefix -> !prefix.isEmpty() && raw.startsWith(prefix));
  }
}
