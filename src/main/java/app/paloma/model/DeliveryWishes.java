package app.paloma.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is asked for a message of the servers that carry it.
///
/// @param report a report whatever becomes of it (RFC 3461)
/// @param requireTls no server may pass it on without TLS and a certificate that is right (RFC
///   8689)
/// @param within how long after it was queued it is to be delivered (RFC 2852)
/// @param orReturn what is late comes back; else its sender is told only
/// @param heldUntil the server keeps it until then (RFC 4865), or this computer where it does not;
///   EPOCH for at once
public record DeliveryWishes(
    boolean report,
    boolean requireTls,
    Optional<Duration> within,
    boolean orReturn,
    Instant heldUntil) {
  public static final DeliveryWishes NONE =
      new DeliveryWishes(false, false, Optional.empty(), false, Instant.EPOCH);

  /// Whether it takes more than the ordinary envelope of a message.
  public boolean arePromises() {
    return requireTls || within.isPresent() || !heldUntil.equals(Instant.EPOCH);
  }

  /// What a draft asks for.
  public static DeliveryWishes of(Draft draft, Instant heldUntil) {
    return new DeliveryWishes(
        draft.asks().deliveryReport(),
        draft.asks().requireTls(),
        Optional.empty(),
        false,
        heldUntil);
  }
}
