package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.HtmlCleaner;
import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageReader;
import app.paloma.model.AccountId;
import app.paloma.model.Address;
import app.paloma.model.Flags;
import app.paloma.model.MailException;
import app.paloma.model.MailboxId;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.ui.UiExecutor;
import java.io.ByteArrayInputStream;
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
    public MessageContent content(MessageId id) {
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

  @Test
  void aLinkThatNamesAnotherHostIsSuspicious() {
    ReaderViewModel model = model(UiExecutor.direct());
    model.show(List.of(FIRST));
    assertThat(open(model).hasSuspiciousLinks()).isTrue();
    assertThat(model.suspicion(open(model).cleaned().links().getFirst().target())).isPresent();
  }
}
