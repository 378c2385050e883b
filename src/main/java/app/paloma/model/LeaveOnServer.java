package app.paloma.model;

/// What happens on a POP3 server to a message that is safely here.
public sealed interface LeaveOnServer {
  /// It stays there.
  record Keep() implements LeaveOnServer {}

  /// It is deleted there as soon as it is committed here.
  record Delete() implements LeaveOnServer {}

  /// It is deleted there when it was deleted here for good, and not before.
  record UntilDeleted() implements LeaveOnServer {}

  /// It is deleted there when it has been here for `days` days.
  record Days(int days) implements LeaveOnServer {
    public Days {
      if (days < 1) {
        throw new WrongInput(WrongInput.Kind.LEAVE_ON_SERVER, Integer.toString(days));
      }
    }
  }

  /// Reads `keep`, `until-deleted`, `delete` or a number of days.
  static LeaveOnServer parse(String text) {
    return switch (text.strip()) {
      case "keep" -> new Keep();
      case "until-deleted" -> new UntilDeleted();
      case "delete" -> new Delete();
      default -> {
        try {
          yield new Days(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
          throw new WrongInput(WrongInput.Kind.LEAVE_ON_SERVER, text, e);
        }
      }
    };
  }

  default String toText() {
    return switch (this) {
      case Keep() -> "keep";
      case UntilDeleted() -> "until-deleted";
      case Delete() -> "delete";
      case Days(int days) -> Integer.toString(days);
    };
  }
}
