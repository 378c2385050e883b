package app.paloma.cli;

import app.paloma.model.MessageSummary;
import app.paloma.search.SearchQueryParser;
import app.paloma.store.SearchIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma search`: best first, then how many there are and how much of the mail was looked at.
@Command(
    name = "search",
    description = {
      "Search all mail. Words must all match; \"a phrase\", word*, -word, or,",
      "from: to: cc: subject: body: attachment: in: is:unread has:attachment",
      "before:2026-01-31 after: larger:2M smaller:"
    })
final class SearchCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "QUERY", arity = "1..*")
  List<String> words;

  @Option(names = "--limit", paramLabel = "N")
  int limit = Integer.MAX_VALUE;

  @Option(names = "--json")
  boolean json;

  @Override
  public Integer call() {
    Session session = paloma.session();
    Rows rows = new Rows(session);
    long start = System.nanoTime();
    SearchIndex.Result result =
        session
            .services()
            .store()
            .search()
            .search(SearchQueryParser.parse(String.join(" ", words)), Math.max(0, limit));
    List<MessageSummary> found = session.services().store().messages().summaries(result.ids());
    double seconds = (System.nanoTime() - start) / 1e9;
    for (MessageSummary message : found) {
      if (json) {
        session.output().json(rows.json(message));
      } else {
        session.output().row(rows.cells(message));
      }
    }
    double coverage = result.messages() == 0 ? 1 : (double) result.indexed() / result.messages();
    if (json) {
      Map<String, Object> total = new LinkedHashMap<>();
      total.put("total", true);
      total.put("hits", result.hits());
      total.put("seconds", seconds);
      total.put("coverage", coverage);
      session.output().json(total);
    } else {
      session.output().printTable();
      String part =
          result.indexed() == result.messages()
              ? ""
              : " (the text of %d of %d messages is here)"
                  .formatted(result.indexed(), result.messages());
      session.output().line(result.hits() + " found" + part);
    }
    return ExitStatus.DONE;
  }
}
