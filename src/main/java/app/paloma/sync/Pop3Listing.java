package app.paloma.sync;

import app.paloma.model.MailException;
import app.paloma.protocol.pop3.ContentSink;
import app.paloma.protocol.pop3.Pop3Client;
import app.paloma.protocol.pop3.Pop3Client.Listing;
import app.paloma.protocol.pop3.Pop3Client.UniqueId;
import app.paloma.protocol.pop3.Pop3Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What lies in a maildrop, each message under a key that stays the same from session to session:
/// its unique-id, or where the server has none a hash of its header, the beginning of its text, and
/// its size.
final class Pop3Listing {
  /// @param size as LIST tells it; 0 when it does not
  record Item(int number, String key, long size) {}

  /// Programs write the same header over texts of the same size.
  private static final int TEXT_LINES = 20;

  private static final String NAMELESS = "size:";

  /// Octets of messages that came whole to be named.
  private static final int KEPT = 16 << 20;

  private final Pop3Client client;
  private final Set<String> known;
  private final List<String> last;
  private final Set<String> without;

  /// Of messages that have to be read to be named, what the listing tells of each.
  private final Map<Integer, String> nameless = new HashMap<>();

  /// @param known keys of messages that are here
  /// @param last keys of those that are read last where they have to be read, see [#unread]
  /// @param without keys of those that are not read
  Pop3Listing(Pop3Client client, Set<String> known, List<String> last, Set<String> without) {
    this.client = client;
    this.known = known;
    this.last = last;
    this.without = without;
  }

  /// @param wholes of messages that had to be fetched whole to be named, and that are not known: as
  ///   many as memory may hold
  record Maildrop(List<Item> items, Map<Integer, byte[]> wholes) {}

  Maildrop read() throws MailException {
    TreeMap<Integer, Long> sizes = new TreeMap<>();
    Optional<List<Listing>> listed = client.list();
    listed
        .orElse(List.of())
        .forEach(listing -> sizes.putIfAbsent(listing.number(), listing.size()));
    Optional<List<UniqueId>> uniqueIds = client.uidl();
    if (listed.isEmpty() && uniqueIds.isEmpty()) {
      int count = client.stat().messages();
      IntStream.rangeClosed(1, count).forEach(number -> sizes.put(number, 0L));
    }
    HashMap<Integer, String> keys = new HashMap<>();
    if (uniqueIds.isPresent() && !areNumbers(uniqueIds.get())) {
      for (UniqueId id : uniqueIds.get()) {
        keys.put(id.number(), id.uniqueId());
        sizes.putIfAbsent(id.number(), 0L);
      }
    }
    keys.values().removeAll(repeated(keys));
    int[] toBeRead = toBeRead(sizes, keys.keySet());
    Map<Integer, byte[]> wholes = Map.of();
    if (toBeRead.length > 0) {
      BeginningHash named = new BeginningHash(sizes, known);
      named.ask(client, toBeRead);
      keys.putAll(named.keys);
      wholes = named.wholes;
    }
    // The same header twice (the same message delivered twice): counted.
    HashMap<String, Integer> seen = new HashMap<>();
    ArrayList<Item> items = new ArrayList<>();
    sizes.forEach((number, size) -> {
      String key = keys.get(number);
      if (key != null) {
        int count = seen.merge(key, 1, Integer::sum);
        items.add(new Item(number, count == 1 ? key : key + " #" + count, size));
      }
    });
    return new Maildrop(items, wholes);
  }

  /// Its size says which message it is, with a count where several have it: the number would be
  /// another's when others are deleted.
  private int[] toBeRead(Map<Integer, Long> sizes, Set<Integer> named) {
    HashMap<Long, Integer> seen = new HashMap<>();
    sizes.forEach((number, size) -> {
      if (!named.contains(number)) {
        nameless.put(number, NAMELESS + size + " #" + seen.merge(size, 1, Integer::sum));
      }
    });
    return sizes.keySet().stream()
        .filter(number -> nameless.containsKey(number) && !without.contains(nameless.get(number)))
        .sorted(Comparator.comparingInt(number -> last.indexOf(nameless.get(number))))
        .mapToInt(number -> number)
        .toArray();
  }

  /// Whether a message that had to be read is called so, and was not before: it may be one of those
  /// all the same, with another count.
  static boolean isNameless(String key, List<String> before) {
    return key.startsWith(NAMELESS) && !before.contains(key);
  }

  /// What to call the message at whose reading the session ended, before it had a name.
  Optional<String> unread() {
    return Optional.ofNullable(nameless.get(client.asked()));
  }

  /// One unique-id of several messages names none of them: were they told apart by their order, a
  /// new one would be taken for one that is here, and deleted, when another has gone.
  private static Set<String> repeated(Map<Integer, String> keys) {
    HashSet<String> seen = new HashSet<>();
    HashSet<String> repeated = new HashSet<>();
    for (String key : keys.values()) {
      if (!seen.add(key)) {
        repeated.add(key);
      }
    }
    return repeated;
  }

  /// Some servers give the message's number for its unique-id, which is another's in the next
  /// session: as good as none.
  private static boolean areNumbers(List<UniqueId> uniqueIds) {
    return uniqueIds.stream().allMatch(id -> id.uniqueId().equals(Integer.toString(id.number())));
  }

  /// A hash of the header at the beginning of these octets, without the fields that servers write
  /// about a message's state.
  static String headerKey(byte[] octets, int length) {
    MessageDigest digest = ContentDigest.sha256();
    String text = new String(octets, 0, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\r\n", -1);
    boolean skipped = false;
    for (String line : lines) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      skipped = folded ? skipped : ContentDigest.isState(line);
      if (!skipped) {
        digest.update((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return "header:" + HexFormat.of().formatHex(digest.digest());
  }

  private static String textKey(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf("\r\n\r\n");
    int end = begin < 0 ? text.length() : begin + 4;
    int from = end;
    for (int line = 0; line < TEXT_LINES && end < text.length(); line++) {
      int lineEnd = text.indexOf('\n', end);
      end = lineEnd < 0 ? text.length() : lineEnd + 1;
    }
    MessageDigest digest = ContentDigest.sha256();
    digest.update(octets, from, end - from);
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /// Hashes the beginnings of messages as they come.
  private static final class BeginningHash implements ContentSink {
    private static final int LIMIT = 1 << 20;
    private final Map<Integer, Long> sizes;
    private final Set<String> known;
    private final Map<Integer, String> keys = new HashMap<>();
    private final Map<Integer, byte[]> wholes = new HashMap<>();
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private boolean whole;
    private int kept;

    BeginningHash(Map<Integer, Long> sizes, Set<String> known) {
      this.sizes = sizes;
      this.known = known;
    }

    void ask(Pop3Client client, int[] numbers) throws MailException {
      client.top(numbers, TEXT_LINES, this);
      int[] without = Arrays.stream(numbers).filter(n -> !keys.containsKey(n)).toArray();
      if (without.length > 0) {
        // No TOP either: the beginning is read out of the whole.
        whole = true;
        client.retrieve(without, this);
      }
    }

    @Override
    public void begin(int number) {
      beginning.reset();
    }

    @Override
    public void octets(byte[] block, int length) {
      beginning.write(block, 0, Math.min(length, LIMIT - beginning.size()));
    }

    @Override
    public void end(int number) {
      byte[] octets = beginning.toByteArray();
      String key =
          headerKey(octets, octets.length) + " " + textKey(octets) + " " + sizes.get(number);
      keys.put(number, key);
      boolean small = octets.length < LIMIT && octets.length <= KEPT - kept;
      if (whole && small && !known.contains(key)) {
        wholes.put(number, octets);
        kept += octets.length;
      }
    }

    @Override
    public void refused(int number, Pop3Reply reply) {
      // It gets no key and waits for the next session.
    }
  }
}
