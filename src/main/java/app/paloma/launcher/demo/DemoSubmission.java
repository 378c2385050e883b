package app.paloma.launcher.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/// Takes every message on loopback and keeps none, with the extensions that submission servers have
/// (RFC 2920, 1870, 6152, 3461, 6531) and the demo's mail server has not.
public final class DemoSubmission implements AutoCloseable {
  private static final String GREETING =
      """
      250-demo
      250-PIPELINING
      250-SIZE 10240000
      250-ENHANCEDSTATUSCODES
      250-8BITMIME
      250-DSN
      250 SMTPUTF8
      """
          .replace("\n", "\r\n");

  private final ServerSocket listener;

  private DemoSubmission(ServerSocket listener) {
    this.listener = listener;
  }

  /// On a free port.
  public static DemoSubmission start() throws IOException {
    DemoSubmission server =
        new DemoSubmission(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("demo submission").start(server::accept);
    return server;
  }

  /// For the account's outgoing server.
  public String url() {
    return "smtp://localhost:" + listener.getLocalPort() + "?tls=none&auth=none";
  }

  private void accept() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        serve(client);
      } catch (IOException e) {
        // The client left, or this is closed.
      }
    }
  }

  private static void serve(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    OutputStream out = client.getOutputStream();
    say(out, "220 demo ESMTP\r\n");
    boolean content = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = content ? "" : line.toUpperCase(Locale.ROOT);
      if (content && !line.equals(".")) {
        continue;
      }
      content = command.startsWith("DATA");
      say(
          out,
          command.startsWith("EHLO") ? GREETING : content ? "354 go on\r\n" : "250 2.0.0 done\r\n");
      if (command.startsWith("QUIT")) {
        return;
      }
    }
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write(reply.getBytes(US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
