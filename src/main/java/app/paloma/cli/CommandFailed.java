package app.paloma.cli;

/// A command could not do what was asked; its message says what happened, its advice what to do.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String advice;

  CommandFailed(int status, String message, String advice) {
    super(message);
    this.status = status;
    this.advice = advice;
  }

  int status() {
    return status;
  }

  String advice() {
    return advice;
  }
}
