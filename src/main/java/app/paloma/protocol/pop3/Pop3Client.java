package app.paloma.protocol.pop3;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.sasl.PassingRefusal;
import app.paloma.protocol.transport.Connection;
import app.paloma.protocol.transport.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/// One session with a POP3 server (RFC 1939, 2449). Opened in the transaction state. Not for
/// several threads; [#close] may come from any. Nothing is deleted before [#quit] succeeds.
public final class Pop3Client implements AutoCloseable {
  /// RFC 2449 §4 says 512; unique-ids of 200 characters and long greetings exist.
  private static final int LINE_LIMIT = 8192;

  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  private static final int MAX_LISTED = 10_000_000;

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final Connection connection;
  private final ContentStream contents;
  private Pop3Capabilities capabilities = Pop3Capabilities.UNKNOWN;
  private boolean oneByOne;

  /// Replies on their way that nobody waits for.
  private int unheard;

  private Pop3Client(Connection connection) {
    this.connection = connection;
    this.contents = new ContentStream(this, connection);
  }

  /// What STAT tells.
  public record Maildrop(int messages, long octets) {}

  /// @param size as LIST tells it, often not quite the octets of RETR
  public record Listing(int number, long size) {}

  /// A message's number in this session and its unique-id.
  public record UniqueId(int number, String uniqueId) {}

  /// Connects, protects, logs in.
  ///
  /// @param language what the server is to speak where it can (RFC 6856 §3.2), as in BCP 47
  /// @throws MailException.AuthRejected wrong credentials
  /// @throws CommandRejected the server refuses for now: detail code `IN-USE` (another session has
  ///   the maildrop), `LOGIN-DELAY`, `SYS/TEMP`, `SYS/PERM`
  public static Pop3Client connect(
      ConnectionFactory connections,
      ServerSettings server,
      Optional<String> caPem,
      String who,
      Secret<String> password,
      String language)
      throws MailException {
    Optional<Pop3Client> client = open(connections, server, caPem, who, password, language, true);
    if (client.isEmpty()) {
      client = open(connections, server, caPem, who, password, language, false);
    }
    return client.orElseThrow(() -> new AuthRejected("the server ended the connection"));
  }

  /// @param proofs whether the password may be proved without being said
  /// @return empty where the server ended the connection after it had refused a proof
  private static Optional<Pop3Client> open(
      ConnectionFactory connections,
      ServerSettings server,
      Optional<String> caPem,
      String who,
      Secret<String> password,
      String language,
      boolean proofs)
      throws MailException {
    Pop3Client client = new Pop3Client(connections.open(server, caPem, who));
    boolean ready = false;
    try {
      ready = client.open(server, password, language, proofs);
      return ready ? Optional.of(client) : Optional.empty();
    } finally {
      if (!ready) {
        client.close();
      }
    }
  }

  private boolean open(
      ServerSettings server, Secret<String> password, String language, boolean proofs)
      throws MailException {
    connection.setReadTimeout(TIMEOUT);
    Pop3Reply greeting = reply();
    if (greeting.status() == Pop3Reply.Status.CHALLENGE) {
      throw broken("the greeting", greeting);
    }
    if (!greeting.isOk()) {
      throw busy("CONNECT", greeting);
    }
    askCapabilities();
    if (server.security() == ConnectionSecurity.STARTTLS) {
      startTls();
      askCapabilities();
    }
    speak(language);
    if (capabilities.has("UTF8")) {
      // RFC 6856 §2: without it a server hides or rewrites internationalised messages.
      command("UTF8");
    }
    Pop3Login login = new Pop3Login(this, connection, server, password, proofs);
    if (!login.run(greeting.text())) {
      return false;
    }
    if (!proofs) {
      connection.rememberRefusedProof();
    }
    if (!capabilities.has("UIDL")) {
      askCapabilities();
    }
    return true;
  }

  /// English is what servers speak by themselves ("i-default"). It need not know any other:
  /// whatever it says to this, nothing waits for it where requests may be sent ahead.
  private void speak(String language) throws MailException {
    boolean isTag = language.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");
    if (!capabilities.has("LANG") || !isTag || language.startsWith("en")) {
      return;
    }
    if (capabilities.has("PIPELINING")) {
      write("LANG " + language + "\r\n");
      unheard++;
    } else {
      command("LANG " + language);
    }
  }

  /// Servers that do not know CAPA answer -ERR.
  private void askCapabilities() throws MailException {
    Pop3Reply reply = command("CAPA");
    if (reply.isOk()) {
      ArrayList<String> lines = new ArrayList<>();
      lines(1000, lines::add);
      capabilities = Pop3Capabilities.of(lines);
    } else if (!capabilities.known()) {
      capabilities = Pop3Capabilities.UNKNOWN;
    }
  }

  /// RFC 2595 §4. Everything said before is forgotten; octets before the handshake end it.
  private void startTls() throws MailException {
    if (capabilities.known() && !capabilities.has("STLS")) {
      throw new TlsFailed(
          TlsFailed.Reason.STARTTLS_MISSING, "the server does not offer STLS", null);
    }
    Pop3Reply reply = command("STLS");
    if (!reply.isOk() && PassingRefusal.ofTls(reply.code(), reply.text()).isPresent()) {
      throw busy("STLS", reply);
    }
    if (!reply.isOk()) {
      throw new TlsFailed(
          TlsFailed.Reason.STARTTLS_MISSING, "the server refuses STLS: " + reply, null);
    }
    if (connection.buffered() > 0) {
      throw new TlsFailed(
          TlsFailed.Reason.STARTTLS_UNSAFE,
          "octets came between the reply to STLS and the handshake",
          null);
    }
    connection.startTls();
    capabilities = Pop3Capabilities.UNKNOWN;
  }

  public Pop3Capabilities capabilities() {
    return capabilities;
  }

  /// Asked again where what was told before the login may differ from user to user (RFC 2449 §6.5,
  /// 6.7).
  public Pop3Capabilities ownCapabilities() throws MailException {
    if (capabilities.differByUser()) {
      askCapabilities();
    }
    return capabilities;
  }

  public boolean isSecure() {
    return connection.isSecure();
  }

  public long octetsRead() {
    return connection.octetsRead();
  }

  public Maildrop stat() throws MailException {
    Pop3Reply reply = accepted("STAT");
    String[] words = BLANKS.split(reply.text().strip(), -1);
    long messages = words.length > 1 ? number(words[0]) : -1;
    long octets = words.length > 1 ? number(words[1]) : -1;
    if (messages < 0 || messages > MAX_LISTED || octets < 0) {
      throw broken("STAT", reply);
    }
    return new Maildrop((int) messages, octets);
  }

  /// scan-listing = message-number SP size (RFC 1939 §5). Lines that are none are left out.
  ///
  /// @return empty where the server refuses it, as some do where there is no message
  public Optional<List<Listing>> list() throws MailException {
    if (!listing("LIST")) {
      return Optional.empty();
    }
    return Optional.of(
        numbered(words -> {
          long size = number(words[1]);
          return size < 0 ? null : n -> new Listing(n, size);
        }));
  }

  /// unique-id-listing = message-number SP unique-id (RFC 1939 §7).
  ///
  /// @return empty where the server does not know UIDL
  /// @throws CommandRejected it does, and cannot at the moment
  public Optional<List<UniqueId>> uidl() throws MailException {
    if (!listing("UIDL")) {
      return Optional.empty();
    }
    return Optional.of(numbered(words -> n -> new UniqueId(n, words[1])));
  }

  /// @return whether the server has given it
  private boolean listing(String command) throws MailException {
    Pop3Reply reply = command(command);
    if (reply.status() == Pop3Reply.Status.CHALLENGE) {
      throw broken(command, reply);
    }
    if (reply.code().startsWith("SYS/")) {
      throw rejected(command, reply);
    }
    return reply.isOk();
  }

  private interface LineParser<T> {
    IntFunction<T> parse(String[] words);
  }

  private <T> List<T> numbered(LineParser<T> parser) throws MailException {
    ArrayList<T> found = new ArrayList<>();
    lines(
        MAX_LISTED,
        line -> {
          String[] words = BLANKS.split(line.strip(), 3);
          long n = words.length > 1 ? number(words[0]) : -1;
          IntFunction<T> maker =
              n > 0 && n <= Integer.MAX_VALUE && !words[1].isEmpty() ? parser.parse(words) : null;
          if (maker != null) {
            found.add(maker.apply((int) n));
          }
        });
    return found;
  }

  /// The header and `lines` lines of each message, one after the other, as far as the server knows
  /// TOP.
  public void top(int[] numbers, int lines, ContentSink sink) throws MailException {
    stream(numbers, n -> "TOP " + n + " " + lines + "\r\n", sink);
  }

  /// Whole messages, in this order. With PIPELINING requests are sent ahead.
  public void retrieve(int[] numbers, ContentSink sink) throws MailException {
    stream(numbers, n -> "RETR " + n + "\r\n", sink);
  }

  private void stream(int[] numbers, IntFunction<String> command, ContentSink sink)
      throws MailException {
    contents.stream(numbers, command, sink, isPipelined());
  }

  private boolean isPipelined() {
    return !oneByOne && !contents.strayed() && capabilities.has("PIPELINING");
  }

  /// From now on each request waits for the reply to the one before.
  public void oneByOne() {
    oneByOne = true;
  }

  /// Whether the server sent more than a reply where it refused something.
  public boolean strayed() {
    return contents.strayed();
  }

  /// The message that was coming when a session broke; 0 when none was.
  public int asked() {
    return contents.asked();
  }

  /// @param refused the first that is not
  public record Marked(List<Integer> numbers, Optional<CommandRejected> refused) {}

  /// Marks for deletion; takes effect with [#quit].
  public Marked delete(List<Integer> numbers) throws MailException {
    ArrayList<Integer> marked = new ArrayList<>();
    CommandRejected refused = null;
    int window = isPipelined() ? 200 : 1;
    for (int from = 0; from < numbers.size(); from += window) {
      List<Integer> group = numbers.subList(from, Math.min(numbers.size(), from + window));
      for (int n : group) {
        write("DELE " + n + "\r\n");
      }
      connection.flush();
      for (int n : group) {
        Pop3Reply reply = reply();
        if (reply.isOk()) {
          marked.add(n);
        } else if (refused == null) {
          refused = notDeleted("DELE", reply);
        }
      }
    }
    return new Marked(marked, Optional.ofNullable(refused));
  }

  private static CommandRejected notDeleted(String command, Pop3Reply reply) {
    String code = reply.code().isEmpty() ? "NOTDELETED" : reply.code();
    return new CommandRejected(command, 0, code, reply.text());
  }

  /// Takes back all deletion marks.
  public void reset() throws MailException {
    accepted("RSET");
  }

  public void noop() throws MailException {
    accepted("NOOP");
  }

  /// Ends the session: only now the server deletes what is marked (RFC 1939 §6).
  ///
  /// @throws CommandRejected some marked messages were not removed
  public void quit() throws MailException {
    try {
      Pop3Reply reply = command("QUIT");
      if (!reply.isOk()) {
        throw notDeleted("QUIT", reply);
      }
    } finally {
      close();
    }
  }

  /// Ends a session in which nothing was marked: whatever the server says to that.
  public void leave() {
    connection.setReadTimeout(GOODBYE);
    try {
      command("QUIT");
    } catch (MailException e) {
      connection.note("QUIT without an answer: " + e.getMessage());
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  // --- for Pop3Login and ContentStream ---

  void write(String text) throws MailException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    connection.write(octets, 0, octets.length);
  }

  Pop3Reply command(String line) throws MailException {
    write(line + "\r\n");
    connection.flush();
    return reply();
  }

  private Pop3Reply accepted(String command) throws MailException {
    Pop3Reply reply = command(command);
    if (reply.status() == Pop3Reply.Status.CHALLENGE) {
      throw broken(command, reply);
    }
    if (!reply.isOk()) {
      throw rejected(command, reply);
    }
    return reply;
  }

  byte[] line() throws MailException {
    byte[] line = connection.readLine(LINE_LIMIT);
    if (line == null) {
      throw new ConnectFailed(
          ConnectFailed.Reason.LOST, "the server closed the connection without a reply", null);
    }
    return line;
  }

  Pop3Reply reply() throws MailException {
    while (unheard > 0) {
      unheard--;
      reply();
    }
    byte[] line = line();
    Pop3Reply reply = Pop3Reply.parse(line);
    if (reply == null) {
      close();
      throw new ProtocolBroken(
          "not a POP3 reply: "
              + new String(line, 0, Math.min(80, line.length), StandardCharsets.US_ASCII));
    }
    return reply;
  }

  private interface Lines {
    void take(String line);
  }

  private void lines(int limit, Lines lines) throws MailException {
    for (int count = 0; ; count++) {
      byte[] line = connection.readLine(LINE_LIMIT);
      if (line == null) {
        throw new ConnectFailed(
            ConnectFailed.Reason.LOST, "the server closed the connection in a listing", null);
      }
      if (line.length == 1 && line[0] == '.') {
        return;
      }
      if (count == limit) {
        close();
        throw new ProtocolBroken("a listing of more than " + limit + " lines");
      }
      int from = line.length > 0 && line[0] == '.' ? 1 : 0;
      // As UTF-8, different octets could become the same unique-id.
      lines.take(new String(line, from, line.length - from, StandardCharsets.ISO_8859_1));
    }
  }

  static CommandRejected rejected(String command, Pop3Reply reply) {
    return new CommandRejected(command, 0, reply.code(), reply.text());
  }

  /// Nobody is let in for now.
  static CommandRejected busy(String command, Pop3Reply reply) {
    String code = PassingRefusal.of(reply.code(), reply.text()).orElse(reply.code());
    return new CommandRejected(command, 0, code, reply.text());
  }

  private ProtocolBroken broken(String command, Pop3Reply reply) {
    close();
    return new ProtocolBroken("the server answers " + command + " with " + reply);
  }

  /// @return -1 where it is none
  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
