package app.paloma.protocol.transport;

import app.paloma.model.ConnectionSecurity;
import app.paloma.model.MailException;
import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/// Opens connections: resolves, tries addresses side by side (RFC 8305), TLS, limits.
public final class ConnectionFactory {
  private final TlsContexts tls;
  private final TranscriptSink transcript;
  private final Clock clock;
  private final ConnectionLimits limits;
  private final AddressRace race;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Set<String> refusedProofs = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Thread> watch = new AtomicReference<>();

  public ConnectionFactory(TlsContexts tls, TranscriptSink transcript, Clock clock) {
    this(tls, transcript, clock, ConnectionLimits.USUAL);
  }

  public ConnectionFactory(
      TlsContexts tls, TranscriptSink transcript, Clock clock, ConnectionLimits limits) {
    this(tls, transcript, clock, limits, InetAddress::getAllByName);
  }

  ConnectionFactory(
      TlsContexts tls,
      TranscriptSink transcript,
      Clock clock,
      ConnectionLimits limits,
      AddressRace.Names names) {
    this.tls = tls;
    this.transcript = transcript;
    this.clock = clock;
    this.limits = limits;
    this.race = new AddressRace(names, limits);
  }

  /// The room security implements it. The context's trust manager checks the host's name too.
  @FunctionalInterface
  public interface TlsContexts {
    SSLContext context(String host, int port, Optional<String> caPem);
  }

  /// Implicit TLS is up when this returns; STARTTLS is the protocol's matter. Interrupting the
  /// calling thread ends it with CANCELLED.
  ///
  /// @param who for the transcript: `alice@localhost`
  public Connection open(ServerSettings server, Optional<String> caPem, String who)
      throws MailException {
    return open(server, caPem, who, transcript);
  }

  /// With a transcript of its own beside the factory's.
  public Connection open(
      ServerSettings server, Optional<String> caPem, String who, TranscriptSink sink)
      throws MailException {
    String protocol = server.protocol().name().toLowerCase(Locale.ROOT);
    Socket raw;
    try {
      raw = race.connect(server.host(), server.port());
    } catch (ConnectFailed e) {
      sink.line(clock.instant(), protocol, who, '*', "not connected: " + e.getMessage());
      throw e;
    }
    AtomicReference<Connection> self = new AtomicReference<>();
    Connection connection;
    try {
      connection =
          new Connection(
              raw,
              new Connection.Setup(
                  server.host(),
                  server.port(),
                  protocol,
                  who,
                  () -> tls.context(server.host(), server.port(), caPem),
                  limits,
                  sink,
                  clock,
                  refusedProofs,
                  () -> closed(self.get())));
    } catch (IOException e) {
      throw new ConnectFailed(
          ConnectFailed.Reason.LOST, "the connection to " + server.host() + " was lost", e);
    }
    self.set(connection);
    open.add(connection);
    startWatch();
    if (server.security() == ConnectionSecurity.TLS) {
      connection.startTls();
    }
    return connection;
  }

  /// The numeric addresses of a host, in the order in which they would be tried.
  public List<String> addresses(String host) throws ConnectFailed {
    return race.addresses(host);
  }

  /// Closes all that is open, as when the computer went to sleep or the network changed.
  public void closeAll() {
    open.forEach(Connection::close);
  }

  private void closed(Connection connection) {
    open.remove(connection);
  }

  /// Java's sockets know no deadline for writes; one sleeping thread looks after all connections.
  private void startWatch() {
    if (watch.get() != null) {
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("connection watch")
            .unstarted(() -> {
              try {
                do {
                  Thread.sleep(1000);
                  open.forEach(Connection::checkWrite);
                } while (!open.isEmpty());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                watch.set(null);
              }
              if (!open.isEmpty()) {
                startWatch();
              }
            });
    if (watch.compareAndSet(null, thread)) {
      thread.start();
    }
  }
}
