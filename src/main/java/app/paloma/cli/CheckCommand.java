package app.paloma.cli;

import app.paloma.store.Maintenance;
import app.paloma.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `paloma check`: verifies the store and says what it repaired.
@Command(name = "check", description = "Verify the mail kept here, and repair what can be.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() {
    Session session = paloma.session();
    int status = ExitStatus.DONE;
    for (Maintenance.Finding finding : findings(session)) {
      if (json) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("check", finding.name());
        row.put("ok", finding.ok());
        row.put("detail", finding.detail());
        row.put("repaired", finding.repaired());
        session.output().json(row);
      } else {
        session
            .output()
            .row(
                finding.name(),
                Words.get(finding.ok() ? "ok" : "failed"),
                finding.mended().isEmpty()
                    ? words(finding.found())
                    : Words.get("repaired", words(finding.found()), words(finding.mended())));
      }
      if (!finding.ok()) {
        status = ExitStatus.PARTLY;
      }
    }
    session.output().printTable();
    return status;
  }

  private static String words(List<Maintenance.Note> notes) {
    return notes.stream()
        .map(note -> Words.get("check." + note.kind(), note.value()))
        .collect(Collectors.joining("; "));
  }

  private static List<Maintenance.Finding> findings(Session session) {
    try {
      return session.services().store().maintenance().check();
    } catch (StoreException e) {
      if (e.reason() != StoreException.Reason.DAMAGED) {
        throw e;
      }
      throw CommandFailed.of(ExitStatus.PROFILE, "beyond_repair", session.services().profile());
    }
  }
}
