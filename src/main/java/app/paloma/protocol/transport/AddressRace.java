package app.paloma.protocol.transport;

import app.paloma.model.MailException.ConnectFailed;
import app.paloma.model.MailException.ConnectFailed.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Opens a socket to the first address of a host that answers (RFC 8305): the addresses of both
/// families by turns, the next one begun when the one before has not answered within the stagger.
final class AddressRace {
  /// A name that IDN.toASCII would leave as it is: its tables take as long to load as a connection.
  private static final Pattern USUAL =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*\\.?");

  /// How a name becomes addresses; the system's way outside tests.
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private sealed interface Event {
    record Connected(Socket socket) implements Event {}

    record Failed(IOException failure) implements Event {}

    record Resolved(InetAddress[] addresses) implements Event {}

    record Unresolved(UnknownHostException failure) implements Event {}
  }

  private final Names names;
  private final ConnectionLimits limits;

  AddressRace(Names names, ConnectionLimits limits) {
    this.names = names;
    this.limits = limits;
  }

  /// Ends at once with CANCELLED when the calling thread is interrupted.
  Socket connect(String host, int port) throws ConnectFailed {
    String ascii = ascii(host);
    Socket viaProxy = proxied(ascii, port);
    if (viaProxy != null) {
      return viaProxy;
    }
    LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    List<Socket> sockets = new ArrayList<>();
    Socket winner = null;
    try {
      winner = race(ascii, port, events, sockets);
      return winner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectFailed(Reason.CANCELLED, "connecting was cancelled", e);
    } finally {
      for (Socket socket : sockets) {
        if (!socket.equals(winner)) {
          closeQuietly(socket);
        }
      }
    }
  }

  /// In the order in which they would be tried.
  List<String> addresses(String host) throws ConnectFailed {
    String ascii = ascii(host);
    FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> names.addresses(ascii));
    Thread.ofVirtual().name("resolve " + ascii).start(lookup);
    try {
      InetAddress[] found = lookup.get(limits.connectTotal().toMillis(), TimeUnit.MILLISECONDS);
      return byTurns(found).stream().map(InetAddress::getHostAddress).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectFailed(Reason.CANCELLED, "the lookup was cancelled", e);
    } catch (ExecutionException e) {
      throw new ConnectFailed(Reason.UNKNOWN_HOST, "there is no host named " + host, e.getCause());
    } catch (TimeoutException e) {
      throw new ConnectFailed(Reason.TIMED_OUT, "no answer about the name " + host, e);
    }
  }

  private Socket race(
      String host, int port, LinkedBlockingQueue<Event> events, List<Socket> sockets)
      throws ConnectFailed, InterruptedException {
    long deadline = System.nanoTime() + limits.connectTotal().toNanos();
    Thread.ofVirtual()
        .name("resolve " + host)
        .start(() -> {
          try {
            events.add(new Event.Resolved(names.addresses(host)));
          } catch (UnknownHostException e) {
            events.add(new Event.Unresolved(e));
          }
        });
    Deque<InetAddress> waiting = new ArrayDeque<>();
    IOException last = null;
    int running = 0;
    boolean resolved = false;
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new ConnectFailed(Reason.TIMED_OUT, "no answer from " + host + " port " + port, last);
      }
      long pause = waiting.isEmpty() ? left : Math.min(left, limits.connectStagger().toNanos());
      Event event = events.poll(pause, TimeUnit.NANOSECONDS);
      if (event instanceof Event.Connected(Socket socket)) {
        return socket;
      } else if (event instanceof Event.Failed(IOException failure)) {
        last = worse(last, failure);
        running--;
      } else if (event instanceof Event.Unresolved(UnknownHostException failure)) {
        throw new ConnectFailed(Reason.UNKNOWN_HOST, "there is no host named " + host, failure);
      } else if (event instanceof Event.Resolved(InetAddress[] addresses)) {
        resolved = true;
        waiting.addAll(byTurns(addresses));
      }
      if (!waiting.isEmpty()) {
        start(new InetSocketAddress(waiting.poll(), port), events, sockets);
        running++;
      } else if (resolved && running == 0) {
        throw failed(host, port, last);
      }
    }
  }

  private void start(
      InetSocketAddress address, LinkedBlockingQueue<Event> events, List<Socket> sockets) {
    Socket socket = new Socket(Proxy.NO_PROXY);
    sockets.add(socket);
    Thread.ofVirtual()
        .name("connect " + address)
        .start(() -> {
          try {
            socket.connect(address, Math.toIntExact(limits.connectEach().toMillis()));
            events.add(new Event.Connected(socket));
          } catch (IOException e) {
            closeQuietly(socket);
            events.add(new Event.Failed(e));
          }
        });
  }

  /// The resolver's first family begins, then the families alternate (RFC 8305 §4).
  private static List<InetAddress> byTurns(InetAddress[] addresses) {
    Deque<InetAddress> first = new ArrayDeque<>();
    Deque<InetAddress> second = new ArrayDeque<>();
    for (InetAddress address : addresses) {
      boolean sameFamily =
          (address instanceof Inet6Address) == (addresses[0] instanceof Inet6Address);
      (sameFamily ? first : second).add(address);
    }
    List<InetAddress> order = new ArrayList<>();
    while (!first.isEmpty() || !second.isEmpty()) {
      if (!first.isEmpty()) {
        order.add(first.poll());
      }
      if (!second.isEmpty()) {
        order.add(second.poll());
      }
    }
    return order;
  }

  /// A refusal says more than "no route", which often only means that this network has no IPv6.
  private static IOException worse(IOException before, IOException now) {
    return before == null || reason(now) != Reason.UNREACHABLE ? now : before;
  }

  private static ConnectFailed failed(String host, int port, IOException cause) {
    Reason reason = cause == null ? Reason.UNKNOWN_HOST : reason(cause);
    String text =
        switch (reason) {
          case REFUSED -> "refused";
          case TIMED_OUT -> "did not answer";
          case UNKNOWN_HOST -> "has no address";
          default -> "cannot be reached";
        };
    return new ConnectFailed(reason, host + " port " + port + " " + text, cause);
  }

  private static Reason reason(IOException failure) {
    return switch (failure) {
      case SocketTimeoutException e -> Reason.TIMED_OUT;
      case NoRouteToHostException e -> Reason.UNREACHABLE;
      case UnknownHostException e -> Reason.UNKNOWN_HOST;
      case ConnectException e -> {
        String message = String.valueOf(e.getMessage());
        if (message.contains("refused")) {
          yield Reason.REFUSED;
        }
        yield message.contains("timed out") ? Reason.TIMED_OUT : Reason.UNREACHABLE;
      }
      default -> Reason.UNREACHABLE;
    };
  }

  /// A proxy of the java.net system properties; it resolves the name itself.
  private Socket proxied(String host, int port) throws ConnectFailed {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return null;
    }
    String literal = host.contains(":") ? "[" + host + "]" : host;
    for (String scheme : List.of("socket", "https")) {
      for (Proxy proxy : selector.select(URI.create(scheme + "://" + literal + ":" + port))) {
        if (proxy.type() == Proxy.Type.DIRECT) {
          continue;
        }
        Socket socket = new Socket(proxy);
        try {
          socket.connect(
              InetSocketAddress.createUnresolved(host, port),
              Math.toIntExact(limits.connectTotal().toMillis()));
          return socket;
        } catch (IOException e) {
          closeQuietly(socket);
          throw new ConnectFailed(
              reason(e), "the proxy " + proxy.address() + " does not reach " + host, e);
        }
      }
    }
    return null;
  }

  private static String ascii(String host) throws ConnectFailed {
    if (host.contains(":") || USUAL.matcher(host).matches()) {
      return host;
    }
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      throw new ConnectFailed(Reason.UNKNOWN_HOST, "not a host name: " + host, e);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }
}
