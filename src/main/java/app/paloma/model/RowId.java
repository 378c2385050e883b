package app.paloma.model;

/// A row's number in the store, with the meaning of its type. Each writes out what the compiler
/// makes for a record: that is put together while the program runs, each time, for 20 ms of a
/// command that is over after 200.
public sealed interface RowId permits AccountId, DraftId, MailboxId, MessageId, OutboxId {
  long value();
}
