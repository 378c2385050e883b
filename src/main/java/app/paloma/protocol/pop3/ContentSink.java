package app.paloma.protocol.pop3;

/// Takes messages as they come, one after the other.
public interface ContentSink {
  void begin(int number);

  /// Octets of the message, byte-stuffing undone. The array is used again.
  void octets(byte[] block, int length);

  /// The last octet was here.
  void end(int number);

  /// -ERR: the server does not give this one (now).
  void refused(int number, Pop3Reply reply);
}
