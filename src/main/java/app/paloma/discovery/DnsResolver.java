package app.paloma.discovery;

import java.util.List;

/// The few DNS questions discovery and direct delivery ask (dnsjava behind it).
public interface DnsResolver {
  record Srv(String target, int port, int priority, int weight) {}

  record Mx(String host, int preference) {}

  /// Empty where the name has none; throws where DNS does not answer.
  List<Srv> srv(String name) throws java.io.IOException;

  /// AAAA and A, numeric; aliases (CNAME) are followed.
  List<String> addresses(String name) throws java.io.IOException;

  List<Mx> mx(String domain) throws java.io.IOException;
}
