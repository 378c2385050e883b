package app.paloma.sync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.protocol.imap.ImapClient;
import app.paloma.protocol.imap.PendingFetch;
import app.paloma.protocol.imap.types.FetchData;
import app.paloma.protocol.imap.types.FetchRequest;
import app.paloma.protocol.imap.types.Section;
import app.paloma.protocol.imap.types.UidSet;
import app.paloma.sync.MessageIntake.Fetched;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Messages of which fewer octets came than RFC822.SIZE says. That alone means little, for Exchange
/// and others tell estimates. Where much is missing, or the end of a multipart, the server is asked
/// for the rest, once; if it has none, what came is the message.
final class ShortMessages {
  private static final String TYPE = "content-type:";
  private static final String BOUNDARY = "boundary=";
  private static final int MOST = 2 << 20;

  private final ImapClient client;
  private final List<Fetched> held = new ArrayList<>();

  ShortMessages(ImapClient client) {
    this.client = client;
  }

  static boolean isDoubtful(byte[] octets, long size) {
    return octets.length < size && (octets.length < size - size / 4 || isTorn(octets));
  }

  private static boolean isTorn(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    String boundary = boundary(text);
    return !boundary.isEmpty() && !text.contains("--" + boundary + "--");
  }

  /// Of the whole message; empty where it is no multipart.
  private static String boundary(String text) {
    StringBuilder type = new StringBuilder();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      if (line.isEmpty() || !folded && !type.isEmpty()) {
        break;
      }
      if (folded ? !type.isEmpty() : line.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
        type.append(line);
      }
    }
    int at = type.toString().toLowerCase(Locale.ROOT).indexOf(BOUNDARY);
    if (at < 0) {
      return "";
    }
    String value = type.substring(at + BOUNDARY.length()).strip();
    return value.startsWith("\"")
        ? value.substring(1).split("\"", 2)[0].stripTrailing()
        : value.split("[;\\s]", 2)[0];
  }

  void hold(Fetched message) {
    held.add(message);
  }

  /// Asks for the rest of those that are held, all at once.
  void passOn(MessageIntake into) throws MailException {
    if (held.isEmpty()) {
      return;
    }
    List<Fetched> messages = List.copyOf(held);
    held.clear();
    Map<Long, byte[]> rests = new HashMap<>();
    List<PendingFetch> asked = new ArrayList<>();
    for (Fetched each : messages) {
      FetchRequest request =
          FetchRequest.of().with(Section.whole().partial(each.octets().length, most(each)));
      asked.add(
          client.startFetch(
              UidSet.of(each.uid()),
              request,
              data -> {
                if (data.uid() == each.uid() && isFrom(data, each.octets().length)) {
                  data.range(each.octets().length, most(each))
                      .ifPresent(rest -> rests.put(each.uid(), rest));
                }
              }));
    }
    for (PendingFetch each : asked) {
      try {
        each.await();
      } catch (CommandRejected e) {
        // What it does not send it has not.
      }
    }
    for (Fetched each : messages) {
      into.take(with(each, rests.getOrDefault(each.uid(), new byte[0])));
    }
  }

  /// One octet more than is expected.
  private static int most(Fetched message) {
    return (int) Math.min(MOST, message.size() - message.octets().length + 1);
  }

  /// Whether it says so: what comes without a word may be the message from its beginning.
  private static boolean isFrom(FetchData data, long offset) {
    return !data.sections().isEmpty() && data.sections().getFirst().offset() == offset;
  }

  private static Fetched with(Fetched message, byte[] rest) {
    boolean ended = rest.length < most(message);
    if (rest.length == 0 || !ended && most(message) < MOST) {
      // Longer than it says and shorter than it is: no such thing is known.
      return message;
    }
    byte[] all = Arrays.copyOf(message.octets(), message.octets().length + rest.length);
    System.arraycopy(rest, 0, all, message.octets().length, rest.length);
    return new Fetched(
        message.uid(),
        message.modSeq(),
        message.flags(),
        message.internalDate(),
        Math.max(message.size(), all.length),
        all,
        ended,
        message.preview(),
        message.problem(),
        message.logged());
  }
}
