package app.paloma.ui.shell;

import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.FetchProgress;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.send.Outbox;
import app.paloma.sync.SyncEngine;
import app.paloma.sync.SyncEngine.Status;
import app.paloma.ui.reader.MessageFetcher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The engines behind the window, as far as it steers them. All methods may block: workers only,
/// [#subscribe] excepted.
public interface Engines extends MessageFetcher {
  /// Gets mail of all accounts and sends what waits.
  void syncAll();

  /// Compares all messages of an account with the server's; may take minutes.
  SyncEngine.Report verify(AccountId account);

  void cancel(AccountId account);

  void setOnline(boolean online);

  /// Puts a finished message into the outbox.
  void send(AccountId account, byte[] message) throws IOException;

  /// The same for a receipt about a message, which is marked with it.
  void sendReceipt(MessageSummary about, List<Address> to, byte[] receipt) throws IOException;

  AutoCloseable subscribe(Consumer<Status> listener);

  static Engines of(SyncEngine sync, Outbox outbox) {
    return new Engines() {
      @Override
      public void syncAll() {
        sync.syncAll();
        outbox.wake();
      }

      @Override
      public SyncEngine.Report verify(AccountId account) {
        return sync.verify(account, SyncEngine.Options.ALL, mailbox -> {});
      }

      @Override
      public void cancel(AccountId account) {
        sync.cancel(account);
      }

      @Override
      public void setOnline(boolean online) {
        sync.setOnline(online);
        outbox.setOnline(online);
      }

      @Override
      public void fetchBody(MessageId id) throws MailException {
        sync.fetchBody(id);
      }

      @Override
      public void fetchText(MessageId id) throws MailException {
        sync.fetchText(id);
      }

      @Override
      public void fetchPart(
          MessageId id,
          String section,
          long from,
          long octets,
          OutputStream to,
          FetchProgress progress)
          throws MailException {
        sync.fetchPart(id, section, from, octets, to, progress);
      }

      @Override
      public void send(AccountId account, byte[] message) throws IOException {
        outbox.enqueue(
            account, new ByteArrayInputStream(message), Optional.empty(), List.of(), Instant.now());
      }

      @Override
      public void sendReceipt(MessageSummary about, List<Address> to, byte[] receipt)
          throws IOException {
        outbox.enqueueReceipt(
            about.id(), about.account(), to.stream().map(Address::email).toList(), receipt);
      }

      @Override
      public AutoCloseable subscribe(Consumer<Status> listener) {
        return sync.subscribe(listener);
      }
    };
  }
}
