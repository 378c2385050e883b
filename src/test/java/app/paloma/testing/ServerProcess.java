package app.paloma.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// What the fixtures of real servers share: finding the program, ports, waiting, cleaning up.
final class ServerProcess {
  private static final int FIRST_PORT = 16_000;
  private static final int PORTS = 16_000;

  /// Where another run of the tests beside this one is not likely to look at the same time.
  private static final AtomicInteger nextPort =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

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

  /// A port for a server that is yet to be started. Below those that the system gives to clients,
  /// any of which could take it meanwhile, and never the same one twice.
  static int freePort() throws IOException {
    for (int tried = 0; tried < PORTS; tried++) {
      int port = FIRST_PORT + Math.floorMod(nextPort.getAndIncrement(), PORTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // Somebody has it.
      }
    }
    throw new IOException("no free port from " + FIRST_PORT);
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
