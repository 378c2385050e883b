package app.paloma.protocol.smtp;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailException.TlsFailed;
import app.paloma.model.MailProtocol;
import app.paloma.model.Secret;
import app.paloma.model.ServerSettings;
import app.paloma.protocol.sasl.PassingRefusal;
import app.paloma.protocol.transport.Connection;
import app.paloma.protocol.transport.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One connection to a submission server or relay (RFC 5321, 6409). Opened ready to send; several
/// messages go over it. Not for several threads; [#close] may come from any.
public final class SmtpClient implements AutoCloseable {
  /// The address literal of nobody in particular (RFC 5321 §4.1.3): a submission server knows us by
  /// our login, and neither the computer's name nor its address is anybody's business.
  private static final String CLIENT_NAME = "[127.0.0.1]";

  private final Connection connection;
  private final SmtpTimeouts timeouts;
  private String clientName = CLIENT_NAME;
  private EhloKeywords keywords = EhloKeywords.NONE;
  private int transactions;
  private boolean usable = true;
  private boolean delivered;

  /// The envelope under way left behind another message.
  private boolean behind;

  private boolean refusesAhead;

  /// The server may still hold an envelope: RSET goes before the next one.
  private boolean envelopeOpen;

  /// Its envelope has left, behind the message before.
  private SmtpTransaction ahead;

  private SmtpClient(Connection connection, SmtpTimeouts timeouts) {
    this.connection = connection;
    this.timeouts = timeouts;
  }

  /// Connects, greets, protects, logs in.
  ///
  /// @param password empty where the settings name no user
  /// @throws CommandRejected the server greets with 5yz or refuses to log anybody in for now
  public static SmtpClient connect(
      ConnectionFactory connections,
      ServerSettings server,
      Optional<String> caPem,
      String who,
      Optional<Secret<String>> password,
      SmtpTimeouts timeouts)
      throws MailException {
    SmtpClient client = new SmtpClient(connections.open(server, caPem, who), timeouts);
    client.begin(server, password);
    return client;
  }

  /// To a server that takes mail for its own domains from anybody (RFC 5321 §2.3.10): with TLS
  /// where it can, without where it cannot (RFC 7435). There is no login; it is told our address,
  /// which it sees anyway, as some refuse a name that cannot be ours.
  ///
  /// @param connections without a check of certificates
  public static SmtpClient connectToExchanger(
      ConnectionFactory connections, String address, int port, String who, SmtpTimeouts timeouts)
      throws MailException {
    try {
      return connect(
          connections, exchanger(address, port, ConnectionSecurity.STARTTLS), who, timeouts);
    } catch (TlsFailed noTls) {
      return connect(connections, exchanger(address, port, ConnectionSecurity.NONE), who, timeouts);
    } catch (CommandRejected refused) {
      if (!refused.command().equals("STARTTLS")) {
        throw refused;
      }
      return connect(connections, exchanger(address, port, ConnectionSecurity.NONE), who, timeouts);
    }
  }

  private static ServerSettings exchanger(String address, int port, ConnectionSecurity security) {
    return new ServerSettings(MailProtocol.SMTP, address, port, security, "", "NONE");
  }

  private static SmtpClient connect(
      ConnectionFactory connections, ServerSettings server, String who, SmtpTimeouts timeouts)
      throws MailException {
    Connection connection = connections.open(server, Optional.empty(), who);
    SmtpClient client = new SmtpClient(connection, timeouts);
    String own = connection.localAddress().replaceFirst("%.*", "");
    client.clientName = "[" + (own.contains(":") ? "IPv6:" : "") + own + "]";
    client.begin(server, Optional.empty());
    return client;
  }

  private void begin(ServerSettings server, Optional<Secret<String>> password)
      throws MailException {
    boolean ready = false;
    try {
      greet(server);
      logIn(server, password);
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  private void greet(ServerSettings server) throws MailException {
    connection.setReadTimeout(timeouts.greeting());
    SmtpReply greeting = reply();
    if (greeting.isTransient() || greeting.isPermanent()) {
      throw rejected("CONNECT", greeting);
    }
    if (greeting.code() != 220) {
      throw new ProtocolBroken("the server greets with " + greeting);
    }
    connection.setReadTimeout(timeouts.command());
    hello();
    if (server.security() == ConnectionSecurity.STARTTLS) {
      startTls();
    }
  }

  /// EHLO, else HELO (RFC 5321 §3.2).
  private void hello() throws MailException {
    SmtpReply ehlo = command("EHLO " + clientName);
    if (ehlo.code() == 250) {
      keywords = EhloKeywords.of(ehlo);
      return;
    }
    keywords = EhloKeywords.NONE;
    if (!ehlo.isPermanent()) {
      throw unexpected("EHLO", ehlo);
    }
    SmtpReply helo = command("HELO " + clientName);
    if (helo.code() != 250) {
      throw unexpected("HELO", helo);
    }
  }

  /// RFC 3207. All that was said before is forgotten, and octets that came before the handshake end
  /// the connection: they are not the server's.
  private void startTls() throws MailException {
    if (!keywords.has("STARTTLS")) {
      throw new TlsFailed(
          TlsFailed.Reason.STARTTLS_MISSING, "the server does not offer STARTTLS", null);
    }
    SmtpReply reply = command("STARTTLS");
    if (reply.isTransient()) {
      // TLS is not available for a temporary reason (RFC 3207 §4).
      throw rejected("STARTTLS", reply);
    }
    if (reply.code() != 220) {
      throw new TlsFailed(
          TlsFailed.Reason.STARTTLS_MISSING, "the server refuses STARTTLS: " + reply, null);
    }
    if (connection.buffered() > 0) {
      throw new TlsFailed(
          TlsFailed.Reason.STARTTLS_UNSAFE,
          "octets came between the reply to STARTTLS and the handshake",
          null);
    }
    connection.startTls();
    keywords = EhloKeywords.NONE;
    hello();
  }

  private void logIn(ServerSettings server, Optional<Secret<String>> password)
      throws MailException {
    if (server.needsCredentials() && (!server.user().isEmpty() || password.isPresent())) {
      SmtpLogin.run(this, connection, server, password);
    }
  }

  /// What the server offers, after TLS.
  public EhloKeywords keywords() {
    return keywords;
  }

  public boolean isSecure() {
    return connection.isSecure();
  }

  /// False when the server has ended the connection, takes no more messages on it (LIMITS MAILMAX,
  /// RFC 9422), or has said something that nobody asked, which would be taken for the reply to the
  /// next command: open another.
  public boolean canSendMore() {
    return usable && !isFull() && (ahead != null || connection.buffered() == 0);
  }

  /// Whether this connection has carried as many transactions as the server allows on one.
  public boolean isFull() {
    return keywords.maxTransactions().isPresent()
        && transactions >= keywords.maxTransactions().getAsInt();
  }

  /// Whether a message was taken on this connection, or this one's envelope left behind another
  /// message: what it fails of then need not be this message's fault.
  public boolean isShared() {
    return delivered || behind;
  }

  /// Whether it refused an envelope for where it came, behind a message (Haraka: 503). RFC 2920
  /// §3.1 allows that; no other should leave so.
  public boolean refusesAhead() {
    return refusesAhead;
  }

  /// One mail transaction. A refusal is in the result; what is thrown leaves the connection closed.
  ///
  /// @param source is opened once, and read only when a recipient was accepted
  /// @throws IOException the source failed; nothing was delivered
  /// @throws IllegalStateException the listener of the transaction before named another as
  ///   following
  /// @throws IllegalArgumentException an address cannot be put in a command
  public TransactionResult send(
      MailTransaction transaction, MessageSource source, TransactionListener listener)
      throws MailException, IOException {
    boolean done = false;
    try {
      SmtpTransaction next = ahead;
      ahead = null;
      behind = next != null;
      if (next == null) {
        transactions++;
        next = new SmtpTransaction(this, connection, timeouts, transaction);
      } else if (next.transaction() != transaction) {
        throw new IllegalStateException("the envelope of another message is under way");
      }
      TransactionResult result = next.run(source, listener);
      delivered |= result.data().map(SmtpReply::isPositive).orElse(false);
      done = true;
      return result;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /// VRFY (RFC 5321 §3.5): 250 and 251 name the mailbox, 252 promises nothing.
  public SmtpReply verify(String text) throws MailException {
    return command("VRFY " + argument(text) + utf8Parameter(text));
  }

  /// EXPN: the members of a list, one a line.
  public SmtpReply expand(String list) throws MailException {
    return command("EXPN " + argument(list) + utf8Parameter(list));
  }

  /// RFC 6531 §3.7.4.2.
  private String utf8Parameter(String text) {
    return SmtpPath.needsUtf8(text) && keywords.has("SMTPUTF8") ? " SMTPUTF8" : "";
  }

  /// @param topic may be empty
  public SmtpReply help(String topic) throws MailException {
    return command(topic.isEmpty() ? "HELP" : "HELP " + argument(topic));
  }

  public SmtpReply noop() throws MailException {
    return command("NOOP");
  }

  public SmtpReply reset() throws MailException {
    SmtpReply reply = command("RSET");
    envelopeOpen = !reply.isPositive();
    return reply;
  }

  /// Says goodbye, waits a little for the answer, closes. Never fails: all is done by then. Where a
  /// server already waits for content there is no way to say it.
  public void quit() {
    if (usable && ahead == null) {
      try {
        connection.setReadTimeout(Duration.ofSeconds(5));
        write("QUIT\r\n");
        connection.flush();
        SmtpReplyReader.read(connection);
      } catch (MailException e) {
        connection.note("no answer to QUIT");
      }
    }
    close();
  }

  @Override
  public void close() {
    usable = false;
    connection.close();
  }

  /// @throws IllegalArgumentException the text could end the command
  private static String argument(String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("empty, or with a control character in it");
    }
    return text.strip();
  }

  // --- for SmtpLogin and SmtpTransaction ---

  /// One command, one reply.
  SmtpReply command(String line) throws MailException {
    write(line + "\r\n");
    connection.flush();
    return reply();
  }

  void write(String text) throws MailException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    connection.write(octets, 0, octets.length);
  }

  /// The next reply; 421 may stand for any (RFC 5321 §3.8, §4.2.1): the server is closing.
  SmtpReply reply() throws MailException {
    SmtpReply reply = SmtpReplyReader.read(connection);
    if (reply.code() == 421) {
      close();
      throw serverClosed(reply);
    }
    return reply;
  }

  /// All that was asked is answered: one reply too many would be taken for that to the content, and
  /// a message that was taken for refused.
  void requireInStep() throws MailException {
    if (connection.buffered() > 0) {
      throw new ProtocolBroken("the server answers what nobody asked: " + reply());
    }
  }

  static ConnectFailed serverClosed(SmtpReply reply) {
    String code = PassingRefusal.meaning("", reply.text());
    return new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, code, reply.toString(), null);
  }

  /// A refusal of MAIL or DATA behind another message may be the connection's matter: servers that
  /// count the messages of one tell so the one too many (OpenSMTPD: 452 4.5.3 after 100; Exim: 421
  /// after 1000); and after one reply too many each seems to be to the command before. On a
  /// connection of its own the message learns what is meant for it.
  void requireOwnAnswer(SmtpReply reply) throws ConnectFailed {
    if (isShared() && (reply.isTransient() || reply.isPermanent())) {
      refusesAhead = behind && reply.saysBadSequence();
      close();
      throw serverClosed(reply);
    }
  }

  static CommandRejected rejected(String command, SmtpReply reply) {
    return new CommandRejected(command, reply.code(), reply.enhanced(), reply.text());
  }

  private static MailException unexpected(String command, SmtpReply reply) {
    return reply.isTransient() || reply.isPermanent()
        ? rejected(command, reply)
        : new ProtocolBroken("the server answers " + command + " with " + reply);
  }

  /// Writes the envelope of the next transaction behind the content of this one.
  void follow(MailTransaction transaction) throws MailException {
    SmtpTransaction next = new SmtpTransaction(this, connection, timeouts, transaction);
    if (next.follow()) {
      transactions++;
      ahead = next;
    }
  }

  boolean takeEnvelopeOpen() {
    boolean open = envelopeOpen;
    envelopeOpen = false;
    return open;
  }

  void leaveEnvelopeOpen() {
    envelopeOpen = true;
  }
}
