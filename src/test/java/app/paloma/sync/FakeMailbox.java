package app.paloma.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One mailbox of a [FakeImapServer]. All access holds the server's lock.
final class FakeMailbox {
  /// What servers send of a message that they cannot read themselves.
  enum Withheld {
    EMPTY,
    NIL
  }

  static final class Message {
    final long uid;
    final byte[] octets;
    final TreeSet<String> flags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    long modSeq;

    /// What is sent in the place of its octets; null for these.
    Withheld withheld;

    Message(long uid, byte[] octets, Set<String> flags, long modSeq) {
      this.uid = uid;
      this.octets = octets;
      this.flags.addAll(flags);
      this.modSeq = modSeq;
    }

    String headerField(String name) {
      String text = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      for (String line : (end < 0 ? text : text.substring(0, end)).split("\r\n", -1)) {
        if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  record Expunged(long uid, long modSeq) {}

  String name;
  String attribute;
  boolean readOnly;

  /// There, and not told by LIST.
  boolean unlisted;

  long uidValidity;

  /// RFC 8474; told with OBJECTID alone.
  String objectId = "";

  long uidNext = 1;
  long modSeq = 1;
  final TreeMap<Long, Message> messages = new TreeMap<>();
  final List<Expunged> expunged = new ArrayList<>();

  /// UIDs that SEARCH tells and FETCH does not.
  final TreeSet<Long> ghosts = new TreeSet<>();

  FakeMailbox(String name, String attribute, long uidValidity) {
    this.name = name;
    this.attribute = attribute;
    this.uidValidity = uidValidity;
  }

  /// As Gmail calls it.
  String label() {
    return switch (name) {
      case "INBOX" -> "\\Inbox";
      case "Sent" -> "\\Sent";
      case "Drafts" -> "\\Draft";
      default -> '"' + name + '"';
    };
  }

  Message add(byte[] octets, Set<String> flags) {
    Message message = new Message(uidNext++, octets, flags, ++modSeq);
    messages.put(message.uid, message);
    return message;
  }

  void remove(long uid) {
    if (messages.remove(uid) != null) {
      expunged.add(new Expunged(uid, ++modSeq));
    }
  }

  /// How a restored backup looks: new UIDVALIDITY, new UIDs, same messages.
  void renumber() {
    List<Message> old = List.copyOf(messages.values());
    messages.clear();
    expunged.clear();
    uidValidity += 10;
    uidNext = 1000;
    modSeq = 1;
    old.forEach(m -> add(m.octets, m.flags));
  }

  int sequenceNumber(long uid) {
    return messages.headMap(uid, true).size();
  }

  Optional<Message> byMessageId(String messageId) {
    return messages.values().stream()
        .filter(m -> m.headerField("Message-ID").contains(messageId))
        .findFirst();
  }
}
