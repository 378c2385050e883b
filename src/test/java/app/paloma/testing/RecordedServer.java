package app.paloma.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers each IMAP command with what a real server answered to it when it was recorded. Unlike
/// [ScriptedServer] it does not mind in which order commands come, so that recordings stay of use.
///
/// A recording has one line for each of the server's lines, and before them a line `C: ` with the
/// command, of which the verb and the first mailbox or set of messages count. Where a command was
/// recorded several times, the answers come in their order and the last one again and again. A tag
/// is written `{tag}`.
public final class RecordedServer implements AutoCloseable {
  private static final Pattern KEY =
      Pattern.compile(
          "(?i)((?:UID )?(?:FETCH|STORE|SEARCH|COPY|MOVE|EXPUNGE)"
              + "|(?:SELECT|EXAMINE|STATUS|APPEND|CREATE|RENAME|DELETE|SUBSCRIBE|UNSUBSCRIBE)"
              + " (?:\"(?:[^\"\\\\]|\\\\.)*\"|[^ ]+)|[A-Z]+).*");
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)(\\+?)}$");

  private final ServerSocket listener;
  private final String greeting;
  private final Map<String, ArrayDeque<String>> answers = new HashMap<>();
  private final List<String> unanswered = Collections.synchronizedList(new ArrayList<>());

  /// @param recording as described above, in UTF-8 with LF; lines that begin with `#` before the
  ///   greeting are comments
  public RecordedServer(String recording) throws IOException {
    String wire = recording.replace("\n", "\r\n");
    String[] parts = wire.split("(?m)^C: ", -1);
    greeting = parts[0].replaceAll("(?m)^#.*\r\n", "");
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf("\r\n");
      answers
          .computeIfAbsent(key(parts[i].substring(0, end)), _ -> new ArrayDeque<>())
          .add(parts[i].substring(end + 2));
    }
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("recorded-server").start(this::run);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Commands that were not recorded; they got BAD.
  public List<String> unanswered() {
    return List.copyOf(unanswered);
  }

  private static String key(String command) {
    Matcher matcher = KEY.matcher(command);
    return matcher.matches() ? matcher.group(1) : command;
  }

  private void run() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept();
          InputStream in = new BufferedInputStream(socket.getInputStream());
          OutputStream out = socket.getOutputStream()) {
        say(out, greeting);
        String line = line(in);
        while (!line.isEmpty()) {
          String command = whole(line, in, out);
          int space = command.indexOf(' ');
          say(
              out,
              answer(command.substring(space + 1)).replace("{tag}", command.substring(0, space)));
          line = line(in);
        }
      } catch (IOException e) {
        // The client went; the next may come.
      }
    }
  }

  private synchronized String answer(String command) {
    ArrayDeque<String> recorded = answers.get(key(command));
    if (recorded == null) {
      unanswered.add(command);
      return "{tag} BAD not recorded\r\n";
    }
    return recorded.size() > 1 ? recorded.remove() : recorded.element();
  }

  /// The command's first line, after its literals were read.
  private static String whole(String first, InputStream in, OutputStream out) throws IOException {
    Matcher literal = LITERAL.matcher(first);
    while (literal.find()) {
      if (literal.group(2).isEmpty()) {
        say(out, "+ go on\r\n");
      }
      in.skipNBytes(Long.parseLong(literal.group(1)));
      literal = LITERAL.matcher(line(in));
    }
    return first;
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet >= 0 && octet != '\n') {
      line.write(octet);
      octet = in.read();
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
