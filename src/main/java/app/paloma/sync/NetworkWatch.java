package app.paloma.sync;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// Notices within seconds that the computer slept or that the network changed. Java has no event
/// for either, so it looks: at the addresses of this computer, and whether the wall clock ran away
/// from the clock that stands still during sleep.
final class NetworkWatch implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  private static final Duration SLEPT = Duration.ofSeconds(15);

  private final Clock clock;
  private final Runnable changed;
  private final Thread thread;
  private Set<String> addresses = addresses();
  private long wall;
  private long steady = System.nanoTime();

  /// @param changed called on the watch's own thread
  NetworkWatch(Clock clock, ThreadFactory threads, Runnable changed) {
    this.clock = clock;
    this.changed = changed;
    wall = clock.millis();
    thread = threads.newThread(this::watch);
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        Gate.pause(INTERVAL);
        long wallNow = clock.millis();
        long steadyNow = System.nanoTime();
        Set<String> now = addresses();
        long slept = wallNow - wall - TimeUnit.NANOSECONDS.toMillis(steadyNow - steady);
        if (slept > SLEPT.toMillis() || !now.equals(addresses)) {
          changed.run();
        }
        addresses = now;
        wall = wallNow;
        steady = steadyNow;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Set<String> addresses() {
    Set<String> addresses = new HashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .filter(NetworkWatch::carries)
          .forEach(i -> i.inetAddresses().forEach(a -> addresses.add(a.getHostAddress())));
    } catch (SocketException e) {
      // No list is no change.
      return Set.of();
    }
    return addresses;
  }

  private static boolean carries(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback() && !each.isVirtual();
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
