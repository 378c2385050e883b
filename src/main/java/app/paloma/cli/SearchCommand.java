package app.paloma.cli;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Account;
import app.paloma.model.MailException;
import app.paloma.model.MailProtocol;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.SearchQuery;
import app.paloma.search.SearchQueryParser;
import app.paloma.store.SearchIndex;
import app.paloma.sync.SyncEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma search`: best first, then how many there are and how much of the mail was looked at.
@Command(
    name = "search",
    description = "Search all mail, best first.",
    footer = {
      "",
      "QUERY: words, all of which must match; accents and case do not matter.",
      "  \"a phrase\"  word*  -word  this or that",
      "  from: to: cc: subject: body: attachment: in:MAILBOX",
      "  is:unread|read|flagged|answered has:attachment",
      "  before:2026-01-31 after:2026-01-31 larger:2M smaller:100K"
    })
final class SearchCommand implements Callable<Integer> {
  private static final Set<String> WITH_VALUE = Set.of("--limit", "--profile", "--transcript");

  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "QUERY", arity = "1..*")
  List<String> words;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  int limit = Integer.MAX_VALUE;

  @Option(
      names = "--server",
      description = "Let the servers search too: they also know what is not here.")
  boolean server;

  private int unsearched;
  private int status = ExitStatus.DONE;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  /// Any string at all is a query, `-word` too: what is no option of this command goes behind `--`.
  static String[] arranged(String... arguments) {
    List<String> options = new ArrayList<>();
    List<String> query = new ArrayList<>();
    boolean search = false;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (search && argument.equals("--")) {
        query.addAll(List.of(arguments).subList(i + 1, arguments.length));
        break;
      }
      boolean option = argument.startsWith("--") || argument.equals("-h") || argument.equals("-V");
      if (search && !option) {
        query.add(argument);
        continue;
      }
      options.add(argument);
      if (WITH_VALUE.contains(argument) && i + 1 < arguments.length) {
        options.add(arguments[++i]);
      } else if (!search && !option) {
        if (!argument.equals("search")) {
          return arguments;
        }
        search = true;
      }
    }
    if (!query.isEmpty()) {
      options.add("--");
      options.addAll(query);
    }
    return options.toArray(String[]::new);
  }

  @Override
  public Integer call() {
    if (limit < 0) {
      throw CommandFailed.of(ExitStatus.USAGE, "search_limit");
    }
    Session session = paloma.session();
    Rows rows = new Rows(session);
    long start = System.nanoTime();
    SearchQuery query = SearchQueryParser.parse(String.join(" ", words));
    List<MessageId> elsewhere = server ? askServers(session, query) : List.of();
    SearchIndex.Result result =
        session.services().store().search().search(query, server ? Integer.MAX_VALUE : limit);
    Set<Long> ids = new LinkedHashSet<>();
    Arrays.stream(result.ids()).forEach(ids::add);
    elsewhere.forEach(id -> ids.add(id.value()));
    List<MessageSummary> found =
        session
            .services()
            .store()
            .messages()
            .summaries(ids.stream().mapToLong(Long::longValue).limit(limit).toArray());
    int hits = server ? ids.size() : result.hits();
    double seconds = (System.nanoTime() - start) / 1e9;
    for (MessageSummary message : found) {
      if (json) {
        session.output().json(rows.json(message));
      } else {
        session.output().row(rows.cells(message));
      }
    }
    boolean all = result.indexed() == result.messages() || server && unsearched == 0;
    double coverage = all ? 1 : (double) result.indexed() / result.messages();
    if (json) {
      Map<String, Object> total = new LinkedHashMap<>();
      total.put("total", true);
      total.put("hits", hits);
      total.put("seconds", seconds);
      total.put("coverage", coverage);
      session.output().json(total);
    } else {
      session.output().printTable();
      session
          .output()
          .line(
              all
                  ? Words.get("found", hits)
                  : Words.get("found_part", hits, result.indexed(), result.messages()));
    }
    return status;
  }

  /// A server that cannot be asked is told of; what is here is found all the same.
  private List<MessageId> askServers(Session session, SearchQuery query) {
    List<MessageId> found = new ArrayList<>();
    for (Account account : session.accounts(null)) {
      if (account.incoming().protocol() == MailProtocol.POP3) {
        unsearched++;
        continue;
      }
      try {
        SyncEngine.ServerHits hits =
            session.services().sync().searchServer(account.id(), query, Math.min(limit, 1_000));
        found.addAll(hits.messages());
        unsearched += hits.refused();
      } catch (MailException e) {
        unsearched++;
        ErrorText.Explanation words =
            ErrorText.explain(e, account.incoming().host(), Locale.getDefault());
        session.output().error((words.what() + " " + words.why()).strip(), words.advice());
        status = Math.max(status, ExitStatus.of(e));
      }
    }
    return found;
  }
}
