package app.paloma.cli;

import app.paloma.discovery.SettingsDiscovery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma discover`: the settings found for an address, each with its source, and what was tried.
@Command(name = "discover", description = "Find the servers of an address.")
final class DiscoverCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "EMAIL")
  String email;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Override
  public Integer call() {
    Session session = paloma.session();
    SettingsDiscovery.DiscoveryResult result =
        session.services().discovery().discover(email, _ -> {});
    for (SettingsDiscovery.Found found : result.found()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("source", found.source());
      row.put("incoming", found.incoming().toUrl());
      row.put("outgoing", found.outgoing().toUrl());
      row.put("provider", found.provider());
      row.put("help", found.help());
      row.put("trusted", found.trusted());
      if (json) {
        session.output().json(row);
      } else {
        session
            .output()
            .row(found.source(), found.incoming().toUrl(), found.outgoing().toUrl(), found.help());
      }
    }
    for (SettingsDiscovery.Tried tried : result.tried()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("tried", tried.source());
      row.put("what", tried.what());
      row.put("found", tried.found());
      row.put("detail", tried.detail());
      row.put("ms", tried.millis());
      if (json) {
        session.output().json(row);
      } else {
        session
            .output()
            .row(
                Words.get("tried", tried.source()),
                tried.what(),
                words(tried),
                tried.millis() + " ms");
      }
    }
    session.output().printTable();
    return result.found().isEmpty() ? ExitStatus.NOT_FOUND : ExitStatus.DONE;
  }

  static String words(SettingsDiscovery.Tried tried) {
    return tried
        .why()
        .map(why -> Words.get("nothing." + why.kind(), why.value()))
        .orElse(tried.detail());
  }
}
