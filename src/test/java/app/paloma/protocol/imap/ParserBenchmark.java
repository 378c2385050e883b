package app.paloma.protocol.imap;

import app.paloma.model.MailException;
import app.paloma.protocol.imap.codec.Frame;
import app.paloma.protocol.imap.codec.FrameLimits;
import app.paloma.protocol.imap.codec.ImapFramer;
import app.paloma.protocol.imap.codec.ResponseParser;
import app.paloma.protocol.imap.types.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// How fast FETCH responses are cut and parsed, from memory: `java -cp ... org.openjdk.jmh.Main
/// ParserBenchmark`, or the class itself for a quick look in MB/s.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParserBenchmark {
  private static final int MESSAGES = 2_000;

  /// Flags alone, envelopes, whole messages of 15 KB as in a mailbox of 100,000 with 1.5 GB.
  @Param({"flags", "envelope", "message"})
  public String kind = "message";

  private byte[] wire;

  /// One mailbox's worth of answers.
  @Setup
  public void prepare() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Random random = new Random(1);
    for (int i = 1; i <= MESSAGES; i++) {
      String start = "* " + i + " FETCH (UID " + i + " FLAGS (\\Seen) MODSEQ (" + (1000 + i) + ")";
      String rest =
          switch (kind) {
            case "flags" -> "";
            case "envelope" ->
                " INTERNALDATE \"17-Jul-2026 02:44:25 -0700\" RFC822.SIZE 15000 ENVELOPE (\"Fri, 17"
                    + " Jul 2026 02:23:25 -0700\" \"A subject of the usual length\" ((\"Ann Other\""
                    + " NIL \"ann\" \"example.org\")) ((\"Ann Other\" NIL \"ann\" \"example.org\"))"
                    + " ((\"Ann Other\" NIL \"ann\" \"example.org\")) ((NIL NIL \"bob\""
                    + " \"example.com\")) NIL NIL NIL \"<B27397-"
                    + i
                    + "@example.org>\") BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\")"
                    + " NIL NIL \"quoted-printable\" 3028 92 NIL NIL NIL NIL)(\"text\" \"html\""
                    + " (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" 9028 292 NIL NIL NIL"
                    + " NIL) \"alternative\" (\"boundary\" \"b1\") NIL NIL NIL)";
            default -> {
              int size = 5_000 + random.nextInt(20_000);
              yield " BODY[] {" + size + "}\r\n" + "x".repeat(size);
            }
          };
      out.writeBytes((start + rest + ")\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    wire = out.toByteArray();
  }

  /// All of it once.
  @Benchmark
  public void parse(Blackhole hole) throws MailException {
    hole.consume(run());
  }

  private long run() throws MailException {
    int[] at = {0};
    ImapFramer framer =
        new ImapFramer(
            (into, offset, length) -> {
              int count = Math.min(Math.min(length, 65_536), wire.length - at[0]);
              if (count == 0) {
                return -1;
              }
              System.arraycopy(wire, at[0], into, offset, count);
              at[0] += count;
              return count;
            },
            FrameLimits.DEFAULT);
    ResponseParser parser = new ResponseParser();
    long sum = 0;
    for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
      if (parser.parse(frame) instanceof Response.Fetch fetch) {
        sum += fetch.data().uid();
      }
    }
    return sum;
  }

  /// A quick look without JMH.
  public static void main(String[] arguments) throws MailException {
    for (String kind : new String[] {"flags", "envelope", "message"}) {
      ParserBenchmark benchmark = new ParserBenchmark();
      benchmark.kind = kind;
      benchmark.prepare();
      long rounds = 0;
      long begin = System.nanoTime();
      long end = begin;
      while (end - begin < 3_000_000_000L) {
        if (end - begin < 1_000_000_000L) {
          rounds = 0;
        }
        benchmark.run();
        rounds++;
        end = System.nanoTime();
      }
      double seconds = (end - begin - 1_000_000_000L) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%-9s %8.0f MB/s %9.0f responses/s%n",
          kind,
          rounds * benchmark.wire.length / 1e6 / seconds,
          rounds * (double) MESSAGES / seconds);
    }
  }
}
