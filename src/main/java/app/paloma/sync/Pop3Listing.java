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
/// its unique-id, or where the server has none a hash of its header.
final class Pop3Listing {
  /// @param size as LIST tells it; 0 when it does not
  record Item(int number, String key, long size) {}

  private Pop3Listing() {}

  static List<Item> read(Pop3Client client) throws MailException {
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
    int[] nameless =
        sizes.keySet().stream().mapToInt(n -> n).filter(n -> !keys.containsKey(n)).toArray();
    if (nameless.length > 0) {
      keys.putAll(headerKeys(client, nameless));
    }
    // The same header twice (the same message delivered twice): counted.
    HashMap<String, Integer> seen = new HashMap<>();
    ArrayList<Item> items = new ArrayList<>();
    sizes.forEach((number, size) -> {
      String key = keys.get(number);
      if (key != null) {
        int count = seen.merge(key, 1, Integer::sum);
        items.add(new Item(number, count == 1 ? key : key + " " + count, size));
      }
    });
    return items;
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

  private static Map<Integer, String> headerKeys(Pop3Client client, int[] numbers)
      throws MailException {
    HashMap<Integer, String> keys = new HashMap<>();
    HeaderHash sink = new HeaderHash(keys);
    client.top(numbers, 0, sink);
    int[] without = java.util.Arrays.stream(numbers).filter(n -> !keys.containsKey(n)).toArray();
    if (without.length > 0) {
      // No TOP either: the header is read out of the whole.
      client.retrieve(without, sink);
    }
    return keys;
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

  /// Hashes headers as they come.
  private static final class HeaderHash implements ContentSink {
    private static final int LIMIT = 1 << 20;
    private final Map<Integer, String> keys;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();

    HeaderHash(Map<Integer, String> keys) {
      this.keys = keys;
    }

    @Override
    public void begin(int number) {
      header.reset();
    }

    @Override
    public void octets(byte[] block, int length) {
      header.write(block, 0, Math.min(length, LIMIT - header.size()));
    }

    @Override
    public void end(int number) {
      byte[] octets = header.toByteArray();
      keys.put(number, headerKey(octets, octets.length));
    }

    @Override
    public void refused(int number, Pop3Reply reply) {
      // It gets no key and waits for the next session.
    }
  }
}
