package app.paloma.model;

/// What an outgoing server may promise and few do, by the keyword of its answer to EHLO.
public enum SubmissionOffer {
  /// Reports on demand (RFC 3461).
  DSN,
  /// TLS all the way, or no delivery (RFC 8689).
  REQUIRETLS,
  /// Keeping a message until it is time (RFC 4865).
  FUTURERELEASE,
  /// Delivery by a deadline, or word of its passing (RFC 2852).
  DELIVERBY
}
