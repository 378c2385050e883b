package app.paloma.mime;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageSkeleton.Leaf;
import app.paloma.mime.MessageSkeleton.Multipart;
import app.paloma.mime.MessageSkeleton.Piece;
import app.paloma.model.PartialMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageSkeletonTest {
  private static final String HEADER = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Leaf text(String body) {
    return new Leaf(octets("\r\n"), "1", "text/plain", octets(body), body.length());
  }

  private static Leaf film() {
    return new Leaf(octets("Content-Type: video/mp4\r\n\r\n"), "2", "video/mp4", null, 5_000_000);
  }

  private static Multipart message(Piece... pieces) {
    return new Multipart(octets(HEADER), List.of(pieces));
  }

  @Test
  void whatIsAbsentIsFoundAgainAfterTheStore() {
    PartialMessage made = MessageSkeleton.of(message(text("a"), film())).orElseThrow();
    PartialMessage read = PartialMessage.of(made.skeleton(), made.absentText());
    assertThat(read.absent()).isEqualTo(made.absent()).hasSize(1);
    assertThat(read.absent().getFirst().section()).isEqualTo("2");
  }

  @Test
  void aMessageThatIsNothingButAFileHasItsHeaderAlone() {
    Leaf only =
        new Leaf(
            octets("Subject: x\r\nContent-Type: video/mp4; name=a.mp4\r\n\r\n"),
            "1",
            "video/mp4",
            null,
            5_000_000);
    PartialMessage made = MessageSkeleton.of(only).orElseThrow();
    assertThat(made.absent().getFirst().offset()).isEqualTo(made.skeleton().length);
  }

  /// Then the numbers of the parts mean something else than their headers say.
  @Test
  void aTaleThatDoesNotFitItsHeadersIsNotBelieved() {
    assertThat(MessageSkeleton.of(message(text("a\r\n--b\r\n\r\nanother"), film()))).isEmpty();
    assertThat(MessageSkeleton.of(message(film(), text("a")))).isPresent();
    Leaf lie = new Leaf(octets("\r\n"), "1", "image/png", octets("x"), 1);
    assertThat(MessageSkeleton.of(message(lie, film()))).isEmpty();
    Multipart nameless =
        new Multipart(octets("Content-Type: multipart/mixed\r\n\r\n"), List.of(text("a"), film()));
    assertThat(MessageSkeleton.of(nameless)).isEmpty();
    assertThat(MessageSkeleton.of(new Multipart(octets("Subject: x\r\n\r\n"), List.of(film()))))
        .isEmpty();
  }
}
