package app.paloma.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in the user's language; the library knows English only.
final class WrongUsage {
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  private WrongUsage() {}

  static String words(ParameterException failure, String... arguments) {
    return switch (failure) {
      case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
          unknown(failure, unmatched.getUnmatched().getFirst());
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing(missing.getMissing(), List.of(arguments));
      case OverwrittenOptionException twice ->
          Words.get("usage.twice", name(twice.getOverwritten()));
      case MutuallyExclusiveArgsException _ ->
          Words.get("usage.together", options(failure.getMessage()));
      default -> other(failure);
    };
  }

  private static String other(ParameterException failure) {
    if (failure.getArgSpec() != null && failure.getValue() != null) {
      return unfit(failure.getArgSpec(), failure.getValue());
    }
    Set<String> commands = failure.getCommandLine().getSubcommands().keySet();
    return commands.isEmpty()
        ? Words.get("usage.other", failure.getMessage())
        : Words.get("usage.subcommand", String.join(", ", commands));
  }

  private static String unknown(ParameterException failure, String argument) {
    boolean command = !failure.getCommandLine().getSubcommands().isEmpty();
    return Words.get(
        argument.startsWith("-") ? "usage.option" : command ? "usage.command" : "usage.too_much",
        argument);
  }

  private static String missing(List<ArgSpec> missing, List<String> arguments) {
    ArgSpec first = missing.getFirst();
    if (first instanceof OptionSpec option
        && Arrays.stream(option.names()).anyMatch(arguments::contains)) {
      return Words.get("usage.value", name(option), option.paramLabel());
    }
    String names = missing.stream().map(WrongUsage::name).collect(Collectors.joining(", "));
    return Words.count("usage.missing", missing.size(), names);
  }

  private static String unfit(ArgSpec argument, String value) {
    Class<?> type = argument.auxiliaryTypes()[0];
    if (type.isEnum()) {
      String choice =
          Stream.of(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
      return Words.get("usage.choice", name(argument), value, choice);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Words.get("usage.no_value", name(argument), value);
    }
    boolean number = type.isPrimitive() || Number.class.isAssignableFrom(type);
    return Words.get(number ? "usage.number" : "usage.unfit", name(argument), value);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String options(String message) {
    return OPTION
        .matcher(message)
        .results()
        .map(MatchResult::group)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
