package app.paloma.sync;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// One connection to a [FakeImapServer]: reads commands and answers them.
final class FakeSession implements Runnable {
  static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final FakeImapServer server;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  FakeMailbox selected;
  boolean readOnly;
  boolean condstore;
  boolean qresync;

  /// What this connection was told of the selected mailbox: UID to mod-sequence.
  TreeMap<Long, Long> seen = new TreeMap<>();

  FakeSession(FakeImapServer server, Socket socket) throws IOException {
    this.server = server;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 15);
  }

  @Override
  public void run() {
    try (socket) {
      send("* OK [CAPABILITY " + capabilities() + "] fake ready");
      flush();
      FakeCommands commands = new FakeCommands(this);
      while (true) {
        List<Token> tokens = readCommand();
        if (tokens.size() < 2) {
          return;
        }
        String tag = tokens.get(0).text();
        List<Token> rest = tokens.subList(1, tokens.size());
        String line = describe(rest);
        FakeImapServer.Cut cut = server.count(line);
        if (cut == FakeImapServer.Cut.BEFORE_COMMAND) {
          return;
        }
        String refusal = server.refusal(line);
        if (!refusal.isEmpty()) {
          send(tag + " " + refusal);
        } else {
          boolean more = commands.run(tag, rest);
          if (cut == FakeImapServer.Cut.AFTER_COMMAND) {
            return;
          }
          flush();
          if (!more) {
            return;
          }
        }
        flush();
      }
    } catch (IOException | Gone e) {
      // The client left, or the test wanted it so.
    }
  }

  String capabilities() {
    return "IMAP4rev1 " + String.join(" ", server.capabilities);
  }

  /// A piece of a command: an atom with its punctuation, a quoted string or a literal.
  record Token(String text, byte[] literal) {
    byte[] octets() {
      return literal != null ? literal : text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static String describe(List<Token> tokens) {
    StringBuilder line = new StringBuilder();
    for (Token token : tokens) {
      line.append(line.isEmpty() ? "" : " ")
          .append(token.literal != null && token.literal.length > 80 ? "{}" : token.text);
    }
    return line.toString();
  }

  private List<Token> readCommand() throws IOException {
    List<Token> tokens = new ArrayList<>();
    while (true) {
      String line = readLine();
      if (line == null) {
        return List.of();
      }
      int literal = literalAt(line);
      FakeTokens.split(literal < 0 ? line : line.substring(0, line.lastIndexOf('{')), tokens);
      if (literal < 0) {
        return tokens;
      }
      if (!line.endsWith("+}")) {
        send("+ go on");
        flush();
      }
      byte[] octets = in.readNBytes(literal);
      if (octets.length < literal) {
        return List.of();
      }
      tokens.add(new Token(new String(octets, StandardCharsets.UTF_8), octets));
    }
  }

  private static int literalAt(String line) {
    if (!line.endsWith("}")) {
      return -1;
    }
    String digits = line.substring(line.lastIndexOf('{') + 1, line.length() - 1);
    return Integer.parseInt(digits.replace("+", "").replace("-", ""));
  }

  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = in.read()) >= 0) {
      if (c == '\n') {
        return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
      }
      line.write(c);
    }
    return null;
  }

  /// Waits a moment for the client.
  ///
  /// @throws Gone it left
  boolean isQuiet() throws IOException {
    socket.setSoTimeout(20);
    try {
      in.mark(1);
      if (in.read() < 0) {
        throw new Gone();
      }
      in.reset();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  /// The answer that ends a command; the conversation goes on.
  boolean ok(String tag, String text) throws IOException {
    send(tag + " OK " + text);
    return true;
  }

  void send(String line) throws IOException {
    String written = server.habit.apply(line);
    if (!written.isEmpty()) {
      write((written + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  void write(byte[] octets) throws IOException {
    int allowed = server.allowance(octets.length);
    out.write(octets, 0, allowed);
    if (allowed < octets.length) {
      out.flush();
      socket.close();
      throw new Gone();
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  /// Untagged news of the selected mailbox.
  void news() throws IOException {
    if (selected == null) {
      return;
    }
    synchronized (server) {
      List<Long> gone =
          seen.keySet().stream().filter(u -> !selected.messages.containsKey(u)).toList();
      for (long uid : gone) {
        int number = seen.headMap(uid, true).size();
        seen.remove(uid);
        send(qresync ? "* VANISHED " + uid : "* " + number + " EXPUNGE");
      }
      boolean grew = false;
      for (FakeMailbox.Message message : selected.messages.values()) {
        Long known = seen.put(message.uid, message.modSeq);
        if (known == null) {
          grew = true;
        } else if (known != message.modSeq) {
          send(
              "* %d FETCH (UID %d FLAGS (%s)%s)"
                  .formatted(
                      selected.sequenceNumber(message.uid),
                      message.uid,
                      String.join(" ", message.flags),
                      condstore ? " MODSEQ (" + message.modSeq + ")" : ""));
        }
      }
      if (grew) {
        send("* " + selected.messages.size() + " EXISTS");
      }
    }
  }

  void forget() {
    selected = null;
    seen = new TreeMap<>();
  }

  static String upper(Token token) {
    return token.text().toUpperCase(Locale.ROOT);
  }
}
