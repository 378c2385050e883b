package app.paloma.ui.outbox;

import app.paloma.diagnosis.ErrorText;
import app.paloma.model.Draft;
import app.paloma.model.MailException;
import app.paloma.store.OutboxStore.Entry;
import app.paloma.store.OutboxStore.Recipient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the list of waiting messages needs of the rooms below. Everything here blocks, but
/// [#subscribe] and [#explainReply].
public interface OutboxServices {
  /// What waits or needs the user, oldest first.
  List<Entry> list();

  /// Calls after each change, on any thread.
  AutoCloseable subscribe(Runnable changed);

  void retry(Entry entry);

  /// @return false where it is too late
  boolean cancel(Entry entry);

  /// Those who do not have it yet are not tried again.
  ///
  /// @return false where it is too late
  boolean giveUpRest(Entry entry);

  /// The user says what became of an uncertain message.
  void resolve(Entry entry, boolean sent);

  /// Looks for it in Sent, on the server too.
  ///
  /// @return whether it was found there, and so is settled
  /// @throws MailException the server could not be asked: then nobody knows
  boolean lookInSent(Entry entry) throws MailException;

  /// Whether a server may have filed it there: not where Sent is on this computer alone.
  boolean hasSentOnServer(Entry entry);

  /// Sends the same message to the address the server named instead.
  void useSuggestion(Entry entry, Recipient recipient);

  /// Takes a message that is over out of the list.
  void dismiss(Entry entry);

  /// Takes it out of the outbox to be written on; empty where it is too late.
  Optional<Draft> edit(Entry entry);

  /// Whether anything leaves at all now.
  boolean isOnline();

  /// The same message for those alone who were refused, whose addresses may be wrong; it leaves the
  /// list. Empty where it is too large to be edited.
  Optional<Draft> editForRefused(Entry entry);

  /// What keeps the account's mail from leaving, or empty.
  Optional<Obstacle> obstacle(Entry entry, Locale locale);

  /// @param words the same for people
  record Obstacle(MailException failure, ErrorText.Explanation words) {}

  ErrorText.Explanation explainReply(Recipient recipient, Locale locale);
}
