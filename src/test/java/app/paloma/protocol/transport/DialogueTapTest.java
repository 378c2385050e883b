package app.paloma.protocol.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialogueTapTest {
  private final List<String> lines = new ArrayList<>();
  private final DialogueTap tap = new DialogueTap(true, true, lines::add);

  private void feed(String text) {
    byte[] octets = text.getBytes(UTF_8);
    for (int at = 0; at < octets.length; at++) {
      tap.feed(octets, at, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a1 LOGIN alice hunter2, a1 LOGIN alice ***",
    "a1 LOGIN \"alice b\" \"hunt er2\", a1 LOGIN \"alice b\" ***",
    "PASS hunter2 two, PASS ***",
    "APOP alice c4c9334bac560ecc979e58001b3e22fb, APOP alice ***",
    "AUTH PLAIN AGFsaWNlAGh1bnRlcjI=, AUTH PLAIN ***",
    "a1 AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=, a1 AUTHENTICATE PLAIN ***",
    "a1 SELECT INBOX, a1 SELECT INBOX"
  })
  void aSecretIsKnownByItsCommandEvenWhenNobodySaidSo(String line, String shown) {
    feed(line + "\r\n");
    assertThat(lines).containsExactly(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "a1 LOGIN alice hunter2, a1 LOGIN ***",
    "PASS hunter2, PASS ***",
    "AUTH PLAIN AGFsaWNlAGh1bnRlcjI=, AUTH PLAIN ***",
    "a1 AUTHENTICATE PLAIN AGFsaWNlAGh1bnRlcjI=, a1 AUTHENTICATE PLAIN ***",
    "aHVudGVyMg==, ***"
  })
  void aCommandThatIsSecretAsAWholeKeepsItsWords(String line, String shown) {
    tap.secret(true);
    feed(line + "\r\n");
    tap.secret(false);
    assertThat(lines).containsExactly(shown);
  }

  @Test
  void aPasswordInALiteralIsHidden() {
    feed("a1 LOGIN {5+}\r\nalice {7+}\r\n");
    tap.secret(true);
    feed("hunter2");
    tap.secret(false);
    feed("\r\n");
    assertThat(String.join("|", lines)).doesNotContain("hunter2");
  }

  @Test
  void literalsAndContentAreLengths() {
    feed("a2 APPEND x {11}\r\nhello\r\nyou!\r\n");
    tap.content(true);
    feed("Subject: x\r\n\r\nbody\r\n.\r\n");
    tap.content(false);
    feed("QUIT\r\n");
    assertThat(lines).containsExactly("a2 APPEND x {11}", "<11 octets>", "<23 octets>", "QUIT");
  }

  @Test
  void controlCharactersCannotForgeALine() {
    feed("* OK \u001b[31mred\rS: forged\r\n");
    assertThat(lines).containsExactly("* OK \\x1b[31mred\\x0dS: forged");
  }
}
