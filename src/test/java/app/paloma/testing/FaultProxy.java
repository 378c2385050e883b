package app.paloma.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a client and a real server on this machine and spoils what they say: cuts the
/// line or changes an octet at a chosen place, or sends everything in small pieces. Octets count
/// from the moment a fault was set, over all connections.
public final class FaultProxy implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 250;

  private final ServerSocket listener;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicLong down = new AtomicLong();
  private final AtomicLong up = new AtomicLong();
  private volatile long cutDown = -1;
  private volatile long cutUp = -1;
  private volatile long corruptDown = -1;
  private volatile int mask = 1;
  private volatile int piece = Integer.MAX_VALUE;
  private volatile long holdUp = -1;
  private volatile CountDownLatch held = new CountDownLatch(1);
  private volatile boolean fired;

  public FaultProxy(int target) throws IOException {
    this(InetAddress.getLoopbackAddress(), target);
  }

  /// @param here which of this machine's addresses it listens at
  public FaultProxy(InetAddress here, int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, here);
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Before the octet with this number, counted from 0, leaves for the client.
  public void cutDown(long octet) {
    heal();
    cutDown = octet;
  }

  /// Before the octet with this number leaves for the server.
  public void cutUp(long octet) {
    heal();
    cutUp = octet;
  }

  /// The octet with this number reaches the client with these bits flipped. Afterwards silence ends
  /// the connection, since a side that was told a wrong length may wait for more than comes.
  public void corruptDown(long octet, int bits) {
    heal();
    mask = bits;
    corruptDown = octet;
  }

  /// The octet with this number, what the client sends with it and all that follows on its
  /// connection wait until they are released, and reach the server then, even if the client has
  /// long gone. Other connections are not held.
  public void holdUp(long octet) {
    heal();
    held = new CountDownLatch(1);
    holdUp = octet;
  }

  public void release() {
    held.countDown();
  }

  /// All that the client gets comes in pieces of so many octets.
  public void split(int octets) {
    heal();
    piece = octets;
  }

  public void heal() {
    cutDown = -1;
    cutUp = -1;
    corruptDown = -1;
    holdUp = -1;
    piece = Integer.MAX_VALUE;
    fired = false;
    down.set(0);
    up.set(0);
  }

  /// How many octets came from the server since then.
  public long downOctets() {
    return down.get();
  }

  /// Whether the fault that was set has happened.
  public boolean fired() {
    return fired;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, true));
        Thread.ofVirtual().start(() -> pump(server, client, false));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean upwards) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      while (true) {
        int count = read(from, in, buffer, upwards);
        if (count < 0 || !pass(buffer, count, out, upwards)) {
          return;
        }
      }
    } catch (IOException e) {
      // One side left; the other hears it when its socket is closed here.
    }
  }

  private int read(Socket from, InputStream in, byte[] buffer, boolean upwards) throws IOException {
    while (true) {
      boolean corrupted = fired && corruptDown >= 0 && !upwards;
      from.setSoTimeout(corrupted ? PATIENCE_MILLIS : 50);
      try {
        return in.read(buffer);
      } catch (SocketTimeoutException e) {
        if (corrupted) {
          return -1;
        }
      }
    }
  }

  private boolean pass(byte[] octets, int count, OutputStream out, boolean upwards)
      throws IOException {
    long first = (upwards ? up : down).getAndAdd(count);
    long hold = holdUp;
    if (upwards && hold >= 0 && first + count > hold) {
      holdUp = -1;
      fired = true;
      hold();
    }
    long cut = upwards ? cutUp : cutDown;
    int length = count;
    boolean cutHere = cut >= 0 && first + count > cut;
    if (cutHere) {
      fired = true;
      length = (int) Math.max(0, cut - first);
    }
    long corrupt = corruptDown;
    if (!upwards && corrupt >= first && corrupt < first + count) {
      octets[(int) (corrupt - first)] ^= (byte) mask;
      fired = true;
    }
    for (int at = 0; at < length; at += piece) {
      out.write(octets, at, Math.min(piece, length - at));
      out.flush();
      if (piece == Integer.MAX_VALUE) {
        break;
      }
    }
    return !cutHere;
  }

  private void hold() throws IOException {
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
