package app.paloma.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.model.MailRoute;
import app.paloma.testing.DnsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Where mail of a domain goes (RFC 5321 §5.1).
final class MailRoutingTest {
  private static MailRoute route(String domain, long seed, String... zone) throws IOException {
    try (DnsServer dns = new DnsServer(zone)) {
      String[] address = dns.address().split(":");
      return new MailRouting(
              DnsJavaResolver.of(new InetSocketAddress(address[0], Integer.parseInt(address[1]))),
              new Random(seed))
          .route(domain);
    }
  }

  private static MailRoute.Servers servers(String... addresses) {
    return new MailRoute.Servers(List.of(addresses));
  }

  @Test
  void theLowestPreferenceComesFirst() throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      assertThat(
              route(
                  "a.test",
                  seed,
                  "a.test MX 30 last.test.",
                  "a.test MX 5 first.test.",
                  "a.test MX 20 second.test.",
                  "a.test A 127.0.0.9",
                  "last.test A 127.0.0.3",
                  "first.test A 127.0.0.1",
                  "second.test A 127.0.0.2"))
          .isEqualTo(servers("127.0.0.1", "127.0.0.2", "127.0.0.3"));
    }
  }

  @Test
  void equalPreferencesTakeTurns() throws Exception {
    Set<MailRoute> seen = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      seen.add(
          route(
              "a.test",
              seed,
              "a.test MX 10 x.test.",
              "a.test MX 10 y.test.",
              "x.test A 127.0.0.1",
              "y.test A 127.0.0.2"));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            servers("127.0.0.1", "127.0.0.2"), servers("127.0.0.2", "127.0.0.1"));
  }

  @Test
  void withoutExchangersTheDomainItselfIsAsked() throws Exception {
    assertThat(route("a.test", 1, "a.test A 127.0.0.1")).isEqualTo(servers("127.0.0.1"));
    assertThat(route("nowhere.test", 1, "a.test A 127.0.0.1"))
        .isInstanceOf(MailRoute.NoDomain.class);
    assertThat(route("[127.0.0.7]", 1, "a.test A 127.0.0.1")).isEqualTo(servers("127.0.0.7"));
  }

  @Test
  void aNullExchangerMeansNoMailEvenWhereThereIsAnAddress() throws Exception {
    assertThat(route("a.test", 1, "a.test MX 0 .", "a.test A 127.0.0.1"))
        .isInstanceOf(MailRoute.NoMail.class);
  }

  @Test
  void anExchangerThatIsNotFoundIsPassedOver() throws Exception {
    assertThat(
            route(
                "a.test",
                1,
                "a.test MX 10 gone.test.",
                "a.test MX 15 broken.test.",
                "a.test MX 20 there.test.",
                "broken.test SERVFAIL",
                "there.test A 127.0.0.2"))
        .isEqualTo(servers("127.0.0.2"));
    assertThatThrownBy(() -> route("a.test", 1, "a.test MX 10 gone.test.", "a.test A 127.0.0.1"))
        .as("the domain's own address is not for it")
        .isInstanceOf(IOException.class);
  }
}
