package app.paloma.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One window a profile: a second start hands what it was given (a `mailto:` link, a message) to
/// the first and ends. A lock file tells who is first, a Unix domain socket beside it carries the
/// lines.
final class SingleInstance implements AutoCloseable {
  private final FileChannel channel;
  private final ServerSocketChannel server;
  private final Path socket;

  private SingleInstance(FileChannel channel, ServerSocketChannel server, Path socket) {
    this.channel = channel;
    this.server = server;
    this.socket = socket;
  }

  /// @return the claim on the profile, or empty when a window is open already (it has been told)
  static Optional<SingleInstance> claim(Path profile, List<String> toOpen, Consumer<String> onOpen)
      throws IOException {
    Files.createDirectories(profile);
    Path socket = profile.resolve("window.sock");
    FileChannel channel =
        FileChannel.open(
            profile.resolve("window.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      tell(socket, toOpen);
      return Optional.empty();
    }
    ServerSocketChannel server = listen(socket);
    if (server != null) {
      Thread.ofVirtual().name("single-instance").start(() -> serve(server, onOpen));
    }
    return Optional.of(new SingleInstance(channel, server, socket));
  }

  /// A path too long for a socket only costs the handing over.
  private static ServerSocketChannel listen(Path socket) {
    try {
      Files.deleteIfExists(socket);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      return server;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static void tell(Path socket, List<String> lines) throws IOException {
    try (SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String text = lines.isEmpty() ? "\n" : String.join("\n", lines) + "\n";
      ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (octets.hasRemaining()) {
        first.write(octets);
      }
    }
  }

  private static void serve(ServerSocketChannel server, Consumer<String> onOpen) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept();
          BufferedReader reader =
              new BufferedReader(
                  new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
        reader.lines().limit(100).forEach(onOpen);
      } catch (IOException | java.io.UncheckedIOException e) {
        // The other end went away, or this one is closing: the loop's condition tells.
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
      Files.deleteIfExists(socket);
    }
    channel.close();
  }
}
