package app.paloma.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.sync.SyncPlan.ArrivalsOnly;
import app.paloma.sync.SyncPlan.Condstore;
import app.paloma.sync.SyncPlan.FullComparison;
import app.paloma.sync.SyncPlan.NothingNew;
import app.paloma.sync.SyncPlan.Qresync;
import app.paloma.sync.SyncPlan.Reason;
import app.paloma.sync.SyncPlan.UidValidityChanged;
import app.paloma.sync.SyncPlanner.Abilities;
import app.paloma.sync.SyncPlanner.Local;
import app.paloma.sync.SyncPlanner.Remote;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyncPlannerTest {
  private static final Abilities QRESYNC = new Abilities(true, true, true);
  private static final Abilities CONDSTORE = new Abilities(true, false, true);
  private static final Abilities PLAIN = new Abilities(false, false, true);
  private static final Abilities PLAIN_QUICK = new Abilities(false, false, false);
  private static final Local HERE = new Local(7, 101, 500, 100, true);
  private static final Local HALF = new Local(7, 101, 500, 100, false);
  private static final Local NO_MODSEQ = new Local(7, 101, 0, 100, true);

  static Stream<Arguments> cases() {
    return Stream.of(
        row("first sync", Local.NEVER, at(7, 101, 500, 100), QRESYNC, full(Reason.FIRST_SYNC)),
        row("nothing new", HERE, at(7, 101, 500, 100), QRESYNC, new NothingNew()),
        row("nothing new, condstore", HERE, at(7, 101, 500, 100), CONDSTORE, new NothingNew()),
        row("flags, qresync", HERE, at(7, 101, 501, 100), QRESYNC, new Qresync(7, 500)),
        row("flags, condstore", HERE, at(7, 101, 501, 100), CONDSTORE, new Condstore(500)),
        row("arrivals", HERE, at(7, 104, 510, 103), CONDSTORE, new ArrivalsOnly(101, 500)),
        row("arrivals, qresync", HERE, at(7, 104, 510, 103), QRESYNC, new Qresync(7, 500)),
        row("arrived and left", HERE, at(7, 104, 510, 100), CONDSTORE, new Condstore(500)),
        row("only removals", HERE, at(7, 101, 510, 90), CONDSTORE, new Condstore(500)),
        row("interrupted download", HALF, at(7, 101, 500, 100), QRESYNC, new Condstore(500)),
        row("validity rose", HERE, at(8, 101, 500, 100), QRESYNC, new UidValidityChanged()),
        row("validity fell", HERE, at(6, 101, 500, 100), QRESYNC, new UidValidityChanged()),
        row("uidnext fell", HERE, at(7, 90, 500, 89), QRESYNC, new UidValidityChanged()),
        row("uidnext missing", HERE, at(7, 0, 500, 100), QRESYNC, full(Reason.UID_NEXT_UNKNOWN)),
        row("modseq fell", HERE, at(7, 101, 3, 100), QRESYNC, full(Reason.MOD_SEQUENCE_FELL)),
        row(
            "modseq same, more exist",
            HERE,
            at(7, 102, 500, 101),
            QRESYNC,
            full(Reason.MOD_SEQUENCE_STOOD_STILL)),
        row(
            "modseq same, fewer exist",
            HERE,
            at(7, 101, 500, 99),
            QRESYNC,
            full(Reason.MOD_SEQUENCE_STOOD_STILL)),
        row(
            "more exist, uidnext same",
            HERE,
            at(7, 101, 510, 101),
            QRESYNC,
            full(Reason.COUNTS_DISAGREE)),
        row("nomodseq", HERE, at(7, 101, 0, 100), QRESYNC, full(Reason.NO_MOD_SEQUENCES)),
        row("negative modseq", HERE, at(7, 101, -4, 100), QRESYNC, full(Reason.NO_MOD_SEQUENCES)),
        row(
            "condstore is new here",
            NO_MODSEQ,
            at(7, 101, 500, 100),
            QRESYNC,
            full(Reason.NO_MOD_SEQUENCES)),
        row("plain server", NO_MODSEQ, at(7, 101, 0, 100), PLAIN, full(Reason.NO_MOD_SEQUENCES)),
        row("plain, quick", NO_MODSEQ, at(7, 101, 0, 100), PLAIN_QUICK, new NothingNew()),
        row(
            "plain, quick, arrivals",
            NO_MODSEQ,
            at(7, 103, 0, 102),
            PLAIN_QUICK,
            new ArrivalsOnly(101, 0)),
        row(
            "plain, quick, removal",
            NO_MODSEQ,
            at(7, 103, 0, 101),
            PLAIN_QUICK,
            full(Reason.NO_MOD_SEQUENCES)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void plansTheCheapestCertainWay(
      String name, Local local, Remote remote, Abilities abilities, SyncPlan expected) {
    assertThat(SyncPlanner.plan(local, remote, abilities)).as(name).isEqualTo(expected);
  }

  private static Arguments row(
      String name, Local local, Remote remote, Abilities abilities, SyncPlan plan) {
    return Arguments.of(name, local, remote, abilities, plan);
  }

  private static Remote at(long uidValidity, long uidNext, long modSeq, long messages) {
    return new Remote(uidValidity, uidNext, modSeq, messages);
  }

  private static SyncPlan full(Reason reason) {
    return new FullComparison(reason);
  }
}
