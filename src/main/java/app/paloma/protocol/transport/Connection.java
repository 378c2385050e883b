package app.paloma.protocol.transport;

import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ConnectFailed.Reason;
import app.paloma.model.MailException.ProtocolBroken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One socket to a server: buffered octets both ways, deadline on each read and write, STARTTLS and
/// DEFLATE in place, masked transcript. One thread reads and one (perhaps another) writes; `close`
/// from any thread ends both at once with CANCELLED. A read that timed out may be tried again.
public final class Connection implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Socket raw;
  private final String host;
  private final int port;
  private final Supplier<SSLContext> tlsContext;
  private final ConnectionLimits limits;
  private final Dialogue dialogue;
  private final Set<String> refusedProofs;
  private final String account;
  private final Runnable whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger inside = new AtomicInteger();
  private final byte[] input = new byte[BUFFER];
  private final byte[] output = new byte[BUFFER];
  private int inputAt;
  private int inputEnd;
  private int outputLength;
  private InputStream in;
  private OutputStream out;
  private volatile SSLSocket tls;
  private final AtomicLong octetsRead = new AtomicLong();
  private final AtomicLong octetsWritten = new AtomicLong();
  private volatile long writeBegan;
  private volatile boolean writeTimedOut;
  private Duration readTimeout;
  private boolean injected;

  /// Where a connection leads and what watches it; made by the factory.
  record Setup(
      String host,
      int port,
      String protocol,
      String who,
      Supplier<SSLContext> tlsContext,
      ConnectionLimits limits,
      TranscriptSink transcript,
      Clock clock,
      Set<String> refusedProofs,
      Runnable whenClosed) {}

  Connection(Socket raw, Setup setup) throws IOException {
    this.raw = raw;
    this.host = setup.host();
    this.port = setup.port();
    this.tlsContext = setup.tlsContext();
    this.limits = setup.limits();
    this.refusedProofs = setup.refusedProofs();
    this.account = host + ":" + port + " " + setup.who();
    this.whenClosed = setup.whenClosed();
    this.dialogue = new Dialogue(setup.transcript(), setup.clock(), setup.protocol(), setup.who());
    raw.setTcpNoDelay(true);
    raw.setKeepAlive(true);
    this.readTimeout = limits.read();
    raw.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
    this.in = new Metered(raw.getInputStream(), octetsRead);
    this.out = raw.getOutputStream();
    note("connected to " + raw.getRemoteSocketAddress());
  }

  /// Begins TLS. Octets that the server sent before it are dropped: whoever sits in between could
  /// have put them there to be taken for the protected dialogue's (RFC 9051 §11.3, CVE-2011-0411).
  public void startTls() throws MailException {
    flush();
    if (inputEnd > inputAt) {
      injected = true;
      note("dropped " + (inputEnd - inputAt) + " octets sent before TLS");
    }
    inputAt = 0;
    inputEnd = 0;
    inside.incrementAndGet();
    try {
      SSLSocket socket = TlsLayer.handshake(tlsContext.get(), raw, host, port, limits.handshake());
      socket.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
      in = new Metered(socket.getInputStream(), octetsRead);
      out = socket.getOutputStream();
      tls = socket;
      note("TLS: " + protection());
    } catch (IOException e) {
      throw failed(e, "reading");
    } catch (MailException e) {
      MailException cause =
          closed.get() ? new ConnectFailed(Reason.CANCELLED, "closed here", e) : e;
      note("TLS failed: " + cause.getMessage());
      close();
      throw cause;
    } finally {
      inside.decrementAndGet();
    }
  }

  /// RFC 4978; with a bound on expansion.
  public void startDeflate() throws MailException {
    flush();
    in = new Inflation(in, input, inputAt, inputEnd - inputAt);
    inputAt = 0;
    inputEnd = 0;
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    out = new DeflaterOutputStream(out, deflater, 8192, true);
    note("DEFLATE");
  }

  public boolean isSecure() {
    return tls != null;
  }

  /// Whether octets had to be dropped at STARTTLS.
  public boolean injectedBeforeTls() {
    return injected;
  }

  /// `TLSv1.3 TLS_AES_256_GCM_SHA384`, or empty without TLS.
  public String protection() {
    SSLSocket socket = tls;
    return socket == null ? "" : TlsSession.protection(socket.getSession());
  }

  public Optional<X509Certificate> peerCertificate() {
    SSLSocket socket = tls;
    return socket == null ? Optional.empty() : TlsSession.peerCertificate(socket.getSession());
  }

  /// TLS exporter (RFC 9266) for channel binding, where TLS 1.3 gives it.
  public Optional<byte[]> tlsExporter() {
    SSLSocket socket = tls;
    return socket == null ? Optional.empty() : TlsSession.exporter(socket.getSession());
  }

  /// Whether this server refused a proof of this user's password before and then took the password
  /// itself. Each refusal is a failed login in its log, for which it makes people wait or shuts
  /// them out.
  public boolean proofsAreRefused() {
    return refusedProofs.contains(account);
  }

  /// For this connection and those that follow.
  public void rememberRefusedProof() {
    refusedProofs.add(account);
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /// The numeric address at the other end.
  public String remoteAddress() {
    return raw.getInetAddress() == null ? host : raw.getInetAddress().getHostAddress();
  }

  public String localAddress() {
    return raw.getLocalAddress().getHostAddress();
  }

  public void setReadTimeout(Duration timeout) {
    readTimeout = timeout;
    try {
      int millis = Math.toIntExact(Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
      SSLSocket socket = tls;
      (socket == null ? raw : socket).setSoTimeout(millis);
    } catch (IOException e) {
      // The socket is closed; the next read says so.
    }
  }

  /// Next octet or -1.
  public int read() throws MailException {
    if (inputAt == inputEnd && !fill()) {
      return -1;
    }
    dialogue.heard(input, inputAt, 1);
    return input[inputAt++] & 0xff;
  }

  /// At least one octet, or -1 at the end of the stream.
  public int read(byte[] into, int offset, int length) throws MailException {
    if (length == 0) {
      return 0;
    }
    int count = take(into, offset, length);
    if (count > 0) {
      dialogue.heard(into, offset, count);
    }
    return count;
  }

  /// Takes of the octets that are here those that are its own.
  @FunctionalInterface
  public interface Taker {
    /// @return how far it took
    int take(byte[] octets, int from, int to);
  }

  /// Offers what is here, after waiting for at least one octet, to somebody who cannot know before
  /// how many octets belong to it.
  ///
  /// @return false at the end of the stream
  public boolean offer(Taker taker) throws MailException {
    if (inputAt == inputEnd && !fill()) {
      return false;
    }
    int end = taker.take(input, inputAt, inputEnd);
    dialogue.heard(input, inputAt, end - inputAt);
    inputAt = end;
    return true;
  }

  /// What is read so is content: the transcript has its length alone.
  public void readFully(byte[] into, int offset, int length) throws MailException {
    int done = 0;
    while (done < length) {
      int count = take(into, offset + done, length - done);
      if (count < 0) {
        throw new ConnectFailed(
            Reason.LOST, "the server closed the connection in the middle of its answer", null);
      }
      done += count;
    }
    dialogue.heardContent(length);
  }

  /// A line without its CRLF (a bare LF ends it too), at most `limit` octets else ProtocolBroken;
  /// null at the end of the stream. A line cut off by the end of the stream is returned as it is.
  public byte[] readLine(int limit) throws MailException {
    ByteArrayOutputStream longLine = null;
    while (true) {
      if (inputAt == inputEnd && !fill()) {
        return longLine == null ? null : longLine.toByteArray();
      }
      int end = inputAt;
      while (end < inputEnd && input[end] != '\n') {
        end++;
      }
      boolean complete = end < inputEnd;
      int length = end - inputAt;
      if ((longLine == null ? 0 : longLine.size()) + length > limit + 1) {
        close();
        throw new ProtocolBroken("a line of more than " + limit + " octets");
      }
      dialogue.heard(input, inputAt, complete ? length + 1 : length);
      if (complete && longLine == null) {
        int text = length > 0 && input[end - 1] == '\r' ? length - 1 : length;
        byte[] line = java.util.Arrays.copyOfRange(input, inputAt, inputAt + text);
        inputAt = end + 1;
        return line;
      }
      if (longLine == null) {
        longLine = new ByteArrayOutputStream(2 * length + 64);
      }
      longLine.write(input, inputAt, length);
      inputAt = complete ? end + 1 : end;
      if (complete) {
        byte[] line = longLine.toByteArray();
        int text = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        return text == line.length ? line : java.util.Arrays.copyOf(line, text);
      }
    }
  }

  /// Octets that can be read without waiting, as far as they are here already.
  public int buffered() {
    return inputEnd - inputAt;
  }

  /// Whether something can be read, without waiting for it.
  public boolean hasInput() throws MailException {
    if (inputAt < inputEnd) {
      return true;
    }
    Duration patience = readTimeout;
    try {
      if (in.available() > 0 || tls == null || raw.getInputStream().available() == 0) {
        return in.available() > 0;
      }
      // It may be a matter of TLS itself: only reading tells.
      setReadTimeout(MOMENT);
      fill();
      return true;
    } catch (IOException e) {
      throw failed(e, "reading");
    } catch (ConnectFailed e) {
      if (e.reason() == Reason.TIMED_OUT) {
        return false;
      }
      throw e;
    } finally {
      setReadTimeout(patience);
    }
  }

  public void write(byte[] octets, int offset, int length) throws MailException {
    dialogue.said(octets, offset, length);
    if (length >= BUFFER) {
      drain();
      send(octets, offset, length);
      return;
    }
    if (length > BUFFER - outputLength) {
      drain();
    }
    System.arraycopy(octets, offset, output, outputLength, length);
    outputLength += length;
  }

  public void flush() throws MailException {
    drain();
    writeBegan = System.nanoTime() | 1;
    inside.incrementAndGet();
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e, "writing");
    } finally {
      inside.decrementAndGet();
      writeBegan = 0;
    }
  }

  /// Masks what is written until the next call with false (passwords). Where the whole of a command
  /// is secret, its words before the secret (`LOGIN`, `AUTH PLAIN`) stay.
  public void secret(boolean on) {
    dialogue.secret(on);
  }

  /// What goes either way until the next call with false is content (a message): the transcript has
  /// its length alone. IMAP literals are recognised without it.
  public void content(boolean on) {
    dialogue.content(on);
  }

  public void note(String event) {
    dialogue.note(event);
  }

  /// Octets received, after TLS and before DEFLATE.
  public long octetsRead() {
    return octetsRead.get();
  }

  /// Octets sent, before TLS and DEFLATE.
  public long octetsWritten() {
    return octetsWritten.get();
  }

  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    dialogue.end();
    note("closed");
    try {
      SSLSocket socket = tls;
      // A thread inside holds the TLS locks, and may hold them as long as the server likes; and
      // close() would wait for the server's own goodbye.
      if (socket != null && inside.get() == 0) {
        socket.shutdownOutput();
      }
      raw.close();
    } catch (IOException e) {
      // It is gone either way.
    } finally {
      whenClosed.run();
    }
  }

  /// Called every second by the factory's watch.
  void checkWrite() {
    long began = writeBegan;
    if (began != 0 && System.nanoTime() - began > limits.write().toNanos()) {
      writeTimedOut = true;
      try {
        raw.close();
      } catch (IOException e) {
        // The writer sees it.
      }
    }
  }

  private boolean fill() throws MailException {
    int count = receive(input, 0, BUFFER);
    inputAt = 0;
    inputEnd = Math.max(count, 0);
    return count > 0;
  }

  private int take(byte[] into, int offset, int length) throws MailException {
    if (inputAt == inputEnd) {
      if (length >= BUFFER / 4) {
        return receive(into, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, inputEnd - inputAt);
    System.arraycopy(input, inputAt, into, offset, count);
    inputAt += count;
    return count;
  }

  private int receive(byte[] into, int offset, int length) throws MailException {
    inside.incrementAndGet();
    try {
      return in.read(into, offset, length);
    } catch (IOException e) {
      throw failed(e, "reading");
    } finally {
      inside.decrementAndGet();
    }
  }

  private void drain() throws MailException {
    if (outputLength > 0) {
      int length = outputLength;
      outputLength = 0;
      send(output, 0, length);
    }
  }

  private void send(byte[] octets, int offset, int length) throws MailException {
    inside.incrementAndGet();
    try {
      // In pieces, so that the deadline is for progress and not for the whole of a large message.
      for (int at = 0; at < length; at += BUFFER) {
        int piece = Math.min(BUFFER, length - at);
        writeBegan = System.nanoTime() | 1;
        out.write(octets, offset + at, piece);
        octetsWritten.addAndGet(piece);
      }
    } catch (IOException e) {
      throw failed(e, "writing");
    } finally {
      inside.decrementAndGet();
      writeBegan = 0;
    }
  }

  private MailException failed(IOException e, String doing) {
    if (closed.get() || Thread.currentThread().isInterrupted()) {
      return new ConnectFailed(Reason.CANCELLED, "the connection was closed here", e);
    }
    if (e instanceof Inflation.Broken) {
      close();
      return new ProtocolBroken(e.getMessage(), e);
    }
    if (e instanceof SocketTimeoutException || writeTimedOut) {
      return new ConnectFailed(
          Reason.TIMED_OUT, "no answer from " + host + " port " + port + " while " + doing, e);
    }
    return new ConnectFailed(
        Reason.LOST, "the connection to " + host + " port " + port + " was lost", e);
  }
}
