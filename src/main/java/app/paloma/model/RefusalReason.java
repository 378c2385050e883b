package app.paloma.model;

import java.util.Optional;

/// Why a change could not be made on the server, where that is known here and not only in the words
/// of the server.
public enum RefusalReason {
  READ_ONLY("the mailbox is read-only"),
  FLAG_NOT_KEPT("the mailbox does not keep this flag"),
  MESSAGE_GONE("the message is no longer on the server"),
  MAILBOX_GONE("the mailbox is gone"),
  NOT_THERE("the server said that it has it, and does not show it"),
  NEW_MAIL("mail that was not here yet has come into it; look at that, then delete it again");

  private final String text;

  RefusalReason(String text) {
    this.text = text;
  }

  /// As it is kept.
  public String text() {
    return text;
  }

  public static Optional<RefusalReason> of(String text) {
    for (RefusalReason reason : values()) {
      if (reason.text.equals(text)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
