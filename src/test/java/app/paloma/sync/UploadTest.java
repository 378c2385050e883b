package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.RefusalReason;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that go up from here, one by one.
class UploadTest extends Pushing {
  /// Hoodiecrow and small servers: what was uploaded is there, though it cannot be searched for.
  @Test
  void anUploadIsFoundWhereSearchIsRefused() throws IOException {
    close();
    open("CONDSTORE");
    server.refuse(c -> c.startsWith("UID SEARCH") && c.contains("HEADER"), "BAD Invalid criteria");
    bench.append("Archive", 50);
    bench.append("Archive", 51);
    server.contentsSent.clear();
    bench.syncWell();
    assertThat(bench.messages("Archive")).hasSize(2);
    assertThat(server.contentsSent).as("nothing comes back that came from here").isEmpty();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
    converges();
  }

  /// Some servers say OK and drop what they hold for spam, or what their quota has no room for.
  @ParameterizedTest
  @ValueSource(strings = {"", " UIDPLUS MULTIAPPEND"})
  void whatTheServerOnlySaysItTookStaysHere(String more) throws IOException {
    close();
    open("CONDSTORE LITERAL+ LIST-STATUS" + more);
    server.losesAppended = true;
    bench.append("Archive", 50);
    bench.append("Archive", 51);
    bench.sync();
    bench.sync();
    assertThat(bench.messages("Archive")).hasSize(2);
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9))
        .extracting(refusal -> refusal.reason())
        .containsOnly(RefusalReason.NOT_THERE.text())
        .hasSize(2);
  }

  /// Gmail takes a message that it has already, and has it once.
  @ParameterizedTest
  @ValueSource(strings = {"", " UIDPLUS MULTIAPPEND"})
  void whatTheServerHadBeforeIsThere(String more) throws IOException {
    close();
    open("CONDSTORE LITERAL+ LIST-STATUS" + more);
    server.mailbox("Archive").add(SyncBench.message(50), Set.of("\\Seen"));
    bench.syncWell();
    server.losesAppended = true;
    bench.append("Archive", 50);
    bench.syncWell();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
    assertThat(bench.messages("Archive")).hasSize(1);
    converges();
  }

  /// It turns up later than it was looked for.
  @Test
  void whatIsShownLaterIsTheSameMessage() throws IOException {
    close();
    open("CONDSTORE LITERAL+ LIST-STATUS");
    server.losesAppended = true;
    bench.append("Archive", 50);
    bench.sync();
    server.losesAppended = false;
    server.mailbox("Archive").add(SyncBench.message(50), Set.of("\\Seen"));
    bench.syncWell();
    assertThat(bench.messages("Archive")).hasSize(1);
    converges();
  }

  /// A search that finds nothing is no proof.
  @Test
  void aSearchThatFindsNothingLosesNothing() throws IOException {
    close();
    open("CONDSTORE LITERAL+ LIST-STATUS");
    server.habit = line -> line.startsWith("* SEARCH ") ? "* SEARCH" : line;
    bench.append("Archive", 50);
    bench.sync();
    server.habit = line -> line;
    bench.syncWell();
    assertThat(bench.store.pendingChanges().refusals(bench.account.id(), 9)).isEmpty();
    converges();
  }
}
