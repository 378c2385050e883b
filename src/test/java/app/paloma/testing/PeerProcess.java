package app.paloma.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/// A whole program in a benchmark, from its start to its end.
public final class PeerProcess {
  private PeerProcess() {}

  /// Runs it to its end, which has to be a success.
  public static double seconds(List<String> command) throws Exception {
    long begun = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.waitFor()).as(command.getFirst()).isZero();
    return (System.nanoTime() - begun) / 1e9;
  }
}
