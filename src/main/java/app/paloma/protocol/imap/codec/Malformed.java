package app.paloma.protocol.imap.codec;

/// One response that breaks the grammar; never leaves the codec. Cheap: it has no stack trace.
final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  Malformed(String problem) {
    super(problem, null, false, false);
  }
}
