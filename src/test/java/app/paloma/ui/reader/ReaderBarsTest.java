package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.model.MailException;
import app.paloma.model.MessageId;
import app.paloma.model.MessageSummary.BodyState;
import app.paloma.ui.Formats;
import app.paloma.ui.Messages;
import app.paloma.ui.Toolkit;
import app.paloma.ui.UiExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReaderBarsTest {
  private static final MessageId ID = new MessageId(1);

  private final FakeReaderSource source = new FakeReaderSource();

  @BeforeAll
  static void toolkit() throws Exception {
    Toolkit.start();
  }

  @Test
  void whatIsWrongWithAMessageIsSaidInTheLanguageOfTheUser() throws Exception {
    source.octets = octets("From: Ana <ana@a.example>, Bank <service@bank.example>\r\n\r\nHi\r\n");
    assertThat(bars("en"))
        .containsExactly(
            "This message names more than one sender. Only the first is shown; be careful with what"
                + " it asks.");
    assertThat(bars("es").getFirst()).startsWith("Este mensaje nombra a más de un remitente.");
  }

  @Test
  void ofAMessageThatIsNotAllHereTheMissingEndIsNoFault() throws Exception {
    source.octets = octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n");
    assertThat(bars("en")).singleElement().asString().startsWith("The end of this message is");
    source.state = BodyState.PARTIAL;
    source.refusal = new MailException.ProtocolBroken("no");
    assertThat(bars("en")).noneMatch(text -> text.startsWith("The end of this message is"));
  }

  @Test
  void aMessageOfWhichNothingIsHereIsCalledAsInTheList() {
    source.octets = new byte[0];
    source.state = BodyState.HEADER;
    source.refusal = new MailException.ProtocolBroken("no");
    OpenMessage message = open().open().orElseThrow();
    assertThat(message.subject()).isEqualTo("News");
    assertThat(message.from().display()).isEqualTo("Shop");
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ReaderViewModel open() {
    ReaderViewModel model =
        new ReaderViewModel(source, new RemotePictures(url -> ""), UiExecutor.direct(), id -> {});
    model.show(List.of(ID));
    return model;
  }

  private List<String> bars(String language) throws Exception {
    Messages words = Messages.ui(Locale.of(language));
    return Toolkit.onFx(() -> {
      ReaderBars bars =
          new ReaderBars(
              open(),
              words,
              new Formats(words, Clock.systemUTC().withZone(ZoneOffset.UTC)),
              Exception::toString);
      bars.show();
      return bars.lookupAll(".label").stream().map(label -> ((Label) label).getText()).toList();
    });
  }
}
