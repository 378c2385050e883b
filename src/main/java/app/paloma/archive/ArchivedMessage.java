package app.paloma.archive;

import app.paloma.model.Flags;
import java.time.Instant;
import java.util.Optional;

/// One message of an archive.
///
/// @param received when it arrived, where the archive tells
public record ArchivedMessage(byte[] octets, Flags flags, Optional<Instant> received) {}
