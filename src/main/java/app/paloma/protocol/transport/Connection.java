package app.paloma.protocol.transport;

import app.paloma.model.*;
import java.time.Duration;
import java.util.Optional;

/// One socket to a server: buffered octets both ways, deadline on each read, STARTTLS and DEFLATE
/// in place, masked transcript. One thread reads; `close` from any thread ends a blocked read at
/// once.
public final class Connection implements AutoCloseable {
  public void startTls() throws MailException {
    throw new UnsupportedOperationException();
  }

  /// RFC 4978; with a bound on expansion.
  public void startDeflate() throws MailException {
    throw new UnsupportedOperationException();
  }

  public boolean isSecure() {
    throw new UnsupportedOperationException();
  }

  /// TLS exporter (RFC 9266) for channel binding, where TLS 1.3 gives it.
  public Optional<byte[]> tlsExporter() {
    throw new UnsupportedOperationException();
  }

  public void setReadTimeout(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  /// Next octet or -1.
  public int read() throws MailException {
    throw new UnsupportedOperationException();
  }

  public int read(byte[] into, int offset, int length) throws MailException {
    throw new UnsupportedOperationException();
  }

  public void readFully(byte[] into, int offset, int length) throws MailException {
    throw new UnsupportedOperationException();
  }

  /// A line without its CRLF (a bare LF ends it too), at most `limit` octets else ProtocolBroken;
  /// null at the end of the stream.
  public byte[] readLine(int limit) throws MailException {
    throw new UnsupportedOperationException();
  }

  public int buffered() {
    throw new UnsupportedOperationException();
  }

  public void write(byte[] octets, int offset, int length) throws MailException {
    throw new UnsupportedOperationException();
  }

  public void flush() throws MailException {
    throw new UnsupportedOperationException();
  }

  /// Masks what is written until the next call with false (passwords).
  public void secret(boolean on) {
    throw new UnsupportedOperationException();
  }

  public void note(String event) {
    throw new UnsupportedOperationException();
  }

  public long octetsRead() {
    throw new UnsupportedOperationException();
  }

  public long octetsWritten() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
