package app.paloma.ui.composer;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.DraftId;
import app.paloma.model.OutboxId;
import app.paloma.model.SubmissionOffer;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/// What a composer needs of the rooms below. Everything here blocks: never from the UI thread.
public interface ComposerServices {
  List<Account> accounts();

  List<Address> complete(String prefix, int limit);

  /// Saves on this computer.
  ///
  /// @return the draft with its id
  Draft save(Draft draft);

  /// Saves here and in the Drafts mailbox, where it takes the place of the copy before it.
  Draft file(Draft draft);

  /// Removes the draft and its copy on the server.
  void discard(Draft draft);

  DraftAttachment attach(
      DraftId draft,
      String name,
      String contentType,
      InputStream octets,
      boolean inline,
      String contentId);

  InputStream open(DraftAttachment attachment);

  void detach(DraftId draft, DraftAttachment attachment);

  /// Queues it; from here on it is the outbox's, and its copy in Drafts is gone.
  ///
  /// @param heldUntil until when the account's server is to keep it; EPOCH for at once
  OutboxId send(Draft draft, Instant notBefore, Instant heldUntil);

  /// @return false where it has left already
  boolean takeBack(OutboxId id);

  /// The largest message the account's server takes, where it told.
  OptionalLong sizeLimit(AccountId account);

  /// What the account's server said that it can promise.
  Set<SubmissionOffer> offers(AccountId account);

  /// HTML of a stranger (clipboard, an old draft) to harmless HTML without document around it.
  String clean(String html);

  String toText(String html);

  ErrorText.Explanation explain(Throwable failure, Locale locale);
}
