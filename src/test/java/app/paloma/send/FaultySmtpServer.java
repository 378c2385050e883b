package app.paloma.send;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// An SMTP server that keeps what it accepts, and that fails once at a chosen moment.
final class FaultySmtpServer implements AutoCloseable {
  /// When it fails.
  enum Edge {
    NEVER,
    GREETING,
    EHLO,
    MAIL,
    RCPT,
    DATA,
    CONTENT,
    /// The final dot is here, the message is not taken.
    DOT_NOT_TAKEN,
    /// The message is taken, nobody hears it.
    DOT_TAKEN,
    /// The reply has left.
    AFTER_REPLY,
    QUIT
  }

  /// What was taken for whom.
  record Taken(String reversePath, List<String> recipients, String content) {}

  private final ServerSocket listener;
  private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
  private final List<String> envelopes = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> replies = new ConcurrentHashMap<>();
  private final Map<String, String> verbs = new ConcurrentHashMap<>();
  private final String extensions;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile String early = "";
  private volatile boolean closes;
  private volatile boolean refusesAhead;
  private volatile Edge edge;
  private volatile Runnable fault = () -> {};
  private volatile IntConsumer whenTaken = count -> {};
  private volatile String once = "";
  private volatile String hangsUp = "";

  FaultySmtpServer(Edge edge, String... extensions) throws IOException {
    this.edge = edge;
    StringBuilder lines = new StringBuilder();
    for (String extension : extensions) {
      lines.append("250-").append(extension).append("\r\n");
    }
    this.extensions = lines.toString();
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Taken> taken() {
    return List.copyOf(taken);
  }

  /// MAIL and RCPT as they came.
  List<String> envelopes() {
    return List.copyOf(envelopes);
  }

  int connections() {
    return connections.get();
  }

  /// How many have it.
  long copies(String recipient) {
    return taken().stream().filter(t -> t.recipients().contains(recipient)).count();
  }

  /// What it says to RCPT for this address from now on.
  void answer(String recipient, String reply) {
    replies.put(recipient, reply);
  }

  void at(Edge when, Runnable what) {
    edge = when;
    fault = what;
  }

  /// What it says to a command, by its first four letters, from now on: to "" the greeting, to "."
  /// the message, which it has taken. Empty: what it says by itself.
  void say(String verb, String reply) {
    if (reply.isEmpty()) {
      verbs.remove(verb);
    } else {
      verbs.put(verb, reply);
    }
  }

  /// The same for the next time alone.
  void sayOnce(String verb, String reply) {
    say(verb, reply);
    once = verb;
  }

  /// It ends the connection when it has answered this verb, or RCPT with this address.
  void hangUpAfter(String verbOrRecipient) {
    hangsUp = verbOrRecipient;
  }

  /// Whether it ends the connection when it has taken a message.
  void takesOneAConnection() {
    closes = true;
  }

  /// Whether it refuses what came behind the end of a message before its reply to that, as Haraka
  /// does.
  void refusesWhatComesAhead() {
    refusesAhead = true;
  }

  /// What it says as soon as it has asked for content, from now on.
  void sayEarly(String reply) {
    early = "\r\n" + reply;
  }

  /// Called with how many it has taken, before it says so.
  void whenTaken(IntConsumer what) {
    whenTaken = what;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  /// What the client sends, as lines or as octets.
  private record Lines(InputStream octets) {
    String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int octet;
      while ((octet = octets.read()) >= 0 && octet != '\n') {
        line.write(octet);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      return octet < 0 && text.isEmpty()
          ? null
          : text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }

  private static final class Cut extends IOException {
    private static final long serialVersionUID = 1;
  }

  private void reached(Edge now) throws Cut {
    if (edge == now) {
      edge = Edge.NEVER;
      fault.run();
      throw new Cut();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Lines in = new Lines(new BufferedInputStream(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      reached(Edge.GREETING);
      say(out, "", "220 faulty");
      String from = "";
      ArrayList<String> to = new ArrayList<>();
      StringBuilder chunks = new StringBuilder();
      String line;
      while ((line = in.readLine()) != null) {
        if (line.startsWith("MAIL") || line.startsWith("RCPT")) {
          envelopes.add(line);
        }
        String verb = line.length() < 4 ? line : line.substring(0, 4);
        switch (verb) {
          case "EHLO" -> {
            reached(Edge.EHLO);
            say(out, verb, "250-faulty\r\n" + extensions + "250 HELP");
          }
          case "MAIL" -> {
            reached(Edge.MAIL);
            String reply = verbs.getOrDefault(verb, "250 2.1.0 ok");
            String last = reply.strip().substring(reply.strip().lastIndexOf('\n') + 1);
            from = last.startsWith("2") ? path(line) : null;
            to.clear();
            say(out, verb, reply);
          }
          case "RCPT" -> {
            reached(Edge.RCPT);
            String usual = from == null ? "503 5.5.1 MAIL first" : "250 2.1.5 ok";
            String reply = replies.getOrDefault(path(line), usual);
            if (reply.startsWith("25") && verbs.getOrDefault(verb, "2").startsWith("2")) {
              to.add(path(line));
            }
            say(out, verb, reply);
            if (path(line).equals(hangsUp) || reply.startsWith("421")) {
              return;
            }
          }
          case "DATA" -> {
            reached(Edge.DATA);
            if (to.isEmpty()) {
              say(out, from == null ? "503 5.5.1 MAIL first" : "554 5.5.1 no valid recipients");
            } else if (verbs.getOrDefault(verb, "3").startsWith("3")) {
              say(out, verb, "354 go on" + early);
              take(in, out, from, List.copyOf(to));
            } else {
              say(out, verb, "");
            }
          }
          case "BDAT" -> {
            String[] words = line.split(" ", -1);
            chunks.append(
                new String(
                    in.octets().readNBytes(Integer.parseInt(words[1])),
                    StandardCharsets.ISO_8859_1));
            if (words.length > 2) {
              taken.add(new Taken(from, List.copyOf(to), chunks.toString()));
              chunks.setLength(0);
            }
            say(out, "250 2.0.0 taken");
          }
          case "QUIT" -> {
            reached(Edge.QUIT);
            say(out, "221 bye");
            return;
          }
          default -> say(out, "250 ok");
        }
      }
    } catch (IOException e) {
      // The client went, or this is the fault.
    }
  }

  private void take(Lines in, OutputStream out, String from, List<String> to) throws IOException {
    StringBuilder content = new StringBuilder();
    String line;
    while ((line = in.readLine()) != null && !line.equals(".")) {
      reached(Edge.CONTENT);
      content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    if (line == null) {
      return;
    }
    reached(Edge.DOT_NOT_TAKEN);
    taken.add(new Taken(from, to, content.toString()));
    whenTaken.accept(taken.size());
    reached(Edge.DOT_TAKEN);
    int ahead = refusesAhead ? in.octets().available() : 0;
    say(out, ".", "250 2.0.0 taken");
    while (ahead > 0) {
      ahead -= in.readLine().length() + 2;
      say(out, "503 Bad sequence of commands - pipelined after end of DATA");
    }
    reached(Edge.AFTER_REPLY);
    if (closes) {
      throw new Cut();
    }
  }

  private static String path(String line) {
    return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
  }

  private void say(OutputStream out, String verb, String usual) throws IOException {
    String reply = verbs.getOrDefault(verb, usual);
    if (!once.isEmpty() && once.equals(verb)) {
      once = "";
      verbs.remove(verb);
    }
    say(out, reply.endsWith("\n") ? reply.substring(0, reply.length() - 2) : reply);
    if (!verb.isEmpty() && verb.equals(hangsUp)) {
      throw new Cut();
    }
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
