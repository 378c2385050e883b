package app.paloma.ui.composer;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.Draft;
import app.paloma.model.DraftAttachment;
import app.paloma.model.SubmissionOffer;
import app.paloma.ui.Messages;
import app.paloma.ui.UiExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposerViewModelTest {
  private final FakeComposer services = new FakeComposer();
  private final Time time = new Time();
  private final Host host = new Host();
  private final Editor editor = new Editor();

  /// A clock that is moved by hand, and what waits for it.
  private static final class Time extends Clock implements Delays {
    private record Waiting(Instant when, Runnable work) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");

    @Override
    public Runnable after(Duration delay, Runnable work) {
      Waiting one = new Waiting(now.plus(delay), work);
      waiting.add(one);
      return () -> waiting.remove(one);
    }

    void pass(Duration duration) {
      Instant end = now.plus(duration);
      while (true) {
        Optional<Waiting> next =
            waiting.stream()
                .filter(w -> !w.when().isAfter(end))
                .min(Comparator.comparing(Waiting::when));
        if (next.isEmpty()) {
          now = end;
          return;
        }
        waiting.remove(next.get());
        now = next.get().when();
        next.get().work().run();
      }
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class Host implements ComposerHost {
    private final List<String> toasts = new ArrayList<>();
    private Runnable action;
    private Draft reopened;

    @Override
    public void toast(String text, String word, Runnable onAction) {
      toasts.add(text);
      action = onAction;
    }

    @Override
    public void reopen(Draft draft) {
      reopened = draft;
    }
  }

  private static final class Editor implements BodyEditor {
    private String text = "";
    private String signature = "";

    @Override
    public Body read() {
      return new Body(text, Optional.empty(), text);
    }

    @Override
    public void replaceSignature(String before, String now) {
      signature = now;
    }
  }

  private ComposerViewModel open(Draft draft) {
    ComposerViewModel model =
        new ComposerViewModel(
            services,
            ComposerSettings.DEFAULT,
            draft,
            UiExecutor.direct(),
            time,
            time,
            Messages.of("/app/paloma/ui/composer/ComposerMessages", Locale.ENGLISH),
            host);
    model.setEditor(editor);
    return model;
  }

  private ComposerViewModel ready() {
    ComposerViewModel model = open(services.empty());
    model.to().textProperty().set("ana@example.org,");
    model.subjectProperty().set("Maps");
    return model;
  }

  @Test
  void everyChangeIsOnDiskWithinTwoSeconds() {
    ComposerViewModel model = ready();
    assertThat(services.drafts).isEmpty();
    time.pass(Duration.ofSeconds(2));
    assertThat(services.drafts.values()).singleElement().returns("Maps", Draft::subject);
    editor.text = "More";
    model.touch();
    time.pass(Duration.ofSeconds(2));
    assertThat(services.drafts.values()).singleElement().returns("More", Draft::text);
    time.pass(Duration.ofSeconds(5));
    assertThat(model.statusProperty().get()).startsWith("Saved ").endsWith(" s ago");
  }

  @Test
  void aSettledDraftHasOneCopyOnTheServer() {
    ComposerViewModel model = ready();
    time.pass(Duration.ofSeconds(61));
    assertThat(services.serverCopies).hasSize(1);
    model.subjectProperty().set("Maps again");
    time.pass(Duration.ofSeconds(61));
    model.close();
    assertThat(services.serverCopies).hasSize(1);
    assertThat(services.drafts).hasSize(1);
    assertThat(model.closedProperty().get()).isTrue();
  }

  @Test
  void closingWhatNobodyTouchedLeavesNoTrace() {
    ComposerViewModel model = open(services.empty());
    model.close();
    time.pass(Duration.ofMinutes(2));
    assertThat(services.drafts).isEmpty();
    assertThat(services.serverCopies).isEmpty();
  }

  @Test
  void closingKeepsWhatWasTyped() {
    ComposerViewModel model = open(services.empty());
    editor.text = "Half a thought";
    model.touch();
    model.close();
    assertThat(services.drafts.values()).singleElement().returns("Half a thought", Draft::text);
    assertThat(services.serverCopies).hasSize(1);
  }

  /// The time to take it back was over before it began.
  @Test
  void whoThinksAboutAWarningHasAllTheTimeToUndo() {
    ComposerViewModel model = ready();
    model.subjectProperty().set("");
    model.send();
    assertThat(services.sent).isEmpty();
    time.pass(Duration.ofMinutes(1));
    model.noticeProperty().get().choices().getFirst().run().run();
    assertThat(services.notBefore).containsExactly(time.now.plusSeconds(10));
  }

  @Test
  void sendingWaitsForUndoAndUndoOpensItAgain() {
    ComposerViewModel model = ready();
    model.send();
    assertThat(services.sent).hasSize(1);
    assertThat(services.notBefore).containsExactly(time.now.plusSeconds(10));
    assertThat(model.closedProperty().get()).isTrue();
    host.action.run();
    assertThat(host.reopened.subject()).isEqualTo("Maps");
    assertThat(host.reopened.id().value()).isPositive();
  }

  /// FUTURERELEASE where the account's server has it, and the writer wants it; else it waits here.
  @Test
  void whatIsSentLaterWaitsWhereTheWriterWantsIt() {
    Instant later = time.now.plusSeconds(7200);
    services.offers = Set.of(SubmissionOffer.FUTURERELEASE, SubmissionOffer.REQUIRETLS);
    ComposerViewModel model = ready();
    model.wishes().property(SubmissionOffer.FUTURERELEASE).set(true);
    model.wishes().property(SubmissionOffer.REQUIRETLS).set(true);
    model.wishes().property(SubmissionOffer.DSN).set(true);
    model.sendLater(later);
    assertThat(host.toasts.getLast())
        .startsWith("The server sends it on")
        .contains("cannot be taken back");
    services.offers = Set.of();
    model = ready();
    model.wishes().property(SubmissionOffer.FUTURERELEASE).set(true);
    model.sendLater(later);
    assertThat(services.notBefore).containsExactly(time.now.plusSeconds(10), later);
    assertThat(services.heldUntil).containsExactly(later, Instant.EPOCH);
    assertThat(services.sent)
        .extracting(Draft::asks)
        .containsExactly(new Draft.Asks(false, false, true), Draft.Asks.NOTHING);
  }

  @Test
  void aMomentThatWasChosenIsNamedHoweverCloseItIs() {
    ready().sendLater(time.now.plusSeconds(90));
    assertThat(host.toasts.getLast()).startsWith("Will be sent");
    ready().send();
    assertThat(host.toasts.getLast()).startsWith("Sending");
  }

  /// A server that cannot promise it refuses the message then; it never leaves without.
  @Test
  void whatMustNotLeaveWithoutTlsIsNotForgottenWithTheServerThatOfferedIt() {
    services.offers = Set.of(SubmissionOffer.REQUIRETLS);
    ComposerViewModel model = ready();
    model.wishes().property(SubmissionOffer.REQUIRETLS).set(true);
    services.offers = Set.of();
    model.accountProperty().set(services.accounts.getLast());
    assertThat(model.wishes().shown(SubmissionOffer.REQUIRETLS).getValue()).isTrue();
    model.send();
    assertThat(services.sent.getLast().asks().requireTls()).isTrue();
  }

  @Test
  void undoThatComesTooLateSaysSo() {
    services.late = true;
    ready().send();
    host.action.run();
    assertThat(host.reopened).isNull();
    assertThat(host.toasts.getLast()).startsWith("Too late");
  }

  @Test
  void aFailureToQueueLeavesTheWindowOpenAndUntouched() {
    services.sendFails = new IllegalStateException("disk full");
    ComposerViewModel model = ready();
    editor.text = "Words";
    model.send();
    assertThat(model.closedProperty().get()).isFalse();
    assertThat(model.sendingProperty().get()).isFalse();
    assertThat(model.noticeProperty().get().text()).contains("disk full");
    services.sendFails = null;
    model.send();
    assertThat(services.sent.getFirst().text()).isEqualTo("Words");
  }

  @Test
  void nothingLeavesWithoutARecipient() {
    ComposerViewModel model = open(services.empty());
    model.subjectProperty().set("x");
    model.send();
    assertThat(services.sent).isEmpty();
    assertThat(model.noticeProperty().get().choices()).isEmpty();
  }

  @Test
  void aWrongAddressIsNamed() {
    ComposerViewModel model = ready();
    model.cc().textProperty().set("nobody");
    model.send();
    assertThat(services.sent).isEmpty();
    assertThat(model.noticeProperty().get().text()).contains("“nobody”");
  }

  @Test
  void anEmptySubjectAndAForgottenAttachmentAreAskedAboutOneAfterTheOther() {
    ComposerViewModel model = ready();
    model.subjectProperty().set("");
    editor.text = "Te mando el plano adjunto.";
    model.send();
    assertThat(model.noticeProperty().get().text()).contains("no subject");
    model.noticeProperty().get().choices().getFirst().run().run();
    assertThat(model.noticeProperty().get().text()).contains("no file is attached");
    assertThat(services.sent).isEmpty();
    model.noticeProperty().get().choices().getFirst().run().run();
    assertThat(services.sent).hasSize(1);
  }

  @Test
  void attachmentsAreKeptByEverySaveAndSent() {
    ComposerViewModel model = ready();
    byte[] octets = "plan".getBytes(StandardCharsets.UTF_8);
    model.attachments().add("plan.txt", "text/plain", octets);
    assertThat(model.attachments().all()).hasSize(1);
    time.pass(Duration.ofSeconds(3));
    model.send();
    assertThat(services.sent.getFirst().attachments())
        .extracting(DraftAttachment::name)
        .containsExactly("plan.txt");
  }

  @Test
  void tooLargeIsSaidBeforeTheUpload() {
    services.limit = java.util.OptionalLong.of(15_000);
    ComposerViewModel model = ready();
    model.attachments().add("big.bin", "application/octet-stream", new byte[20_000]);
    model.send();
    assertThat(services.sent).isEmpty();
    assertThat(model.noticeProperty().get().text()).contains("at most 15 KB");
  }

  @Test
  void aTextAloneCanBeTooLarge() {
    services.limit = java.util.OptionalLong.of(15_000);
    ComposerViewModel model = ready();
    editor.text = "A line of a long text.\n".repeat(1000);
    model.touch();
    model.send();
    assertThat(services.sent).isEmpty();
    assertThat(model.noticeProperty().get().text()).contains("23 KB").contains("at most 15 KB");
  }

  @Test
  void discardCanBeUndone() {
    ComposerViewModel model = ready();
    model.discard();
    assertThat(services.drafts).hasSize(1);
    host.action.run();
    assertThat(host.reopened.subject()).isEqualTo("Maps");
    time.pass(Duration.ofMinutes(1));
    assertThat(services.drafts).hasSize(1);
  }

  @Test
  void discardIsForGoodAfterAWhile() {
    ComposerViewModel model = ready();
    time.pass(Duration.ofSeconds(61));
    model.discard();
    time.pass(Duration.ofSeconds(11));
    assertThat(services.drafts).isEmpty();
    assertThat(services.serverCopies).isEmpty();
  }

  @Test
  void anotherSenderBringsHisSignature() {
    ComposerViewModel model = ready();
    model.accountProperty().set(services.accounts.get(1));
    assertThat(editor.signature).isEqualTo("Inés · Maps & Co.");
    assertThat(model.snapshot().from().email()).isEqualTo("ines@work.example");
  }

  @Test
  void attachmentWordsOfTheQuotationDoNotCount() {
    assertThat(AttachmentWords.mentionedIn("See the attached file")).isTrue();
    assertThat(AttachmentWords.mentionedIn("Van adjuntas las fotos")).isTrue();
    assertThat(AttachmentWords.mentionedIn("> see attached\nThanks")).isFalse();
    assertThat(AttachmentWords.mentionedIn("I am detached")).isFalse();
  }
}
