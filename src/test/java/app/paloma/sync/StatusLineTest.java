package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.AccountId;
import app.paloma.store.StoreException;
import app.paloma.sync.StatusLine.Part;
import app.paloma.sync.SyncEngine.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the line at the bottom of the window is told of one account.
class StatusLineTest {
  private final List<Status> told = new ArrayList<>();
  private final StatusLine line = new StatusLine(new AccountId(1), told::add);

  private final StoreException full =
      new StoreException(StoreException.Reason.FULL, "no room", null);

  private Status last() {
    return told.getLast();
  }

  @Test
  void whatWasUnderWaySaysNothingOnceTheUserIsOffLine() {
    line.connecting();
    line.recovered();
    line.begin();
    line.working("INBOX", 0, 10);
    line.offline();
    line.working("INBOX", 5, 10);
    line.end();
    assertThat(last()).isInstanceOf(Status.Offline.class);
    line.connecting();
    assertThat(last()).isInstanceOf(Status.Connecting.class);
  }

  @Test
  void aFullDiskIsToldUntilSomethingIsKept() {
    line.unstored(Part.ROUND, full, 0);
    line.connecting();
    line.recovered();
    line.begin();
    line.working("INBOX", 3, 10);
    line.end();
    assertThat(told).as("the server answering makes no room").hasSize(1);
    line.begin();
    line.working("INBOX", 3, 10);
    line.working("INBOX", 10, 10);
    assertThat(last()).isInstanceOf(Status.Working.class);
    line.end();
    assertThat(last()).isInstanceOf(Status.Idle.class);
  }

  @Test
  void whatOnePartCouldNotKeepIsNotOverBecauseTheOtherHadNothingToKeep() {
    line.begin();
    line.unstored(Part.WATCH, full, 0);
    line.stored(Part.ROUND);
    line.recovered();
    line.end();
    assertThat(told).hasSize(1);
    line.begin();
    line.stored(Part.WATCH);
    line.end();
    assertThat(last()).isInstanceOf(Status.Idle.class);
  }
}
