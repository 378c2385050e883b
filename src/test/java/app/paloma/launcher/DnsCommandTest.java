package app.paloma.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.testing.DnsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `paloma dns` against a server of our own.
class DnsCommandTest {
  private static final String TEN =
      "v=spf1 include:a.test include:b.test include:c.test include:d.test include:e.test"
          + " include:f.test include:g.test include:h.test include:i.test include:j.test mx -all";

  @TempDir Path directory;

  private CommandLineRun dns(DnsServer server, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "dns";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--server";
    all[arguments.length + 2] = server.address();
    return CommandLineRun.of(directory.resolve("profile"), all);
  }

  @Test
  void recordsOfEveryTypeAreShownAndNoProfileIsMade() throws Exception {
    try (DnsServer server =
        new DnsServer(
            "x.test A 192.0.2.1",
            "x.test AAAA 2001:db8::1",
            "x.test NS ns.x.test.",
            "x.test MX 10 mail.x.test.",
            "x.test TXT \"one \" \"two\"",
            "x.test SOA ns.x.test. root.x.test. 1 2 3 4 5",
            "x.test CAA 0 issue \"ca.test\"",
            "_imaps._tcp.x.test SRV 0 1 993 mail.x.test.",
            "_25._tcp.x.test TLSA 3 1 1 00ff",
            "1.2.0.192.in-addr.arpa PTR x.test.",
            "www.x.test CNAME x.test.")) {
      assertThat(dns(server, "x.test", "--json").rows())
          .extracting(row -> row.get("value"))
          .containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:1");
      assertThat(dns(server, "x.test", "txt", "--json").last()).containsEntry("value", "one two");
      assertThat(dns(server, "192.0.2.1").text()).contains("x.test.");
      for (String type : List.of("NS", "MX", "SOA", "CAA")) {
        assertThat(dns(server, "x.test", type).status).as(type).isZero();
      }
      assertThat(dns(server, "_imaps._tcp.x.test", "SRV").text()).contains("0 1 993 mail.x.test.");
      assertThat(dns(server, "_25._tcp.x.test", "TLSA").text()).contains("3 1 1");
      CommandLineRun alias = dns(server, "www.x.test", "A", "--trace", "--json");
      assertThat(alias.rows()).extracting(row -> row.get("type")).contains("CNAME", "A");
      assertThat(alias.rows().getFirst())
          .containsEntry("trace", true)
          .containsEntry("server", server.address())
          .containsEntry("result", "NOERROR");
      assertThat(Files.exists(directory.resolve("profile"))).isFalse();
    }
  }

  @Test
  void whatIsNotThereAndWhoDoesNotAnswerAreToldApart() throws Exception {
    try (DnsServer server = new DnsServer("x.test A 192.0.2.1", "bad SERVFAIL", "dead SILENT")) {
      assertThat(dns(server, "nosuch.test").status).isEqualTo(6);
      assertThat(dns(server, "x.test").status).isZero();
      CommandLineRun none = dns(server, "x.test", "MX");
      assertThat(none.status).isEqualTo(6);
      assertThat(none.error).startsWith("paloma: x.test has no MX records\n  try: ");
      assertThat(dns(server, "bad", "A").status).isEqualTo(1);
      CommandLineRun dead = dns(server, "dead", "--trace");
      assertThat(dead.status).isEqualTo(3);
      assertThat(dead.text()).contains("TIMEOUT");
      for (String[] wrong :
          new String[][] {{"x.test", "NOPE"}, {"a..b"}, {}, {"x.test", "A", "B"}, {""}}) {
        CommandLineRun run = dns(server, wrong);
        assertThat(run.status).as(String.join(" ", wrong)).isEqualTo(2);
        assertThat(run.error).startsWith("paloma: ").contains("\n  try: ");
      }
    }
  }

  private static Map<String, Object> of(CommandLineRun run, String check) {
    return run.rows().stream()
        .filter(row -> row.get("check").equals(check))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDomainsMailIsReportedAndExplained() throws Exception {
    try (DnsServer server =
        new DnsServer(
            "x.test MX 10 mail.x.test.",
            "mail.x.test A 192.0.2.1",
            "x.test TXT \"v=spf1 include:a.test a mx -all\"",
            "a.test TXT \"v=spf1 include:b.test ip4:192.0.2.0/24 ~all\"",
            "b.test TXT \"v=spf1 ip4:192.0.2.0/24 ~all\"",
            "s1._domainkey.x.test TXT \"v=DKIM1; k=ed25519; p=abc\"",
            "s2._domainkey.x.test TXT \"v=DKIM1; p=\"",
            "_dmarc.x.test TXT \"v=DMARC1; p=reject\"",
            "_smtp._tls.x.test TXT \"v=TLSRPTv1; rua=mailto:tls@x.test\"",
            "_imaps._tcp.x.test SRV 0 1 993 mail.x.test.")) {
      CommandLineRun run =
          dns(server, "--mail", "x.test", "--selector", "s1", "--selector", "s2", "--json");
      assertThat(run.status).isEqualTo(1);
      assertThat(of(run, "mx")).containsEntry("state", "ok");
      assertThat(of(run, "spf")).containsEntry("state", "ok").containsEntry("lookups", 4L);
      assertThat(run.rows())
          .filteredOn(row -> row.get("check").equals("dkim"))
          .extracting(row -> row.get("state"))
          .containsExactly("ok", "wrong");
      assertThat(of(run, "dmarc")).containsEntry("state", "ok");
      assertThat(of(run, "mta-sts")).containsEntry("state", "none");
      assertThat(of(run, "tls-rpt")).containsEntry("state", "ok");
      assertThat(run.rows()).extracting(row -> row.get("detail")).doesNotContain("");
      assertThat(dns(server, "--mail", "x.test", "--selector", "s1").status).isZero();
    }
  }

  @Test
  void mistakesInADomainsMailAreNamed() throws Exception {
    try (DnsServer server =
        new DnsServer(
            "null.test MX 0 .",
            "null.test TXT \"v=spf1 -all\"",
            "many.test MX 10 nowhere.test.",
            "many.test TXT \"" + TEN + "\"",
            "loop.test A 192.0.2.1",
            "loop.test TXT \"v=spf1 include:loop.test -all\"",
            "two.test A 192.0.2.1",
            "two.test TXT \"v=spf1 -all\"",
            "two.test TXT \"v=spf1 ~all\"",
            "dead.test SILENT")) {
      CommandLineRun none = dns(server, "--mail", "null.test", "--json");
      assertThat(of(none, "mx").get("detail").toString()).contains("takes no mail");
      CommandLineRun many = dns(server, "--mail", "many.test", "--json");
      assertThat(of(many, "mx")).containsEntry("state", "wrong");
      assertThat(of(many, "spf")).containsEntry("state", "wrong").containsEntry("lookups", 11L);
      assertThat(of(dns(server, "--mail", "loop.test", "--json"), "spf"))
          .containsEntry("state", "wrong");
      assertThat(of(dns(server, "--mail", "two.test", "--json"), "spf").get("detail").toString())
          .contains("2 SPF records");
      CommandLineRun dead = dns(server, "--mail", "dead.test", "--json");
      assertThat(dead.status).isEqualTo(1);
      assertThat(dead.rows()).hasSize(1);
      assertThat(of(dns(server, "--mail", "nosuch.test", "--json"), "mx"))
          .containsEntry("state", "wrong");
    }
  }
}
