package app.paloma.ui;

import app.paloma.ui.Theme.Appearance;
import app.paloma.ui.Theme.Density;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;

/// The user's choices as properties: read once, applied at once, written behind. All keys that the
/// windows keep in the store stand here. UI thread only, but [#read].
public final class Preferences {
  /// `system`, `light`, `dark`.
  public static final String APPEARANCE = "window.theme";

  /// `compact`, `comfortable`, `relaxed`.
  public static final String DENSITY = "window.density";

  /// Per cent, 90 to 200.
  public static final String TEXT_SIZE = "window.textSize";

  /// Whether new messages are rich text.
  public static final String RICH_TEXT = "writing.rich-text";

  /// Seconds a message waits before it leaves; 0 not at all.
  public static final String UNDO_SEND_SECONDS = "writing.undo-send-seconds";

  /// `below` or `above` the answer.
  public static final String QUOTE_POSITION = "writing.quote-position";

  /// Whether new messages ask for a read receipt.
  public static final String ASK_RECEIPT = "writing.ask-read-receipt";

  /// The account new messages are from; 0 the first one.
  public static final String DEFAULT_ACCOUNT = "writing.default-account";

  /// Where the quoted message stands, seen from the answer.
  public enum QuotePosition {
    BELOW,
    ABOVE
  }

  /// All of them at one moment, as read on a worker.
  public record Values(
      Appearance appearance,
      Density density,
      int textSize,
      boolean richText,
      int undoSendSeconds,
      QuotePosition quotePosition,
      boolean askReceipt,
      long defaultAccount) {}

  private final ObjectProperty<Appearance> appearance = new SimpleObjectProperty<>();
  private final ObjectProperty<Density> density = new SimpleObjectProperty<>();
  private final IntegerProperty textSize = new SimpleIntegerProperty();
  private final BooleanProperty richText = new SimpleBooleanProperty();
  private final IntegerProperty undoSendSeconds = new SimpleIntegerProperty();
  private final ObjectProperty<QuotePosition> quotePosition = new SimpleObjectProperty<>();
  private final BooleanProperty askReceipt = new SimpleBooleanProperty();
  private final LongProperty defaultAccount = new SimpleLongProperty();
  private final BiConsumer<String, String> write;
  private boolean loading;
  private boolean ready;

  /// @param first what [#read] gave
  /// @param write takes a key and its value; must not block (hand it to a worker)
  public Preferences(Values first, BiConsumer<String, String> write) {
    this.write = write;
    load(first);
    appearance.subscribe(value -> keep(APPEARANCE, word(value)));
    density.subscribe(value -> keep(DENSITY, word(value)));
    textSize.subscribe(value -> keep(TEXT_SIZE, value));
    richText.subscribe(value -> keep(RICH_TEXT, value));
    undoSendSeconds.subscribe(value -> keep(UNDO_SEND_SECONDS, value));
    quotePosition.subscribe(value -> keep(QUOTE_POSITION, word(value)));
    askReceipt.subscribe(value -> keep(ASK_RECEIPT, value));
    defaultAccount.subscribe(value -> keep(DEFAULT_ACCOUNT, value));
    ready = true;
  }

  /// Reads all of them; what is missing or makes no sense is as usual. On a worker.
  public static Values read(Function<String, Optional<String>> store) {
    return new Values(
        choice(Appearance.class, store.apply(APPEARANCE), Appearance.SYSTEM),
        choice(Density.class, store.apply(DENSITY), Density.COMFORTABLE),
        number(store.apply(TEXT_SIZE), 100, 90, 200),
        yes(store.apply(RICH_TEXT), true),
        number(store.apply(UNDO_SEND_SECONDS), 10, 0, 120),
        choice(QuotePosition.class, store.apply(QUOTE_POSITION), QuotePosition.BELOW),
        yes(store.apply(ASK_RECEIPT), false),
        number(store.apply(DEFAULT_ACCOUNT), 0, 0, Integer.MAX_VALUE));
  }

  /// Takes over what was read again, without writing it back.
  public void load(Values values) {
    loading = true;
    appearance.set(values.appearance());
    density.set(values.density());
    textSize.set(values.textSize());
    richText.set(values.richText());
    undoSendSeconds.set(values.undoSendSeconds());
    quotePosition.set(values.quotePosition());
    askReceipt.set(values.askReceipt());
    defaultAccount.set(values.defaultAccount());
    loading = false;
  }

  /// The theme follows these choices from now on.
  public void dress(Theme theme) {
    theme.appearance().bindBidirectional(appearance);
    theme.density().bindBidirectional(density);
    theme.textSize().bindBidirectional(textSize);
  }

  public ObjectProperty<Appearance> appearance() {
    return appearance;
  }

  public ObjectProperty<Density> density() {
    return density;
  }

  public IntegerProperty textSize() {
    return textSize;
  }

  public BooleanProperty richText() {
    return richText;
  }

  public IntegerProperty undoSendSeconds() {
    return undoSendSeconds;
  }

  public ObjectProperty<QuotePosition> quotePosition() {
    return quotePosition;
  }

  public BooleanProperty askReceipt() {
    return askReceipt;
  }

  public LongProperty defaultAccount() {
    return defaultAccount;
  }

  private void keep(String key, Object value) {
    if (ready && !loading) {
      write.accept(key, value.toString());
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, Optional<String> text, E usual) {
    for (E value : type.getEnumConstants()) {
      if (text.isPresent() && text.get().equalsIgnoreCase(value.name())) {
        return value;
      }
    }
    return usual;
  }

  private static boolean yes(Optional<String> text, boolean usual) {
    return text.map(Boolean::parseBoolean).orElse(usual);
  }

  private static int number(Optional<String> text, int usual, int least, int most) {
    try {
      return text.map(Integer::parseInt).map(n -> Math.clamp(n, least, most)).orElse(usual);
    } catch (NumberFormatException e) {
      return usual;
    }
  }
}
