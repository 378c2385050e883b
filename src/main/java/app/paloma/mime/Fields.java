package app.paloma.mime;

import app.paloma.model.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The fields of RFC 5322 that have a meaning here, from a block of raw ones.
final class Fields {
  private static final int MAX_REFERENCES = 1_000;
  private static final int MAX_ADDRESSES = 20_000;
  private static final int KEPT_FIELDS = 10_000;
  private final FieldBlock block;

  Fields(FieldBlock block) {
    this.block = block;
  }

  List<MessageContent.Header> all() {
    MessageContent.Header[] all = new MessageContent.Header[block.count()];
    // A million fields are a flood of the same few: equal ones are kept once.
    HashMap<MessageContent.Header, MessageContent.Header> kept = new HashMap<>();
    for (int i = 0; i < all.length; i++) {
      var field = new MessageContent.Header(block.name(i), HeaderDecoder.decode(block.raw(i)));
      MessageContent.Header same = kept.get(field);
      if (same == null && kept.size() < KEPT_FIELDS) {
        kept.put(field, field);
      }
      all[i] = same == null ? field : same;
    }
    return List.of(all);
  }

  Address from() {
    return AddressParser.first(block.rawText("From"));
  }

  Optional<Address> sender() {
    Address sender = AddressParser.first(block.rawText("Sender"));
    return sender.equals(Address.NONE) ? Optional.empty() : Optional.of(sender);
  }

  /// A field that stands twice (RFC 5322 §3.6 forbids it) counts twice.
  List<Address> addresses(String name) {
    int i = block.find(name, 0);
    if (i < 0) {
      return List.of();
    }
    List<Address> first = AddressParser.parse(block.raw(i));
    i = block.find(name, i + 1);
    if (i < 0) {
      return first;
    }
    LinkedHashSet<Address> all = new LinkedHashSet<>(first);
    for (; i >= 0 && all.size() < MAX_ADDRESSES; i = block.find(name, i + 1)) {
      all.addAll(AddressParser.parse(block.raw(i)));
    }
    return List.copyOf(all);
  }

  String subject() {
    return block.text("Subject").strip();
  }

  Optional<Instant> date() {
    for (int i = block.find("Date", 0); i >= 0; i = block.find("Date", i + 1)) {
      Optional<Instant> date = DateParser.parse(block.raw(i, 1000));
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }

  String messageId() {
    List<String> ids = new ArrayList<>(1);
    ids(block.rawText("Message-ID"), ids);
    return ids.isEmpty() ? "" : ids.getFirst();
  }

  /// References, then what In-Reply-To adds (RFC 5322 §3.6.4).
  List<String> references() {
    ArrayList<String> ids = new ArrayList<>();
    for (String raw : block.allRaw("References")) {
      ids(raw, ids);
    }
    ArrayList<String> answered = new ArrayList<>(1);
    for (String raw : block.allRaw("In-Reply-To")) {
      if (raw.indexOf('<') >= 0 || raw.strip().indexOf(' ') < 0) {
        ids(raw, answered);
      }
    }
    LinkedHashSet<String> all = new LinkedHashSet<>(ids);
    for (String id : answered) {
      // The message answered comes last.
      all.remove(id);
      all.add(id);
    }
    ArrayList<String> list = new ArrayList<>(all);
    return list.size() <= MAX_REFERENCES
        ? list
        : list.subList(list.size() - MAX_REFERENCES, list.size());
  }

  static List<String> ids(String raw) {
    ArrayList<String> ids = new ArrayList<>(1);
    if (!raw.isBlank()) {
      ids(raw, ids);
    }
    return ids;
  }

  // msg-id = "<" id-left "@" id-right ">", also without brackets.
  private static void ids(String raw, List<String> out) {
    int i = raw.indexOf('<');
    if (i < 0) {
      for (String word : raw.strip().split("[\\s,]+")) {
        if (!word.isEmpty() && out.size() < MAX_REFERENCES * 10) {
          out.add(word.endsWith(">") ? word.substring(0, word.length() - 1) : word);
        }
      }
      return;
    }
    while (i >= 0 && out.size() < MAX_REFERENCES * 10) {
      int end = raw.indexOf('>', i);
      if (end < 0) {
        end = raw.length();
      }
      String id = raw.substring(i + 1, end);
      if (id.indexOf(' ') >= 0) {
        // Folded in the middle.
        id = id.replace(" ", "");
      }
      if (!id.isEmpty()) {
        out.add(id);
      }
      i = raw.indexOf('<', end);
    }
  }

  // RFC 2919: list-id-header = "List-ID:" [phrase] "<" list-id ">"
  String listId() {
    String raw = block.rawText("List-Id");
    int from = raw.lastIndexOf('<');
    int to = raw.indexOf('>', Math.max(0, from));
    return from >= 0 && to > from
        ? raw.substring(from + 1, to).strip()
        : HeaderDecoder.decode(raw).strip();
  }

  /// `<one@example.org>: two@example.org;` is a group with an address for its name: by the grammar
  /// the second is the sender, and some servers take the first.
  private static boolean isNamedByAddress(String raw) {
    int end = raw.indexOf('>');
    return end >= 0 && raw.substring(end + 1).stripLeading().startsWith(":");
  }

  List<MessageContent.Warning> warnings() {
    int first = block.find("From", 0);
    if (first >= 0
        && (block.find("From", first + 1) >= 0
            || isNamedByAddress(block.raw(first))
            || AddressParser.parse(block.raw(first)).stream()
                    .filter(a -> !a.email().isEmpty())
                    .limit(2)
                    .count()
                > 1)) {
      return List.of(new MessageContent.Warning("mime.warning.severalFrom", List.of()));
    }
    return List.of();
  }
}
