package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.model.MailException.AuthRejected;
import app.paloma.model.MailException.CommandRejected;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ProtocolBroken;
import app.paloma.model.MailboxHolder;
import app.paloma.protocol.imap.codec.CommandWriter;
import app.paloma.protocol.imap.codec.Frame;
import app.paloma.protocol.imap.codec.FrameLimits;
import app.paloma.protocol.imap.codec.ImapFramer;
import app.paloma.protocol.imap.codec.ResponseParser;
import app.paloma.protocol.imap.types.Capabilities;
import app.paloma.protocol.imap.types.ImapListener;
import app.paloma.protocol.imap.types.ListedMailbox;
import app.paloma.protocol.imap.types.MailboxName;
import app.paloma.protocol.imap.types.Response;
import app.paloma.protocol.imap.types.Response.Condition;
import app.paloma.protocol.imap.types.ResponseCode;
import app.paloma.protocol.sasl.PassingRefusal;
import app.paloma.protocol.transport.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sends commands and gives each response to whom it belongs: to a command in flight, or to the
/// listener. Any failure but a refusal closes the connection.
final class ImapSession {
  private static final int MAX_MALFORMED = 10_000;

  /// Takes the untagged responses a command asked for.
  @FunctionalInterface
  interface Taker {
    /// @return whether it was taken
    boolean take(Response response);

    Taker NOTHING = response -> false;
  }

  /// A command that was sent.
  static class InFlight {
    final String tag;
    final String name;
    final Taker taker;
    Response.Tagged reply;

    InFlight(String tag, String name, Taker taker) {
      this.tag = tag;
      this.name = name;
      this.taker = taker;
    }
  }

  final Connection connection;
  final ImapOptions options;
  private ImapFramer framer;
  private final ResponseParser parser = new ResponseParser();
  private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
  private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
  private ImapListener listener;
  private Capabilities capabilities = Capabilities.NONE;
  private boolean capabilitiesKnown;
  private boolean trusted;
  private boolean utf8;
  private Response.Continuation continuation;
  private MailException failure;
  private Response.Status bye;
  private int lastTag;
  private boolean asked;
  private int roundTrips;
  private int warnings;
  private int leftOut;
  private int news;

  ImapSession(Connection connection, ImapOptions options, ImapListener listener) {
    this.connection = connection;
    this.options = options;
    this.listener = listener;
    connection.setReadTimeout(options.commandTimeout());
    freshFramer();
  }

  /// Drops what was buffered; used where TLS or DEFLATE begins.
  void freshFramer() {
    framer = new ImapFramer(connection::read, FrameLimits.DEFAULT);
    framer.bulk(false);
  }

  void bulk() {
    framer.bulk(true);
  }

  /// Until the server is who it should be, nothing it says reaches the listener or is remembered.
  void trust() {
    trusted = true;
  }

  boolean isTrusted() {
    return trusted;
  }

  void listener(ImapListener newListener) {
    listener = newListener;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  boolean capabilitiesKnown() {
    return capabilitiesKnown;
  }

  void forgetCapabilities() {
    capabilities = Capabilities.NONE;
    capabilitiesKnown = false;
  }

  /// They are asked for again where the server does not tell the new ones by itself.
  void capabilitiesMayChange() {
    capabilitiesKnown = false;
  }

  boolean has(String capability) {
    return capabilities.has(capability);
  }

  void utf8(boolean on) {
    utf8 = on;
    parser.utf8(on);
  }

  boolean utf8() {
    return utf8;
  }

  void noticed(Quirk quirk) {
    if (quirks.add(quirk)) {
      connection.note("quirk: " + quirk);
    }
  }

  boolean shows(Quirk quirk) {
    return quirks.contains(quirk);
  }

  Set<Quirk> quirks() {
    return Set.copyOf(quirks);
  }

  int roundTrips() {
    return roundTrips;
  }

  int warnings() {
    return warnings;
  }

  /// Grows with each response that was left out, be it malformed or of a kind nobody knows.
  int leftOut() {
    return leftOut;
  }

  /// Grows with each piece of news the listener heard.
  int news() {
    return news;
  }

  boolean isIdle() {
    return inFlight.isEmpty();
  }

  CommandWriter writer() {
    CommandWriter.Literals literals =
        has("LITERAL+")
            ? CommandWriter.Literals.PLUS
            : has("LITERAL-") ? CommandWriter.Literals.MINUS : CommandWriter.Literals.SYNCHRONIZING;
    return new CommandWriter(literals, utf8);
  }

  /// Sends, waits, and throws where the server refused.
  Response.Tagged execute(String name, CommandWriter command, Taker taker) throws MailException {
    return await(send(name, command, taker));
  }

  Response.Tagged execute(String name, Taker taker) throws MailException {
    return execute(name, writer().raw(name), taker);
  }

  InFlight send(String name, CommandWriter command, Taker taker) throws MailException {
    return send(new InFlight(nextTag(), name, taker), command);
  }

  InFlight send(InFlight sent, CommandWriter command) throws MailException {
    begin(sent);
    List<byte[]> segments = command.segments();
    write(sent.tag + " ");
    for (int i = 0; i < segments.size(); i++) {
      write(segments.get(i));
      if (i + 1 < segments.size() && !awaitContinuation(sent)) {
        return sent;
      }
    }
    write("\r\n");
    flush();
    return sent;
  }

  /// Registers a command whose octets the caller writes.
  void begin(InFlight sent) throws MailException {
    requireOpen();
    inFlight.add(sent);
  }

  String nextTag() {
    return "a" + ++lastTag;
  }

  void write(String words) throws MailException {
    write(words.getBytes(StandardCharsets.ISO_8859_1));
  }

  void write(byte[] octets) throws MailException {
    write(octets, octets.length);
  }

  void write(byte[] octets, int length) throws MailException {
    try {
      connection.write(octets, 0, length);
    } catch (MailException e) {
      throw broken(e);
    }
    asked = true;
  }

  void flush() throws MailException {
    try {
      connection.flush();
    } catch (MailException e) {
      throw broken(e);
    }
  }

  /// @return false when the command was answered instead
  boolean awaitContinuation(InFlight sent) throws MailException {
    flush();
    continuation = null;
    while (continuation == null && sent.reply == null) {
      readOne();
    }
    return sent.reply == null;
  }

  String takeContinuation() {
    String text = continuation == null ? "" : continuation.text();
    continuation = null;
    return text;
  }

  boolean hasContinuation() {
    return continuation != null;
  }

  /// @throws CommandRejected when the server said NO or BAD
  Response.Tagged await(InFlight sent) throws MailException {
    Response.Tagged reply = awaitReply(sent);
    if (reply.condition() != Condition.OK) {
      throw rejected(sent.name, reply);
    }
    return reply;
  }

  Response.Tagged awaitReply(InFlight sent) throws MailException {
    while (sent.reply == null) {
      readOne();
    }
    return sent.reply;
  }

  static CommandRejected rejected(String name, Response.Tagged reply) {
    return new CommandRejected(name, 0, reply.code().name(), text(reply));
  }

  static String text(Response.Tagged reply) {
    return reply.text().isBlank() ? reply.condition() + " " + reply.code().name() : reply.text();
  }

  /// Reads one response and gives it on.
  Response readOne() throws MailException {
    requireOpen();
    if (asked) {
      asked = false;
      roundTrips++;
    }
    Response response;
    try {
      framer.sink(null, 0);
      if (inFlight.peek() instanceof FetchFlow.Sent fetch) {
        framer.sink(fetch.request.sink(), fetch.request.sinkAbove());
      }
      Frame frame = framer.next();
      if (frame == null) {
        throw ended();
      }
      response = parser.parse(frame);
    } catch (MailException e) {
      throw broken(e);
    }
    dispatch(response);
    return response;
  }

  private MailException ended() {
    return bye != null
        ? saidGoodbye(null)
        : new ConnectFailed(ConnectFailed.Reason.LOST, "the server closed the connection", null);
  }

  private MailException saidGoodbye(MailException cause) {
    Optional<AuthRejected> elsewhere = LoginReferral.of(bye.code(), bye.text());
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    String code = PassingRefusal.meaning(bye.code().name(), bye.text());
    return new ConnectFailed(ConnectFailed.Reason.SERVER_CLOSED, code, bye.text(), cause);
  }

  private void requireOpen() throws MailException {
    if (failure != null) {
      throw new ConnectFailed(
          ConnectFailed.Reason.LOST, "the connection is closed: " + failure.getMessage(), failure);
    }
  }

  MailException broken(MailException cause) {
    MailException why = cause;
    if (bye != null
        && cause instanceof ConnectFailed lost
        && lost.reason() == ConnectFailed.Reason.LOST) {
      why = saidGoodbye(cause);
    }
    if (failure == null) {
      failure = why;
    }
    connection.close();
    return why;
  }

  private void dispatch(Response response) throws MailException {
    switch (response) {
      case Response.Tagged tagged -> {
        noteCode(tagged.code());
        if (tagged.condition() == Condition.OK) {
          noteAlert(tagged.code(), tagged.text());
        }
        complete(tagged);
      }
      case Response.Continuation plus -> continuation = plus;
      case Response.Status status -> {
        noteCode(status.code());
        if (status.condition() != Condition.BYE) {
          noteAlert(status.code(), status.text());
        }
        if (status.condition() == Condition.BYE) {
          bye = status;
          if (trusted) {
            listener.bye(status.text());
          }
          if (inFlight.stream().noneMatch(sent -> sent.name.equals("LOGOUT"))) {
            // Nothing follows; some servers leave the connection open all the same.
            throw broken(ended());
          }
        }
        offer(response);
      }
      case Response.CapabilityData(Capabilities data) -> noteCapabilities(data);
      case Response.Unknown unknown -> {
        leftOut++;
        if (unknown.malformed()) {
          malformed(unknown);
        }
        offer(response);
      }
      default -> {
        if (!offer(response) && trusted) {
          unsolicited(response);
        }
      }
    }
  }

  private void malformed(Response.Unknown unknown) throws MailException {
    if (++warnings > MAX_MALFORMED) {
      throw broken(new ProtocolBroken("thousands of responses that make no sense"));
    }
    String text = (unknown.keyword() + " " + unknown.problem()).strip();
    connection.note("left out a malformed response: " + text);
    if (trusted) {
      listener.warning(text);
    }
  }

  private void complete(Response.Tagged tagged) {
    for (InFlight sent : inFlight) {
      if (sent.tag.equalsIgnoreCase(tagged.tag())) {
        sent.reply = tagged;
        inFlight.remove(sent);
        return;
      }
    }
    warnings++;
    leftOut++;
  }

  private boolean offer(Response response) {
    for (InFlight sent : inFlight) {
      if (sent.taker.take(response)) {
        return true;
      }
    }
    return false;
  }

  /// What a failure says is told with the failure.
  private void noteAlert(ResponseCode code, String text) {
    if (trusted && code.is("ALERT")) {
      listener.alert(text);
    }
  }

  private void noteCode(ResponseCode code) {
    if (code instanceof ResponseCode.CapabilityCode(Capabilities data)) {
      noteCapabilities(data);
    } else if (code.is("NOTIFICATIONOVERFLOW")) {
      // RFC 5465 §5.8: from here on the server tells no news of other mailboxes.
      noticed(Quirk.NOTIFY_REFUSED);
    }
  }

  private void noteCapabilities(Capabilities data) {
    capabilities = data;
    capabilitiesKnown = true;
    if (trusted) {
      listener.capabilities(data);
    }
  }

  private void unsolicited(Response response) {
    news++;
    switch (response) {
      case Response.Exists(long messages) -> listener.exists(messages);
      case Response.Expunge(long sequence) -> listener.expunged(sequence);
      case Response.Vanished(boolean earlier, var uids) -> listener.vanished(uids, earlier);
      case Response.Fetch(var data) -> listener.fetched(data);
      case Response.StatusData(MailboxName mailbox, var status) -> listener.status(mailbox, status);
      case Response.ListData list -> listener.listed(unplaced(list));
      default -> news--;
    }
  }

  private static ListedMailbox unplaced(Response.ListData list) {
    return new ListedMailbox(
        list.name(),
        list.delimiter(),
        list.attributes(),
        MailboxRoles.ofAttributes(list.name(), list.attributes()),
        list.attributes().contains("\\subscribed"),
        MailboxHolder.PERSONAL,
        Optional.empty(),
        Optional.empty(),
        list.oldName());
  }
}
