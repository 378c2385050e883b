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

/// Listens on loopback, and remembers who came.
public final class CountingListener implements AutoCloseable {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  public CountingListener() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          String line =
              new BufferedReader(
                      new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                  .readLine();
          requests.add(String.valueOf(line));
          socket
              .getOutputStream()
              .write("HTTP/1.0 404 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /// Where it listens, without a path.
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /// The first line of each request.
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
