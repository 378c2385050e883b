package app.paloma.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

/// The user's choices about reading: read once, applied at once, written behind. UI thread only,
/// but [#read].
public final class ReadingPreferences {
  /// Where the message stands.
  public enum Pane {
    RIGHT,
    BELOW,
    /// Messages open in windows of their own.
    OFF
  }

  /// What becomes of pictures that would be fetched.
  public enum RemoteImages {
    ASK,
    ALWAYS,
    NEVER
  }

  /// Messages are never marked as read by looking at them.
  public static final int NEVER = -1;

  private static final String PANE = "reading.pane";
  private static final String COLUMNS = "reading.columns";
  private static final String CONVERSATIONS = "reading.conversations";
  private static final String MARK_READ_SECONDS = "reading.mark-read-seconds";
  private static final String REMOTE_IMAGES = "reading.remote-images";
  private static final String STRIP_TRACKING = "reading.strip-tracking";
  private static final List<String> KEYS =
      List.of(PANE, COLUMNS, CONVERSATIONS, MARK_READ_SECONDS, REMOTE_IMAGES, STRIP_TRACKING);

  private final ObjectProperty<Pane> pane = new SimpleObjectProperty<>(Pane.RIGHT);
  private final BooleanProperty columns = new SimpleBooleanProperty();
  private final BooleanProperty conversations = new SimpleBooleanProperty();
  private final IntegerProperty markReadSeconds = new SimpleIntegerProperty(1);
  private final ObjectProperty<RemoteImages> remoteImages =
      new SimpleObjectProperty<>(RemoteImages.ASK);
  private final BooleanProperty stripTracking = new SimpleBooleanProperty(true);

  /// @param stored what [#read] gave
  /// @param write takes a key and its value; must not block
  public ReadingPreferences(Map<String, String> stored, BiConsumer<String, String> write) {
    choose(pane, Pane.values(), stored.get(PANE));
    choose(remoteImages, RemoteImages.values(), stored.get(REMOTE_IMAGES));
    columns.set(Boolean.parseBoolean(stored.get(COLUMNS)));
    conversations.set(Boolean.parseBoolean(stored.get(CONVERSATIONS)));
    stripTracking.set(!"false".equals(stored.get(STRIP_TRACKING)));
    String seconds = stored.getOrDefault(MARK_READ_SECONDS, "");
    if (seconds.matches("-1|\\d{1,3}")) {
      markReadSeconds.set(Integer.parseInt(seconds));
    }
    pane.addListener((o, was, is) -> write.accept(PANE, word(is)));
    remoteImages.addListener((o, was, is) -> write.accept(REMOTE_IMAGES, word(is)));
    columns.addListener((o, was, is) -> write.accept(COLUMNS, is.toString()));
    conversations.addListener((o, was, is) -> write.accept(CONVERSATIONS, is.toString()));
    stripTracking.addListener((o, was, is) -> write.accept(STRIP_TRACKING, is.toString()));
    markReadSeconds.addListener((o, was, is) -> write.accept(MARK_READ_SECONDS, is.toString()));
  }

  /// As it is without a choice, kept nowhere.
  public static ReadingPreferences usual() {
    return new ReadingPreferences(Map.of(), (key, value) -> {});
  }

  /// Reads what the user chose before. On a worker.
  public static Map<String, String> read(Function<String, Optional<String>> store) {
    Map<String, String> stored = new HashMap<>();
    KEYS.forEach(key -> store.apply(key).ifPresent(value -> stored.put(key, value)));
    return Map.copyOf(stored);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> void choose(ObjectProperty<E> to, E[] values, String word) {
    for (E value : values) {
      if (value.name().equalsIgnoreCase(word)) {
        to.set(value);
      }
    }
  }

  public ObjectProperty<Pane> pane() {
    return pane;
  }

  /// What folders look like that remember nothing else.
  public BooleanProperty columns() {
    return columns;
  }

  /// The same for conversations.
  public BooleanProperty conversations() {
    return conversations;
  }

  /// After how long on the screen a message counts as read; [#NEVER] not by itself.
  public IntegerProperty markReadSeconds() {
    return markReadSeconds;
  }

  public ObjectProperty<RemoteImages> remoteImages() {
    return remoteImages;
  }

  /// Whether links lose what only serves to follow the reader.
  public BooleanProperty stripTracking() {
    return stripTracking;
  }
}
