package app.paloma.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;

/// A server of a protocol of lines that runs one attack, and remembers what it should not have
/// heard before TLS.
public final class StartTlsAttacker implements AutoCloseable {
  /// What a protocol answers.
  public interface Dialogue {
    String greeting();

    /// @param command in capitals
    /// @param line as it came
    String answer(String command, String line, boolean secure);

    /// The command that begins TLS.
    String startTls();

    /// Whether the answer to it announces TLS.
    boolean agrees(String answer);

    /// Whether the line may be sent without TLS.
    boolean isHarmless(String line);
  }

  private final ServerSocket listening;
  private final Dialogue dialogue;
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  public StartTlsAttacker(Dialogue dialogue) throws IOException {
    this.dialogue = dialogue;
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  public List<String> leaks() {
    return leaks;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        serve(socket);
      } catch (IOException e) {
        // The client has left, as it should.
      }
    }
  }

  private void serve(Socket plain) throws IOException {
    plain.setSoTimeout(10_000);
    Socket socket = plain;
    BufferedReader in = reader(socket);
    boolean secure = false;
    send(socket, dialogue.greeting());
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = line.split(" ", 2)[0].toUpperCase(java.util.Locale.ROOT);
      if (!secure && !dialogue.isHarmless(line)) {
        leaks.add(line);
      }
      String answer = dialogue.answer(command, line, secure);
      send(socket, answer);
      if (command.equals(dialogue.startTls()) && dialogue.agrees(answer)) {
        SSLSocket tls =
            (SSLSocket)
                TestCertificates.shared()
                    .server("good")
                    .getSocketFactory()
                    .createSocket(socket, null, true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        socket = tls;
        in = reader(tls);
        secure = true;
      }
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
