package app.paloma.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// What the fixtures of real servers share: finding the program, ports, waiting, cleaning up.
final class ServerProcess {
  private ServerProcess() {}

  /// Whether a missing server makes tests fail (as CI wants it) or be skipped by name.
  static boolean compulsory() {
    return Boolean.getBoolean("paloma.servers.required")
        || "1".equals(System.getenv("PALOMA_SERVERS_REQUIRED"));
  }

  static Path require(String program) {
    for (String directory :
        List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/lib/postfix/sbin")) {
      Path path = Path.of(directory, program);
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    return missing(program + " is not installed");
  }

  static Path missing(String reason) {
    if (compulsory()) {
      throw new AssertionError(reason + ", but tests with real servers are compulsory here");
    }
    Assumptions.abort(reason);
    return null;
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static Path directory(String prefix) throws IOException {
    Path directory = Files.createTempDirectory(prefix);
    // The servers' own users must be able to walk in.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return directory;
  }

  static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return output;
  }

  static void await(int port, Path log) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          String text = Files.exists(log) ? Files.readString(log) : "no log";
          throw new IOException("no server on port " + port + ": " + text, e);
        }
        pause(50);
      }
    }
  }

  static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
