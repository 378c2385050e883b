package app.paloma.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Sees every name that this process asks to resolve. Names of `t.example` are counted and exist
/// nowhere; all others are resolved as ever.
public final class CountedNames extends InetAddressResolverProvider {
  private static final List<String> ASKED = new CopyOnWriteArrayList<>();

  /// The names of strangers asked for since the last call.
  public static List<String> taken() {
    List<String> asked = List.copyOf(ASKED);
    ASKED.clear();
    return asked;
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver system = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        if (host.toLowerCase(Locale.ROOT).endsWith(HostileHtml.HOST)) {
          ASKED.add(host);
          throw new UnknownHostException(host);
        }
        return system.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return system.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "counted names";
  }
}
