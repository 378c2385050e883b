package app.paloma.send;

import app.paloma.model.*;
import app.paloma.store.OutboxStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The way out: queues durably, delivers, files the copy.
public final class Outbox implements AutoCloseable {
  /// Composes and queues a draft of the window; the draft is kept until it is sent.
  public OutboxId enqueue(Draft draft, Instant notBefore) {
    throw new UnsupportedOperationException();
  }

  /// Queues a finished RFC 5322 message as `send` does: its envelope from Resent-*/To/Cc/Bcc unless
  /// given, Bcc taken out, Date and Message-ID added where missing, line ends made CRLF.
  ///
  /// @throws IllegalArgumentException no recipient, no sender, an address that cannot be used
  public OutboxId enqueue(
      AccountId account,
      InputStream message,
      Optional<String> from,
      List<String> to,
      Instant notBefore)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Delivers what is due, now. Blocks. One result a message.
  public List<OutboxStore.Entry> flush(Consumer<OutboxStore.Entry> progress) {
    throw new UnsupportedOperationException();
  }

  /// Delivers this one, now.
  public OutboxStore.Entry deliver(OutboxId id) {
    throw new UnsupportedOperationException();
  }

  public void retry(OutboxId id) {
    throw new UnsupportedOperationException();
  }

  public boolean cancel(OutboxId id) {
    throw new UnsupportedOperationException();
  }

  public void resolve(OutboxId id, boolean sent) {
    throw new UnsupportedOperationException();
  }

  /// Background delivery for the window: at once, later, after back-off.
  public void start() {
    throw new UnsupportedOperationException();
  }

  public void wake() {
    throw new UnsupportedOperationException();
  }

  /// The last failure that keeps an account's mail from leaving, as an exception to explain.
  public Optional<MailException> lastFailure(AccountId account) {
    throw new UnsupportedOperationException();
  }

  /// Checks the outgoing server and its credentials for an account that is not stored yet. Blocks.
  public void check(Account account, Secret<String> password) throws MailException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
