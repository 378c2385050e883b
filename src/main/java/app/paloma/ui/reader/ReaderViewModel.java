package app.paloma.ui.reader;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.InvitationMessage;
import app.paloma.mime.MessageContent;
import app.paloma.mime.ReceiptRequest;
import app.paloma.mime.VCard;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.ui.ReadingPreferences;
import app.paloma.ui.ReadingPreferences.RemoteImages;
import app.paloma.ui.UiExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// The message that is read. Parses and cleans on a worker; an answer for a message the user has
/// left is dropped. Touches no network unless asked to.
public final class ReaderViewModel {
  /// What the pane shows.
  public sealed interface State {
    /// Nothing is selected.
    record Nothing() implements State {}

    record Several(int count) implements State {}

    record Loading(MessageId id) implements State {}

    record Open(OpenMessage message) implements State {}

    record Failed(MessageId id, Exception failure) implements State {}
  }

  private static final int SOURCE_LIMIT = 8 << 20;
  private static final long INLINE_LIMIT = 10L << 20;

  private final ReaderSource source;
  private final RemotePictures pictures;
  private final UiExecutor executor;
  private final Consumer<MessageId> markRead;
  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(this, "state", new State.Nothing());
  private final BooleanProperty dark = new SimpleBooleanProperty(this, "dark");
  private final BooleanProperty plainText = new SimpleBooleanProperty(this, "plainText");
  private final BooleanProperty fetching = new SimpleBooleanProperty(this, "fetching");
  private final ReadOnlyObjectWrapper<Exception> fetchFailure =
      new ReadOnlyObjectWrapper<>(this, "fetchFailure");
  private final BooleanProperty conversations = new SimpleBooleanProperty(this, "conversations");
  private final ReadOnlyObjectWrapper<List<MessageSummary>> conversation =
      new ReadOnlyObjectWrapper<>(this, "conversation", List.of());
  private int generation;
  private MessageId current;
  private boolean turned;
  private boolean imagesOnce;
  private ReadingPreferences choices = ReadingPreferences.usual();

  /// @param markRead told when a message has been open for a moment
  public ReaderViewModel(
      ReaderSource source,
      RemotePictures pictures,
      UiExecutor executor,
      Consumer<MessageId> markRead) {
    this.source = source;
    this.pictures = pictures;
    this.executor = executor;
    this.markRead = markRead;
    dark.addListener(o -> again());
    plainText.addListener(o -> again());
    conversations.addListener(o -> again());
  }

  /// Follows these choices from now on.
  public void choose(ReadingPreferences reading) {
    choices = reading;
    choices.remoteImages().addListener((o, was, is) -> again());
  }

  public ReadingPreferences choices() {
    return choices;
  }

  public ReadOnlyObjectProperty<State> stateProperty() {
    return state.getReadOnlyProperty();
  }

  public Optional<OpenMessage> open() {
    return state.get() instanceof State.Open open ? Optional.of(open.message()) : Optional.empty();
  }

  public BooleanProperty darkProperty() {
    return dark;
  }

  /// The plain part instead of the HTML.
  public BooleanProperty plainTextProperty() {
    return plainText;
  }

  /// Whether the rest of the conversation is shown with a message.
  public BooleanProperty conversationsProperty() {
    return conversations;
  }

  /// The conversation of the message that is open, oldest first; of a message alone it is empty.
  public ReadOnlyObjectProperty<List<MessageSummary>> conversationProperty() {
    return conversation.getReadOnlyProperty();
  }

  /// Opens another message of the conversation; the list stays where it is.
  public void turnTo(MessageId id) {
    if (!id.equals(current)) {
      open(id);
      turned = true;
    }
  }

  /// One message further on in the conversation, or one back.
  public void step(int step) {
    List<MessageSummary> all = conversation.get();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(current) && i + step >= 0 && i + step < all.size()) {
        turnTo(all.get(i + step).id());
        return;
      }
    }
  }

  /// The message that was turned to, where the list has another.
  public Optional<MessageId> turned() {
    return turned ? Optional.ofNullable(current) : Optional.empty();
  }

  private void open(MessageId id) {
    current = id;
    imagesOnce = false;
    fetchFailure.set(null);
    fetching.set(false);
    load(true);
  }

  public BooleanProperty fetchingProperty() {
    return fetching;
  }

  public ReadOnlyObjectProperty<Exception> fetchFailureProperty() {
    return fetchFailure.getReadOnlyProperty();
  }

  /// Follows the list's selection.
  public void show(List<MessageId> selection) {
    if (selection.size() == 1) {
      turned = false;
      if (!selection.getFirst().equals(current)) {
        open(selection.getFirst());
      }
      return;
    }
    current = null;
    turned = false;
    generation++;
    state.set(selection.isEmpty() ? new State.Nothing() : new State.Several(selection.size()));
  }

  /// The store has more or other octets of this message.
  public void contentChanged(MessageId id) {
    if (id.equals(current)) {
      load(false);
    }
  }

  private void again() {
    if (current != null) {
      load(false);
    }
  }

  public void retry() {
    again();
  }

  private void load(boolean first) {
    int mine = ++generation;
    MessageId id = current;
    boolean once = imagesOnce;
    boolean plain = plainText.get();
    boolean inDark = dark.get();
    boolean withOthers = conversations.get();
    RemoteImages policy = choices.remoteImages().get();
    if (first) {
      // The old message stays for the blink of an eye: no flicker when the next one is quick.
      executor.later(
          Duration.ofMillis(300),
          () -> {
            if (mine == generation && !(isShowing(id))) {
              state.set(new State.Loading(id));
            }
          });
    }
    record Read(OpenMessage message, List<MessageSummary> conversation) {}
    executor.load(
        () -> {
          OpenMessage message = read(id, once, policy, plain, inDark);
          List<MessageSummary> all =
              withOthers ? source.conversation(message.summary()) : List.<MessageSummary>of();
          return new Read(message, all.size() < 2 ? List.of() : all);
        },
        read -> {
          if (mine == generation) {
            OpenMessage message = read.message();
            conversation.set(read.conversation());
            state.set(new State.Open(message));
            if (first) {
              startReading(mine, message);
            }
          }
        },
        e -> {
          if (mine == generation) {
            state.set(new State.Failed(id, e));
          }
        });
  }

  private boolean isShowing(MessageId id) {
    return switch (state.get()) {
      case State.Open open -> open.message().summary().id().equals(id);
      case State.Failed failed -> failed.id().equals(id);
      case State.Loading _, State.Nothing _, State.Several _ -> false;
    };
  }

  private void startReading(int mine, OpenMessage message) {
    if (!message.isWhole() && !message.isPartial()) {
      bring(source::fetchText);
    }
    int seconds = choices.markReadSeconds().get();
    if (message.summary().flags().isSeen() || seconds == ReadingPreferences.NEVER) {
      return;
    }
    executor.later(
        Duration.ofMillis(Math.max(50, seconds * 1000L)),
        () -> {
          if (message.summary().id().equals(current) && mine <= generation) {
            markRead.accept(message.summary().id());
          }
        });
  }

  private OpenMessage read(
      MessageId id, boolean once, RemoteImages policy, boolean plain, boolean inDark)
      throws IOException {
    MessageSummary summary =
        source.summary(id).orElseThrow(() -> new IOException("message " + id + " is gone"));
    MessageContent content = source.content(id);
    boolean images =
        switch (policy) {
          case ASK -> once || source.imagesAllowed(content.from().email());
          case ALWAYS -> true;
          case NEVER -> false;
        };
    boolean asPlain = plain || content.html().isEmpty();
    HtmlCleaner.Cleaned cleaned;
    if (asPlain) {
      cleaned = source.plain(content.text(), inDark);
    } else {
      cleaned =
          source.html(
              content.html().get(),
              new HtmlCleaner.Options(images, inDark, cid -> inlinePicture(content, cid)));
      if (images && !cleaned.pictures().isEmpty()) {
        cleaned =
            new HtmlCleaner.Cleaned(
                pictures.embed(cleaned),
                cleaned.remoteContent(),
                cleaned.pictures(),
                cleaned.trackers(),
                cleaned.links());
      }
    }
    Optional<String> quarantine =
        summary.bodyState() == MessageSummary.BodyState.QUARANTINED
            ? Optional.of(source.quarantineReason(id).orElse(""))
            : Optional.empty();
    Optional<ReceivedInvitation> invitation =
        InvitationMessage.find(content).map(event -> source.invitation(summary, event));
    return new OpenMessage(
        summary,
        content,
        cleaned,
        images,
        asPlain,
        quarantine,
        invitation,
        ReceiptRequest.of(content).filter(request -> source.mayGiveReceipt(summary)),
        source.reportsAbout(summary),
        source.askedFor(summary),
        VCard.in(content));
  }

  /// RFC 2392: a picture of the message itself, by its Content-ID.
  private static String inlinePicture(MessageContent content, String cid) {
    for (MessageContent.Attachment part : content.attachments()) {
      if (part.contentId().equals(cid)
          && part.contentType().matches("image/[A-Za-z0-9.+-]+")
          && !part.contentType().contains("svg")
          && part.size() <= INLINE_LIMIT
          && part.isHere()) {
        try (InputStream in = part.open()) {
          return "data:"
              + part.contentType()
              + ";base64,"
              + Base64.getEncoder().encodeToString(in.readAllBytes());
        } catch (IOException e) {
          return null;
        }
      }
    }
    return null;
  }

  /// For this message, this time.
  public void loadImages() {
    imagesOnce = true;
    again();
  }

  /// For this sender, from now on.
  public void alwaysLoadImages() {
    open()
        .ifPresent(message -> {
          String sender = message.content().from().email();
          imagesOnce = true;
          executor.load(
              () -> {
                source.allowImages(sender, true);
                return sender;
              },
              done -> again(),
              e -> state.set(new State.Failed(message.summary().id(), e)));
        });
  }

  /// Brings what is missing of this message from the server.
  public void fetchRest() {
    bring(source::fetch);
  }

  @FunctionalInterface
  private interface Errand {
    void run(MessageId id) throws MailException;
  }

  private void bring(Errand errand) {
    if (current == null || fetching.get()) {
      return;
    }
    MessageId id = current;
    fetching.set(true);
    fetchFailure.set(null);
    executor.work(() -> {
      Exception failed = null;
      try {
        errand.run(id);
      } catch (MailException | RuntimeException e) {
        failed = e;
      }
      Exception outcome = failed;
      executor.ui(() -> {
        if (id.equals(current)) {
          fetching.set(false);
          fetchFailure.set(outcome);
          if (outcome == null) {
            load(false);
          }
        }
      });
    });
  }

  /// The message as it came, for the source window. Where it cannot be fetched now, `failed` hears
  /// of it and what is here is shown.
  public void source(Consumer<String> done, Consumer<Exception> failed) {
    if (current == null) {
      return;
    }
    MessageId id = current;
    executor.load(
        () -> {
          try {
            complete(id);
          } catch (MailException e) {
            executor.ui(() -> failed.accept(e));
          }
          try (InputStream in = source.octets(id)) {
            return new String(in.readNBytes(SOURCE_LIMIT), StandardCharsets.ISO_8859_1);
          }
        },
        done,
        failed);
  }

  /// All octets of a message, fetched first where they are not here. Blocks.
  InputStream octets(MessageId id) throws IOException {
    try {
      complete(id);
    } catch (MailException e) {
      throw new IOException(e.getMessage(), e);
    }
    return source.octets(id);
  }

  private void complete(MessageId id) throws MailException {
    boolean missing =
        source
            .summary(id)
            .map(MessageSummary::bodyState)
            .filter(state ->
                state == MessageSummary.BodyState.HEADER
                    || state == MessageSummary.BodyState.PARTIAL)
            .isPresent();
    if (missing) {
      source.fetch(id);
    }
  }

  /// Why a link must be explained before it is opened; empty where it may be opened at once.
  public Optional<HtmlCleaner.Link> suspicion(String target) {
    return open().stream()
        .flatMap(m -> m.cleaned().links().stream())
        .filter(link -> link.target().equals(target) && !link.suspicious().isEmpty())
        .findFirst();
  }
}
