package app.paloma.cli;

import app.paloma.diagnosis.ConnectionDoctor;
import app.paloma.discovery.HttpFetcher;
import app.paloma.discovery.SettingsDiscovery;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageReader;
import app.paloma.security.CredentialStore;
import app.paloma.send.Outbox;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine;
import java.nio.file.Path;
import java.time.ZoneId;

/// What the commands work with: the same services as the window's. Each is opened when it is first
/// asked for, so that `list` never touches the network's classes.
public interface Services extends AutoCloseable {
  /// The folder of the mail; it may not be there yet.
  Path profile();

  Store store();

  SyncEngine sync();

  Outbox outbox();

  CredentialStore credentials();

  SettingsDiscovery discovery();

  MessageReader reader();

  HtmlCleaner cleaner();

  ConnectionDoctor doctor();

  /// For the documents that a mail domain publishes.
  HttpFetcher web();

  ZoneId zone();

  @Override
  void close();
}
