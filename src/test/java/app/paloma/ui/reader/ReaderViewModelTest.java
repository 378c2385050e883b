package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.mime.MessageSkeleton;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.PartialMessage;
import app.paloma.ui.UiExecutor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderViewModelTest {
  private static final MessageId FIRST = new MessageId(1);
  private static final MessageId SECOND = new MessageId(2);
  private static final String HTML =
      """
      From: Shop <news@shop.example>
      To: ana@example.org
      Subject: News
      MIME-Version: 1.0
      Content-Type: text/html; charset=utf-8

      <p>Hello</p><img src="http://pictures.shop.example/a.png" width="200" height="100">
      <a href="http://evil.example/">http://bank.example/</a>
      """
          .replace("\n", "\r\n");

  private final Source source = new Source();
  private final List<MessageId> read = new ArrayList<>();
  private final List<String> fetched = new ArrayList<>();

  private static final class Source implements ReaderSource {
    private final MessageReader reader = new MessageReader();
    private final HtmlCleaner cleaner = new HtmlCleaner();
    private boolean allowed;
    private BodyState state = BodyState.COMPLETE;
    private PartialMessage skeleton;
    private boolean textIsHere;
    private int texts;
    private int fetches;
    private MailException refusal;

    @Override
    public Optional<MessageSummary> summary(MessageId id) {
      return Optional.of(
          new MessageSummary(
              id,
              new AccountId(1),
              new MailboxId(1),
              1,
              "",
              1,
              new Address("Shop", "news@shop.example"),
              List.of(),
              "News",
              Instant.EPOCH,
              Flags.NONE,
              100,
              false,
              "",
              state));
    }

    @Override
    public void fetchText(MessageId id) throws MailException {
      if (skeleton == null) {
        fetch(id);
      } else {
        texts++;
        textIsHere = true;
      }
    }

    @Override
    public MessageContent content(MessageId id) {
      if (textIsHere && state != BodyState.COMPLETE) {
        return reader.read(skeleton, new PartFiles(new NoFetching()).of(id));
      }
      return reader.read(HTML.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InputStream octets(MessageId id) {
      return new ByteArrayInputStream(HTML.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void fetch(MessageId id) throws MailException {
      fetches++;
      if (refusal != null) {
        throw refusal;
      }
      state = BodyState.COMPLETE;
    }

    @Override
    public Optional<String> quarantineReason(MessageId id) {
      return Optional.of("garbage");
    }

    @Override
    public boolean imagesAllowed(String email) {
      return allowed;
    }

    @Override
    public void allowImages(String email, boolean allow) {
      allowed = allow;
    }

    @Override
    public HtmlCleaner.Cleaned html(String html, HtmlCleaner.Options options) {
      return cleaner.clean(html, options);
    }

    @Override
    public HtmlCleaner.Cleaned plain(String text, boolean dark) {
      return cleaner.plain(text, dark);
    }
  }

  private ReaderViewModel model(UiExecutor executor) {
    RemotePictures pictures =
        new RemotePictures(url -> {
          fetched.add(url);
          return "data:image/png;base64,AAAA";
        });
    return new ReaderViewModel(source, pictures, executor, read::add);
  }

  private OpenMessage open(ReaderViewModel model) {
    return model.open().orElseThrow();
  }

  @Test
  void readingFetchesNothingUntilTheUserAsks() {
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThat(open(model).blockedImages()).isEqualTo(1);
    assertThat(open(model).cleaned().html()).doesNotContain("pictures.shop.example");
    assertThat(fetched).isEmpty();
    model.loadImages();
    assertThat(fetched).containsExactly("http://pictures.shop.example/a.png");
    assertThat(open(model).cleaned().html())
        .contains("data:image/png;base64,AAAA")
        .doesNotContain("pictures.shop.example");
  }

  @Test
  void imagesForThisMessageAloneAreBlockedAgainInTheNext() {
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    model.loadImages();
    model.show(List.of(SECOND));
    assertThat(open(model).blockedImages()).isEqualTo(1);
    model.alwaysLoadImages();
    model.show(List.of(FIRST));
    assertThat(open(model).blockedImages()).isZero();
  }

  @Test
  void anOpenMessageIsMarkedReadAfterAMoment() {
    Deque<Runnable> later = new ArrayDeque<>();
    ReaderViewModel model =
        model(new UiExecutor(Runnable::run, Runnable::run, (delay, task) -> later.add(task)));
    model.show(List.of(FIRST));
    assertThat(read).isEmpty();
    model.show(List.of(SECOND));
    later.forEach(Runnable::run);
    assertThat(read).containsExactly(SECOND);
  }

  @Test
  void anAnswerForAMessageTheUserHasLeftIsDropped() {
    Deque<Runnable> waiting = new ArrayDeque<>();
    ReaderViewModel model = model(new UiExecutor(waiting::add, Runnable::run, (delay, task) -> {}));
    model.show(List.of(FIRST));
    model.show(List.of());
    waiting.forEach(Runnable::run);
    assertThat(model.stateProperty().get()).isEqualTo(new ReaderViewModel.State.Nothing());
  }

  @Test
  void theRestOfAMessageIsFetchedOnceItIsOpened() {
    source.state = BodyState.HEADER;
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThat(source.fetches).isEqualTo(1);
    assertThat(open(model).isWhole()).isTrue();
  }

  @Test
  void aFailureToFetchLeavesWhatIsHereOnTheScreen() {
    source.state = BodyState.PARTIAL;
    source.refusal =
        new MailException.ConnectFailed(
            MailException.ConnectFailed.Reason.UNREACHABLE, "no route", null);
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThat(open(model).content().subject()).isEqualTo("News");
    assertThat(model.fetchFailureProperty().get()).isSameAs(source.refusal);
  }

  private static PartialMessage textWithFile() {
    String type = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    return MessageSkeleton.of(
            new MessageSkeleton.Multipart(
                octets("Subject: Film\r\n" + type),
                List.of(
                    new MessageSkeleton.Leaf(
                        octets("\r\n"), "1", "text/plain", octets("The text.\r\n"), 11),
                    new MessageSkeleton.Leaf(
                        octets("Content-Type: video/mp4; name=film.mp4\r\n\r\n"),
                        "2",
                        "video/mp4",
                        null,
                        31_000_000))))
        .orElseThrow();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theTextIsShownWithoutTheFilesAndSavingBringsAllOfIt() throws Exception {
    source.state = BodyState.HEADER;
    source.skeleton = textWithFile();
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThat(open(model).content().text()).contains("The text.");
    assertThat(open(model).isPartial()).isTrue();
    assertThat(open(model).isWhole()).isFalse();
    assertThat(open(model).absentOctets()).isEqualTo(31_000_000);
    MessageContent.Attachment film = open(model).attachments().getFirst();
    assertThat(film.name()).isEqualTo("film.mp4");
    assertThat(film.isHere()).isFalse();
    assertThatThrownBy(film::open).isInstanceOf(IOException.class);
    model.show(List.of(SECOND));
    model.show(List.of(FIRST));
    assertThat(source.texts).isEqualTo(1);
    assertThat(source.fetches).isZero();
    try (InputStream all = model.octets(FIRST)) {
      assertThat(all.readAllBytes()).isNotEmpty();
    }
    assertThat(source.fetches).isEqualTo(1);
  }

  @Test
  void aMessageThatIsNotAllHereIsNotSavedWhenTheRestCannotBeFetched() {
    source.state = BodyState.PARTIAL;
    source.skeleton = textWithFile();
    source.refusal =
        new MailException.ConnectFailed(
            MailException.ConnectFailed.Reason.UNREACHABLE, "no route", null);
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThatThrownBy(() -> model.octets(FIRST)).hasCause(source.refusal);
    List<Exception> told = new ArrayList<>();
    model.source(text -> {}, told::add);
    assertThat(told).containsExactly(source.refusal);
  }

  @Test
  void aLinkThatNamesAnotherHostIsSuspicious() {
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThat(open(model).hasSuspiciousLinks()).isTrue();
    assertThat(model.suspicion(open(model).cleaned().links().getFirst().target())).isPresent();
  }
}
