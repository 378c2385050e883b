package app.paloma.cli;

/// A command could not do what was asked; its message says what happened, its advice what to do.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String advice;

  private CommandFailed(int status, String message, String advice) {
    super(message);
    this.status = status;
    this.advice = advice;
  }

  /// @param key of the sentences in [Words]: `….what`, and `….do` where something can be done
  static CommandFailed of(int status, String key, Object... values) {
    return new CommandFailed(status, Words.what(key, values), Words.advice(key, values));
  }

  int status() {
    return status;
  }

  String advice() {
    return advice;
  }
}
