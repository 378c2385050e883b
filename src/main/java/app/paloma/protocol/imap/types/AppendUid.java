package app.paloma.protocol.imap.types;

/// APPENDUID (RFC 4315 §3): the UID a new message got.
public record AppendUid(long uidValidity, long uid) {}
