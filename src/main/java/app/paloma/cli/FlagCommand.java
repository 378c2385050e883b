package app.paloma.cli;

import app.paloma.model.Flags;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `paloma flag`: here at once, on the server at the next sync.
@Command(name = "flag", description = "Add and remove flags: seen, flagged, answered, a keyword.")
final class FlagCommand implements Callable<Integer> {
  @ParentCommand Paloma paloma;

  @Parameters(paramLabel = "ID", arity = "1..*")
  List<Long> ids;

  @Option(names = "--add", split = ",", paramLabel = "F")
  List<String> add = List.of();

  @Option(names = "--remove", split = ",", paramLabel = "F")
  List<String> remove = List.of();

  @Override
  public Integer call() {
    if (add.isEmpty() && remove.isEmpty()) {
      throw CommandFailed.of(ExitStatus.USAGE, "no_flag");
    }
    Session session = paloma.session();
    session.services().store().actions().setFlags(session.messages(ids), flags(add), flags(remove));
    return ExitStatus.DONE;
  }

  private static Flags flags(List<String> words) {
    Flags flags = Flags.NONE;
    for (String word : words) {
      Flags one = Flags.ofWord(word);
      // atom-specials (RFC 9051 §9) cannot be in a keyword.
      boolean atom = word.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
      if (one.isEmpty() || (!one.keywords().isEmpty() && !atom)) {
        throw CommandFailed.of(ExitStatus.USAGE, "not_flag", word);
      }
      flags = flags.plus(one);
    }
    return flags;
  }
}
