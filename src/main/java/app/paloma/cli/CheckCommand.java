package app.paloma.cli;

import app.paloma.store.Maintenance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `paloma check`: verifies the store and says what it repaired.
@Command(name = "check", description = "Verify the mail kept here, and repair what can be.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Option(names = "--json")
  boolean json;

  @Override
  public Integer call() {
    Session session = paloma.session();
    int status = ExitStatus.DONE;
    for (Maintenance.Finding finding : session.services().store().maintenance().check()) {
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
                finding.ok() ? "ok" : "FAILED",
                finding.repaired().isEmpty()
                    ? finding.detail()
                    : finding.detail() + " — repaired: " + finding.repaired());
      }
      if (!finding.ok()) {
        status = ExitStatus.PARTLY;
      }
    }
    session.output().printTable();
    return status;
  }
}
