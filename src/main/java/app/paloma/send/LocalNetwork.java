package app.paloma.send;

import java.net.NetworkInterface;
import java.net.SocketException;

/// Whether this computer is connected to anything, as far as it can see by itself.
final class LocalNetwork {
  private LocalNetwork() {}

  static boolean isUp() {
    try {
      return NetworkInterface.networkInterfaces().anyMatch(LocalNetwork::carries);
    } catch (SocketException e) {
      return false;
    }
  }

  private static boolean carries(NetworkInterface each) {
    try {
      return each.isUp() && !each.isLoopback() && each.inetAddresses().findAny().isPresent();
    } catch (SocketException e) {
      return false;
    }
  }
}
