package app.paloma.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/// A server that plays one dialogue. Each line of the script is one of
///
/// - `S: text` — sends the text and CRLF; `\r`, `\n`, `\0` and `\xHH` in it are octets;
/// - `S- text` — the same without CRLF;
/// - `C: text` — expects that line; `{tag}` matches any tag and is remembered for later lines;
/// - `C~ regex` — expects a line that matches; its first group replaces `{1}` in later `S` lines;
/// - `C* text` — reads lines until that line comes (a message's end: `C* .`);
/// - `TLS` or `TLS alias` — takes the server's side of a handshake;
/// - `STALL` — says nothing more until the test ends; `CLOSE` closes; `RESET` resets;
/// - `NEXT` — closes and waits for the next connection; `# comment`.
///
/// After the last line the connection is closed. [#verify] throws when the client said anything
/// else.
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<String> script;
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch finished = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String failure;
  private volatile Socket connection;
  private String tag = "";
  private String group = "";

  private ScriptedServer(List<String> script, boolean implicitTls) throws IOException {
    this.script = script;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("scripted-server").start(() -> run(implicitTls));
  }

  public static ScriptedServer plain(String script) throws IOException {
    return new ScriptedServer(script.lines().toList(), false);
  }

  /// With TLS from the first octet.
  public static ScriptedServer tls(String script) throws IOException {
    return new ScriptedServer(script.lines().toList(), true);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Sends a line that is not in the script, now.
  public void say(String text) {
    try {
      connection.getOutputStream().write(octets(text + "\r\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All lines that clients sent.
  public List<String> received() {
    return List.copyOf(received);
  }

  /// Waits for the end of the script.
  ///
  /// @throws AssertionError the client said something else, or did not come so far in ten seconds
  public void verify() {
    try {
      if (!finished.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the script was not played to its end; received: " + received);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    if (failure != null) {
      throw new AssertionError(failure + "; received: " + received);
    }
  }

  private void run(boolean implicitTls) {
    int at = 0;
    try {
      while (at < script.size() && failure == null) {
        at = serve(listener.accept(), at, implicitTls);
      }
    } catch (IOException e) {
      if (!listener.isClosed() && at < script.size()) {
        failure = "line " + (at + 1) + ": " + e;
      }
    } finally {
      finished.countDown();
    }
  }

  private int serve(Socket socket, int from, boolean implicitTls) throws IOException {
    Socket current = implicitTls ? handshake(socket, "good") : socket;
    InputStream in = new BufferedInputStream(current.getInputStream());
    try {
      for (int at = from; at < script.size(); at++) {
        String line = script.get(at);
        String rest = line.length() > 3 ? line.substring(3) : "";
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (line.startsWith("S:") || line.startsWith("S-")) {
          connection = current;
          String text = rest.replace("{tag}", tag).replace("{1}", group);
          current.getOutputStream().write(octets(text + (line.charAt(1) == ':' ? "\r\n" : "")));
          current.getOutputStream().flush();
        } else if (line.startsWith("C*")) {
          String got;
          do {
            got = readLine(in);
          } while (got != null && !got.equals(rest));
          if (got == null) {
            failure = "line " + (at + 1) + ": the client left before " + rest;
            return script.size();
          }
        } else if (line.startsWith("C:") || line.startsWith("C~")) {
          String got = readLine(in);
          if (!matches(line.charAt(1), rest, got)) {
            failure = "line " + (at + 1) + ": expected " + rest + " but got " + got;
            return script.size();
          }
        } else if (line.startsWith("TLS")) {
          current = handshake(current, rest.isBlank() ? "good" : rest.strip());
          in = new BufferedInputStream(current.getInputStream());
        } else if (line.equals("STALL")) {
          finished.countDown();
          closed.await(60, TimeUnit.SECONDS);
          return script.size();
        } else if (line.equals("RESET")) {
          current.setSoLinger(true, 0);
          return next(at);
        } else if (line.equals("CLOSE") || line.equals("NEXT")) {
          return next(at);
        } else {
          failure = "line " + (at + 1) + ": what is " + line;
          return script.size();
        }
      }
      return script.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return script.size();
    } finally {
      current.close();
    }
  }

  private int next(int at) {
    return at + 1;
  }

  private boolean matches(char kind, String expected, String got) {
    if (got == null) {
      return false;
    }
    if (kind == '~') {
      var matcher = Pattern.compile(expected, Pattern.CASE_INSENSITIVE).matcher(got);
      if (!matcher.matches()) {
        return false;
      }
      group = matcher.groupCount() > 0 ? matcher.group(1) : "";
      return true;
    }
    if (expected.startsWith("{tag} ")) {
      int space = got.indexOf(' ');
      if (space < 0) {
        return false;
      }
      tag = got.substring(0, space);
      return got.substring(space + 1).equals(expected.substring(6));
    }
    return got.equals(expected.replace("{tag}", tag));
  }

  private static Socket handshake(Socket socket, String alias) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            TestCertificates.shared()
                .server(alias)
                .getSocketFactory()
                .createSocket(socket, null, socket.getPort(), true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    return tls;
  }

  private String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) >= 0 && octet != '\n') {
      line.write(octet);
    }
    if (octet < 0 && line.size() == 0) {
      return null;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    received.add(text);
    return text;
  }

  private static byte[] octets(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        if (next == 'x' && i + 3 < text.length()) {
          out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
          i += 3;
          continue;
        }
        int at = "rn0".indexOf(next);
        if (at >= 0) {
          out.write("\r\n\0".charAt(at));
          i++;
          continue;
        }
      }
      out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
  }
}
