package app.paloma.protocol.imap.codec;

import app.paloma.model.MailboxRights;
import app.paloma.protocol.imap.types.Capabilities;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.MailboxStatus;
import app.paloma.protocol.imap.types.Namespaces;
import app.paloma.protocol.imap.types.Quota;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Response.Condition;
import app.paloma.protocol.imap.types.ResponseCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// One complete response to a value; never throws: what breaks the grammar is a [Response.Unknown].
/// Methods carry the rule's name (RFC 9051 §9). Keeps buffers, so one thread.
public final class ResponseParser {
  private final Cursor cursor = new Cursor();
  private final FlagReader flagReader = new FlagReader();
  private final FetchParser fetchParser = new FetchParser(flagReader);
  private final ResponseCodeParser codeParser = new ResponseCodeParser(flagReader);
  private final SearchDataParser searchParser = new SearchDataParser(cursor);
  private boolean utf8;

  /// Whether mailbox names are UTF-8 (UTF8=ACCEPT or IMAP4rev2 was enabled).
  public void utf8(boolean on) {
    utf8 = on;
  }

  public Response parse(Frame frame) {
    cursor.reset(frame);
    String keyword = "";
    try {
      if (cursor.skip('+')) {
        cursor.spaces();
        return new Response.Continuation(cursor.rest());
      }
      if (cursor.peek() == '[') {
        // Exchange sends [COPYUID ...] of a MOVE without the "* OK" before it.
        ResponseCode code = codeParser.respTextCode(cursor);
        return new Response.Status(Condition.OK, code, cursor.rest());
      }
      if (!cursor.skip('*')) {
        return responseTagged();
      }
      cursor.spaces();
      if (cursor.atDigit()) {
        long number = cursor.number();
        cursor.spaces();
        if (cursor.word("FETCH")) {
          keyword = "FETCH";
          cursor.spaces();
          return new Response.Fetch(fetchParser.msgAtt(cursor, number));
        }
        keyword = cursor.atom(false).toUpperCase(Locale.ROOT);
        return messageData(keyword, number);
      }
      keyword = cursor.atom(false).toUpperCase(Locale.ROOT);
      cursor.spaces();
      return responseData(keyword);
    } catch (Malformed e) {
      return new Response.Unknown(keyword, e.getMessage(), true);
    } catch (IllegalArgumentException e) {
      return new Response.Unknown(keyword, String.valueOf(e.getMessage()), true);
    }
  }

  /// `response-tagged = tag SP resp-cond-state CRLF`.
  private Response responseTagged() throws Malformed {
    String tag = cursor.atom(false);
    cursor.spaces();
    Condition condition = condition(cursor.atom(false).toUpperCase(Locale.ROOT));
    if (condition == null) {
      return new Response.Unknown("", "neither tagged nor untagged", true);
    }
    cursor.spaces();
    ResponseCode code = codeParser.respTextCode(cursor);
    return new Response.Tagged(tag, condition, code, cursor.rest());
  }

  private static Condition condition(String word) {
    return switch (word) {
      case "OK" -> Condition.OK;
      case "NO" -> Condition.NO;
      case "BAD" -> Condition.BAD;
      case "BYE" -> Condition.BYE;
      case "PREAUTH" -> Condition.PREAUTH;
      default -> null;
    };
  }

  private static Response messageData(String keyword, long number) {
    return switch (keyword) {
      case "EXISTS" -> new Response.Exists(number);
      case "RECENT" -> new Response.Recent(number);
      case "EXPUNGE" -> new Response.Expunge(number);
      default -> new Response.Unknown(keyword, "not known", false);
    };
  }

  /// `response-data = "*" SP (resp-cond-state / resp-cond-bye / mailbox-data / ...) CRLF`.
  private Response responseData(String keyword) throws Malformed {
    return switch (keyword) {
      case "OK", "NO", "BAD", "BYE", "PREAUTH" -> {
        Condition condition = condition(keyword);
        ResponseCode code = codeParser.respTextCode(cursor);
        yield new Response.Status(condition, code, cursor.rest());
      }
      case "CAPABILITY" -> new Response.CapabilityData(ResponseCodeParser.capabilities(cursor));
      case "ENABLED" -> new Response.EnabledData(enabledData());
      case "FLAGS" -> new Response.FlagsData(flagReader.flagList(cursor));
      case "LIST", "XLIST" -> mailboxList(false);
      case "LSUB" -> mailboxList(true);
      case "STATUS" -> mailboxStatus();
      case "SEARCH" -> searchParser.search();
      case "ESEARCH" -> searchParser.esearch();
      case "SORT" -> searchParser.sort();
      case "THREAD" -> searchParser.thread();
      case "VANISHED" -> {
        boolean earlier = cursor.word("(EARLIER)");
        cursor.spaces();
        yield new Response.Vanished(earlier, cursor.set());
      }
      case "NAMESPACE" -> namespaceResponse();
      case "ID" -> new Response.IdData(idParams());
      case "QUOTA" -> quotaResponse();
      case "QUOTAROOT" -> {
        MailboxName mailbox = mailbox();
        yield new Response.QuotaRootData(mailbox, astrings());
      }
      case "ACL" -> aclData();
      case "MYRIGHTS" -> {
        MailboxName mailbox = mailbox();
        cursor.spaces();
        yield new Response.MyRightsData(mailbox, new MailboxRights(cursor.astring()));
      }
      default -> new Response.Unknown(keyword, "not known", false);
    };
  }

  private List<String> enabledData() throws Malformed {
    Capabilities enabled = ResponseCodeParser.capabilities(cursor);
    return enabled.names();
  }

  /// `mailbox = "INBOX" / astring`.
  private MailboxName mailbox() throws Malformed {
    return ModifiedUtf7.read(cursor.astring(), utf8);
  }

  private List<String> astrings() throws Malformed {
    ArrayList<String> all = new ArrayList<>();
    while (cursor.spaces() && !cursor.atEnd()) {
      all.add(cursor.astring());
    }
    return List.copyOf(all);
  }

  /// ```
  /// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
  ///                [SP mbox-list-extended]
  /// ```
  private Response mailboxList(boolean lsub) throws Malformed {
    TreeSet<String> attributes = new TreeSet<>();
    if (cursor.value() instanceof List<?> flags) {
      flags.forEach(flag -> attributes.add(String.valueOf(flag).toLowerCase(Locale.ROOT)));
    }
    cursor.spaces();
    String delimiter = cursor.nstring();
    cursor.spaces();
    MailboxName name = mailbox();
    Optional<MailboxName> oldName = Optional.empty();
    cursor.spaces();
    if (cursor.peek() == '(' && cursor.value() instanceof List<?> extended) {
      for (int i = 0; i + 1 < extended.size(); i += 2) {
        if ("OLDNAME".equalsIgnoreCase(String.valueOf(extended.get(i)))) {
          oldName = Optional.ofNullable(oldName(extended.get(i + 1)));
        }
      }
    }
    char hierarchy = delimiter == null || delimiter.isEmpty() ? 0 : delimiter.charAt(0);
    return new Response.ListData(lsub, attributes, hierarchy, name, oldName);
  }

  private MailboxName oldName(Object value) {
    if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String raw) {
      return ModifiedUtf7.read(raw, utf8);
    }
    return value instanceof String raw ? ModifiedUtf7.read(raw, utf8) : null;
  }

  /// GNU Mailutils writes a name with blanks as it is: all before the last parenthesis.
  private MailboxName unquoted() throws Malformed {
    int from = cursor.position();
    int list = from;
    int before = 0;
    while (!cursor.atEnd()) {
      int octet = cursor.next();
      list = octet == '(' && before == ' ' ? cursor.position() - 1 : list;
      before = octet;
    }
    if (list == from) {
      throw new Malformed("status-att-list expected");
    }
    cursor.position(list);
    return ModifiedUtf7.read(cursor.between(from, list).strip(), utf8);
  }

  /// `"STATUS" SP mailbox SP "(" [status-att-list] ")"`.
  private Response mailboxStatus() throws Malformed {
    int from = cursor.position();
    MailboxName mailbox = mailbox();
    if (cursor.spaces() && cursor.peek() != '(') {
      cursor.position(from);
      mailbox = unquoted();
    }
    cursor.expect('(');
    long[] numbers = new long[9];
    java.util.Arrays.fill(numbers, -1);
    String mailboxId = "";
    while (true) {
      cursor.spaces();
      if (cursor.skip(')')) {
        break;
      }
      String name = cursor.atom(false).toUpperCase(Locale.ROOT);
      cursor.spaces();
      int index =
          switch (name) {
            case "MESSAGES" -> 0;
            case "RECENT" -> 1;
            case "UIDNEXT" -> 2;
            case "UIDVALIDITY" -> 3;
            case "UNSEEN" -> 4;
            case "HIGHESTMODSEQ" -> 5;
            case "SIZE" -> 6;
            case "DELETED" -> 7;
            case "APPENDLIMIT" -> 8;
            default -> -1;
          };
      if (index >= 0 && cursor.atDigit()) {
        numbers[index] = cursor.number();
      } else {
        Object value = cursor.value();
        if (name.equals("MAILBOXID") && value instanceof List<?> list && !list.isEmpty()) {
          mailboxId = String.valueOf(list.get(0));
        }
      }
    }
    MailboxStatus status =
        new MailboxStatus(
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            numbers[5],
            numbers[6],
            numbers[7],
            numbers[8],
            mailboxId);
    return new Response.StatusData(mailbox, status);
  }

  /// `namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace`.
  private Response namespaceResponse() throws Malformed {
    List<Namespaces.Entry> personal = namespace();
    List<Namespaces.Entry> others = namespace();
    List<Namespaces.Entry> shared = namespace();
    return new Response.NamespaceData(new Namespaces(personal, others, shared));
  }

  /// `namespace = nil / "(" 1*namespace-descr ")"`.
  private List<Namespaces.Entry> namespace() throws Malformed {
    cursor.spaces();
    if (cursor.atEnd() || !(cursor.value() instanceof List<?> list)) {
      return List.of();
    }
    ArrayList<Namespaces.Entry> entries = new ArrayList<>();
    for (Object value : list) {
      if (value instanceof List<?> descr && !descr.isEmpty()) {
        String prefix = descr.get(0) instanceof String text ? text : "";
        String delimiter = EnvelopeParser.string(descr, 1);
        entries.add(
            new Namespaces.Entry(
                ModifiedUtf7.read(prefix, utf8),
                delimiter == null || delimiter.isEmpty() ? 0 : delimiter.charAt(0)));
      }
    }
    return entries;
  }

  /// `id-response = "ID" SP id-params-list` (RFC 2971 §4); keys in lower case.
  private Map<String, String> idParams() throws Malformed {
    LinkedHashMap<String, String> fields = new LinkedHashMap<>();
    if (cursor.value() instanceof List<?> list) {
      for (int i = 0; i + 1 < list.size(); i += 2) {
        if (list.get(i) instanceof String key && list.get(i + 1) instanceof String value) {
          fields.put(key.toLowerCase(Locale.ROOT), value);
        }
      }
    }
    return java.util.Collections.unmodifiableMap(fields);
  }

  /// `quota-response = "QUOTA" SP quota-root-name SP quota-list` (RFC 9208 §7).
  private Response quotaResponse() throws Malformed {
    String root = cursor.astring();
    cursor.spaces();
    ArrayList<Quota.Resource> resources = new ArrayList<>();
    cursor.expect('(');
    while (true) {
      cursor.spaces();
      if (cursor.skip(')')) {
        return new Response.QuotaData(new Quota(root, resources));
      }
      String name = cursor.atom(true).toUpperCase(Locale.ROOT);
      cursor.spaces();
      long usage = cursor.number();
      cursor.spaces();
      resources.add(new Quota.Resource(name, usage, cursor.number()));
    }
  }

  /// `acl-data = "ACL" SP mailbox *(SP identifier SP rights)` (RFC 4314 §7).
  private Response aclData() throws Malformed {
    MailboxName mailbox = mailbox();
    List<String> pairs = astrings();
    LinkedHashMap<String, MailboxRights> rights = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      rights.put(pairs.get(i), new MailboxRights(pairs.get(i + 1)));
    }
    return new Response.AclData(mailbox, java.util.Collections.unmodifiableMap(rights));
  }
}
