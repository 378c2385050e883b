package app.paloma.protocol.imap.types;

/// What STORE left out.
///
/// @param modified messages another client has changed since UNCHANGEDSINCE (RFC 7162 §3.1.3)
public record StoreResult(UidSet modified) {}
