package app.paloma.sync;

/// How a mailbox is brought up to date: the cheapest way that is certain to end at the server's
/// state.
sealed interface SyncPlan {
  /// Same UIDVALIDITY, UIDNEXT, EXISTS and HIGHESTMODSEQ as after the last complete sync (RFC 7162
  /// §3.1): the mailbox need not even be selected.
  record NothingNew() implements SyncPlan {}

  /// EXISTS grew by as much as UIDNEXT, so nothing left and every UID from `firstUid` on is new. No
  /// listing is needed.
  ///
  /// @param changedSince flags of older messages that changed after this mod-sequence are asked for
  ///   too; 0: flags cannot have changed or are compared another time
  record ArrivalsOnly(long firstUid, long changedSince) implements SyncPlan {}

  /// `SELECT (QRESYNC (uidValidity modSeq))`, RFC 7162 §3.2.5: one exchange brings changed flags,
  /// arrivals and removals.
  record Qresync(long uidValidity, long modSeq) implements SyncPlan {}

  /// `UID FETCH 1:* (FLAGS) (CHANGEDSINCE modSeq)`, RFC 7162 §3.1.4.1, and the set of UIDs, since
  /// that tells nothing of removals.
  record Condstore(long modSeq) implements SyncPlan {}

  /// The set of UIDs and the flags of all messages that are here, compared one by one.
  record FullComparison(Reason reason) implements SyncPlan {}

  /// The UIDs that are known mean nothing any more: all messages are unlinked and found again by
  /// Message-ID and size, so that nothing is downloaded twice.
  record UidValidityChanged() implements SyncPlan {}

  /// Why a comparison cannot be had cheaper.
  enum Reason {
    FIRST_SYNC,
    NO_MOD_SEQUENCES,
    /// The server told no UIDNEXT, or zero.
    UID_NEXT_UNKNOWN,
    /// HIGHESTMODSEQ is lower than before: the server began to count anew.
    MOD_SEQUENCE_FELL,
    /// HIGHESTMODSEQ stood still while EXISTS or UIDNEXT moved: it cannot be believed.
    MOD_SEQUENCE_STOOD_STILL,
    /// More messages than UIDNEXT leaves room for, or the like.
    COUNTS_DISAGREE,
    ASKED_FOR
  }
}
