package app.paloma.sync;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/// A maildrop that fails once at a chosen moment.
final class FaultyPop3Server implements AutoCloseable {
  /// When it fails.
  enum Edge {
    NEVER,
    CAPABILITIES,
    LOGIN,
    LISTING,
    UNIQUE_IDS,
    IN_SECOND_MESSAGE,
    /// Its last octet has left.
    AFTER_SECOND_MESSAGE,
    BEFORE_DELETION,
    AFTER_DELETION_MARKS,
    /// QUIT is here, nothing is deleted.
    QUIT_NOT_DONE,
    /// The marked ones are deleted, nobody hears it.
    QUIT_DONE
  }

  final Map<String, String> maildrop = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<String> commands = Collections.synchronizedList(new ArrayList<>());
  volatile boolean uidl = true;
  volatile boolean top = true;

  /// What RETR answers for a message, by its unique-id; nothing: the connection ends.
  final Map<String, String> messages = new ConcurrentHashMap<>();

  /// What LIST says of every message; 0 for the truth.
  volatile int size;

  /// Whether it deletes what was retrieved, like one that announces EXPIRE 0.
  volatile boolean keepsNothing;

  /// Commands that came before the reply to the one before them had left.
  volatile int sentAhead;

  /// Hears which message is asked for, before it is sent.
  volatile IntConsumer retrieving = n -> {};

  /// Instead of what it would say to a command.
  final Map<String, String> answers = new ConcurrentHashMap<>();

  private final ServerSocket listener;
  private volatile Edge edge;
  private volatile Runnable fault = () -> {};

  FaultyPop3Server(Edge edge) throws IOException {
    this.edge = edge;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void at(Edge when, Runnable what) {
    edge = when;
    fault = what;
  }

  long count(String verb) {
    return List.copyOf(commands).stream().filter(c -> c.startsWith(verb)).count();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
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
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      List<String> keys;
      synchronized (maildrop) {
        keys = List.copyOf(maildrop.keySet());
      }
      Set<String> marked = new HashSet<>();
      say(out, "+OK");
      String line;
      while ((line = in.readLine()) != null) {
        commands.add(line);
        sentAhead += in.ready() ? 1 : 0;
        String verb = line.split(" ", 2)[0];
        if (answers.containsKey(line)) {
          say(out, answers.get(line));
          continue;
        }
        int n = line.matches("\\w+ \\d+.*") ? Integer.parseInt(line.split(" ")[1]) : 0;
        switch (verb) {
          case "CAPA" -> {
            reached(Edge.CAPABILITIES);
            String offered =
                (keepsNothing ? "EXPIRE 0\r\n" : "")
                    + (top ? "TOP\r\n" : "")
                    + (uidl ? "UIDL\r\n" : "");
            say(out, "+OK\r\nPIPELINING\r\n" + offered + ".");
          }
          case "PASS" -> {
            reached(Edge.LOGIN);
            say(out, "+OK");
          }
          case "LIST" -> {
            reached(Edge.LISTING);
            StringBuilder list = new StringBuilder("+OK\r\n");
            for (int i = 0; i < keys.size(); i++) {
              list.append(i + 1)
                  .append(' ')
                  .append(size > 0 ? size : maildrop.get(keys.get(i)).length())
                  .append("\r\n");
            }
            say(out, list + ".");
          }
          case "UIDL" -> {
            reached(Edge.UNIQUE_IDS);
            StringBuilder list = new StringBuilder("+OK\r\n");
            for (int i = 0; i < keys.size(); i++) {
              list.append(i + 1).append(' ').append(keys.get(i)).append("\r\n");
            }
            say(out, uidl ? list + "." : "-ERR what?");
          }
          case "RETR" -> {
            retrieving.accept(n);
            if (keepsNothing) {
              marked.add(keys.get(n - 1));
            }
            String spoilt = messages.get(keys.get(n - 1));
            if (spoilt != null && spoilt.isEmpty()) {
              throw new Cut();
            }
            if (spoilt != null) {
              say(out, spoilt);
              continue;
            }
            String text = maildrop.get(keys.get(n - 1));
            if (n == 2 && edge == Edge.IN_SECOND_MESSAGE) {
              out.write(
                  ("+OK\r\n" + text.substring(0, text.length() / 2))
                      .getBytes(StandardCharsets.ISO_8859_1));
              out.flush();
              reached(Edge.IN_SECOND_MESSAGE);
            }
            say(out, "+OK\r\n" + text.replace("\r\n.", "\r\n..") + ".");
            if (n == 2) {
              reached(Edge.AFTER_SECOND_MESSAGE);
            }
          }
          case "TOP" -> {
            String text = maildrop.get(keys.get(n - 1));
            String spoilt = messages.getOrDefault(keys.get(n - 1), "");
            if (spoilt.startsWith("-ERR")) {
              say(out, spoilt);
              continue;
            }
            say(out, top ? "+OK\r\n" + top(text, line) + "." : "-ERR what?");
          }
          case "DELE" -> {
            reached(Edge.BEFORE_DELETION);
            marked.add(keys.get(n - 1));
            say(out, "+OK");
          }
          case "QUIT" -> {
            reached(Edge.AFTER_DELETION_MARKS);
            reached(Edge.QUIT_NOT_DONE);
            marked.forEach(maildrop::remove);
            reached(Edge.QUIT_DONE);
            say(out, "+OK bye");
            return;
          }
          default -> say(out, "+OK");
        }
      }
    } catch (IOException e) {
      // The client went, or this is the fault.
    }
  }

  /// @param command with the number of lines of text at its end
  private static String top(String message, String command) {
    int end = message.indexOf("\r\n\r\n") + 4;
    for (int lines = Integer.parseInt(command.split(" ")[2]); lines > 0; lines--) {
      int next = message.indexOf("\r\n", end);
      end = next < 0 ? end : next + 2;
    }
    return message.substring(0, end).replace("\r\n.", "\r\n..");
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
