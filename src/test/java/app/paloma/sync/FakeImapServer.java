package app.paloma.sync;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// An IMAP server in memory, with switches for what it can do and for what goes wrong. Its state
/// outlives connections, so a test may cut the line anywhere, sync again and compare.
final class FakeImapServer implements AutoCloseable {
  /// What a server of today can do.
  static final String MODERN =
      "CONDSTORE ENABLE ESEARCH LIST-EXTENDED LIST-STATUS MOVE QRESYNC SPECIAL-USE UIDPLUS"
          + " UNSELECT LITERAL+ IDLE MULTIAPPEND";

  /// How a server ends a conversation against its client's will.
  enum Cut {
    NONE,
    BEFORE_COMMAND,
    /// Carried out, but the answer is lost: the client cannot know.
    AFTER_COMMAND
  }

  final Map<String, FakeMailbox> mailboxes = new LinkedHashMap<>();
  final Set<String> capabilities = new TreeSet<>();

  /// Of several messages only the first one's part is sent, and nothing for the others.
  volatile boolean partOfFirstOnly;

  /// How parts of messages are sent.
  enum Ranges {
    AS_ASKED,
    /// Without saying where they begin.
    UNTOLD,
    /// The whole message, as beginning at its first octet.
    IGNORED,
    /// As many octets as are asked for, wherever the message ends.
    ENDLESS,
    /// The whole message, as if that had been asked for.
    IGNORED_AND_UNTOLD
  }

  volatile Ranges ranges = Ranges.AS_ASKED;

  /// STATUS tells of the selected mailbox what it was when this connection opened it (Courier).
  volatile boolean statusOfSelectedIsOld;

  /// The answer to QRESYNC names what has gone, and neither what came nor whose flags changed
  /// (Apache James).
  volatile boolean resyncTellsOnlyVanished;

  /// What is appended is taken, as it says, and never seen again.
  volatile boolean losesAppended;

  /// How many of those that one APPEND brings are kept.
  volatile int keptOfSeveral = Integer.MAX_VALUE;

  /// Names, whether there is such a mailbox or not: RENAME and DELETE leave them as they are.
  final Set<String> subscriptions = new TreeSet<>();

  /// Commands that came, without tags; literals are left out.
  final List<String> commands = new CopyOnWriteArrayList<>();

  /// UIDs whose octets were sent whole or in part, once a FETCH item.
  final List<Long> bodiesSent = new CopyOnWriteArrayList<>();

  /// Messages whose own octets were sent, from the first on: mailbox and UID, once a FETCH.
  final List<String> contentsSent = new CopyOnWriteArrayList<>();

  /// What becomes of each line that is sent, for servers that write oddly: empty drops it, several
  /// lines are divided by CRLF. Literals are not lines.
  volatile UnaryOperator<String> habit = UnaryOperator.identity();

  /// More connections than this are turned away with BYE.
  volatile int mostConnections = Integer.MAX_VALUE;

  final AtomicInteger turnedAway = new AtomicInteger();
  final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final ServerSocket socket;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private long validity = 100;

  private int commandsUntilCut = -1;
  private Cut cut = Cut.NONE;
  private long octetsUntilCut = -1;
  private Predicate<String> refused = c -> false;
  private String refusal = "NO refused";

  /// With messages 1 to `messages` of [SyncBench#message] in INBOX.
  static FakeImapServer holding(int messages) {
    return new FakeImapServer().with(messages);
  }

  static FakeImapServer holding(int messages, String capabilities) {
    return new FakeImapServer(capabilities.split(" ", -1)).with(messages);
  }

  private FakeImapServer with(int messages) {
    for (int n = 1; n <= messages; n++) {
      inbox().add(SyncBench.message(n), Set.of());
    }
    return this;
  }

  FakeImapServer() {
    this(
        "CONDSTORE",
        "ENABLE",
        "ESEARCH",
        "LIST-EXTENDED",
        "LIST-STATUS",
        "MOVE",
        "QRESYNC",
        "SPECIAL-USE",
        "UIDPLUS",
        "UNSELECT",
        "LITERAL+",
        "IDLE");
  }

  FakeImapServer(String... capabilities) {
    this.capabilities.addAll(List.of(capabilities));
    create("INBOX", "");
    create("Drafts", "\\Drafts");
    create("Sent", "\\Sent");
    create("Trash", "\\Trash");
    create("Archive", "\\Archive");
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        clients.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      if (open.incrementAndGet() > mostConnections) {
        turnedAway.incrementAndGet();
        try (client) {
          client.getOutputStream().write("* BYE Too many connections\r\n".getBytes(US_ASCII));
        }
      } else {
        accepted.incrementAndGet();
        new FakeSession(this, client).run();
      }
    } catch (IOException e) {
      // The client left.
    } finally {
      open.decrementAndGet();
    }
  }

  int openConnections() {
    return open.get();
  }

  int port() {
    return socket.getLocalPort();
  }

  /// Subscribed, as what was there before.
  synchronized FakeMailbox create(String name, String attribute) {
    subscriptions.add(name);
    return make(name, attribute);
  }

  synchronized FakeMailbox make(String name, String attribute) {
    FakeMailbox mailbox = new FakeMailbox(name, attribute, validity++);
    mailboxes.put(name, mailbox);
    return mailbox;
  }

  synchronized FakeMailbox mailbox(String name) {
    return mailboxes.get(name.equalsIgnoreCase("INBOX") ? name.toUpperCase(Locale.ROOT) : name);
  }

  /// With the mailboxes below it (RFC 9051 §6.3.6).
  synchronized void rename(String from, String to) {
    for (FakeMailbox each : List.copyOf(mailboxes.values())) {
      if (each.name.equals(from) || each.name.startsWith(from + "/")) {
        mailboxes.remove(each.name);
        each.name = to + each.name.substring(from.length());
        mailboxes.put(each.name, each);
      }
    }
  }

  FakeMailbox inbox() {
    return mailbox("INBOX");
  }

  /// Whether mailboxes are labels, as Gmail's are: what is in Trash is in no other, and an expunge
  /// outside of it leaves the message in All Mail. Messages are the same where their octets are the
  /// same object.
  boolean hasLabels() {
    return can("X-GM-EXT-1");
  }

  /// Every other mailbox that shows the message, but for the view of all.
  synchronized List<FakeMailbox> labels(FakeMailbox.Message message, FakeMailbox selected) {
    return mailboxes.values().stream()
        .filter(each -> each != selected && !each.attribute.equals("\\All"))
        .filter(each -> each.messages.values().stream().anyMatch(m -> m.octets == message.octets))
        .toList();
  }

  /// What comes into Trash leaves all other mailboxes.
  synchronized void onlyIn(FakeMailbox trash, byte[] octets) {
    for (FakeMailbox each : mailboxes.values()) {
      if (each != trash) {
        each.messages.values().stream()
            .filter(m -> m.octets == octets)
            .map(m -> m.uid)
            .toList()
            .forEach(each::remove);
      }
    }
  }

  boolean can(String capability) {
    return capabilities.contains(capability);
  }

  // --- faults ---

  /// The connection is cut at the n-th command from now (1 = the next), of any connection.
  synchronized void cutAtCommand(int n, Cut how) {
    commandsUntilCut = n;
    cut = how;
  }

  /// The connection is cut when so many more octets were sent.
  synchronized void cutAfterOctets(long n) {
    octetsUntilCut = n;
  }

  synchronized void refuse(Predicate<String> which, String answer) {
    refused = which;
    refusal = answer;
  }

  /// What somebody does to several mailboxes, seen by all sessions as one.
  synchronized void atOnce(Runnable changes) {
    changes.run();
  }

  synchronized void heal() {
    commandsUntilCut = -1;
    octetsUntilCut = -1;
    cut = Cut.NONE;
    refused = c -> false;
  }

  synchronized boolean cutPending() {
    return commandsUntilCut > 0 || octetsUntilCut > 0;
  }

  /// Counts a command; says how it is cut.
  synchronized Cut count(String command) {
    commands.add(command);
    if (commandsUntilCut > 0 && --commandsUntilCut == 0) {
      return cut;
    }
    return Cut.NONE;
  }

  synchronized String refusal(String command) {
    return refused.test(command) ? refusal : "";
  }

  /// @return how many of `length` octets may still be sent
  synchronized int allowance(int length) {
    if (octetsUntilCut < 0) {
      return length;
    }
    int allowed = (int) Math.min(length, octetsUntilCut);
    octetsUntilCut -= allowed;
    if (allowed < length) {
      octetsUntilCut = -1;
    }
    return allowed;
  }

  /// All connections break at once.
  void dropConnections() {
    for (Socket client : clients) {
      try {
        client.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    clients.clear();
  }

  long count(Predicate<String> which) {
    return commands.stream().filter(which).count();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    dropConnections();
  }
}
