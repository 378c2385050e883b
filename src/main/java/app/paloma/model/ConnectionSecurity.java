package app.paloma.model;

/// How a connection is protected. There is no "STARTTLS if offered": a server that was asked for
/// TLS and does not give it is refused (RFC 8314 §3).
public enum ConnectionSecurity {
  TLS,
  STARTTLS,
  NONE
}
