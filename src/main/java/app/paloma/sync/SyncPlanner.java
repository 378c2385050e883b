package app.paloma.sync;

import app.paloma.sync.SyncPlan.ArrivalsOnly;
import app.paloma.sync.SyncPlan.Condstore;
import app.paloma.sync.SyncPlan.FullComparison;
import app.paloma.sync.SyncPlan.NothingNew;
import app.paloma.sync.SyncPlan.Qresync;
import app.paloma.sync.SyncPlan.Reason;
import app.paloma.sync.SyncPlan.UidValidityChanged;

/// Decides how a mailbox is brought up to date. Pure: numbers in, a plan out.
///
/// A mod-sequence is believed only where EXISTS and UIDNEXT tell the same story: servers were seen
/// that keep HIGHESTMODSEQ while messages come and go, or lower it after a restore.
final class SyncPlanner {
  private SyncPlanner() {}

  /// What the last sync left here. All numbers are those of the server at that time.
  ///
  /// @param uidValidity 0: never synchronized
  /// @param complete whether all of its messages arrived
  record Local(
      long uidValidity, long uidNext, long highestModSeq, long messages, boolean complete) {
    static final Local NEVER = new Local(0, 0, 0, 0, false);
  }

  /// What STATUS or SELECT says now.
  ///
  /// @param uidNext 0 where the server does not tell
  /// @param highestModSeq 0 for NOMODSEQ or a server without CONDSTORE
  record Remote(long uidValidity, long uidNext, long highestModSeq, long messages) {}

  /// What may be used.
  ///
  /// @param qresync enabled on this connection and not known to be broken here
  /// @param compareFlags whether a server without mod-sequences is asked for all flags though
  ///   nothing came or went
  record Abilities(boolean condstore, boolean qresync, boolean compareFlags) {}

  static SyncPlan plan(Local local, Remote remote, Abilities abilities) {
    if (local.uidValidity == 0) {
      return new FullComparison(Reason.FIRST_SYNC);
    }
    if (local.uidValidity != remote.uidValidity) {
      return new UidValidityChanged();
    }
    if (remote.uidNext == 0 || local.uidNext == 0) {
      return new FullComparison(Reason.UID_NEXT_UNKNOWN);
    }
    if (remote.uidNext < local.uidNext) {
      // RFC 9051 §2.3.1.1 forbids it under one UIDVALIDITY: a restored backup. UIDs may come to
      // mean other messages, so each must prove what it is.
      return new UidValidityChanged();
    }
    long arrivals = remote.uidNext - local.uidNext;
    long growth = remote.messages - local.messages;
    boolean moved = arrivals != 0 || growth != 0;
    if (growth > arrivals) {
      return new FullComparison(Reason.COUNTS_DISAGREE);
    }
    if (!abilities.condstore || remote.highestModSeq <= 0 || local.highestModSeq <= 0) {
      return withoutModSequences(local, abilities, arrivals, growth);
    }
    if (remote.highestModSeq < local.highestModSeq) {
      return new FullComparison(Reason.MOD_SEQUENCE_FELL);
    }
    boolean stoodStill = remote.highestModSeq == local.highestModSeq;
    if (stoodStill && moved) {
      return new FullComparison(Reason.MOD_SEQUENCE_STOOD_STILL);
    }
    if (!local.complete) {
      // Flags are known as of the stored mod-sequence for all that arrived since; which messages
      // are missing only the set of UIDs tells.
      return new Condstore(local.highestModSeq);
    }
    if (stoodStill) {
      return new NothingNew();
    }
    if (abilities.qresync) {
      return new Qresync(local.uidValidity, local.highestModSeq);
    }
    if (arrivals > 0 && arrivals == growth) {
      return new ArrivalsOnly(local.uidNext, local.highestModSeq);
    }
    return new Condstore(local.highestModSeq);
  }

  private static SyncPlan withoutModSequences(
      Local local, Abilities abilities, long arrivals, long growth) {
    if (local.complete && local.messages == 0 && arrivals == 0 && growth == 0) {
      // It was empty and still is: no flag can have changed.
      return new NothingNew();
    }
    if (abilities.compareFlags || !local.complete || arrivals != growth) {
      return new FullComparison(Reason.NO_MOD_SEQUENCES);
    }
    return arrivals == 0 ? new NothingNew() : new ArrivalsOnly(local.uidNext, 0);
  }

  /// Whether what an exchange brought adds up to what the server has. Where it does not, removals
  /// or arrivals were withheld (RFC 7162 §3.2.5.2 lets a server forget) and only a full comparison
  /// helps.
  static boolean addsUp(long here, long removed, long arrived, long exists) {
    return here - removed + arrived == exists;
  }
}
