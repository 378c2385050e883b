package app.paloma.protocol.imap.types;

/// The state a client already knows, for SELECT with QRESYNC (RFC 7162 §3.2.5.2).
///
/// @param knownUids may be empty: all that the server remembers
public record QresyncState(long uidValidity, long modSeq, UidSet knownUids) {}
