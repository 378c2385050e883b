package app.paloma.ui.reader;

import static org.assertj.core.api.Assertions.assertThat;

import app.paloma.mime.MessageReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files are looked at without another program.
class AttachmentPreviewTest {
  @ParameterizedTest
  @CsvSource({
    "application/pdf, a.pdf, true",
    "application/octet-stream, a.PDF, true",
    "application/octet-stream, a.jpeg, true",
    "application/octet-stream, notes.txt, true",
    "application/octet-stream, a.bin, false",
    "application/octet-stream, page.html, false",
    "image/svg+xml, a.svg, false",
    "text/html, page.html, false",
    "image/png, a.png, true",
    "application/x-msdownload, a.txt, false"
  })
  void asItsTypeSaysOrItsName(String type, String name, boolean shown) {
    String message =
        "Content-Type: %s\r\nContent-Disposition: attachment; filename=%s\r\n\r\nx"
            .formatted(type, name);
    assertThat(
            new MessageReader()
                .read(message.getBytes(StandardCharsets.US_ASCII)).attachments().stream()
                    .map(AttachmentPreview::canShow))
        .containsExactly(shown);
  }
}
