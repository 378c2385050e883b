package app.paloma.planted.store;

import app.paloma.protocol.transport.TranscriptSink;

/// A store class that knows a protocol: planted so that ArchitectureTest proves it can fail.
final class Violation {
  private final TranscriptSink sink = TranscriptSink.NONE;

  TranscriptSink sink() {
    return sink;
  }
}
