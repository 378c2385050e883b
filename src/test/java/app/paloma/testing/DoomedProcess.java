package app.paloma.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A second Java process with this one's class path, to be killed in the middle of its work as
/// `kill -9` does.
public final class DoomedProcess implements AutoCloseable {
  private final CompletableFuture<Process> process = new CompletableFuture<>();
  private final Path log;

  /// @param log takes what it says
  public DoomedProcess(Path log) {
    this.log = log;
  }

  /// Runs a class's `main`.
  public void start(List<String> options, Class<?> main, String... arguments) throws IOException {
    ArrayList<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dpaloma.keyring=off");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    Collections.addAll(command, arguments);
    process.complete(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  /// Returns when it is dead. May be called from a server's thread.
  public void kill() {
    try {
      process.get(30, TimeUnit.SECONDS).destroyForcibly().waitFor();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return its exit status
  public int await(int seconds) throws Exception {
    if (!process.get().waitFor(seconds, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("the process hangs: " + said());
    }
    return process.get().exitValue();
  }

  public String said() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  @Override
  public void close() {
    if (process.isDone()) {
      kill();
    }
  }
}
