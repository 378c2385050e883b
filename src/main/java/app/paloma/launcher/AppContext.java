package app.paloma.launcher;

import app.paloma.cli.Services;
import app.paloma.diagnosis.ConnectionDoctor;
import app.paloma.discovery.DnsJavaResolver;
import app.paloma.discovery.HttpFetcher;
import app.paloma.discovery.JavaHttpFetcher;
import app.paloma.discovery.MailRouting;
import app.paloma.discovery.SettingsDiscovery;
import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageComposer;
import app.paloma.mime.MessageReader;
import app.paloma.protocol.transport.ConnectionFactory;
import app.paloma.protocol.transport.FileTranscript;
import app.paloma.protocol.transport.TranscriptRing;
import app.paloma.protocol.transport.TranscriptSink;
import app.paloma.security.CredentialStore;
import app.paloma.security.Credentials;
import app.paloma.security.OpportunisticTls;
import app.paloma.security.TrustStore;
import app.paloma.send.DirectRoutes;
import app.paloma.send.Outbox;
import app.paloma.store.Store;
import app.paloma.sync.SyncEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;

/// The one composition root: plain constructors, each part made when it is first asked for, so that
/// a command that only reads never touches the classes of the network.
public final class AppContext implements Services {
  private static final int TRANSCRIPT_LINES = 5000;

  private final Path profile;
  private final Clock clock = Clock.systemDefaultZone();
  private final TranscriptRing ring = new TranscriptRing(TRANSCRIPT_LINES);
  private final TranscriptSink transcripts = new Transcripts();
  private final Lazy<Store> store;
  private final Lazy<Optional<FileTranscript>> file;
  private final Lazy<CredentialStore> credentials;
  private final Lazy<TrustStore> trust;
  private final Lazy<ConnectionFactory> connections;
  private final Lazy<SyncEngine> sync;
  private final Lazy<Outbox> outbox;
  private final Lazy<SettingsDiscovery> discovery;
  private final Lazy<MessageReader> reader = new Lazy<>(MessageReader::new);
  private final Lazy<HtmlCleaner> cleaner = new Lazy<>(HtmlCleaner::new);

  /// @param profile the folder of the mail, made where it does not exist
  /// @param transcript a file that the dialogue is appended to
  public AppContext(Path profile, Optional<Path> transcript) {
    this.profile = profile;
    store = new Lazy<>(() -> Store.open(profile, Store.Mode.READ_WRITE, clock));
    file = new Lazy<>(() -> transcript.map(AppContext::open));
    credentials = new Lazy<>(() -> Credentials.open(directory()));
    trust = new Lazy<>(() -> TrustStore.open(directory()));
    connections = new Lazy<>(() -> new ConnectionFactory(trust.get()::context, transcripts, clock));
    sync =
        new Lazy<>(() ->
            new SyncEngine(
                connections.get(),
                credentials(),
                store.get(),
                reader.get(),
                clock,
                new SecureRandom(),
                Thread.ofVirtual().name("sync-", 0).factory()));
    outbox =
        new Lazy<>(() ->
            new Outbox(
                connections.get(),
                store.get(),
                credentials(),
                reader.get(),
                new MessageComposer(a -> store.get().drafts().open(a)),
                directRoutes(),
                clock,
                new Random()));
    discovery =
        new Lazy<>(() -> new SettingsDiscovery(DnsJavaResolver.ofSystem(), new JavaHttpFetcher()));
  }

  private DirectRoutes directRoutes() {
    return new DirectRoutes(
        domain -> new MailRouting(DnsJavaResolver.ofSystem(), new SecureRandom()).route(domain),
        new ConnectionFactory((host, port, pem) -> OpportunisticTls.context(), transcripts, clock),
        DirectRoutes.SMTP_PORT);
  }

  private Path directory() {
    try {
      return Files.createDirectories(profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTranscript open(Path path) {
    try {
      return new FileTranscript(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Transcripts implements TranscriptSink {
    @Override
    public void line(Instant time, String protocol, String who, char direction, String text) {
      ring.line(time, protocol, who, direction, text);
      if (file.get().isPresent()) {
        file.get().get().line(time, protocol, who, direction, text);
      }
    }
  }

  @Override
  public Path profile() {
    return profile;
  }

  public Clock clock() {
    return clock;
  }

  /// The last lines of the dialogue with all servers, masked.
  public TranscriptRing transcript() {
    return ring;
  }

  public TrustStore trust() {
    return trust.get();
  }

  @Override
  public Store store() {
    return store.get();
  }

  @Override
  public SyncEngine sync() {
    return sync.get();
  }

  @Override
  public Outbox outbox() {
    return outbox.get();
  }

  @Override
  public CredentialStore credentials() {
    return credentials.get();
  }

  @Override
  public SettingsDiscovery discovery() {
    return discovery.get();
  }

  @Override
  public MessageReader reader() {
    return reader.get();
  }

  @Override
  public HtmlCleaner cleaner() {
    return cleaner.get();
  }

  @Override
  public ConnectionDoctor doctor() {
    return new ConnectionDoctor(connections.get(), clock);
  }

  @Override
  public HttpFetcher web() {
    return new JavaHttpFetcher();
  }

  @Override
  public ZoneId zone() {
    return ZoneId.systemDefault();
  }

  /// Ends the engines, then the store. May be called twice.
  @Override
  public void close() {
    sync.made().ifPresent(SyncEngine::close);
    outbox.made().ifPresent(Outbox::close);
    connections.made().ifPresent(ConnectionFactory::closeAll);
    store.made().ifPresent(Store::close);
    file.made().flatMap(f -> f).ifPresent(AppContext::close);
  }

  private static void close(FileTranscript transcript) {
    try {
      transcript.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
