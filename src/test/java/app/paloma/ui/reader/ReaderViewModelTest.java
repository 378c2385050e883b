package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.paloma.mime.MessageContent;
import app.paloma.mime.MessageSkeleton;
import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.model.PartialMessage;
import app.paloma.ui.UiExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaderViewModelTest {
  private static final MessageId FIRST = new MessageId(1);
  private static final MessageId SECOND = new MessageId(2);
  private final FakeReaderSource source = new FakeReaderSource();
  private final List<MessageId> read = new ArrayList<>();
  private final List<String> fetched = new ArrayList<>();

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
