package app.paloma.ui.shell;

import app.paloma.model.Account;
import app.paloma.model.AccountId;
import app.paloma.model.Draft;
import app.paloma.model.MessageId;
import java.nio.file.Path;
import java.util.Optional;

/// The other windows of the program, as the main window asks for them. UI thread only; each returns
/// at once.
public interface Windows {
  /// Goes on with a draft.
  void openComposer(Draft draft);

  /// An empty message from this account, or from the first one.
  void openComposerNew(Optional<AccountId> account);

  void reply(MessageId message);

  void replyAll(MessageId message);

  void replyToList(MessageId message);

  void forward(MessageId message);

  /// A message of a Drafts mailbox, to be written on.
  void editDraft(MessageId message);

  /// A `mailto:` URL.
  void openMailto(String url);

  /// A message in a file, an attached one too.
  void openMessageFile(Path file);

  void openAddAccount();

  /// Settings, at the page of an account where one is given.
  void openSettings(Optional<Account> account);

  /// What waits in the outbox and why.
  void openOutbox();

  /// As when the main window is closed: asks where something is not finished.
  void quit();
}
