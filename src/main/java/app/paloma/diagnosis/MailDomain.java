package app.paloma.diagnosis;

import app.paloma.diagnosis.DnsInspector.Outcome;
import app.paloma.diagnosis.DnsInspector.Result;
import app.paloma.diagnosis.DnsInspector.Step;
import app.paloma.discovery.HttpFetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// What a domain tells the world about its mail, in words: where it is taken in, who may send it,
/// how it is protected and where programs find their settings.
public final class MailDomain {
  /// How a check ended. Only WRONG and UNKNOWN are failures: much of this is optional.
  public enum State {
    OK,
    NONE,
    WARNING,
    WRONG,
    UNKNOWN
  }

  /// @param check mx, spf, dkim, dmarc, mta-sts, tls-rpt or srv
  /// @param name what was asked for in DNS
  /// @param values the records, as they are
  /// @param lookups how many questions an SPF record costs; -1 where that is not counted
  public record Finding(
      String check,
      String name,
      State state,
      List<String> values,
      int lookups,
      String detail,
      String advice) {}

  private static final List<String> SERVICES =
      List.of("_imaps", "_imap", "_pop3s", "_pop3", "_submissions", "_submission");

  private final DnsInspector dns;
  private final HttpFetcher http;
  private final Words words;
  private final Consumer<Step> steps;
  private final List<Finding> findings = new ArrayList<>();
  private int lookups = -1;

  /// @param steps told of each question asked
  public MailDomain(DnsInspector dns, HttpFetcher http, Locale locale, Consumer<Step> steps) {
    this.dns = dns;
    this.http = http;
    this.words = new Words(locale);
    this.steps = steps;
  }

  /// Blocking. Where DNS does not answer the first question, that is the only finding.
  ///
  /// @param selectors of DKIM; DNS cannot list them
  public List<Finding> look(String domain, List<String> selectors) {
    findings.clear();
    mx(domain);
    if (findings.getLast().state() == State.UNKNOWN) {
      // Each further question would wait as long as this one did.
      return List.copyOf(findings);
    }
    spf(domain);
    lookups = -1;
    selectors.forEach(selector -> dkim(selector + "._domainkey." + domain));
    dmarc(domain);
    mtaSts(domain);
    tlsRpt(domain);
    srv(domain);
    return List.copyOf(findings);
  }

  private Result ask(String name, String type) {
    return dns.ask(name, type, steps);
  }

  /// False, with a finding, where DNS did not answer.
  private boolean answered(String check, Result result) {
    boolean silent = result.outcome() == Outcome.NO_ANSWER || result.outcome() == Outcome.REFUSED;
    if (silent) {
      add(check, result.name(), State.UNKNOWN, List.of(), "dns.unknown");
    }
    return !silent;
  }

  private void add(
      String check, String name, State state, List<String> values, String key, String... fill) {
    findings.add(
        new Finding(
            check,
            name,
            state,
            values,
            lookups,
            words.get(key, fill),
            words.get(key + ".do", fill)));
  }

  private void mx(String domain) {
    Result result = ask(domain, "MX");
    if (!answered("mx", result)) {
      return;
    }
    List<String> values = result.values();
    if (result.outcome() == Outcome.NO_NAME) {
      add("mx", domain, State.WRONG, values, "dns.noname");
      return;
    }
    if (values.isEmpty()) {
      // RFC 5321 §5.1: without MX the domain's own address takes the mail.
      boolean address =
          !ask(domain, "A").values().isEmpty() || !ask(domain, "AAAA").values().isEmpty();
      add(
          "mx",
          domain,
          address ? State.WARNING : State.WRONG,
          values,
          address ? "dns.mx.implicit" : "dns.mx.none");
      return;
    }
    // RFC 7505 §3.
    if (values.stream().anyMatch(v -> v.endsWith(" ."))) {
      boolean alone = values.size() == 1;
      add(
          "mx",
          domain,
          alone ? State.OK : State.WRONG,
          values,
          alone ? "dns.mx.null" : "dns.mx.nullandmore");
      return;
    }
    for (String value : values) {
      String host = value.substring(value.indexOf(' ') + 1).replaceFirst("\\.$", "");
      Result a = ask(host, "A");
      if (a.values().isEmpty() && ask(host, "AAAA").values().isEmpty()) {
        add("mx", domain, State.WRONG, values, "dns.mx.noaddress", host);
        return;
      }
      // RFC 2181 §10.3.
      if (a.answers().stream().anyMatch(answer -> answer.type().equals("CNAME"))) {
        add("mx", domain, State.WARNING, values, "dns.mx.cname", host);
        return;
      }
    }
    add("mx", domain, State.OK, values, "dns.mx.ok", Integer.toString(values.size()));
  }

  private void spf(String domain) {
    Result result = ask(domain, "TXT");
    if (!answered("spf", result)) {
      return;
    }
    List<String> records = SpfCount.records(result);
    if (records.isEmpty()) {
      add("spf", domain, State.WARNING, records, "dns.spf.none");
      return;
    }
    if (records.size() > 1) {
      add("spf", domain, State.WRONG, records, "dns.spf.many", Integer.toString(records.size()));
      return;
    }
    SpfCount count = new SpfCount(this::ask);
    count.count(domain, records.getFirst());
    lookups = count.lookups();
    String counted = Integer.toString(lookups);
    String lower = records.getFirst().toLowerCase(Locale.ROOT);
    if (lookups > SpfCount.MOST_LOOKUPS) {
      add("spf", domain, State.WRONG, records, "dns.spf.lookups", counted);
    } else if (!count.problem().isEmpty()) {
      add("spf", domain, State.WRONG, records, "dns.spf.include", count.problem(), counted);
    } else if (lower.matches(".* \\+?all( .*)?")) {
      add("spf", domain, State.WRONG, records, "dns.spf.plusall", counted);
    } else if (lower.contains("-all")) {
      add("spf", domain, State.OK, records, "dns.spf.fail", counted);
    } else if (lower.contains("~all")) {
      add("spf", domain, State.OK, records, "dns.spf.softfail", counted);
    } else if (lower.contains("redirect=")) {
      add("spf", domain, State.OK, records, "dns.spf.redirect", counted);
    } else {
      add("spf", domain, State.WARNING, records, "dns.spf.neutral", counted);
    }
  }

  private void dkim(String name) {
    Result result = ask(name, "TXT");
    if (!answered("dkim", result)) {
      return;
    }
    List<String> records = result.values();
    if (records.isEmpty()) {
      add("dkim", name, State.WRONG, records, "dns.dkim.none");
      return;
    }
    Map<String, String> tags = tags(records.getFirst());
    String key = tags.get("p");
    if (key == null || !tags.getOrDefault("v", "DKIM1").equals("DKIM1")) {
      add("dkim", name, State.WRONG, records, "dns.dkim.bad");
    } else if (key.isBlank()) {
      add("dkim", name, State.WRONG, records, "dns.dkim.revoked");
    } else if (tags.getOrDefault("t", "").contains("y")) {
      add("dkim", name, State.WARNING, records, "dns.dkim.testing");
    } else {
      add("dkim", name, State.OK, records, "dns.dkim.ok", tags.getOrDefault("k", "rsa"));
    }
  }

  private void dmarc(String domain) {
    String name = "_dmarc." + domain;
    Result result = ask(name, "TXT");
    if (!answered("dmarc", result)) {
      return;
    }
    List<String> records = beginning(result, "v=DMARC1");
    if (records.isEmpty()) {
      add("dmarc", name, State.WARNING, records, "dns.dmarc.none");
      return;
    }
    String policy = tags(records.getFirst()).getOrDefault("p", "").toLowerCase(Locale.ROOT);
    if (records.size() > 1) {
      add("dmarc", name, State.WRONG, records, "dns.many", Integer.toString(records.size()));
    } else if (policy.equals("reject") || policy.equals("quarantine")) {
      add("dmarc", name, State.OK, records, "dns.dmarc." + policy);
    } else if (policy.equals("none")) {
      add("dmarc", name, State.WARNING, records, "dns.dmarc.watch");
    } else {
      add("dmarc", name, State.WRONG, records, "dns.dmarc.bad");
    }
  }

  private void mtaSts(String domain) {
    String name = "_mta-sts." + domain;
    Result result = ask(name, "TXT");
    if (!answered("mta-sts", result)) {
      return;
    }
    List<String> records = beginning(result, "v=STSv1");
    if (records.isEmpty()) {
      add("mta-sts", name, State.NONE, records, "dns.mtasts.none");
      return;
    }
    if (records.size() > 1 || !tags(records.getFirst()).containsKey("id")) {
      add("mta-sts", name, State.WRONG, records, "dns.mtasts.bad");
      return;
    }
    URI uri = URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt");
    String policy;
    try {
      policy = new String(http.get(uri), StandardCharsets.UTF_8);
    } catch (IOException e) {
      String why = Words.clean(e.getMessage());
      add("mta-sts", name, State.WRONG, records, "dns.mtasts.nopolicy", uri.toString(), why);
      return;
    }
    String mode =
        policy
            .lines()
            .filter(line -> line.startsWith("mode:"))
            .map(line -> line.substring(5).strip())
            .findFirst()
            .orElse("");
    switch (mode) {
      case "enforce" -> add("mta-sts", name, State.OK, records, "dns.mtasts.enforce");
      case "testing" -> add("mta-sts", name, State.OK, records, "dns.mtasts.testing");
      case "none" -> add("mta-sts", name, State.NONE, records, "dns.mtasts.off");
      default -> add("mta-sts", name, State.WRONG, records, "dns.mtasts.bad");
    }
  }

  private void tlsRpt(String domain) {
    String name = "_smtp._tls." + domain;
    Result result = ask(name, "TXT");
    if (!answered("tls-rpt", result)) {
      return;
    }
    List<String> records = beginning(result, "v=TLSRPTv1");
    if (records.isEmpty()) {
      add("tls-rpt", name, State.NONE, records, "dns.tlsrpt.none");
    } else if (records.size() > 1 || tags(records.getFirst()).getOrDefault("rua", "").isBlank()) {
      add("tls-rpt", name, State.WRONG, records, "dns.tlsrpt.bad");
    } else {
      String rua = Words.clean(tags(records.getFirst()).get("rua"));
      add("tls-rpt", name, State.OK, records, "dns.tlsrpt.ok", rua);
    }
  }

  /// RFC 6186 §3, RFC 8314 §5.1; a single "." says that the service is not offered.
  private void srv(String domain) {
    for (String service : SERVICES) {
      String name = service + "._tcp." + domain;
      Result result = ask(name, "SRV");
      if (!answered("srv", result)) {
        return;
      }
      List<String> values = result.values();
      if (values.isEmpty()) {
        add("srv", name, State.NONE, values, "dns.srv.none");
      } else if (values.stream().allMatch(v -> v.endsWith(" ."))) {
        add("srv", name, State.OK, values, "dns.srv.off");
      } else {
        add("srv", name, State.OK, values, "dns.srv.ok");
      }
    }
  }

  private static List<String> beginning(Result result, String version) {
    return result.values().stream()
        .filter(v -> v.regionMatches(true, 0, version, 0, version.length()))
        .toList();
  }

  /// `tag=value;…` (RFC 6376 §3.2), as DKIM, DMARC, MTA-STS and TLS-RPT share it.
  private static Map<String, String> tags(String record) {
    Map<String, String> tags = new HashMap<>();
    for (String part : record.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        tags.putIfAbsent(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip());
      }
    }
    return tags;
  }
}
