package app.paloma.diagnosis;

import app.paloma.diagnosis.DnsInspector.Outcome;
import app.paloma.diagnosis.DnsInspector.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/// Counts the questions that a receiving server must ask for an SPF record: more than ten and it
/// gives up (RFC 7208 §4.6.4).
final class SpfCount {
  static final int MOST_LOOKUPS = 10;
  private static final int ENOUGH = 30;

  private final BiFunction<String, String, Result> dns;
  private final Set<String> onTheWay = new HashSet<>();
  private int lookups;
  private String problem = "";

  SpfCount(BiFunction<String, String, Result> dns) {
    this.dns = dns;
  }

  int lookups() {
    return lookups;
  }

  /// What is wrong with a record on the way; empty where nothing is.
  String problem() {
    return problem;
  }

  static List<String> records(Result txt) {
    return txt.values().stream()
        .filter(v -> {
          String lower = v.toLowerCase(Locale.ROOT);
          return lower.equals("v=spf1") || lower.startsWith("v=spf1 ");
        })
        .toList();
  }

  void count(String domain, String record) {
    if (!onTheWay.add(domain.toLowerCase(Locale.ROOT))) {
      problem = "include:" + domain;
      return;
    }
    String redirect = "";
    boolean all = false;
    for (String term : record.split(" +", -1)) {
      String lower = term.toLowerCase(Locale.ROOT).replaceFirst("^[-+~?]", "");
      if (lower.startsWith("include:")) {
        enter(lower.substring("include:".length()));
      } else if (lower.matches("(a|mx|ptr)([:/].*)?") || lower.startsWith("exists:")) {
        lookups++;
      } else if (lower.startsWith("redirect=")) {
        redirect = lower.substring("redirect=".length());
      }
      all |= lower.equals("all");
    }
    // RFC 7208 §6.1: a redirect counts only where there is no "all".
    if (!redirect.isEmpty() && !all) {
      enter(redirect);
    }
    onTheWay.remove(domain.toLowerCase(Locale.ROOT));
  }

  private void enter(String domain) {
    lookups++;
    // What a macro stands for depends on the mail (RFC 7208 §7).
    if (domain.contains("%") || lookups > ENOUGH) {
      return;
    }
    Result txt = dns.apply(domain, "TXT");
    List<String> records = records(txt);
    if (records.size() == 1) {
      count(domain, records.getFirst());
    } else if (txt.outcome() != Outcome.NO_ANSWER && txt.outcome() != Outcome.REFUSED) {
      problem = "include:" + domain;
    }
  }
}
