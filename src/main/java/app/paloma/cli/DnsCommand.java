package app.paloma.cli;

import app.paloma.diagnosis.DnsInspector;
import app.paloma.diagnosis.MailDomain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma dns`: one question to DNS, or all that it says about a domain's mail.
@Command(
    name = "dns",
    description = "Ask DNS for records, or for all that concerns a domain's mail.")
final class DnsCommand implements Callable<Integer> {
  private static final int PORT = 53;

  @ParentCommand Paloma paloma;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A name, or an IP address (for its PTR).")
  String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "A AAAA CNAME NS MX PTR SOA TXT SRV TLSA CAA; else A and AAAA.")
  String type;

  @Option(names = "--mail", paramLabel = "DOMAIN", description = "Report on this domain's mail.")
  String domain;

  @Option(
      names = "--selector",
      paramLabel = "S",
      description = "With --mail: look at this DKIM selector; may be repeated.")
  List<String> selectors = List.of();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "Ask this DNS server, not the computer's own.")
  String server;

  @Option(names = "--trace", description = "Show each question, who answered, and how fast.")
  boolean trace;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() {
    if ((name == null) == (domain == null)) {
      throw CommandFailed.of(ExitStatus.USAGE, "dns_nothing");
    }
    if (type != null && !DnsInspector.TYPES.contains(type.toUpperCase(Locale.ROOT))) {
      throw CommandFailed.of(ExitStatus.USAGE, "dns_type", type);
    }
    DnsInspector dns = server == null ? DnsInspector.ofSystem() : DnsInspector.of(address(server));
    return domain == null ? records(dns) : mail(dns);
  }

  static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort =
        colon >= 0 && (text.indexOf(':') == colon || text.charAt(Math.max(0, colon - 1)) == ']');
    String host = hasPort ? text.substring(0, colon) : text;
    try {
      int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
      if (host.isBlank() || port < 1 || port > 65535) {
        throw new NumberFormatException(text);
      }
      return new InetSocketAddress(
          InetAddress.getByName(host.replaceFirst("^\\[(.*)]$", "$1")), port);
    } catch (NumberFormatException e) {
      throw CommandFailed.of(ExitStatus.USAGE, "dns_server", text);
    } catch (UnknownHostException e) {
      throw CommandFailed.of(ExitStatus.CANNOT_CONNECT, "dns_unknown_server", host);
    }
  }

  private void trace(DnsInspector.Step step) {
    if (!trace) {
      return;
    }
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("trace", true);
      row.put("name", step.name());
      row.put("type", step.type());
      row.put("server", step.server());
      row.put("ms", step.ms());
      row.put("answers", step.answers());
      row.put("result", step.result());
      paloma.output().json(row);
    } else {
      paloma
          .output()
          .line(
              Output.printable(
                  Words.count(
                      "dns_step",
                      step.answers(),
                      step.name(),
                      step.type(),
                      step.server(),
                      step.ms(),
                      step.result())));
    }
  }

  private int records(DnsInspector dns) {
    boolean reverse = DnsInspector.isAddress(name);
    List<String> types =
        type != null ? List.of(type) : reverse ? List.of("PTR") : List.of("A", "AAAA");
    boolean found = false;
    DnsInspector.Result worst = null;
    for (String wanted : types) {
      DnsInspector.Result result = dns.ask(name, wanted, this::trace);
      boolean good = result.outcome() == DnsInspector.Outcome.FOUND;
      found |= good;
      if (!good && (worst == null || result.outcome().compareTo(worst.outcome()) > 0)) {
        worst = result;
      }
      result.answers().forEach(this::print);
      if (result.outcome() == DnsInspector.Outcome.NO_NAME
          || result.outcome() == DnsInspector.Outcome.NO_ANSWER) {
        break;
      }
    }
    paloma.output().printTable();
    boolean explained = found && worst != null && worst.outcome() == DnsInspector.Outcome.NO_RECORD;
    return worst == null || explained ? ExitStatus.DONE : failed(worst, String.join(" ", types));
  }

  private void print(DnsInspector.Answer answer) {
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", answer.name());
      row.put("type", answer.type());
      row.put("ttl", answer.ttl());
      row.put("value", answer.value());
      paloma.output().json(row);
    } else {
      paloma
          .output()
          .row(answer.name(), answer.type(), Long.toString(answer.ttl()), answer.value());
    }
  }

  private int failed(DnsInspector.Result result, String types) {
    CommandFailed failure =
        switch (result.outcome()) {
          case FOUND -> throw new IllegalStateException();
          case NO_NAME -> CommandFailed.of(ExitStatus.NOT_FOUND, "dns_name", result.name());
          case NO_RECORD ->
              CommandFailed.of(
                  ExitStatus.NOT_FOUND,
                  "dns_record",
                  result.name(),
                  types.toUpperCase(Locale.ROOT));
          case REFUSED ->
              CommandFailed.of(
                  ExitStatus.PARTLY,
                  "dns_refused",
                  result.name(),
                  result.steps().getLast().result());
          case NO_ANSWER -> CommandFailed.of(ExitStatus.CANNOT_CONNECT, "dns_silent");
        };
    return paloma.failed(failure);
  }

  private int mail(DnsInspector dns) {
    MailDomain report =
        new MailDomain(dns, paloma.session().services().web(), Locale.getDefault(), this::trace);
    int status = ExitStatus.DONE;
    for (MailDomain.Finding finding : report.look(domain, selectors)) {
      if (finding.state() == MailDomain.State.WRONG
          || finding.state() == MailDomain.State.UNKNOWN) {
        status = ExitStatus.PARTLY;
      }
      print(finding);
    }
    return status;
  }

  private void print(MailDomain.Finding finding) {
    Output output = paloma.output();
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("check", finding.check());
      row.put("name", finding.name());
      row.put("state", finding.state().name().toLowerCase(Locale.ROOT));
      row.put("values", finding.values());
      row.put("lookups", finding.lookups() < 0 ? null : finding.lookups());
      row.put("detail", finding.detail());
      row.put("advice", finding.advice());
      output.json(row);
      return;
    }
    output.line(
        Output.printable(
            String.format(
                Locale.ROOT,
                "%-8s %-8s %s: %s",
                finding.check(),
                Words.get("dns_state." + finding.state()),
                finding.name(),
                finding.detail())));
    finding.values().forEach(value -> output.line(Output.printable("           " + value)));
    if (!finding.advice().isEmpty()) {
      output.line(Output.printable("           try: " + finding.advice()));
    }
  }
}
