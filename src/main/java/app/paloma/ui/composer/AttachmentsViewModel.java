package app.paloma.ui.composer;

import app.paloma.model.DraftAttachment;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.io.ByteArrayInputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The files that go with a message. Their octets are copied into the draft at once. UI thread
/// only.
public final class AttachmentsViewModel {
  /// What nearly every server takes; used while the server has not told its own limit.
  static final long USUAL_LIMIT = 25_000_000;

  private final DraftKeeper keeper;
  private final UiExecutor executor;
  private final Function<Exception, String> explain;
  private final ObservableList<DraftAttachment> all = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private OptionalLong limit = OptionalLong.empty();
  private int running;

  AttachmentsViewModel(
      DraftKeeper keeper,
      UiExecutor executor,
      List<DraftAttachment> opened,
      Function<Exception, String> explain) {
    this.keeper = keeper;
    this.executor = executor;
    this.explain = explain;
    all.setAll(opened);
  }

  public ObservableList<DraftAttachment> all() {
    return all;
  }

  /// Files are being copied.
  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /// Why the last file could not be added, or empty.
  public ReadOnlyStringProperty failureProperty() {
    return failure.getReadOnlyProperty();
  }

  void limit(OptionalLong told) {
    limit = told;
  }

  public void add(Path file) {
    failure.set("");
    begin();
    executor.load(
        () -> {
          if (Files.isDirectory(file)) {
            throw new NotAFile(file);
          }
          String type = Files.probeContentType(file);
          return type == null ? typeOf(file.getFileName().toString()) : type;
        },
        type ->
            keeper.attach(
                file.getFileName().toString(),
                type,
                () -> Files.newInputStream(file),
                false,
                "",
                this::added,
                this::failed),
        this::failed);
  }

  public void add(String name, String contentType, byte[] octets) {
    failure.set("");
    begin();
    keeper.attach(
        name,
        contentType,
        () -> new ByteArrayInputStream(octets),
        false,
        "",
        this::added,
        this::failed);
  }

  /// A picture inside the text; `done` gets it when it is stored.
  public void addInline(
      String name,
      String contentType,
      byte[] octets,
      String contentId,
      Consumer<DraftAttachment> done) {
    failure.set("");
    begin();
    keeper.attach(
        name,
        contentType,
        () -> new ByteArrayInputStream(octets),
        true,
        contentId,
        file -> {
          added(file);
          done.accept(file);
        },
        this::failed);
  }

  public void remove(DraftAttachment file) {
    all.remove(file);
    keeper.detach(file, e -> failure.set(explain.apply(e)));
  }

  /// Octets of all files.
  public long total() {
    return all.stream().mapToLong(DraftAttachment::size).sum();
  }

  /// On the wire base64 makes of 57 octets a line of 78 (RFC 2045 §6.8).
  long encoded() {
    return total() == 0 ? 0 : total() * 78 / 57 + 10_000;
  }

  /// @param text the octets of the text, as far as they are known
  public boolean tooLarge(long text) {
    return encoded() + text > limit.orElse(USUAL_LIMIT);
  }

  public String warning(Messages words, Formats formats, long text) {
    if (!tooLarge(text)) {
      return "";
    }
    String key = limit.isPresent() ? "size.server" : "size.usual";
    return words.get(key, formats.size(encoded() + text), formats.size(limit.orElse(USUAL_LIMIT)));
  }

  static String typeOf(String name) {
    String type = URLConnection.guessContentTypeFromName(name);
    return type == null ? "application/octet-stream" : type;
  }

  private void begin() {
    running++;
    busy.set(true);
  }

  private void end() {
    running--;
    busy.set(running > 0);
  }

  private void added(DraftAttachment file) {
    end();
    all.add(file);
  }

  private void failed(Exception e) {
    end();
    failure.set(explain.apply(e));
  }

  /// A folder was dropped.
  static final class NotAFile extends java.io.IOException {
    private static final long serialVersionUID = 1;

    NotAFile(Path path) {
      super(path.getFileName().toString());
    }
  }
}
