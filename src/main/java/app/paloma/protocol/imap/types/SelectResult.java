package app.paloma.protocol.imap.types;

import app.paloma.model.Flags;
import java.util.List;

/// What SELECT or EXAMINE told (RFC 9051 §6.3.2, RFC 7162 §3.2.5).
///
/// @param uidValidity 0 where the server has no lasting UIDs (UIDNOTSTICKY or never told)
/// @param uidNext 0 where it was not told
/// @param highestModSeq 0 for NOMODSEQ or a server without CONDSTORE
/// @param newKeywords whether the server keeps keywords it has never seen (`\*`)
/// @param vanished what QRESYNC says is gone since the known state
/// @param changes what QRESYNC says has changed since: UID, flags, mod-sequence
/// @param resynced whether the server answered in the way of QRESYNC: `vanished` and `changes` are
///   the whole difference
public record SelectResult(
    MailboxName name,
    long exists,
    long uidValidity,
    long uidNext,
    long highestModSeq,
    Flags flags,
    Flags permanentFlags,
    boolean newKeywords,
    boolean readOnly,
    String mailboxId,
    UidSet vanished,
    List<FetchData> changes,
    boolean resynced) {
  public SelectResult {
    changes = List.copyOf(changes);
  }

  /// The same with as many messages as were counted.
  public SelectResult withExists(long counted) {
    return with(counted, uidNext);
  }

  /// The same with the UIDNEXT that was told elsewhere.
  public SelectResult withUidNext(long told) {
    return with(exists, told);
  }

  private SelectResult with(long messages, long next) {
    return new SelectResult(
        name,
        messages,
        uidValidity,
        next,
        highestModSeq,
        flags,
        permanentFlags,
        newKeywords,
        readOnly,
        mailboxId,
        vanished,
        changes,
        resynced);
  }
}
