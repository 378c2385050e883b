package app.paloma.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks the system's resolvers, or one that was named, with short limits.
public final class DnsJavaResolver implements DnsResolver {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Resolver resolver;

  private DnsJavaResolver(Resolver resolver) {
    this.resolver = resolver;
  }

  /// The resolvers this computer is set to use, read now.
  public static DnsJavaResolver ofSystem() {
    ResolverConfig.refresh();
    List<Resolver> servers = new ArrayList<>();
    for (InetSocketAddress address : ResolverConfig.getCurrentConfig().servers()) {
      servers.add(simple(address));
    }
    ExtendedResolver resolver = new ExtendedResolver(servers);
    resolver.setTimeout(LIMIT);
    resolver.setRetries(2);
    return new DnsJavaResolver(resolver);
  }

  public static DnsJavaResolver of(InetSocketAddress server) {
    return new DnsJavaResolver(simple(server));
  }

  private static SimpleResolver simple(InetSocketAddress address) {
    SimpleResolver resolver = new SimpleResolver(address);
    resolver.setTimeout(LIMIT);
    return resolver;
  }

  @Override
  public List<Srv> srv(String name) throws IOException {
    List<Srv> found = new ArrayList<>();
    for (Record record : ask(name, Type.SRV)) {
      if (record instanceof SRVRecord srv) {
        found.add(
            new Srv(
                srv.getTarget().toString(true), srv.getPort(), srv.getPriority(), srv.getWeight()));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public List<Mx> mx(String domain) throws IOException {
    List<Mx> found = new ArrayList<>();
    for (Record record : ask(domain, Type.MX)) {
      if (record instanceof MXRecord mx) {
        found.add(new Mx(mx.getTarget().toString(true), mx.getPriority()));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public List<String> addresses(String name) throws IOException {
    List<String> found = new ArrayList<>();
    for (Record record : ask(name, Type.AAAA)) {
      if (record instanceof AAAARecord aaaa) {
        found.add(aaaa.getAddress().getHostAddress());
      }
    }
    for (Record record : ask(name, Type.A)) {
      if (record instanceof ARecord a) {
        found.add(a.getAddress().getHostAddress());
      }
    }
    return List.copyOf(found);
  }

  private Record[] ask(String name, int type) throws IOException {
    Lookup lookup;
    try {
      lookup = new Lookup(Name.fromString(name, Name.root), type, DClass.IN);
    } catch (TextParseException e) {
      throw new IOException("not a name for DNS: " + name, e);
    }
    lookup.setResolver(resolver);
    lookup.setCache(null);
    lookup.setSearchPath((Name[]) null);
    Record[] records = lookup.run();
    return switch (lookup.getResult()) {
      case Lookup.SUCCESSFUL -> records;
      case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> new Record[0];
      default -> throw new NothingTold(NothingTold.Kind.DNS, lookup.getErrorString(), null);
    };
  }
}
