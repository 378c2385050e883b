package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.ServerSettings;
import app.paloma.sync.SyncEngine.Status;
import app.paloma.testing.ScriptedServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Servers that have no TLS just now (RFC 2595 §4, RFC 9051 §6.2.1), and those that never have it.
final class TlsRefusedTest {
  private static final String POP3 = "S: +OK\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: -ERR ";
  private static final String IMAP =
      "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGIN] x\nC: a1 STARTTLS\nS: a1 ";

  @TempDir Path profile;

  @ParameterizedTest
  @CsvSource({
    "pop3, [SYS/TEMP] no TLS for now, true",
    "pop3, TLS not available due to a temporary reason, true",
    "pop3, [SYS/PERM] no certificate, false",
    "pop3, unknown command, false",
    "imap, NO [UNAVAILABLE] not now, true",
    "imap, NO [INUSE] not now, true",
    "imap, NO temporary failure, true",
    "imap, NO [CANNOT] we have no certificate, false",
    "imap, NO TLS is not for you, false",
    "imap, BAD [UNAVAILABLE] what?, false",
  })
  void isAskedAgainWhereItMayYetComeAndNeverForThePassword(
      String protocol, String answer, boolean again) throws Exception {
    String once = (protocol.equals("pop3") ? POP3 : IMAP) + answer + "\n";
    List<Status> told = new CopyOnWriteArrayList<>();
    try (ScriptedServer server = ScriptedServer.plain(once + "NEXT\n" + once);
        SyncBench bench =
            new SyncBench(
                profile,
                ServerSettings.parse(protocol + "://alice@localhost:" + server.port()),
                "secret",
                SyncBench.IMPATIENT)) {
      bench.engine.subscribe(told::add);
      bench.engine.start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (System.nanoTime() < end && (again ? asked(server) < 2 : failures(told) == 0)) {
        Thread.sleep(20);
      }
      if (again) {
        assertThat(asked(server)).isEqualTo(2);
      } else {
        Thread.sleep(300);
        assertThat(failures(told)).isPositive();
        assertThat(asked(server)).isOne();
      }
      assertThat(String.join("\n", server.received()))
          .doesNotContain("USER", "AUTH", "LOGIN", "secret");
    }
  }

  private static long asked(ScriptedServer server) {
    return server.received().stream().filter(line -> line.endsWith("TLS")).count();
  }

  private static long failures(List<Status> told) {
    return told.stream().filter(Status.Failed.class::isInstance).count();
  }
}
