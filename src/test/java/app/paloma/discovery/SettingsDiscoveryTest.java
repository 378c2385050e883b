package app.paloma.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.discovery.SettingsDiscovery.DiscoveryResult;
import app.paloma.discovery.SettingsDiscovery.Found;
import app.paloma.discovery.SettingsDiscovery.Tried;
import app.paloma.model.ConnectionSecurity;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsDiscoveryTest {
  private static final String CONFIG =
      """
      <?xml version="1.0"?>
      <clientConfig version="1.1"><emailProvider id="example.org">
        <displayName>Example Mail</displayName>
        <incomingServer type="pop3"><hostname>pop.example.org</hostname><port>995</port>
          <socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
        <incomingServer type="imap"><hostname>plain.example.org</hostname><port>143</port>
          <socketType>plain</socketType></incomingServer>
        <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port>
          <socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
        <outgoingServer type="smtp"><hostname>smtp.example.org</hostname><port>587</port>
          <socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
      </emailProvider></clientConfig>
      """;

  private final Map<String, List<DnsResolver.Srv>> srv = new HashMap<>();
  private final Map<String, List<DnsResolver.Mx>> mx = new HashMap<>();
  private final Map<String, String> web = new HashMap<>();
  private final List<String> servers = new ArrayList<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private DiscoveryResult discover(String email) {
    DnsResolver dns =
        new DnsResolver() {
          @Override
          public List<Srv> srv(String name) {
            asked.add(name);
            return srv.getOrDefault(name, List.of());
          }

          @Override
          public List<String> addresses(String name) {
            return List.of();
          }

          @Override
          public List<Mx> mx(String domain) {
            asked.add(domain);
            return mx.getOrDefault(domain, List.of());
          }
        };
    HttpFetcher http =
        uri -> {
          asked.add(uri.toString());
          String document = web.get(uri.toString());
          if (document == null) {
            throw new IOException("the web server answers 404");
          }
          return document.getBytes(UTF_8);
        };
    List<Tried> progress = Collections.synchronizedList(new ArrayList<>());
    DiscoveryResult result =
        new SettingsDiscovery(
                dns,
                http,
                server -> servers.contains(server.host() + ":" + server.port()),
                Provider.shipped())
            .discover(email, progress::add);
    assertThat(progress).containsExactlyInAnyOrderElementsOf(result.tried());
    return result;
  }

  @Test
  void aLargeProviderIsKnownWithoutAskingAnybody() {
    DiscoveryResult result = discover("Ana.Pérez@GMAIL.com");
    Found found = result.found().getFirst();
    assertThat(found.source()).isEqualTo("provider");
    assertThat(found.incoming().toUrl()).startsWith("imaps://").endsWith("imap.gmail.com:993");
    assertThat(found.incoming().user()).isEqualTo("Ana.Pérez@GMAIL.com");
    assertThat(found.help()).isNotBlank();
    assertThat(asked).isEmpty();
  }

  @Test
  void aDomainServedByALargeProviderIsKnownByItsMx() {
    mx.put("clinica.example", List.of(new DnsResolver.Mx("aspmx.l.google.com", 1)));
    Found found = discover("ana@clinica.example").found().getFirst();
    assertThat(found.source()).isEqualTo("mx");
    assertThat(found.provider()).isEqualTo("Gmail");
  }

  @Test
  void theLongestMxSuffixDecides() {
    List<Provider> all = Provider.shipped();
    assertThat(Provider.ofMx(all, "x.olc.protection.outlook.com").orElseThrow().name())
        .isEqualTo("Outlook.com");
    assertThat(Provider.ofMx(all, "x.mail.protection.outlook.com").orElseThrow().name())
        .isEqualTo("Microsoft 365");
    assertThat(Provider.ofMx(all, "notgoogle.com")).isEmpty();
  }

  @Test
  void autoconfigIsReadOverHttpsAndTheProtectedImapServerChosen() {
    web.put("https://autoconfig.example.org/mail/config-v1.1.xml", CONFIG);
    Found found = discover("ana@example.org").found().getFirst();
    assertThat(found.source()).isEqualTo("autoconfig");
    assertThat(found.trusted()).isTrue();
    assertThat(found.provider()).isEqualTo("Example Mail");
    assertThat(found.incoming().toUrl()).isEqualTo("imaps://ana@imap.example.org:993");
    assertThat(found.outgoing().toUrl()).isEqualTo("smtp://ana%40example.org@smtp.example.org:587");
    assertThat(found.outgoing().security()).isEqualTo(ConnectionSecurity.STARTTLS);
    assertThat(asked).noneMatch(question -> question.contains("ana"));
  }

  @Test
  void whatCameUnprotectedComesLastAndIsNotTrusted() {
    web.put("http://autoconfig.example.org/mail/config-v1.1.xml", CONFIG);
    srv.put("_imaps._tcp.example.org", List.of(new DnsResolver.Srv("mx.example.org.", 993, 0, 1)));
    srv.put(
        "_submissions._tcp.example.org",
        List.of(new DnsResolver.Srv("mx.example.org.", 465, 0, 1)));
    assertThat(discover("ana@example.org").found())
        .extracting(Found::source, Found::trusted)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("srv", true),
            org.assertj.core.groups.Tuple.tuple("autoconfig", false));
  }

  @Test
  void srvTakesTheBestPriorityAndADotMeansNoSuchService() {
    srv.put("_imaps._tcp.example.org", List.of(new DnsResolver.Srv(".", 0, 0, 0)));
    srv.put(
        "_imap._tcp.example.org",
        List.of(
            new DnsResolver.Srv("second.example.org", 143, 20, 1),
            new DnsResolver.Srv("first.other.net", 1143, 10, 1)));
    srv.put(
        "_submission._tcp.example.org",
        List.of(new DnsResolver.Srv("smtp.example.org", 587, 0, 0)));
    Found found = discover("ana@example.org").found().getFirst();
    assertThat(found.incoming().host()).isEqualTo("first.other.net");
    assertThat(found.incoming().security()).isEqualTo(ConnectionSecurity.STARTTLS);
    assertThat(found.trusted()).as("a host outside the domain").isFalse();
  }

  @Test
  void aGuessIsTakenOnlyWhereSomebodyAnswers() {
    assertThat(discover("ana@example.org").found()).isEmpty();
    servers.add("mail.example.org:993");
    servers.add("pop.example.org:995");
    servers.add("smtp.example.org:587");
    Found found = discover("ana@example.org").found().getFirst();
    assertThat(found.source()).isEqualTo("guess");
    assertThat(found.incoming().toUrl())
        .isEqualTo("imaps://ana%40example.org@mail.example.org:993");
    assertThat(found.outgoing().port()).isEqualTo(587);
    assertThat(found.trusted()).isFalse();
  }

  @Test
  void hostileDocumentsAreRefused() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><clientConfig>&b;</clientConfig>";
    String outside =
        "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><clientConfig>&f;</clientConfig>";
    String host = CONFIG.replace("imap.%EMAILDOMAIN%", "a b\r\nc").replace(">995<", ">99999<");
    for (String document : List.of(bomb, outside, host, "", "<html/>", "<clientConfig/>", "\0\1")) {
      assertThatThrownBy(() -> AutoconfigParser.parse(document.getBytes(UTF_8), "a@b.c"))
          .as(document)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void everyShippedProviderIsWhole() {
    List<Provider> all = Provider.shipped();
    assertThat(all).hasSizeGreaterThan(40);
    assertThat(all.stream().flatMap(provider -> provider.domains().stream()).toList())
        .doesNotHaveDuplicates();
    for (Provider provider : all) {
      assertThat(provider.domains().size() + provider.mx().size()).isPositive();
      assertThat(provider.found("a@b.c", "provider", java.util.Locale.ENGLISH).help()).isNotNull();
    }
  }

  @Test
  void theWebClientKeepsItsBounds() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] much = new byte[1 << 20];
          try (var out = exchange.getResponseBody()) {
            out.write(much);
          } catch (IOException e) {
            // The client has seen enough.
          }
        });
    server.createContext(
        "/away",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/fine",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("ok".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      JavaHttpFetcher http = new JavaHttpFetcher();
      assertThat(http.get(URI.create(base + "/fine"))).isEqualTo("ok".getBytes(UTF_8));
      for (String path : List.of("/large", "/away", "/missing")) {
        assertThatThrownBy(() -> http.get(URI.create(base + path))).isInstanceOf(IOException.class);
      }
    } finally {
      server.stop(0);
    }
  }
}
