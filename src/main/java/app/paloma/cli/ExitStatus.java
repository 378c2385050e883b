package app.paloma.cli;

import app.paloma.model.MailException;
import app.paloma.store.StoreException;

/// What the exit statuses of the command line contract mean.
final class ExitStatus {
  static final int DONE = 0;
  static final int PARTLY = 1;
  static final int USAGE = 2;
  static final int CANNOT_CONNECT = 3;
  static final int CREDENTIALS = 4;
  static final int PROFILE = 5;
  static final int NOT_FOUND = 6;

  private ExitStatus() {}

  static int of(Throwable failure) {
    return switch (failure) {
      case CommandFailed failed -> failed.status();
      case MailException mail -> of(mail);
      case ServerFailed named -> of(named.failure());
      case StoreException store ->
          switch (store.reason()) {
            case NOT_FOUND -> NOT_FOUND;
            case FULL, IO, NOT_FETCHED -> PARTLY;
            case MAILBOX_EXISTS, MAILBOX_IN_ITSELF -> USAGE;
            case BUSY, DAMAGED, NEWER_VERSION, READ_ONLY -> PROFILE;
          };
      case IllegalArgumentException _ -> USAGE;
      default -> PARTLY;
    };
  }

  private static int of(MailException failure) {
    return switch (failure) {
      case MailException.ConnectFailed _, MailException.TlsFailed _ -> CANNOT_CONNECT;
      case MailException.AuthRejected _ -> CREDENTIALS;
      case MailException.CommandRejected _ -> PARTLY;
      case MailException.ProtocolBroken _ -> CANNOT_CONNECT;
    };
  }
}
