package app.paloma.ui.reader;

import app.paloma.mime.AbsentParts;
import app.paloma.model.FetchProgress;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.PartialMessage.Absent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Files of messages that were fetched one by one, as long as the program runs: at a place nobody
/// can foretell, readable by the user alone. One that broke off goes on where it was.
final class PartFiles {
  private record Key(MessageId message, String section) {}

  private final MessageFetcher fetcher;
  private final Map<Key, Path> whole = new ConcurrentHashMap<>();
  private final Map<Key, Path> begun = new ConcurrentHashMap<>();
  private final Map<Key, Object> turns = new ConcurrentHashMap<>();

  PartFiles(MessageFetcher fetcher) {
    this.fetcher = fetcher;
  }

  AbsentParts of(MessageId message) {
    return new AbsentParts() {
      @Override
      public boolean isHere(Absent part) {
        return whole.containsKey(new Key(message, part.section()));
      }

      @Override
      public InputStream open(Absent part) throws IOException {
        Path file = whole.get(new Key(message, part.section()));
        if (file == null) {
          throw new IOException("part " + part.section() + " is still on the server");
        }
        return Files.newInputStream(file);
      }

      @Override
      public void fetch(Absent part, FetchProgress progress) throws IOException {
        PartFiles.this.fetch(new Key(message, part.section()), part, progress);
      }
    };
  }

  private void fetch(Key key, Absent part, FetchProgress progress) throws IOException {
    // Who asks for what is on its way waits for it.
    synchronized (turns.computeIfAbsent(key, k -> new Object())) {
      if (whole.containsKey(key)) {
        return;
      }
      Path file = begun.get(key);
      if (file == null) {
        Path directory = Files.createTempDirectory("paloma");
        directory.toFile().deleteOnExit();
        file = directory.resolve("part");
        file.toFile().deleteOnExit();
        begun.put(key, Files.createFile(file));
      }
      long from = Files.size(file);
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        fetcher.fetchPart(key.message(), part.section(), from, part.octets(), out, progress);
      } catch (MailException e) {
        throw new IOException(e.getMessage(), e);
      } catch (java.io.UncheckedIOException e) {
        throw e.getCause();
      }
      whole.put(key, file);
      begun.remove(key);
    }
  }
}
